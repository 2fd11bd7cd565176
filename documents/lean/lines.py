"""Lines of text: a composed line is cut at its newline and shaped once, by one layout of Pango a style."""

import re
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import Layout, line_size

from documents.lean.glyphs import SetLine, runs_of
from documents.lean.swap import Swap

# Beside the newline: what ends a line for Pango or a text for C, and what changes at a line's end.
NOT_A_LINE = re.compile("[\t\r\v\f\x1c-\x1e\x85\xad\u2028\u2029\0]")
_split_first_line = line_break.split_first_line
_strut = line_break.strut


def split_first_line(
    text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, *rest: Any, **named: Any
) -> tuple:
    """Return the first line of a text; one that ends at a newline alone is cut there before it is shaped."""
    line, newline, _ = text.partition("\n")
    if style["white_space"] != "pre" or NOT_A_LINE.search(line):
        return _split_first_line(text, style, context, max_width, justification_spacing, *rest, **named)
    if newline and not line:  # it stands between two composed lines: there is nothing to shape
        spacing = style["letter_spacing"]
        return None, 0, 1, 0 if spacing == "normal" else spacing, 0, 0
    shaper = vars(style).get("shaper")
    if shaper is None:
        shaper = style.shaper = Layout(style)
    shaper.set_text(line)
    first = pango.pango_layout_get_line_readonly(shaper.layout, 0)
    runs = runs_of(first, style.font_config) if shaper.ascent is None else None
    if runs is None:
        return _split_first_line(text, style, context, max_width, justification_spacing, *rest, **named)
    kept = SetLine(line, max_width, justification_spacing, first.resolved_dir, runs)
    width, height = line_size(first, style)
    baseline = pango.pango_layout_get_baseline(shaper.layout) * FROM_UNITS
    return kept, first.length, first.length + 1 if newline else None, width, height, baseline


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
