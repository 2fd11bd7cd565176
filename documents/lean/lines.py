"""Lines of text: each is shaped once, by one layout of Pango a style, which knows the style's line height too."""

import re
from typing import Any, NamedTuple

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

from documents.lean.glyphs import SetLine, runs_of
from documents.lean.swap import Swap

ONE_FONT_SIZE = 14802  # of Pango: before it the engine takes a font's size from the style
# Beside the newline: what ends a line for Pango or a text for C, and what changes at a line's end.
NOT_A_LINE = re.compile("[\t\r\v\f\x1c-\x1e\x85\xad\u2028\u2029\0]")
_strut = line_break.strut


class Measured(NamedTuple):
    """A set line and its size in px."""

    line: SetLine
    width: float
    height: float
    baseline: float


class Shaper:
    """Sets the lines of one style, with one layout of Pango that keeps the style's attributes."""

    def __init__(self, style: Any) -> None:
        self._style = style
        layout = Layout(style)
        self._layout = layout.layout
        self._knows = (
            pango.pango_version() >= ONE_FONT_SIZE
            and style["overflow_wrap"] not in ("anywhere", "break-word")
            and not style["word_spacing"]
            and layout.ascent is None  # measured for lines under, over and through a text
        )
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

    def set(self, text: str, max_width: Any, justification_spacing: Any) -> Measured | None:
        """Return the line of this text; none for what only the engine knows to set."""
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
        return Measured(kept, width, height, baseline)


def shaper_of(style: Any) -> Shaper:
    """Return what sets the lines of a style."""
    shaper = vars(style).get("shaper")
    if shaper is None:
        shaper = style.shaper = Shaper(style)
    return shaper


def strut(style: Any) -> tuple[float, float]:
    """Return the height and baseline of a line of this style; the engine spells a long key to find them."""
    found = vars(style).get("strut")
    if found is None:
        found = style.strut = _strut(style)
    return found


SWAPS = (Swap.of(line_break, "strut", strut),)
