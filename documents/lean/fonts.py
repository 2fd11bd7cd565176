"""Cut a font down to the glyphs of one document: the engine's own way, without what it leaves behind.

The engine copies every font file whole for each document (43 MB and 10 ms a letter), and spells a new C type for each
count of glyphs, which is parsed and kept for ever (measured: 50 MB after a hundred letters). The bytes are the same,
but for a font of which a file draws no glyph: the engine puts it there whole, here next to nothing of it stands there.
"""

from collections.abc import Collection

from weasyprint.pdf import fonts as engine_fonts
from weasyprint.pdf import stream as engine_stream
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

from documents.lean.swap import Swap

NOTDEF = 0  # the glyph that every font has
# Tables that shaping and screens need and a file does not; in ascending order.
LEFT_OUT = (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ")


class LeanFont(engine_fonts.Font):
    """A font of the engine that is cut by its glyphs' numbers and never read whole."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self.pieces: dict[float, dict[tuple[int, int, int, int], str]] = {}  # documents.lean.glyphs

    def subset(self, to_unicode: Collection[int], hinting: bool) -> None:
        """Keep these glyphs, at their numbers, as the content of the file; of an unused font next to nothing.

        The engine complains, as always when it cannot cut a font.

        Args:
            to_unicode: the glyphs, by number.
            hinting: whether hints for screens stay.
        """
        glyphs = sorted(to_unicode) or [NOTDEF]
        flags = (
            harfbuzz_subset.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED
            | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
        )
        if self.missing:
            flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE
        face = _cut(self.hb_face, glyphs, flags | harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS)
        if face is not None:
            if not hinting:
                flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
            # The glyphs between are there, empty, since the numbers are kept; those after the last go here.
            face = _cut(face, range(glyphs[-1] + 1), flags)
        if face is None:
            engine_fonts.LOGGER.warning("HarfBuzz could not cut the font %r", self.family)
            return
        self.file_content = get_hb_object_data(face)


def _cut(face: object, glyphs: Collection[int], flags: int) -> object | None:
    """Return a new face that holds these glyphs of another, given in ascending order; None when it cannot be made."""
    order = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    harfbuzz_subset.hb_subset_input_set_flags(order, flags)
    _add(harfbuzz_subset.hb_subset_input_glyph_set(order), glyphs)
    left_out = harfbuzz_subset.hb_subset_input_set(order, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _add(left_out, [harfbuzz.hb_tag_from_string(name, -1) for name in LEFT_OUT])
    made = harfbuzz_subset.hb_subset_or_fail(face, order)
    return None if made == ffi.NULL else ffi.gc(made, harfbuzz.hb_face_destroy)


def _add(chosen: object, numbers: Collection[int]) -> None:
    """Add ascending numbers to a set of HarfBuzz; the C type is spelled alike for any count of them."""
    harfbuzz.hb_set_add_sorted_array(chosen, ffi.new("hb_codepoint_t[]", list(numbers)), len(numbers))


def _unread(hb_object: object, ot_color: str | None = None, glyph: int | None = None) -> bytes | None:
    """Return a coloured glyph's picture for the drawing of text, and nothing for a face, asked for by a new font."""
    return get_hb_object_data(hb_object, ot_color, glyph) if ot_color else b""


SWAPS = (
    Swap.of(engine_fonts, "get_hb_object_data", _unread),
    Swap.of(engine_stream, "Font", LeanFont),
)
