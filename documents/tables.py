"""A small table typed as neighbouring lines “| a | b |”: its cells set in lines, its rows counted in half grid lines.

A line of 小四 takes half a line of the grid and every row one half more, so that a row of one line takes one line of
the grid, and a table, filled up by half a line at most, never leaves it. Pure but for the widths of the faces.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from documents.compose import LONGEST_WHOLE, Line, clusters, compose
from documents.fonts import Role, widths
from documents.paragraphs import lines_html

TYPE_AREA = 156.0  # mm
USUAL_SIZE = 12 * 25.4 / 72  # mm, 小四
SIDE = 0.4  # em, blank on each side of a cell
NARROWEST = 2.0  # em, a column's text
CENTRED_UP_TO = 6.0  # em: a column of words and figures this short stands centred
PAGE_HALVES = 44  # half lines of a page
BLANK = 0.2335  # of a grid line: the half leading, kept clear above and below so that no rule leaves the type area
TALLEST_HEAD = 10  # lines
BORDER = 0.25  # mm, as in documents/gongwen.css

ROW = re.compile(r"\s*\|(.*)\|\s*")
RULE_CELL = re.compile(r"\s*:?-+:?\s*")


@dataclass(frozen=True, slots=True)
class SetRow:
    """One row: the lines of each cell, and how many half lines of the grid it takes."""

    cells: tuple[tuple[Line, ...], ...]

    @property
    def halves(self) -> int:
        """Return its height in half lines of the grid."""
        return max(1, *(len(cell) for cell in self.cells)) + 1


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table ready to be placed: its head (may be empty) is repeated on every page.

    size: of its type, in mm; columns: width of each in mm; centred: whether a column's text stands in its middle.
    """

    head: tuple[SetRow, ...]
    rows: tuple[SetRow, ...]
    columns: tuple[float, ...]
    centred: tuple[bool, ...]
    size: float

    def grid_rows(self, start: int, stop: int) -> int:
        """Return how many lines of the grid the head and rows [start, stop) take."""
        return math.ceil(sum(row.halves for row in (*self.head, *self.rows[start:stop])) / 2 + 2 * BLANK)

    def fitting(self, start: int, room: int) -> int:
        """Return where to stop so that the head and rows [start, stop) fit into so many lines of the grid."""
        stop = start
        while stop < len(self.rows) and self.grid_rows(start, stop + 1) <= room:
            stop += 1
        return stop

    def html(self, start: int, stop: int, pitch: float) -> SafeString:
        """Return the head and rows [start, stop) as a table in a box of whole grid lines; pitch: of those, in mm."""
        half, blank, height = pitch / 2, BLANK * pitch, self.grid_rows(start, stop) * pitch
        shown = (*self.head, *self.rows[start:stop])
        rows = [
            self._row(row, "th" if place < len(self.head) else "td", half, top=place == 0)
            for place, row in enumerate(shown)
        ]
        head, body = "".join(rows[: len(self.head)]), "".join(rows[len(self.head) :])
        return mark_safe(  # noqa: S308 - cells are escaped
            f'<div class="table" style="padding-top:{blank:.3f}mm;height:{height - blank:.3f}mm">'
            f'<table style="width:{sum(self.columns):.3f}mm;font-size:{self.size:.3f}mm;line-height:{half:.4f}mm">'
            f"{'<thead>' + head + '</thead>' if head else ''}<tbody>{body}</tbody></table></div>"
        )

    def _row(self, row: SetRow, name: str, half: float, *, top: bool) -> str:
        """Return a row exactly as high as counted, its lines and the upper one of the table within it."""
        role = Role.HEITI if name == "th" else Role.FANGSONG
        cells = []
        for column, (cell, width) in enumerate(zip(row.cells, self.columns, strict=True)):
            above = (row.halves - len(cell)) * half / 2 - BORDER
            height = row.halves * half - above - BORDER - (BORDER if top else 0)
            inner = width - 2 * SIDE * self.size - BORDER - (0 if column else BORDER)
            place = "center" if self.centred[column] or name == "th" else "left"
            style = f"width:{inner:.3f}mm;height:{height:.3f}mm;padding-top:{above:.3f}mm;text-align:{place}"
            cells.append(f'<{name} style="{style}">{lines_html(cell, role)}</{name}>')
        return f'<tr class="{"top" if top else "next"}">{"".join(cells)}</tr>'


