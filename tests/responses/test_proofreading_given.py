"""The given replies 002 and 003 saved on the desk: what proofreading finds in the files it finds there."""

from dataclasses import replace

import pytest

from responses.letters.facts import letter_text
from responses.letters.proofread import LetterText, proofread
from responses.letters.proofread.facts import BODY
from responses.services.drafting import draft_of, save_draft
from tests.responses.desk import begun
from tests.responses.letters.given_letters import FACTS, in_parts, pasted
from tests.world import World


def saved(world: World, text: LetterText) -> LetterText:
    """Return the words of a text whose body a clerk has pasted and saved, as proofreading reads them."""
    response = begun(world)
    draft = replace(draft_of(response), body="\n".join(text.paragraphs))
    return letter_text(save_draft(response, draft, by=world["jia_tech_clerk"], version=0))


def in_body(name: str, letter: LetterText) -> list[tuple[str, str]]:
    """What is found in the body, but for what is left to the letter's other parts."""
    facts = replace(FACTS[name], known_texts=())
    found = proofread(LetterText(paragraphs=letter.paragraphs), facts)
    return [(one.rule, one.quote) for one in found if one.field == BODY]


@pytest.mark.parametrize("name", ["002", "003"])
@pytest.mark.parametrize("view", [pasted, in_parts])
def test_nothing_that_is_found_in_the_file_is_lost_on_the_way(world: World, name: str, view):
    given = view(name)
    stripped = replace(given, paragraphs=tuple(line.strip() for line in given.paragraphs))
    assert in_body(name, saved(world, given)) == in_body(name, stripped)


def test_blank_lines_before_the_letterhead_of_003_are_told(world: World):
    letter = saved(world, pasted("003"))
    assert letter.paragraphs[:3] == ("", "", "温州市科学技术局文件")
    told = [one for one in proofread(letter, FACTS["003"]) if one.rule == "blank_lines"]
    assert next(one.message for one in told) == "此处有2个空行，印制时会去掉，请删去。"


def test_a_single_blank_line_between_two_paragraphs_is_no_fault(world: World):
    letter = saved(world, LetterText(paragraphs=("一、甲。", "", "二、乙。", "", "", "三、丙。", "", "")))
    assert letter.paragraphs == ("一、甲。", "", "二、乙。", "", "", "三、丙。")
    told = [one for one in proofread(letter, FACTS["003"]) if one.rule == "blank_lines"]
    assert [(one.paragraph, one.message[:6]) for one in told] == [(3, "此处有2个空")]
