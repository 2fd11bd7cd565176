"""The phrases of an assembly's papers: each has its own slots, and a wording that breaks them is refused in words."""

from string import Formatter

import pytest

from proposals.phrases import (
    OWN_SLOT_NAMES,
    PHRASES,
    SLOT_NAMES,
    PatternRefused,
    check_phrase,
    pattern_of,
)


@pytest.mark.parametrize("key", list(PHRASES))
def test_every_default_keeps_the_phrases_own_rules(key: str):
    phrase = PHRASES[key]
    assert set(phrase.needed) <= phrase.slots
    assert set(phrase.own) <= set(OWN_SLOT_NAMES)
    assert not phrase.instead or phrase.instead in PHRASES
    if phrase.default:
        check_phrase(key, phrase.default)


def test_every_slot_of_one_phrase_alone_is_named_in_a_default():
    named = {slot for one in PHRASES.values() for _, slot, _, _ in Formatter().parse(one.default) if slot}
    assert set(OWN_SLOT_NAMES) - named == set()
    assert set(SLOT_NAMES) & set(OWN_SLOT_NAMES) == set()


@pytest.mark.parametrize(
    ("key", "pattern", "sentence"),
    [
        ("urge", "{title}已逾期。", "句式中缺少{due}期限，请写进去。"),
        ("urge", "快办。", "句式中缺少{title}标题、{due}期限，请写进去。"),
        ("opening", "{title}的期限是{due}。", "句式中不能使用“{due}”，可用的有："),
        ("urge_reply", "{reply_by!r}前回复。", "句式中的“{reply_by}”只能单独书写，不能带格式说明。"),
        ("extension", "{title", "句式中的花括号不成对，请检查。"),
        ("closing", "{}", "句式中不能使用“{}”"),
    ],
)
def test_a_wording_that_breaks_the_slots_is_refused(key: str, pattern: str, sentence: str):
    with pytest.raises(PatternRefused) as refused:
        check_phrase(key, pattern)
    assert str(refused.value).startswith(sentence)


def test_slots_of_its_own_may_be_reworded():
    check_phrase("urge", "《{title}》由你单位{role}，{due}到期，{standing}。")
    check_phrase("extension", "《{title}》原定{due}，请准延至{asked}。")


def test_what_is_worded_comes_before_the_default_and_another_phrase_stands_in():
    assert pattern_of({}, "co_opinion_end") == "以上意见供你单位答复时采用。"
    assert pattern_of({"co_opinion_end": "供参考。"}, "co_opinion_end") == "供参考。"
    assert pattern_of({"title": "答复"}, "title_again", "title") == "答复"
    assert pattern_of({"title": "答复", "title_again": "再答复"}, "title_again", "title") == "再答复"
    assert pattern_of({"title": ""}, "title") == ""
