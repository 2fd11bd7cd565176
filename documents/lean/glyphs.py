"""The glyphs of a composed line, kept from when it was measured until it is drawn: the engine would shape it again."""

from operator import itemgetter
from struct import Struct
from typing import Any, NamedTuple

from weasyprint.draw import text as draw
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key
from weasyprint.text.line_break import Layout

from documents.lean.swap import Swap

ffi.cdef("gpointer g_object_ref (gpointer object);")  # the engine only ever lets go
# A glyph's number, its width, how far it is moved aside and up (Pango's units); then flags that are not read.
Glyph = tuple[int, int, int, int]
GLYPH = Struct("4i4x")
RAISED = itemgetter(3)
MOST_HELD = 300  # fonts: one for each size of a face

_draw_first_line = draw.draw_first_line


class HeldFont(NamedTuple):
    """A font of Pango that stays where it is, the engine's key for it and its size in px."""

    pango_font: Any
    key: int
    size: float


class Run(NamedTuple):
    """Glyphs of one font that stand side by side.

    begins: where each one begins, counted from start; start, end: of the run in its text. All in bytes.
    """

    font: HeldFont
    glyphs: list[Glyph]
    begins: list[int]
    start: int
    end: int


class SetLine:
    """A line whose glyphs are known: it stands where the engine keeps a layout of Pango to shape it again."""

    def __init__(
        self, text: str, max_width: Any, justification_spacing: Any, direction: int, runs: tuple[Run, ...]
    ) -> None:
        self.text = text
        self.max_width = max_width
        self.justification_spacing = justification_spacing
        self.first_line_direction = direction
        self.runs = runs

    def reactivate(self, _style: Any) -> None:
        """Do nothing: there is nothing to shape."""

    def deactivate(self) -> None:
        """Do nothing: nothing of Pango's is held but the fonts."""

    def shaped_again(self, style: Any) -> Layout:
        """Return the line as a layout of Pango, for what its glyphs alone do not tell."""
        layout = Layout(style, self.justification_spacing, self.max_width)
        layout.set_text(self.text, justify=True)
        return layout


def runs_of(line: Any, configuration: FontConfiguration) -> tuple[Run, ...] | None:
    """Return a line's glyphs; none when there are none, or one is missing, empty, raised or read leftwards."""
    found = []
    item = line.runs
    while item != ffi.NULL:
        run = _run(item.data, configuration)
        if run is None:
            return None
        found.append(run)
        item = item.next
    return tuple(found)


def _run(item: Any, configuration: FontConfiguration) -> Run | None:
    string, analysis = item.glyphs, item.item.analysis
    count, start = string.num_glyphs, item.item.offset
    glyphs = list(GLYPH.iter_unpack(ffi.buffer(string.glyphs, count * GLYPH.size)))
    if (
        not glyphs
        or analysis.level % 2
        or any(map(RAISED, glyphs))
        or max(glyphs)[0] >= pango.PANGO_GLYPH_EMPTY
    ):
        return None
    begins = ffi.unpack(string.log_clusters, count)
    return Run(_held(analysis.font, configuration), glyphs, begins, start, start + item.item.length)


def _held(pango_font: Any, configuration: FontConfiguration) -> HeldFont:
    """Return the font as one that stays as long as anything is set in it: its address is its own meanwhile."""
    held = vars(configuration).setdefault("held_fonts", {})
    address = int(ffi.cast("intptr_t", pango_font))
    if address not in held:
        if len(held) >= MOST_HELD:
            held.clear()
        kept = ffi.gc(ffi.cast("PangoFont *", gobject.g_object_ref(pango_font)), gobject.g_object_unref)
        key, _, size = get_pango_font_key(kept)
        held[address] = HeldFont(kept, key, size)
    return held[address]


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list:
    """Draw the line of a text box as the engine does, from the glyphs it was measured with if they are known."""
    line = textbox.pango_layout
    if not isinstance(line, SetLine):
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    if not textbox.text.strip():  # nothing to draw, and no font to put into the file for it
        return []
    fonts = [stream._fonts.get(run.font.key) or stream.add_font(run.font.pango_font)[0] for run in line.runs]
    if text_overflow == "ellipsis" or block_ellipsis != "none" or not all(map(_is_plain, fonts)):
        textbox.pango_layout = line.shaped_again(textbox.style)
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    string, before = "", None
    for run, font in zip(line.runs, fonts, strict=True):
        if run.font != before:
            before = run.font
            if string:
                stream.show_text(string)
            string = ""
            stream.set_font_size(font.hash, run.font.size)
        string += "<" + _spelt(run, font, line.text)
        string = string.removesuffix("<") if string.endswith("<") else string + ">"
    stream.show_text(string)
    return []


def _is_plain(font: Any) -> bool:
    """Whether a font has outlines alone, no coloured pictures."""
    return not (font.bitmap or font.svg or font.png or font.colr)


def _spelt(run: Run, font: Any, text: str) -> str:
    """Return the glyphs of a run as they stand in the file, with the room around those that do not have their own."""
    known: dict[Glyph, str] = font.pieces.setdefault(run.font.size, {})
    try:
        return "".join(map(known.__getitem__, run.glyphs))
    except KeyError:
        for place, glyph in enumerate(run.glyphs):
            if glyph not in known:
                known[glyph] = _piece(run, font, text, place)
    return "".join(map(known.__getitem__, run.glyphs))


def _piece(run: Run, font: Any, text: str, place: int) -> str:
    """Return a glyph as it stands in the file; the font is told its width and text the first time."""
    (glyph, width, across, _), size = run.glyphs[place], run.font.size
    if glyph not in font.to_unicode:
        begins = [run.start + begin for begin in run.begins]
        begin, end = (*begins, run.end)[place : place + 2]
        font.to_unicode[glyph] = text.encode()[begin:end].decode()
    if glyph not in font.widths:
        with ffi.new("PangoRectangle *") as logical:
            pango.pango_font_get_glyph_extents(run.font.pango_font, glyph, ffi.NULL, logical)
            font.widths[glyph] = round(logical.width * 1000 * FROM_UNITS / size)
    offset = across / size
    kerning = font.widths[glyph] + offset - width * 1000 * FROM_UNITS / size
    before = f">{-offset}<" if offset else ""
    return f"{before}{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")


SWAPS = (Swap.of(draw, "draw_first_line", draw_first_line),)