def is_row(paragraph: str) -> bool:
    """Whether the paragraph is a row of a table: it begins and ends with | and has something between."""
    return bool(ROW.fullmatch(paragraph)) and len(paragraph.strip()) > 2


def cells_of(paragraph: str) -> list[str]:
    """Return the texts between the bars of a row."""
    return [" ".join(cell.split()) for cell in ROW.fullmatch(paragraph)[1].split("|")]


def parse(lines: Sequence[str]) -> tuple[list[list[str]], bool]:
    """Return the rows of cells, each filled up to the longest with empty ones, and whether the first is the head.

    lines: rows that is_row() knows; the first is the head when the second says |---|; later such lines are left out.
    """
    rows = [cells_of(line) for line in lines]
    ruled = [all(RULE_CELL.fullmatch(cell) for cell in row) for row in rows]
    headed = len(rows) > 1 and ruled[1] and not ruled[0]
    kept = [row for row, rule in zip(rows, ruled, strict=True) if not rule]
    most = max(map(len, kept), default=0)
    return [row + [""] * (most - len(row)) for row in kept], headed


def set_table(lines: Sequence[str]) -> SetTable | None:
    """Return the rows set within 156 mm, column widths by content; None when they hold nothing but rules."""
    rows, headed = parse(lines)
    if not rows:
        return None
    columns = len(rows[0])
    size = min(USUAL_SIZE, TYPE_AREA / (columns * (NARROWEST + 2 * SIDE)))
    natural = [
        max(_width(row[column], head=headed and not at) for at, row in enumerate(rows))
        for column in range(columns)
    ]
    room = _shared_out(natural, TYPE_AREA / size - columns * 2 * SIDE)
    setting = [
        [_cell(text, width, head=headed and not at) for text, width in zip(row, room, strict=True)]
        for at, row in enumerate(rows)
    ]
    headed = headed and max(map(len, setting[0])) <= TALLEST_HEAD  # a taller one is no head to be repeated
    head = (SetRow(tuple(map(tuple, setting[0]))),) if headed else ()
    left = PAGE_HALVES - sum(row.halves for row in head) - 6
    return SetTable(
        head=head,
        rows=tuple(row for cells in setting[headed:] for row in _rows(cells, left)),
        columns=tuple((width + 2 * SIDE) * size for width in room),
        centred=tuple(width <= CENTRED_UP_TO for width in natural),
        size=size,
    )


def _width(text: str, *, head: bool) -> float:
    return sum(widths(Role.HEITI if head else Role.FANGSONG, text))


def _shared_out(natural: Sequence[float], room: float) -> list[float]:
    """Return the column widths that fill the room: short columns as they are, the long ones share what is left."""
    wanted = [max(width, NARROWEST) for width in natural]
    if sum(wanted) <= room:
        return [width * room / sum(wanted) for width in wanted]
    given: dict[int, float] = {}
    for column in sorted(range(len(wanted)), key=wanted.__getitem__):
        fair = (room - sum(given.values())) / (len(wanted) - len(given))
        given[column] = min(wanted[column], fair)
    return [given[column] for column in range(len(wanted))]


def _cell(text: str, room: float, *, head: bool) -> list[Line]:
    measured = widths(Role.HEITI if head else Role.FANGSONG, text)
    widest = max((sum(measured[whole.start : whole.stop]) for whole in clusters(text)), default=0.0)
    longest = LONGEST_WHOLE if widest <= room else max(1, int(room))
    return compose(text, measured, measure=room, indent=0, even=False, longest=longest)


def _rows(cells: Sequence[Sequence[Line]], most: int) -> list[SetRow]:
    """Return a row, or several when its lines are more than so many half lines of the grid: no page would hold it."""
    longest = max(map(len, cells))
    starts = range(0, max(longest, 1), most)
    return [SetRow(tuple(tuple(cell[start : start + most]) for cell in cells)) for start in starts]
