"""A printed paper read back from its PDF: rows of glyphs, rules and pictures, all lengths in mm from the top left."""

import io
import re
import subprocess
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import pdfplumber
from PIL import Image

MM = 25.4 / 72  # mm in a point
EM_ABOVE, EM_BELOW = 0.88, 0.12  # of the em box of a Chinese face, above and below its baseline
SAME_ROW = 1.0  # mm between baselines that are one row's
RED_OVER = 0.5  # of the red part of a red thing
THICKEST_BORDER = 2.0  # mm


def squeezed(text: str) -> str:
    """Return text as it is compared: NFKC, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character; size in pt."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    face: str
    red: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Glyphs on one baseline, from left to right, blanks at both ends left out."""

    page: int  # from 1
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)

    @property
    def top(self) -> float:
        """Upper edge of the em box."""
        return self.baseline - EM_ABOVE * self.size * MM

    @property
    def foot(self) -> float:
        """Lower edge of the em box."""
        return self.baseline + EM_BELOW * self.size * MM

    @property
    def centre(self) -> float:
        """Middle of the em box."""
        return (self.top + self.foot) / 2


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle or a picture."""

    left: float
    right: float
    top: float
    foot: float
    red: bool = False


@dataclass(frozen=True)
class Page:
    """One page: its rows in the order they are read, rules and pictures from the top; the page number kept apart."""

    number: int
    width: float
    height: float
    rows: tuple[Row, ...]
    rules: tuple[Box, ...]
    pictures: tuple[Box, ...]
    foot: Row | None
    slanted: tuple[Box, ...]  # the characters of a watermark


@dataclass(frozen=True)
class Sheets:
    """A whole paper as read."""

    file: bytes
    pages: tuple[Page, ...]

    @cached_property
    def _stream(self) -> tuple[str, list[tuple[int, Glyph]]]:
        """Return the squeezed text of all rows, and for each of its characters the page and the glyph it is from."""
        found = []
        for page in self.pages:
            for row in page.rows:
                for glyph in row.glyphs:
                    found += [(character, page.number, glyph) for character in squeezed(glyph.text)]
        return "".join(character for character, *_ in found), [(page, glyph) for _, page, glyph in found]

    def place(self, text: str, start: int = 0) -> int:
        """Return where the text begins in the squeezed stream; raise LookupError when it is not printed."""
        place = self._stream[0].find(squeezed(text), start)
        if place < 0:
            raise LookupError(f"“{text[:40]}” is not printed, or not in this order.")
        return place

    def last_place(self, text: str) -> int:
        """Return where the text begins for the last time."""
        place = self._stream[0].rfind(squeezed(text))
        if place < 0:
            raise LookupError(f"“{text[:40]}” is not printed.")
        return place

    def rows_at(self, place: int, text: str) -> list[Row]:
        """Return the rows of the text that begins at that place: only its own glyphs."""
        glyphs = self._stream[1][place : place + len(squeezed(text))]
        return list(_rows(glyphs))

    def in_columns(self, text: str, start: int, stop: int) -> list[Row]:
        """Return the rows of a text parted into lines that others stand beside, looked for between two places."""
        stream, left, rows = self._stream[0][:stop], squeezed(text), []
        while left:
            length = next(
                (size for size in range(len(left), 0, -1) if stream.find(left[:size], start) >= 0), 0
            )
            if not length:
                raise LookupError(f"“{text[:40]}” is not printed between {start} and {stop}.")
            rows += self.rows_at(stream.find(left[:length], start), left[:length])
            left = left[length:]
        return rows

    @property
    def text(self) -> str:
        """Return all that is printed, squeezed, page numbers left out."""
        return self._stream[0]

    def ink(
        self, page: int, box: tuple[float, float, float, float], *, red: bool = False
    ) -> tuple[float, ...]:
        """Return left, top, right and foot of the ink in the box (left, top, right, foot; mm), drawn at 300 dpi."""
        left, top, right, foot = (round(edge / 25.4 * 300) for edge in box)
        part = ["-x", left, "-y", top, "-W", right - left, "-H", foot - top]
        drawn = subprocess.run(
            ["pdftoppm", "-r", "300", *map(str, ("-f", page, "-l", page, *part)), "-"],
            input=self.file,
            check=True,
            capture_output=True,
        ).stdout
        image = Image.open(io.BytesIO(drawn))
        # Green is what red ink lacks and blue too; black lacks all three.
        dark = image.getchannel("G").point(lambda grey: 255 if grey < 160 else 0)
        if red:
            bright = image.getchannel("R").point(lambda grey: 255 if grey > 160 else 0)
            dark = Image.composite(dark, Image.new("L", image.size), bright)
        edges = dark.getbbox()
        if edges is None:
            raise LookupError(f"No ink in {box} of page {page}.")
        return tuple(((left, top)[place % 2] + edge) / 300 * 25.4 for place, edge in enumerate(edges))


def read(file: bytes) -> Sheets:
    """Return the PDF as sheets."""
    with pdfplumber.open(io.BytesIO(file)) as document:
        return Sheets(file, tuple(_page(page) for page in document.pages))


def _page(page: "pdfplumber.page.Page") -> Page:
    glyphs = [_glyph(character) for character in page.chars if not _is_slanted(character)]
    rows = _in_rows(page.page_number, glyphs)
    foot = rows.pop() if rows and _is_number(rows[-1]) else None
    return Page(
        page.page_number,
        float(page.width) * MM,
        float(page.height) * MM,
        tuple(rows),
        tuple(sorted(_strokes([_box(rect) for rect in page.rects]), key=lambda box: (box.top, box.left))),
        tuple(sorted((_box(picture) for picture in page.images), key=lambda box: (box.top, box.left))),
        foot,
        tuple(_box(character) for character in page.chars if _is_slanted(character)),
    )


def _is_slanted(character: dict) -> bool:
    return abs(character["matrix"][1]) > 0.01


def _glyph(character: dict) -> Glyph:
    return Glyph(
        character["text"],
        character["x0"] * MM,
        character["x1"] * MM,
        297 - character["matrix"][5] * MM,
        character["size"],
        character["fontname"].split("+")[-1],
        _is_red(character["non_stroking_color"]),
    )


def _is_red(colour: Iterable[float] | None) -> bool:
    parts = tuple(colour or ())
    return len(parts) == 3 and parts[0] > RED_OVER > max(parts[1:])


def _box(rect: dict) -> Box:
    edges = (rect["x0"] * MM, rect["x1"] * MM, rect["top"] * MM, rect["bottom"] * MM)
    return Box(*edges, red=_is_red(rect.get("non_stroking_color")))


def _strokes(rects: list[Box]) -> set[Box]:
    """Return what is seen: a border is drawn as one rectangle cut out of the next, once for each of its sides."""
    found, place = set(), 0
    while place < len(rects):
        inner, outer = rects[place], rects[min(place + 1, len(rects) - 1)]
        if inner != outer and _is_border(inner, outer):
            sides = (
                replace(outer, foot=inner.top),
                replace(outer, top=inner.foot),
                replace(outer, right=inner.left),
                replace(outer, left=inner.right),
            )
            found |= {side for side in sides if side.foot - side.top > 0.01 and side.right - side.left > 0.01}
            place += 2
        else:
            found.add(inner)
            place += 1
    return found


def _is_border(inner: Box, outer: Box) -> bool:
    """Whether one rectangle lies in the other with no more than a border's width between their edges."""
    widths = (
        inner.left - outer.left,
        outer.right - inner.right,
        inner.top - outer.top,
        outer.foot - inner.foot,
    )
    return all(-0.001 < width < THICKEST_BORDER for width in widths)


