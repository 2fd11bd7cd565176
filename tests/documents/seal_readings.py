"""How the measures of seals and of the QR code beside the signature are taken: every function returns lengths in mm."""

from itertools import pairwise

from documents.layout.code import IN_LETTERS, grouped
from tests.documents.parts import Paper
from tests.documents.readings import LEFT, PITCH, RIGHT, sizes
from tests.documents.ruler import Box, Row

SMALLEST_SEAL = 25.0  # mm: a QR code is smaller


def sealed_names(paper: Paper) -> list[tuple[Box, Row]]:
    """Each seal with the name it belongs to."""
    if not any(body.seal for body in paper.document.signing):
        return []
    pictures = paper.sheets.pages[paper.date[0].page - 1].pictures
    seals = [box for box in pictures if box.right - box.left > SMALLEST_SEAL]
    names = [rows[0] for body, rows in zip(paper.document.signing, paper.names, strict=True) if body.seal]
    return list(zip(seals, names, strict=True))


def widths_off(paper: Paper) -> list[float]:
    """By how much each seal is wider than its body's is."""
    sizes = [body.seal_mm for body in paper.document.signing if body.seal]
    return [seal.right - seal.left - size for (seal, _), size in zip(sealed_names(paper), sizes, strict=True)]


def over_name(paper: Paper) -> list[float]:
    return [(seal.left + seal.right) / 2 - name.middle for seal, name in sealed_names(paper)]


def last_over_date(paper: Paper) -> list[float]:
    found = sealed_names(paper)[-1:]
    return [(seal.left + seal.right) / 2 - paper.date[0].middle for seal, _ in found]


def too_near(paper: Paper) -> list[float]:
    """By how much neighbouring seals cross."""
    seals = [seal for seal, _ in sealed_names(paper)]
    return [max(0.0, left.right - right.left) for left, right in pairwise(seals) if left.top == right.top]


def outside_type_area(paper: Paper) -> list[float]:
    return [max(0.0, LEFT - seal.left, seal.right - RIGHT) for seal, _ in sealed_names(paper)]


def below_text(paper: Paper) -> list[float]:
    """How far below the line box of the text's last row the first seal's top lies, for seals of the usual size."""
    line_foot = paper.last_text.centre + PITCH / 2
    found = sealed_names(paper)[:1]
    return [seal.top - line_foot for seal, _ in found if paper.document.signing[0].seal_mm == 42.0]


def small_below_text(paper: Paper) -> list[float]:
    line_foot = paper.last_text.centre + PITCH / 2
    found = sealed_names(paper)[:1]
    return [seal.top - line_foot for seal, _ in found if paper.document.signing[0].seal_mm <= 36.0]


def top_off(paper: Paper) -> list[float]:
    """By how much the first seal's top misses the line below the text."""
    tops = [seal.top - paper.last_text.foot for seal, _ in sealed_names(paper)[:1]]
    return [max(0.0, top - PITCH, -top) for top in tops]


def outside_seal(paper: Paper) -> list[float]:
    """By how much the last name or the date reaches above or below the last seal."""
    found = sealed_names(paper)[-1:]
    return [max(0.0, seal.top - name.top, paper.date[0].foot - seal.foot) for seal, name in found]


def _codes(paper: Paper) -> list[Box]:
    """The QR codes beside the date."""
    if not paper.document.verify_address:
        return []
    pictures = paper.sheets.pages[paper.date[0].page - 1].pictures
    codes = [box for box in pictures if box.right - box.left < SMALLEST_SEAL]
    if not codes:
        raise LookupError("The QR code is not printed.")
    return codes


def code_sides(paper: Paper) -> list[float]:
    return [side for box in _codes(paper) for side in (box.right - box.left, box.foot - box.top)]


def code_lefts(paper: Paper) -> list[float]:
    return [box.left for box in _codes(paper)]


def code_feet(paper: Paper) -> list[float]:
    """How far the foot of a QR code lies below the date's em box, when no name or seal stands in its way."""
    alone = len(paper.document.signing) == 1 and not paper.document.signing[0].seal
    return [box.foot - paper.date[0].foot for box in _codes(paper) if alone]


def _letters(paper: Paper) -> list[Row]:
    """The code in letters, one row below each QR code."""
    if not paper.document.verify_address:
        return []
    text = IN_LETTERS + grouped(paper.document.verify_address)
    return paper.sheets.rows_at(paper.sheets.last_place(text), text)


def letters_sizes(paper: Paper) -> list[float]:
    return sizes(_letters(paper))


def letters_lefts(paper: Paper) -> list[float]:
    return [row.left for row in _letters(paper)]


def letters_below(paper: Paper) -> list[float]:
    """How far below a QR code the middle of its letters lies; more than one row of them is an error of its own."""
    return [row.centre - box.foot for box, row in zip(_codes(paper), _letters(paper), strict=True)]
