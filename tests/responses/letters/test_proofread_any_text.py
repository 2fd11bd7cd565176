"""Proofreading any text whatever: it never fails, quotes what stands there, mends what it says, and stays linear."""

import re
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responses.letters.proofread import (
    RULES,
    AnnexText,
    CaseFacts,
    Demand,
    FixRefused,
    LetterText,
    UnitName,
    apply_fix,
    apply_fixes,
    place_of,
    proofread,
)
from tests.responses.letters.given_letters import FACTS, corrected, in_parts

CASE = CaseFacts(
    kind="proposal",
    session="市政协九届二次会议",
    number_text="17",
    title="关于增加停车泊位的提案",
    proposers=("林晓岚",),
    demands=(Demand("a", "增加停车泊位", "done"), Demand("b", "")),
    co_handlers=(UnitName("云溪市交通运输局", "市交通局"),),
    unit=UnitName("云溪市民生事务局", "市民生局"),
    series_code="云民提复",
    class_scheme=(("A", "已经解决"), ("B", "列入计划")),
    due_on=date(2025, 7, 31),
    year=2025,
)
# The marks, words and numbers rules look for, so that they meet more often than chance would have them.
PIECES = st.sampled_from(
    "，。、；：！？,.:;?!()（）《》〈〉〔〕“”‘’\"'—-…─%％ \u3000\u202e\u200b１Ａ的市年月日一二三是等"
) | st.sampled_from(
    (
        *(
            "2024",
            "9",
            "17",
            "个",
            "共19个",
            "其中",
            "包括",
            "占",
            "50%",
            "第17号提案",
            "九届二次会议",
            "收悉",
            "下一步，",
            "and",
        ),
        *(
            "13912345678",
            "2月30日",
            "〔2024〕",
            "6号",
            "由",
            "增加到",
            "增长",
            "一、",
            "（一）",
            "1.",
            "院所",
            "所在",
            "提升",
            "https://a.cn",
        ),
    )
)
TEXT = st.lists(PIECES | st.characters(), max_size=40).map("".join)
ROW = st.lists(TEXT, min_size=1, max_size=3).map(lambda cells: f"| {' | '.join(cells)} |")
LINES = st.lists(TEXT | ROW, max_size=5).map(tuple)
ANNEXES = st.lists(
    st.builds(AnnexText, title=TEXT, paragraphs=LINES, captions=st.lists(TEXT, max_size=2).map(tuple)),
    max_size=2,
).map(tuple)
LETTERS = st.builds(
    LetterText,
    title=TEXT,
    number=TEXT,
    addressee=TEXT,
    paragraphs=LINES,
    note=TEXT,
    annexes=ANNEXES,
    contact=TEXT,
    signed_by=TEXT,
    copies=TEXT,
    written_on=st.none() | st.dates(),
    printed_on=st.none() | st.dates(),
    resolution_class=st.sampled_from(("", "A", "B", "Z")),
)
CASES = st.sampled_from((CASE, replace(CASE, kind="suggestion"), CaseFacts(kind="proposal")))


@given(LETTERS, CASES)
@settings(max_examples=300, deadline=None)
def test_quotes_what_stands_there(letter, case):
    for finding in proofread(letter, case):
        text = letter.text_at(finding.field, finding.paragraph)
        assert finding.quote == text[finding.start : finding.stop]
        assert finding.rule in RULES
        assert finding.message.endswith(("。", "？"))
        assert re.fullmatch("[0-9a-f]{20}", finding.fingerprint)
        assert place_of(letter, finding).startswith(finding.field)


@given(LETTERS, CASES)
@settings(max_examples=200, deadline=None)
def test_a_fix_takes_its_finding_away(letter, case):
    for finding in proofread(letter, case):
        if finding.fix is None:
            with pytest.raises(FixRefused):
                apply_fix(letter, finding)
            continue
        mended = apply_fix(letter, finding)
        place = (finding.rule, finding.field, finding.paragraph, finding.start, finding.quote)
        again = [(e.rule, e.field, e.paragraph, e.start, e.quote) for e in proofread(mended, case)]
        assert place not in again


@given(LETTERS)
@settings(max_examples=100, deadline=None)
def test_all_fixes_at_once_never_fail(letter):
    mended = apply_fixes(letter, proofread(letter, CASE))
    assert len(mended.paragraphs) == len(letter.paragraphs)
    assert [(len(one.paragraphs), len(one.captions)) for one in mended.annexes] == [
        (len(one.paragraphs), len(one.captions)) for one in letter.annexes
    ]


