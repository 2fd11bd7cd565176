"""Lines of text: a composed line is cut at its newline and shaped once, with what its style needs ready."""

import re
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout, line_size

from documents.lean.glyphs import SetLine, runs_of
from documents.lean.swap import Swap

# Beside the newline: what ends a line for Pango or a text for C, and what changes at a line's end.
NOT_A_LINE = re.compile("[\t\r\v\f\x1c-\x1e\x85\xad\u2028\u2029\0]")
FEATURES = (
    "kerning",
    *(f"variant_{kind}" for kind in ("ligatures", "position", "caps", "numeric", "alternates", "east_asian")),
    "feature_settings",
)

_setup = Layout.setup
_split_first_line = line_break.split_first_line
_strut = line_break.strut


def setup(layout: Layout, style: Any) -> None:
    """Make a layout of Pango for a style; the context, font and language it needs are made once for the style."""
    ready = vars(style).get("pango")
    if ready is None:
        ready = style.pango = _ready(style)
    if not ready:
        _setup(layout, style)
        return
    context, description, layout.language = ready
    layout.style = style
    layout.first_line_direction = 0
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, description)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None


def _ready(style: Any) -> tuple:
    """Return what a layout of the style needs; nothing for one that has more to it (a line under it, a feature)."""
    features = font_features(*(style[f"font_{name}"] for name in FEATURES))
    plain = style["text_decoration_line"] == "none" and style["font_language_override"] == "normal"
    if features or not plain or not style["lang"]:
        return ()
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    name, _ = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(name)
    pango.pango_context_set_language(context, language)
    return context, get_font_description(style), language


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
    Swap.of(Layout, "setup", setup),
    Swap.of(line_break, "split_first_line", split_first_line),
    Swap.of(line_break, "strut", strut),
)
