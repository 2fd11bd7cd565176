"""The floor of the letters' benchmark is fair: it sets the same words in the same faces on as many pages."""

import re
from html import unescape

import pytest
from weasyprint.pdf import fonts as engine_fonts

from benchmarks._bare import Bare, bare_css, bare_html
from benchmarks._other_printers import typst_source
from benchmarks._shapes import shapes
from benchmarks.letters import ours
from documents import fonts
from documents.content import OfficialDocument, PdfKind
from documents.layout import lay_out
from documents.lean import SWAPS

SHAPES = shapes()


def words(html: str) -> str:
    """The text of a page's body without any white space."""
    return re.sub(r"\s|<[^>]*>", "", unescape(html[html.index("<body") :]))


@pytest.mark.parametrize("letter", SHAPES, ids=range(len(SHAPES)))
def test_the_floor_sets_the_same_words(letter: OfficialDocument) -> None:
    set_page = lay_out(letter).html
    assert words(bare_html(set_page)) == words(set_page)


def test_the_floor_breaks_the_lines_itself() -> None:
    plain = bare_html(lay_out(SHAPES[0]).html)
    assert re.findall(r"style=|<span|<s[ >]|<br", plain) == []
    assert max(len(line) for line in plain.splitlines()) > 300


def test_the_floor_has_the_same_faces() -> None:
    named = set(re.findall(r'font-family: "([^"]+)"; src', bare_css()))
    assert named == {face.family for face in fonts.all_faces() if not face.in_collection}


def test_the_floor_comes_to_as_many_pages() -> None:
    bare = Bare()
    laid = [lay_out(letter) for letter in SHAPES[:8]]
    counted = sum(letter.pages for letter in laid)
    came = sum(len(bare.render(bare_html(letter.html), PdfKind.ACCESSIBLE).pages) for letter in laid)
    assert abs(came - counted) <= counted / 10


def test_typst_is_given_the_words_of_the_body() -> None:
    letter = SHAPES[0]
    source = typst_source(letter)
    assert [text for text in (letter.title, *letter.paragraphs) if text not in source] == []


def test_the_floor_works_as_the_engine_does() -> None:
    bare = Bare()
    page = bare_html(lay_out(SHAPES[0]).html)
    ours(SHAPES[0])
    held: list[list[object]] = []
    make = engine_fonts.Font.__init__

    def in_use() -> list[object]:
        return [vars(swap.home)[swap.name] for swap in SWAPS]

    def watched(font: engine_fonts.Font, *arguments: object) -> None:
        held.append([*in_use(), type(font)])
        make(font, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_fonts.Font, "__init__", watched)
        bare(page, None)
    as_delivered = [*(swap.theirs for swap in SWAPS), engine_fonts.Font]
    assert held == [as_delivered] * len(held) != []
    assert in_use() == [swap.ours for swap in SWAPS]