def test_all_safe_fixes_of_003_leave_no_mark_or_space_to_mend():
    letter = in_parts("003")
    for _ in range(2):  # a mark beside one that has just become full-width follows it
        letter = apply_fixes(letter, proofread(letter, FACTS["003"]))
    assert {each.rule for each in proofread(letter, FACTS["003"]) if each.fix} == set()


def test_a_fix_is_refused_once_the_text_has_changed():
    letter = LetterText(paragraphs=("今年,我局加大投入。",))
    finding = next(each for each in proofread(letter, CASE) if each.rule == "half_width")
    with pytest.raises(FixRefused, match="已经改动"):
        apply_fix(LetterText(paragraphs=("我局加大投入。",)), finding)
    with pytest.raises(FixRefused, match="已经改动"):
        apply_fix(LetterText(), finding)


def test_a_fingerprint_outlives_edits_elsewhere_and_not_at_the_place():
    def mark(*paragraphs: str) -> set[str]:
        return {
            e.fingerprint
            for e in proofread(LetterText(paragraphs=paragraphs), CASE)
            if e.rule == "half_width"
        }

    before = mark("开头。", "近年来,我局持续加大投入力度，群众满意。")
    assert mark("近年来,我局持续加大投入力度，群众非常满意。") == before
    assert mark("开头。", "近年来,市财政持续加大投入。") != before


def test_missing_things_have_fingerprints_of_their_own():
    case = CaseFacts(kind="proposal", demands=(Demand("a", "增加停车泊位"), Demand("b", "改善河道水质")))
    told = [
        each.fingerprint
        for each in proofread(LetterText(), case)
        if each.rule in ("verdicts", "missing_parts")
    ]
    assert len(told) == len(set(told)) == 8


# -- linear ----------------------------------------------------------------------------------------------------


def steps(letter: LetterText) -> int:
    """How many lines of the product's code a proofreading runs through; regular expressions are not counted."""
    count = 0

    def tick(frame, event, _arg):
        nonlocal count
        if "proofread" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return tick

    before = sys.gettrace()
    sys.settrace(tick)
    try:
        proofread(letter, CASE)
    finally:
        sys.settrace(before)
    return count


HARD = [
    "（",
    "）（",
    "“",
    "“”",
    "《",
    "共19个，其中3个、",
    "二是",
    "一",
    "人",
    "1",
    "1,",
    "a.",
    "，",
    " ",
    "2024-",
    "(",
    "“（《",
    "提升",
    "|甲,|",
    "您的代表建议，",
    "林代表在，",
    "林晓岚代表、",
    "占比分别为60%、70%，",
    "3家、5家，共9家",
    "由1家增至2家，增长3%",
]


@pytest.mark.parametrize("piece", HARD)
@pytest.mark.parametrize("as_paragraphs", [False, True])
def test_ten_times_the_text_is_ten_times_the_work(piece, as_paragraphs):
    few, many = ([piece] * 40, [piece] * 400)
    texts = [tuple(each) if as_paragraphs else ("".join(each),) for each in (few, many)]
    letters = [LetterText(paragraphs=each, annexes=(AnnexText("名单", each),)) for each in texts]
    small, large = (steps(letter) for letter in letters)
    assert large < 13 * small


def test_the_patterns_repeat_nothing_unbounded_inside_a_repetition():
    """A repeated group with an unbounded repetition inside is what makes a pattern explode."""
    nested = re.compile(r"\([^()]*[+*]\)[+*{]")
    for name in [module for module in sys.modules if module.startswith("responses.letters.proofread.")]:
        for pattern in vars(sys.modules[name]).values():
            if isinstance(pattern, re.Pattern):
                bare = re.sub(r"\\.|\[[^\]]*\]", "x", pattern.pattern)
                assert not nested.search(bare), (name, pattern.pattern)


def test_two_hundred_pages_are_read():
    body = corrected("003").paragraphs * 34
    letter = replace(corrected("003"), paragraphs=body)
    assert sum(map(len, body)) > 120_000
    assert {each.rule for each in proofread(letter, FACTS["003"])} == {"gaps"}  # 一、 comes again each time
