"""The engine as we have it work gives the bytes it gives by itself, and does not do again what it has done."""

import re
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.css import ComputedStyle
from weasyprint.layout import block, inline
from weasyprint.text.line_break import Layout

from benchmarks._shapes import shapes
from documents import render
from documents.content import OfficialDocument, PdfKind
from documents.engine import RenderingFailed, engine, stylesheet_text
from documents.layout import lay_out
from documents.lean import SWAPS, boxes, composed, engine_as_delivered, glyphs, lines, styles
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
    "<span style='font-size: 0.0000001px'>提</span>案",
    "<span style='background: #e60012; border-radius: 1mm'>提\n案</span>",
    "<span style='word-spacing: 1mm'>提 案\n答 复</span>",
    "<span style='overflow-wrap: anywhere'>提案\n答复</span>",
    "<span style='white-space: normal'>提 案</span>",
    "<span style='display: inline-block; padding: 5%; border-radius: 10%'>提案</span>",
    "<span style='visibility: hidden'>提</span>案",
    "<span style='position: absolute; background: #e60012'>提</span>案",
    "<b id='mark'>提</b><a href='#mark'>案</a>",
    "<span></span>提案\n<span><span></span></span>",
    "提<span>\n案</span>\n",
    "<span>提\n</span><span>案\n\n</span>",
    "提案" * 40 + "\n复",  # wider than the page
    "<span class='t'>提<span class='kaiti'>"
    + "提案\n答<span class='q'>。</span>复" * 30
    + "</span>案</span>\n复",
    "<span style='padding: 0 1mm'>提</span>案\n<span style='vertical-align: super'>复</span>\n",
    "<span style='position: relative; top: 1mm'>提</span>案\n<span style='float: right'>复</span>\n提案",
    "<span style='direction: rtl'>提案\n答复</span>",
    "提<img src='picture:0' alt='章'>案\n复",
)
# Spans in spans, with lines that end anywhere.
SPANS = st.recursive(
    st.text(st.sampled_from("提案复A1，。“”\n"), min_size=1, max_size=9),
    lambda inner: st.builds(
        "<span class='{}'>{}</span>".format,
        st.sampled_from(("t", "w12", "n12", "kaiti", "heiti", "q", "t w12", "kaiti t")),
        st.lists(inner, max_size=5).map("".join),
    ),
    max_leaves=40,
)


def printed(html: str, **how: Any) -> bytes | str:
    """The page's PDF, or what the engine complains about."""
    try:
        return render.pdf(html, **how)
    except RenderingFailed as failed:
        return str(failed)


def both_ways(html: str, **how: Any) -> tuple[bytes | str, bytes | str]:
    """The page printed as we have the engine work, the first time and from what it then knows, and by itself."""
    ours = printed(html, **how)  # first, so that the engine is ready
    assert printed(html, **how) == ours
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


