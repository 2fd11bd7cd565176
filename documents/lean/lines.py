"""Lines of text: a composed line is cut at its newline and shaped once, by one layout of Pango a style."""

import re
from typing import Any, NamedTuple

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

from documents.lean.glyphs import SetLine, runs_of
from documents.lean.swap import Swap

# Beside the newline: what ends a line for Pango or a text for C, and what changes at a line's end.
NOT_A_LINE = re.compile("[\t\r\v\f\x1c-\x1e\x85\xad\u2028\u2029\0]")
_split_first_line = line_break.split_first_line
_strut = line_break.strut


class Shaper:
    """Sets the lines of one style, with one layout of Pango that keeps the style's attributes."""

    def __init__(self, style: Any) -> None:
        self._style = style
        self._engine_s = Layout(style)
        self._layout = self._engine_s.layout
        breaks = style["overflow_wrap"] in ("anywhere", "break-word")
        # Lines of text are underlined, and words moved apart, by the engine.
        self._knows = not (breaks or style["word_spacing"]) and self._engine_s.ascent is None
        spacing = style["letter_spacing"]
        if spacing not in ("normal", 0):
            attributes = pango.pango_layout_get_attributes(self._layout)
            if attributes == ffi.NULL:
                attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            # From the text's begin to its end, however long it is.
            pango.pango_attr_list_change(
                attributes, pango.pango_attr_letter_spacing_new(int(spacing * TO_UNITS))
            )
            pango.pango_layout_set_attributes(self._layout, attributes)

    def set(self, text: str, max_width: Any, justification_spacing: Any) -> "Measured | None":
        """Return the line of this text; none for what the engine has to set."""
        if not self._knows or NOT_A_LINE.search(text):
            return None
        letters = text.encode()
        pango.pango_layout_set_text(self._layout, letters, len(letters))
        line = pango.pango_layout_get_line_readonly(self._layout, 0)
        runs = runs_of(line, self._style.font_config)
        if runs is None:
            return None
        width, height = line_size(line, self._style)
        baseline = pango.pango_layout_get_baseline(self._layout) * FROM_UNITS
        kept = SetLine(text, max_width, justification_spacing, line.resolved_dir, runs)
        return Measured(kept, line.length, width, height, baseline)


class Measured(NamedTuple):
    """A set line, its length in bytes, and its size in px."""

    line: SetLine
    length: int
    width: float
    height: float
    baseline: float


def shaper_of(style: Any) -> Shaper:
    """Return what sets the lines of a style."""
    shaper = vars(style).get("shaper")
    if shaper is None:
        shaper = style.shaper = Shaper(style)
    return shaper


def split_first_line(
    text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, *rest: Any, **named: Any
) -> tuple:
    """Return the first line of a text; one that ends at a newline alone is cut there before it is shaped."""
    if style["white_space"] == "pre":
        line, newline, _ = text.partition("\n")
        if newline and not line:  # it stands between two composed lines: there is nothing to shape
            spacing = style["letter_spacing"]
            return None, 0, 1, 0 if spacing == "normal" else spacing, 0, 0
        measured = shaper_of(style).set(line, max_width, justification_spacing)
        if measured is not None:
            kept, length, width, height, baseline = measured
            return kept, length, length + 1 if newline else None, width, height, baseline
    return _split_first_line(text, style, context, max_width, justification_spacing, *rest, **named)


def strut(style: Any) -> tuple[float, float]:
    """Return the height and baseline of a line of this style; the engine spells a long key to find them."""
    found = vars(style).get("strut")
    if found is None:
        found = style.strut = _strut(style)
    return found


SWAPS = (
    Swap.of(line_break, "split_first_line", split_first_line),
    Swap.of(line_break, "strut", strut),
)
