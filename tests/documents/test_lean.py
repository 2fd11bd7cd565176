"""The engine as we have it work gives the bytes it gives by itself, and does not do again what it has done."""

import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.css import StyleFor
from weasyprint.layout import block, inline
from weasyprint.text.line_break import Layout

from benchmarks._shapes import shapes
from documents import render
from documents.content import OfficialDocument, PdfKind
from documents.engine import RenderingFailed, engine, stylesheet_text
from documents.layout import lay_out
from documents.lean import SWAPS, boxes, engine_as_delivered, glyphs, lines, styles
from documents.render import PaperToJoin, joined
from tests.documents.printed_shapes import EVERY_SHAPE
from tests.documents.witnesses import EVERY_WITNESS, PICTURES

SHAPES = shapes()
PAGE = (
    '<!doctype html><html lang="zh-CN"><head><title>函</title></head><body><p class="z">{}</p></body></html>'
)
# What a line may hold that is not laid side by side from left to right, or not cut at a newline.
ODD_LINES = (
    "",
    "\n",
    "\n\n函",
    "函\n",
    "提\t案",
    "提\r案\n复",
    "提\u2028案\u2029复\x85",
    "שלום 提案 مرحبا",
    "\u202e提案\u202c",
    "<span class='kaiti'>\u3000 </span>\n函<span class='heiti'> </span>",
    "e\u0301 n\u0303 提\u3099",
    "fi ffi AVAVA To",
    "𠮷𫖯",
    "<span class='w12'>提案\n答复</span>",
    "<span class='n12'>AVATAR，<span class='q'>。</span>”</span>\n复",
    "<span style='text-decoration: underline'>提案</span>",
    "<span style='font-feature-settings: \"halt\"'>“提案”</span>",
    "<span style='font-size: 0'>提</span>案",
    "<span style='white-space: normal'>提 案</span>",
    "<span style='display: inline-block; padding: 5%; border-radius: 10%'>提案</span>",
    "<span style='visibility: hidden'>提</span>案",
    "<span style='position: absolute; background: #e60012'>提</span>案",
    "<b id='mark'>提</b><a href='#mark'>案</a>",
)


def printed(html: str, **how: Any) -> bytes | str:
    """The page's PDF, or what the engine complains about."""
    try:
        return render.pdf(html, **how)
    except RenderingFailed as failed:
        return str(failed)


def both_ways(html: str, **how: Any) -> tuple[bytes | str, bytes | str]:
    """The page printed as we have the engine work, and as it works by itself."""
    ours = printed(html, **how)  # first, so that the engine is ready
    with engine_as_delivered():
        return ours, printed(html, **how)


@pytest.mark.parametrize("kind", [PdfKind.ACCESSIBLE, PdfKind.ARCHIVE])
@pytest.mark.parametrize("place", EVERY_SHAPE)
def test_every_shape_of_letter_has_the_engine_s_own_bytes(place: int, kind: PdfKind) -> None:
    laid = lay_out(SHAPES[place])
    ours, theirs = both_ways(laid.html, pages=laid.pages, pictures=laid.pictures, kind=kind)
    assert isinstance(ours, bytes)
    assert ours == theirs


@pytest.mark.parametrize("document", EVERY_WITNESS, ids=range(len(EVERY_WITNESS)))
def test_letters_with_every_part_have_the_engine_s_own_bytes(document: OfficialDocument) -> None:
    laid = lay_out(document)
    ours, theirs = both_ways(laid.html, pictures={**PICTURES, **laid.pictures})
    assert isinstance(ours, bytes)
    assert ours == theirs


def test_letters_in_one_file_have_the_engine_s_own_bytes() -> None:
    papers = [
        PaperToJoin(laid.html, laid.pages, shape.title, laid.pictures)
        for shape in SHAPES[::9]
        for laid in [lay_out(shape)]
    ]
    ours = joined(papers, title="合订").file
    with engine_as_delivered():
        assert joined(papers, title="合订").file == ours


