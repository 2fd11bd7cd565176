"""One measure of a printed paper, its tolerances, and what many of them are read from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.documents.parts import Paper
from tests.documents.ruler import Row

HALF_MM, TENTH_PT = 0.5, 0.1
FINE = 0.3  # mm: what is centred moves by half of what moves beside it
STROKE = 0.05  # mm: a rule of 0.35 mm is told from one of 0.25
STEP = 0.06  # mm: a pitch is read finer than a place, as 21 of them add up


@dataclass(frozen=True)
class Measure:
    """One length: what the standard says, and how it is found on a paper (every place where it must hold)."""

    name: str
    clause: str
    expected: float
    tolerance: float
    how: str
    found: Callable[[Paper], Iterable[float]]


def lefts(rows: Iterable[Row]) -> list[float]:
    return [row.left for row in rows]


def rights(rows: Iterable[Row]) -> list[float]:
    return [row.right for row in rows]


def tops(rows: Iterable[Row]) -> list[float]:
    return [row.top for row in rows]


def feet(rows: list[Row]) -> list[float]:
    return [row.foot for row in rows[-1:]]


def flat(paragraphs: list[list[Row]]) -> list[Row]:
    return [row for rows in paragraphs for row in rows]


def file_only(paper: Paper, rows: list[Row]) -> list[Row]:
    return [] if paper.is_letter else rows


def letter_only(paper: Paper, rows: list[Row]) -> list[Row]:
    return rows if paper.is_letter else []
