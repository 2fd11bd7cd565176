"""The grid of every letter: 22 lines a page, 28 characters a line, marks never on the wrong side of a line's end."""

import subprocess
from itertools import pairwise

import pytest

from tests.documents.parts import Paper, is_western
from tests.documents.printed_shapes import EVERY_SHAPE, FORTY_PAGES, paper
from tests.documents.readings import full_pages
from tests.documents.ruler import Row

# GB/T 15834-2011 5.1.3, 5.1.4, and the marks of figures.
NEVER_FIRST = set("，。、；：？！）》〉】〕”’…—·％%℃")
NEVER_LAST = set("（《〈【〔“‘￥№")
MARKS = NEVER_FIRST | NEVER_LAST


def lines(paper: Paper) -> list[tuple[Row, Row]]:
    """Every row of running text that goes on, with the row it goes on in; annexes, 抄送 and notes too."""
    runs = (
        paper.addressee,
        *paper.paragraphs,
        *paper.annex_note,
        *paper.annex_paragraphs,
        *paper.notes,
        paper.copies,
    )
    return [pair for run in runs for pair in pairwise(run)]


@pytest.mark.parametrize("place", EVERY_SHAPE)
def test_a_page_of_text_alone_has_22_lines(place):
    printed = paper(place)
    rows = {page[0].page: len(printed.sheets.pages[page[0].page - 1].rows) for page in full_pages(printed)}
    assert {page: count for page, count in rows.items() if page > 1 and count != 22} == {}


def test_the_longest_letter_has_full_pages_and_full_lines_to_look_at():
    """What finds nothing would hold anything."""
    longest = paper(FORTY_PAGES)
    assert len(longest.sheets.pages) == 40
    assert len(full_pages(longest)) > 35
    assert len(lines(longest)) > 500
    assert sum(len(row.text) == 28 for row in longest.whole_rows) > 100


@pytest.mark.parametrize("place", EVERY_SHAPE)
def test_a_full_line_without_western_text_has_28_characters(place):
    """One more or less only where a mark may not stand or two marks share a character's room."""
    odd = []
    for row, following in lines(paper(place)):
        if is_western(row.text) or gives_way(following.text) or row.size < 15:
            continue
        indent = round((row.left - 28) / (156 / 28))
        count = len(row.text) + indent
        if count != 28 and not excused(row.text, following.text, count):
            odd.append(f"{count}: {row.text}|{following.text[:2]}")
    assert odd == []


def gives_way(following: str) -> bool:
    """Whether a Western word or number, with the brackets before it, did not fit into the line any more."""
    return is_western(following.lstrip("〔（")[:1])


@pytest.mark.parametrize("place", EVERY_SHAPE)
def test_every_line_that_goes_on_is_filled_to_the_margin(place):
    """A line that gives way to a number or a Western word is stretched, as everything above 4号 is."""
    short = [
        f"{row.right:.1f}: {row.text}"
        for row, _ in lines(paper(place))
        if row.size > 15 and abs(row.right - 184) > 0.5
    ]
    assert short == []


def excused(text: str, following: str, count: int) -> bool:
    """Whether marks explain that a line has not 28 characters: 28 would have parted them wrongly, or two share room."""
    share_room = any(left in MARKS and right in MARKS for left, right in pairwise(text))
    taken_in = count == 29 and (text[-1] in NEVER_FIRST or text[-2] in NEVER_LAST)
    if count < 28:  # what stands at and after place 28 could not be parted there
        head = following[: 28 - count + 1]
        pushed_out = (
            head[-1] in NEVER_FIRST or (head[:-1] and head[-2] in NEVER_LAST) or head[0] in NEVER_LAST
        )
        return bool(share_room or pushed_out)
    return share_room or taken_in


@pytest.mark.parametrize("place", EVERY_SHAPE)
def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(place):
    wrong = [
        f"{row.text[-3:]}|{following.text[:3]}"
        for row, following in lines(paper(place))
        if following.text[0] in NEVER_FIRST or row.text[-1] in NEVER_LAST
    ]
    assert wrong == []


@pytest.mark.parametrize("place", EVERY_SHAPE)
def test_a_second_reader_finds_the_file_sound(place, tmp_path):
    file = tmp_path / "letter.pdf"
    file.write_bytes(paper(place).sheets.file)
    found = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    assert "No syntax or stream encoding errors found" in found.stdout
