"""Printed letters measured with a ruler; and the ruler itself: what is moved by one millimetre must be reported."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from documents import render
from documents.content import OfficialDocument
from documents.layout import lay_out
from tests.documents.measures import MEASURES, first_missed, measure, missed
from tests.documents.printed_shapes import EVERY_SHAPE, ORDINARY, paper
from tests.documents.witnesses import DRAFT, EVERY_WITNESS, FILE, JOINT, LETTER, PICTURES, WITNESSES

STYLESHEET = Path(settings.BASE_DIR) / "templates" / "documents" / "gongwen.css"
COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/", re.DOTALL)
LENGTH = re.compile(r"(?<![\w.#])(-?(?:\d+\.?\d*|\.\d+))(mm|pt|em)\b")
SPACINGS = re.compile(r"\.[wn]\d+ \{[^}]*\}")  # by how little a whole line is widened: none of a millimetre
A_MILLIMETRE = {"mm": 1.0, "pt": 72 / 25.4, "em": 28 / 156}


def bare(css: str) -> str:
    """The stylesheet with its comments blanked, so that places stay."""
    return COMMENT.sub(lambda comment: " " * len(comment[0]), css)


def lengths(css: str) -> list[re.Match]:
    """Every length that the stylesheet says, but the steps by which lines are widened."""
    without = SPACINGS.sub(lambda rule: " " * len(rule[0]), bare(css))
    return list(LENGTH.finditer(without))


def name_of(css: str, length: re.Match) -> str:
    """Where a length stands: selector, property, and the length."""
    before = bare(css)[: length.start()]
    depth, opening = 0, len(before)
    while depth >= 0:
        opening -= 1
        depth += {"}": 1, "{": -1}.get(before[opening], 0)
    selector = re.split("[;{}]", before[:opening])[-1].strip()
    declared = re.split("[;{}]", before)[-1].split(":")[0].strip()
    return f"{selector} {declared} {length[0]}"


SOURCE = STYLESHEET.read_text(encoding="utf-8")
NAMES = [name_of(SOURCE, length) for length in lengths(SOURCE)]


@pytest.mark.parametrize("place", EVERY_SHAPE)
def test_every_measure_of_every_letter_is_kept(place):
    assert missed(paper(place)) == []


def test_thirty_letters_are_measured_in_an_ordinary_run():
    assert len(ORDINARY) >= 30
    assert {0, 1} < ORDINARY


def test_every_measure_is_taken_on_some_letter():
    """A measure that finds nothing to measure would hold anything."""
    shown = set().union(*(measure(document, as_styled(document))[0] for document in EVERY_WITNESS))
    assert {one.name for one in MEASURES} - shown == set()


def as_styled(document) -> bytes:
    """Print without counting the pages: a moved measure may well make more of them."""
    laid = lay_out(document)
    return render.pdf(laid.html, pictures={**PICTURES, **laid.pictures})


def test_the_witnesses_keep_every_measure():
    assert [measure(document, as_styled(document))[1] for document in EVERY_WITNESS] == [[]] * len(
        EVERY_WITNESS
    )


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_a_measure_moved_by_one_millimetre_is_reported(place, monkeypatch):
    css = render.stylesheet_text()
    length = lengths(css)[place]
    assert len(lengths(css)) == len(NAMES)
    moved = f"{float(length[1]) + A_MILLIMETRE[length[2]]:.5f}{length[2]}"
    monkeypatch.setattr(
        render, "stylesheet_text", lambda: css[: length.start()] + moved + css[length.end() :]
    )
    papers = sorted(WITNESSES, key=lambda paper: paper is not likeliest(NAMES[place]))
    assert any(first_missed(paper, as_styled(paper)) for paper in papers), f"nobody saw {NAMES[place]} move"


def likeliest(name: str) -> OfficialDocument:
    """The witness that shows what a selector places: it is asked before the others."""
    hints = {LETTER: ("letter", "double", "plain"), JOINT: ("stack", "joint", "seal"), DRAFT: (".watermark",)}
    return next((paper for paper, words in hints.items() if any(word in name for word in words)), FILE)