@settings(max_examples=60, deadline=None)
@given(
    text=st.lists(SPANS, min_size=1, max_size=12).map("".join),
    block=st.sampled_from(("z", "z i2", "title", "printed", "z placed", "in-letters placed")),
    times=st.sampled_from((1, 9)),
)
def test_any_paragraph_has_the_engine_s_own_bytes(text: str, block: str, times: int) -> None:
    ours, theirs = both_ways(PAGE.replace('class="z"', f'class="{block}"').format(text * times))
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

    assert block.iter_line_boxes is composed.iter_line_boxes
    assert inline.strut is lines.strut
    assert block.resolve_percentages is boxes.resolve_percentages
    ours = held()
    with engine_as_delivered():
        theirs = held()
        assert block.iter_line_boxes is composed._iter_line_boxes
        assert inline.strut is lines._strut
        assert block.resolve_percentages is boxes._resolve_percentages
        assert [vars(swap.home)[swap.name] for swap in SWAPS] == [swap.theirs for swap in SWAPS]
    assert held() == ours
    assert len(theirs) == len(ours) > len(SWAPS)
    assert [vars(swap.home)[swap.name] for swap in SWAPS] == [swap.ours for swap in SWAPS]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The elements (or pages) for which a style is made from now on."""
    found: list[Any] = []
    asked: list[Any] = []
    set_styles = styles.KeptStyles.set_computed_styles

    def watched(kept: styles.KeptStyles, element: Any, *rest: Any, **named: Any) -> None:
        asked.append(element)
        set_styles(kept, element, *rest, **named)

    def making(*computed_from: Any) -> ComputedStyle:
        found.append(asked[-1])
        return ComputedStyle(*computed_from)

    monkeypatch.setattr(styles.KeptStyles, "set_computed_styles", watched)
    monkeypatch.setattr(styles, "ComputedStyle", making)
    return found


def test_a_second_letter_computes_no_style_again(made: list[Any]) -> None:
    html = lay_out(SHAPES[0]).html
    render.pdf(html)
    made.clear()
    render.pdf(html)
    again = len(made)
    assert all(
        "style" in element.attrib for element in made
    )  # lengths of its own, and all else from its like
    # Neither are the styles of what stands in an element with a length of its own.
    for length in ("1.2345mm", "2.3456mm"):
        made.clear()
        render.pdf(html.replace('<p class="z i2">', f'<p class="z i2" style="margin-left:{length}">', 3))
    assert len(made) == again + 3
    assert all("style" in element.attrib for element in made)


def test_a_second_letter_without_lengths_of_its_own_computes_nothing(made: list[Any]) -> None:
    html = PAGE.format("<span class='t'>提<b class='kaiti'>案</b></span>\n复")
    render.pdf(html)
    made.clear()
    render.pdf(html)
    assert made == []
    render.pdf(html.replace("<b class='kaiti'>", "<b class='kaiti' style='font-size:15pt'>"))
    assert [element.tag for element in made] == ["b"]


def test_a_line_is_shaped_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "关于提案的答复\n2023年第426号\n复"
    render.pdf(PAGE.format(text))
    shaped: list[str] = []
    set_line = lines.Shaper.set

    def watched(shaper: lines.Shaper, text: str, *rest: object) -> lines.Measured | None:
        shaped.append(text)
        return set_line(shaper, text, *rest)

    monkeypatch.setattr(lines.Shaper, "set", watched)
    monkeypatch.setattr(Layout, "set_text", None)  # the engine's own way
    monkeypatch.setattr(glyphs.SetLine, "shaped_again", None)
    render.pdf(PAGE.format(text))
    assert shaped == [*text.split("\n"), "—\u20021\u2002—"]


def test_styles_are_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = vars(engine(stylesheet_text()).configuration)["kept_styles"]
    monkeypatch.setattr(styles, "GENERATION", 25)
    counts = []
    for number in range(30):
        apart = "".join(f'<b style="letter-spacing:{number}.{place}mm">提</b>' for place in range(9))
        ours, theirs = both_ways(PAGE.format(f"{apart}<b style='color:#00000{number % 10}'>案</b>"))
        assert ours == theirs
        counts.append(len(kept))
    assert 25 < max(counts[2:]) < 100  # the styles of the tests before this one are gone


def test_fonts_are_held_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    render.pdf(PAGE.format("函"))
    held = vars(engine(stylesheet_text()).configuration)["held_fonts"]
    monkeypatch.setattr(glyphs, "MOST_HELD", 5)
    sizes = "".join(f"<b style='font-size: {10 + number / 10}pt'>提A</b>\n" for number in range(30))
    ours, theirs = both_ways(PAGE.format(sizes))
    assert ours == theirs
    assert len(held) <= 5


# What the engine changes in a style for one document, and what it computes from that document's first page.
NOT_TO_BE_KEPT = re.compile(r"\b(flex|grid|list-item|leader|overflow\s*:)|\d([sld]?v|p)(w|h|i|b|min|max)\b")


def test_no_paper_asks_for_a_style_that_must_not_be_kept() -> None:
    asked = [stylesheet_text()]
    for paper in (*SHAPES, *EVERY_WITNESS):
        asked += re.findall(r'style="([^"]*)"', lay_out(paper).html)
    assert [text for text in asked if NOT_TO_BE_KEPT.search(text)] == []
    assert NOT_TO_BE_KEPT.search("width: 10vw")
    assert NOT_TO_BE_KEPT.search("overflow: hidden")
    assert not NOT_TO_BE_KEPT.search("overflow-wrap: normal; width: 10pt")


def test_styles_in_use_are_not_computed_again_when_others_are_let_go(
    monkeypatch: pytest.MonkeyPatch, made: list[Any]
) -> None:
    monkeypatch.setattr(styles, "GENERATION", 25)
    for number in range(30):
        apart = "".join(f'<b style="letter-spacing:{number}.{place}mm">提</b>' for place in range(9))
        made.clear()
        render.pdf(PAGE.format(apart))
    assert [element.tag for element in made] == ["b"] * 9


def test_a_span_hands_down_what_its_own_lengths_do_not_change() -> None:
    apart = (
        "<div style='width:{0}mm; height:{0}mm; padding:{0}mm; font-size:14pt'><b>提</b>"
        "<b style='width: inherit; margin: inherit; padding: inherit; display: inline-block'>案</b><b>答</b></div>"
    )
    ours, theirs = both_ways(PAGE.format("".join(map(apart.format, (1, 2, 3, 4)))))
    assert ours == theirs


def test_a_change_of_one_length_is_seen() -> None:
    """The comparison itself: what prints otherwise has other bytes."""
    letter = SHAPES[0]
    ours, theirs = both_ways(lay_out(letter).html)
    other, _ = both_ways(lay_out(replace(letter, title=letter.title + "函")).html)
    assert ours == theirs != other
