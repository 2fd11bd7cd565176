"""The letter cut into the stretches of text that rules read."""

import re
from collections.abc import Iterator

from responses.letters.proofread.annexed import annex_texts
from responses.letters.proofread.facts import BODY, TEXT_FIELDS, LetterText, Passage, is_row
from responses.letters.proofread.script import masked

_CELL = re.compile(r"[^|]+")
_RULE = re.compile(r":?-+:?")
_FILLS = " \t\u3000\u00a0"


def body_passages(letter: LetterText) -> Iterator[Passage]:
    """Yield each paragraph of the body that is not blank."""
    for place, text in enumerate(letter.paragraphs):
        if text.strip():
            yield Passage(BODY, place, text, masked(text))


def all_passages(letter: LetterText) -> tuple[Passage, ...]:
    """Return every text of the letter: its fields, the paragraphs of its body, its annexes.

    Of a row of a table only the cells are texts: no sentence goes on across a bar, and what fills up a column or rules
    the head off (|---|) says nothing.
    """
    fields = ((name, None, letter.text_at(name, None)) for name in TEXT_FIELDS)
    lines = ((BODY, place, text) for place, text in enumerate(letter.paragraphs))
    texts = (*fields, *lines, *annex_texts(letter.annexes))
    return tuple(
        passage
        for field, paragraph, text in texts
        if text.strip() or (text and paragraph is None)
        for passage in _passages(field, paragraph, text)
    )


def _passages(field: str, paragraph: int | None, text: str) -> Iterator[Passage]:
    if paragraph is None or not is_row(text):
        yield Passage(field, paragraph, text, masked(text))
        return
    for match in _CELL.finditer(text):
        cell = match.group().strip(_FILLS)
        if cell and not _RULE.fullmatch(cell):
            start = match.start() + len(match.group()) - len(match.group().lstrip(_FILLS))
            yield Passage(field, paragraph, cell, masked(cell), offset=start, is_cell=True)