def _in_rows(page: int, glyphs: list[Glyph]) -> list[Row]:
    """Return the page's glyphs row by row, each from left to right."""
    heaped: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if heaped and glyph.baseline - heaped[-1][0].baseline < SAME_ROW:
            heaped[-1].append(glyph)
        else:
            heaped.append([glyph])
    stripped = (_stripped(sorted(heap, key=lambda glyph: glyph.left)) for heap in heaped)
    return [Row(page, row) for row in stripped if row]


def _stripped(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    inked = [place for place, glyph in enumerate(glyphs) if not glyph.text.isspace()]
    return tuple(glyphs[inked[0] : inked[-1] + 1]) if inked else ()


def _is_number(row: Row) -> bool:
    """Whether a row is the page number, whatever blank its subset has for the one between."""
    return row.baseline > 262 and re.fullmatch(r"—\d+—", squeezed(row.text)) is not None


def _rows(glyphs: Iterable[tuple[int, Glyph]]) -> Iterable[Row]:
    """Yield neighbouring glyphs of one page and baseline as rows."""
    row: list[Glyph] = []
    page = 0
    for number, glyph in glyphs:
        if row and (number != page or abs(glyph.baseline - row[0].baseline) >= SAME_ROW):
            yield Row(page, tuple(row))
            row = []
        if not row or row[-1] is not glyph:
            row.append(glyph)
        page = number
    if row:
        yield Row(page, tuple(row))