@pytest.mark.parametrize("text", ODD_LINES, ids=range(len(ODD_LINES)))
def test_odd_lines_have_the_engine_s_own_bytes(text: str) -> None:
    ours, theirs = both_ways(PAGE.format(text))
    assert ours == theirs


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(
        st.sampled_from("提案复A1 ,，。“”（\n\t\u3000\u200b\u00ad\u202eא\u0301\ue863𠮷"), max_size=40
    )
)
def test_any_line_has_the_engine_s_own_bytes(text: str) -> None:
    ours, theirs = both_ways(
        PAGE.format(f"函{text}")
    )  # a font without a glyph in use is cut otherwise, on purpose
    assert ours == theirs


def test_what_the_engine_has_imported_is_swapped_and_put_back() -> None:
    render.pdf(PAGE.format("函"))

    def held() -> list[object]:
        return [
            vars(module).get(swap.name)
            for swap in SWAPS
            for name, module in sys.modules.items()
            if name.startswith("weasyprint.") and vars(module).get(swap.name) in (swap.theirs, swap.ours)
        ]

    assert inline.split_first_line is lines.split_first_line
    assert block.resolve_percentages is boxes.resolve_percentages
    ours = held()
    with engine_as_delivered():
        theirs = held()
        assert inline.split_first_line is lines._split_first_line
        assert block.resolve_percentages is boxes._resolve_percentages
        assert [vars(swap.home)[swap.name] for swap in SWAPS] == [swap.theirs for swap in SWAPS]
    assert held() == ours
    assert len(theirs) == len(ours) > len(SWAPS)
    assert [vars(swap.home)[swap.name] for swap in SWAPS] == [swap.ours for swap in SWAPS]


def test_a_second_letter_computes_no_style_again(monkeypatch: pytest.MonkeyPatch) -> None:
    html = lay_out(SHAPES[0]).html
    render.pdf(html)
    made: list[object] = []
    set_styles = StyleFor.set_computed_styles

    def watched(styles: StyleFor, element: object, *rest: object) -> None:
        made.append(element)
        set_styles(styles, element, *rest)

    monkeypatch.setattr(StyleFor, "set_computed_styles", watched)
    render.pdf(html)
    assert made == []
    render.pdf(html.replace('<p class="z i2">', '<p class="z i2" style="margin-left:1.2345mm">', 1))
    assert made != []


def test_a_line_is_shaped_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "关于提案的答复\n2023年第426号\n复"
    render.pdf(PAGE.format(text))
    shaped: list[str] = []
    set_text = Layout.set_text

    def watched(layout: Layout, text: str, *rest: object, **named: object) -> None:
        shaped.append(text)
        set_text(layout, text, *rest, **named)

    monkeypatch.setattr(Layout, "set_text", watched)
    monkeypatch.setattr(glyphs.SetLine, "shaped_again", None)
    render.pdf(PAGE.format(text))
    assert [line for line in shaped if line != "—\u20021\u2002—"] == text.split("\n")


def test_styles_are_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = vars(engine(stylesheet_text()).configuration)["kept_styles"]
    monkeypatch.setattr(styles, "MOST_KEPT", 50)
    counts = []
    for number in range(12):
        apart = f'<span style="letter-spacing:{number / 100}mm">提</span>' * 9
        ours, theirs = both_ways(PAGE.format(apart + f"<b style='color:#00000{number % 10}'>案</b>"))
        assert ours == theirs
        counts.append(len(kept))
    assert max(counts) < 100


def test_a_change_of_one_length_is_seen() -> None:
    """The comparison itself: what prints otherwise has other bytes."""
    letter = SHAPES[0]
    ours, theirs = both_ways(lay_out(letter).html)
    other, _ = both_ways(lay_out(replace(letter, title=letter.title + "函")).html)
    assert ours == theirs != other
