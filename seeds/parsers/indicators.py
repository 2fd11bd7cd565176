"""A table of indicators by year that a web page flattened to one cell a line."""

import re
from dataclasses import dataclass
from decimal import Decimal

from seeds.parsers.found import Found
from seeds.parsers.text import Document

_FIRST_HEADER = "序号"
_YEAR = re.compile(r"(\d{4})\s*年")
_UNIT = re.compile(r"^(?P<name>.+)[(（](?P<unit>[^()（）]+)[)）]$")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row: `values` maps a year to its figure, in `unit` when the name gives one in brackets."""

    no: Found[int]
    name: Found[str]
    name_without_unit: str
    unit: str | None
    values: dict[int, Found[Decimal]]


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The whole table with its title; `lines` are those of all its cells and its title."""

    title: Found[str]
    years: tuple[int, ...]
    rows: tuple[Indicator, ...]
    lines: tuple[int, ...]


def read_indicators(document: Document, lines: list[tuple[int, str]]) -> IndicatorTable | None:
    """Read the first table whose header begins with 序号 and goes on with years; None when there is none.

    Rows end where the first cell is not the next number or a figure is missing.
    """
    cells = [(n, text.strip()) for n, text in lines]
    start = next((i for i, (_, text) in enumerate(cells) if text == _FIRST_HEADER), 0)
    if not start:
        return None
    years = []
    for _, text in cells[start + 2 :]:
        if not (match := _YEAR.fullmatch(text)):
            break
        years.append(int(match[1]))
    width, first = 2 + len(years), start + 2 + len(years)
    rows: list[Indicator] = []
    for place in range(first, len(cells) - width + 1, width):
        row = _row(document, cells[place : place + width], tuple(years), len(rows) + 1)
        if row is None:
            break
        rows.append(row)
    used = tuple(n for n, _ in cells[start - 1 : first + width * len(rows)])
    return IndicatorTable(
        document.quote(cells[start - 1][1], cells[start - 1][0]), tuple(years), tuple(rows), used
    )


def _row(
    document: Document, cells: list[tuple[int, str]], years: tuple[int, ...], expected: int
) -> Indicator | None:
    (no_line, no), (name_line, name), *figures = cells
    if no != str(expected) or not all(_FIGURE.fullmatch(text) for _, text in figures):
        return None
    match = _UNIT.match(name)
    return Indicator(
        document.found(expected, no_line, no),
        document.quote(name, name_line),
        match["name"] if match else name,
        match["unit"] if match else None,
        {
            year: document.found(Decimal(text), line, text)
            for year, (line, text) in zip(years, figures, strict=True)
        },
    )
