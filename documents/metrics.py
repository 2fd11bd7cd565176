"""What one font file can print and how wide: read from the file once in a process."""

import threading
from functools import cached_property
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

# Web workers are threads, and a font file has one reading position.
_one_reader = threading.Lock()


class Metrics:
    """What one face can print and how wide, lengths in em; number: its place in a .ttc collection, else -1."""

    def __init__(self, path: Path, number: int) -> None:
        self.font = TTFont(path, fontNumber=number, lazy=True)
        self.cmap = self.font.getBestCmap()
        self.units = self.font["head"].unitsPerEm
        self._advances = self.font["hmtx"].metrics
        self._kerning = self._read_kerning()
        self._inks: dict[str, tuple[float, float]] = {}

    def _read_kerning(self) -> dict[tuple[str, str], int]:
        """Return the pairs of the old kern table, which HarfBuzz applies by default (11 in the Times metrics)."""
        tables = self.font["kern"].kernTables if "kern" in self.font else []
        return tables[0].kernTable if tables else {}

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character the face holds a glyph for."""
        return frozenset(map(chr, self.cmap))

    def has(self, character: str) -> bool:
        """Whether the face holds a glyph for the character."""
        return ord(character) in self.cmap

    def advance(self, character: str) -> float:
        """Return the character's advance width in em."""
        return self._advances[self.cmap[ord(character)]][0] / self.units

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
                glyphs = self.font.getGlyphSet()
                for character in filter(self.has, text):
                    pen = BoundsPen(glyphs)
                    glyphs[self.cmap[ord(character)]].draw(pen)
                    boxes += [pen.bounds] if pen.bounds else []
            above, below = (
                max((box[3] for box in boxes), default=0),
                min((box[1] for box in boxes), default=0),
            )
            self._inks[text] = above / self.units, -below / self.units  # a city has few letterheads
        return self._inks[text]

    def content_box(self) -> tuple[float, float]:
        """Return the ascent and the descent (both positive, in em) that the layout engine gives a line of this face."""
        return self.font["hhea"].ascent / self.units, -self.font["hhea"].descent / self.units


_opened: dict[tuple[Path, int], Metrics] = {}


def metrics_of(path: Path, number: int) -> Metrics:
    """Return the metrics of a file's face, read once for the life of the process, however many threads ask."""
    key = (path, number)
    if key not in _opened:
        with _one_reader:
            if key not in _opened:
                _opened[key] = Metrics(*key)
    return _opened[key]
