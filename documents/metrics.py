"""What one font file can print and how wide: read from the file once in a process."""

import sys
import threading
from array import array
from functools import cached_property
from pathlib import Path
from typing import Any

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

# Web workers are threads, and a font file has one reading position.
_one_reader = threading.Lock()


class Metrics:
    """What one face can print and how wide, lengths in em; number: its place in a .ttc collection, else -1.

    Only numbers are kept: with its glyphs' names, which fontTools reads for everything, a face takes 50 MB.
    """

    def __init__(self, path: Path, number: int) -> None:
        self._file = path, number
        with TTFont(path, fontNumber=number, lazy=True) as font:
            font.setGlyphOrder([str(glyph) for glyph in range(font["maxp"].numGlyphs)])
            self.cmap: dict[int, int] = {code: int(glyph) for code, glyph in font.getBestCmap().items()}
            self.units: int = font["head"].unitsPerEm
            self._advances = _advances(font)
            self._kerning = _kerning(font)
            self._content_box = font["hhea"].ascent, -font["hhea"].descent
        self._held: set[str] = set()  # of the characters asked for so far
        self._inks: dict[str, tuple[float, float]] = {}

    def has(self, character: str) -> bool:
        """Whether the face holds a glyph for the character."""
        return ord(character) in self.cmap

    def has_all(self, text: str) -> bool:
        """Whether the face holds a glyph for every character of the text."""
        new = set(text).difference(self._held)
        self._held.update(filter(self.has, new))
        return self._held.issuperset(new)

    def advance(self, character: str) -> float:
        """Return the character's advance width in em."""
        glyph = min(self.cmap[ord(character)], len(self._advances) - 1)  # from the last one on all are alike
        return self._advances[glyph] / self.units

    def kern(self, left: str, right: str) -> float:
        """Return the correction between two neighbours in em, usually 0."""
        if not self._kerning:
            return 0.0
        return self._kerning.get((self.cmap.get(ord(left)), self.cmap.get(ord(right))), 0) / self.units

    def ink(self, text: str) -> tuple[float, float]:
        """Return how far the text's ink reaches above the baseline and below it (negative: ends above it), in em."""
        if text not in self._inks:
            boxes = []
            with _one_reader:  # glyphs come from the open file as they are asked for
                names, glyphs = self._outlines
                for character in filter(self.has, text):
                    pen = BoundsPen(glyphs)
                    glyphs[names[ord(character)]].draw(pen)
                    boxes += [pen.bounds] if pen.bounds else []
            above, below = (
                max((box[3] for box in boxes), default=0),
                min((box[1] for box in boxes), default=0),
            )
            self._inks[text] = above / self.units, -below / self.units  # a city has few letterheads
        return self._inks[text]

    def content_box(self) -> tuple[float, float]:
        """Return the ascent and the descent (both positive, in em) that the layout engine gives a line of this face."""
        ascent, descent = self._content_box
        return ascent / self.units, descent / self.units

    @cached_property
    def _outlines(self) -> tuple[dict[int, str], Any]:
        """The names of the glyphs by character and what draws them: only the faces of letterheads are read so far."""
        font = TTFont(self._file[0], fontNumber=self._file[1], lazy=True)
        return font.getBestCmap(), font.getGlyphSet()


def _advances(font: TTFont) -> array:
    """Return the advance width of each glyph in the font's units, up to the last that differs (table hmtx)."""
    pairs = array("H", font.reader["hmtx"][: 4 * font["hhea"].numberOfHMetrics])
    if sys.byteorder == "little":
        pairs.byteswap()
    return pairs[::2]


def _kerning(font: TTFont) -> dict[tuple[int, int], int]:
    """Return the pairs of the old kern table, which HarfBuzz applies by default (11 in the Times metrics)."""
    if "kern" not in font:
        return {}
    tables = [table.kernTable for table in font["kern"].kernTables[:1]]
    return {(int(left), int(right)): room for table in tables for (left, right), room in table.items()}


_opened: dict[tuple[Path, int], Metrics] = {}


def metrics_of(path: Path, number: int) -> Metrics:
    """Return the metrics of a file's face, read once for the life of the process, however many threads ask."""
    key = (path, number)
    if key not in _opened:
        with _one_reader:
            if key not in _opened:
                _opened[key] = Metrics(*key)
    return _opened[key]
