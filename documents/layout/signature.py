"""署名, 成文日期 and 附注, seals as print aids, the QR code of the verification page (GB/T 9704 7.3.5-7.3.6).

Seals stand as measured: 42 mm, their tops within one line of the text, name and date a little below their middle.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from documents.compose import compose
from documents.content import ContactPlace, OfficialDocument, SigningBody
from documents.fonts import Role, widths
from documents.layout.body import contact_line, one_blank
from documents.layout.code import CODE_ROWS, VerifyCode, below, beside, verify_code
from documents.layout.measures import EM, HALF_LEADING, ROW, TYPE_AREA
from documents.pages import ROWS, Flow
from documents.paragraphs import lines_html
from documents.titles import break_title
from documents.wording import chinese_date

DATE_FROM_RIGHT = 4  # em, 成文日期右空四字
STACK_FROM_RIGHT, DATE_FROM_NAME = 2, 2  # em: names without a seal, and the date after where they begin
SEAL_MIDDLE, LOWEST_SEAL_TOP = (
    27.0,
    8.0,
)  # mm below the text: centre of the first seals; within one line of the text
MOST_NAME_LINES = 2  # of a name above the date: what has more pushes the date out of the seal
BETWEEN_SEALS = 1.0  # mm at least: seals neither cross nor touch
SEALS_IN_A_ROW, WIDEST_STEP = 3, 52.0
LONGEST_IN_THREE, BETWEEN_NAMES = (
    8,
    0.3,
)  # em: a name that three columns still hold in one line; the blank between
MOST_SEALED_ROWS = 20  # lines of the grid; bodies whose seals no page holds beside text stand without them
LARGEST_SEAL = 50.0  # mm


@dataclass(frozen=True, slots=True)
class PlacedLines:
    """Lines of a name or the date, centred on `centre` mm from the left, beginning on grid line `row` of the block."""

    lines: tuple[str, ...]
    centre: float
    row: int

    @property
    def half(self) -> float:
        """Return half the width in mm."""
        return max(_em(line) for line in self.lines) * EM / 2

    def indent(self) -> str:
        """Return how far from the left the lines begin, where they flow."""
        return f"padding-left:{self.centre - self.half:.3f}mm"

    def style(self) -> str:
        """Return the box, as wide as the lines, in mm of the block."""
        return f"top:{self.row * ROW:.3f}mm;left:{self.centre - self.half:.3f}mm;width:{2 * self.half + 0.1:.3f}mm"


@dataclass(frozen=True, slots=True)
class PlacedSeal:
    """A seal's picture and its box in mm of the block; by_signature: not drawn here, the room is left for it."""

    sha256: str
    label: str
    left: float
    top: float
    size: float
    by_signature: bool = False

    def style(self) -> str:
        """Return the box of the picture."""
        return f"left:{self.left:.3f}mm;top:{self.top:.3f}mm;width:{self.size:.3f}mm;height:{self.size:.3f}mm"


@dataclass(slots=True)
class Signature:
    """A signature block before it is placed: its parts, and how many lines of the grid it takes."""

    rows: int
    names: list[PlacedLines] = field(default_factory=list)
    seals: list[PlacedSeal] = field(default_factory=list)
    date_row: int = 0
    notes: list[SafeString] = field(default_factory=list)
    notes_row: int = 0
    notes_rows: int = 0
    plain: dict[str, str] | None = None  # today's single body without seal: flows by itself
    code: VerifyCode | None = None

    @property
    def pictures(self) -> dict[str, bytes]:
        """Return the bytes of what was drawn here, by SHA-256."""
        return {self.code.sha256: self.code.picture} if self.code else {}

    @property
    def total(self) -> int:
        """Return the lines of the grid with the notes."""
        return max(self.rows, self.notes_row + self.notes_rows)

    def place(self, content: OfficialDocument, flow: Flow) -> SafeString:
        """Take its lines in the flow and return its HTML; notes and names that no page holds are parted."""
        whole, with_notes = self.rows < ROWS, self.total < ROWS
        if with_notes:
            flow.with_last_line(self.total)
        elif whole:
            flow.with_last_line(self.rows)
            flow.lines(self.notes_rows)
        else:
            flow.turn()
            flow.lines(self.date_row + 1)
            flow.block(CODE_ROWS if self.code else 0)
            flow.lines(self.notes_rows)
        context = {
            "letter": content,
            "signature": self,
            "date": chinese_date(content.written_on),
            "whole": whole,
            "newline": "\n",
            "with_notes": with_notes,
            "box_style": f"height:{(self.notes_row if self.notes and with_notes else self.rows) * ROW:.3f}mm",
            "tail_style": f"min-height:{(self.total if with_notes else self.rows) * ROW:.3f}mm",
            "first_style": f"break-before:page;padding-top:{self.names[0].row * ROW:.3f}mm",
        }
        return render_to_string("documents/signature.html", context)


def set_signature(content: OfficialDocument) -> Signature:
    """Return the signature block: one body centred over the date, several in the room of their seals, or stacked.

    Room is left for each body's seal, be it printed or put on by hand (7.3.5.1); names are stacked on a paper that
    bears none (7.3.5.2), and where no page holds the room.
    """
    date = chinese_date(content.written_on)
    if content.unsealed or not seals_fit(content):
        signature = _stacked(content.signing, date)
    elif len(content.signing) == 1:
        signature = _single(content.signing[0], date)
    else:
        signature = _sealed(content.signing, date)
    signature.notes_row = signature.date_row + 1
    _add_notes(signature, content)
    if content.verify_address:
        _add_code(signature, verify_code(content.verify_address))
    if signature.seals or signature.code or signature.notes:
        signature.plain = None
    return signature


def seals_fit(content: OfficialDocument) -> bool:
    """Return whether a page holds the room of all seals beside text; where none does, the names are stacked."""
    if len(content.signing) == 1:
        return True
    return _sealed(content.signing, chinese_date(content.written_on)).rows <= MOST_SEALED_ROWS


def _em(text: str) -> float:
    return sum(widths(Role.FANGSONG, text))


def _broken(name: str, measure: float) -> tuple[str, ...]:
    return tuple(break_title(name, widths(Role.FANGSONG, name), measure=measure))


def _single(body: SigningBody, date: str) -> Signature:
    """Return one body two lines below the text, centred over the date that ends four ems before the margin.

    The room of its seal below the date is kept, be it printed or put on by hand.
    """
    lines = _broken(body.name, 27)
    centre = max(DATE_FROM_RIGHT + _em(date) / 2, max(map(_em, lines)) / 2)
    middle = TYPE_AREA - centre * EM
    date_row = 2 + len(lines)
    names = [PlacedLines(lines, middle, 2), PlacedLines((date,), middle, date_row)]
    seal = _seal(body, middle, 0.0)
    rows = max(date_row + 1, _rows_to(seal.top + seal.size))
    below = (rows - date_row - 1) * ROW
    plain = {
        "names": "\n".join(lines),
        "style": f"margin-left:{28 - 2 * centre:.3f}em;padding-bottom:{below:.3f}mm",
    }
    seals = [seal] if body.seal else []
    return Signature(rows=rows, names=names, seals=seals, date_row=date_row, plain=plain)


def _seal(body: SigningBody, centre: float, block_top: float) -> PlacedSeal:
    size = min(body.seal_mm, LARGEST_SEAL)
    top = block_top + max(0.5, min(SEAL_MIDDLE - size / 2, LOWEST_SEAL_TOP))
    return PlacedSeal(
        body.seal, f"{body.name}印章", centre - size / 2, top, size, by_signature=body.seal_by_signature
    )


def _rows_to(height: float) -> int:
    return math.ceil(height / ROW)


def _stacked(bodies: Sequence[SigningBody], date: str) -> Signature:
    """Return names alone: one blank line, names one below the other from one edge, the longest right −2.

    The date begins two ems after the names; where it is the longer one it ends right −2 and the names begin before it.
    """
    lines = [line for body in bodies for line in _broken(body.name, 26)]
    start = max(
        0.0,
        min(28 - STACK_FROM_RIGHT - max(map(_em, lines)), 28 - STACK_FROM_RIGHT - DATE_FROM_NAME - _em(date)),
    )
    names = [
        PlacedLines((line,), (start + _em(line) / 2) * EM, row) for row, line in enumerate(lines, start=1)
    ]
    date_row = len(lines) + 1
    names.append(PlacedLines((date,), (start + DATE_FROM_NAME + _em(date) / 2) * EM, date_row))
    return Signature(rows=date_row + 1, names=names, date_row=date_row)


def _columns(bodies: Sequence[SigningBody], date: str) -> list[float]:
    """Return the centres of the columns in mm from the left; the last one is the date's."""
    size = min(max(body.seal_mm for body in bodies), LARGEST_SEAL)
    last = TYPE_AREA - (DATE_FROM_RIGHT + _em(date) / 2) * EM
    longest = max(_em(body.name) for body in bodies)
    first = max(size, min(longest, LONGEST_IN_THREE) * EM) / 2
    for columns in range(min(SEALS_IN_A_ROW, len(bodies)), 1, -1):
        step = (last - first) / (columns - 1)
        room = step / EM - BETWEEN_NAMES
        broken = [_broken(body.name, room) for body in bodies]
        if step >= size + BETWEEN_SEALS and (columns == 2 or max(map(len, broken)) <= MOST_NAME_LINES):
            widest = max(_em(line) for lines in broken for line in lines)
            step = min(step, max(WIDEST_STEP, (widest + 1) * EM))
            return [last - step * (columns - 1 - column) for column in range(columns)]
    return [last]


def _sealed(bodies: Sequence[SigningBody], date: str) -> Signature:
    """Return bodies in rows with their seals in order, the last row to the right: its last seal covers the date."""
    columns = _columns(bodies, date)
    step = columns[1] - columns[0] if len(columns) > 1 else TYPE_AREA
    size = min(max(body.seal_mm for body in bodies), LARGEST_SEAL)
    names: list[PlacedLines] = []
    seals: list[PlacedSeal] = []
    top, date_row, rows, foot_of_seals = 0, 0, 0, 0
    for first in range(0, len(bodies), len(columns)):
        row = bodies[first : first + len(columns)]
        places = columns[len(columns) - len(row) :] if first + len(columns) >= len(bodies) else columns
        broken = []
        for body, centre in zip(row, places, strict=True):
            room = 0.01 + min(step / EM - BETWEEN_NAMES, 2 * centre / EM, 2 * (TYPE_AREA - centre) / EM)
            broken.append(_broken(body.name, room))
        foot = 0
        for body, centre, lines in zip(row, places, broken, strict=True):
            start = top + (2 if len(lines) == 1 else 1)
            names.append(PlacedLines(lines, centre, start))
            date_row = start + len(lines)
            foot = max(foot, date_row)
            seal = _seal(body, centre, top * ROW)
            foot_of_seals = max(foot_of_seals, _rows_to(seal.top + seal.size))
            if body.seal:
                seals.append(seal)
        rows = max(foot, date_row + 1, foot_of_seals)
        top = max(foot, top + _rows_to(size + BETWEEN_SEALS))
    names.append(PlacedLines((date,), columns[-1], date_row))
    return Signature(rows=rows, names=names, seals=seals, date_row=date_row)


def note_texts(content: OfficialDocument) -> list[str]:
    """Return 附注 in brackets, the contact last where it stands there."""
    notes = [one_blank(note) for note in content.notes]
    if content.contact_place is ContactPlace.NOTE and content.contact.strip():
        notes.append(contact_line(content))
    return [
        note if note.startswith("（") and note.endswith("）") else f"（{note}）" for note in notes if note
    ]


def _add_notes(signature: Signature, content: OfficialDocument) -> None:
    """Put 附注 on the line below the date; below the seals when the first would run under one."""
    for text in note_texts(content):
        lines = compose(text, widths(Role.FANGSONG, text))
        if not signature.notes and signature.seals:
            end = (2 + _em(lines[0].text)) * EM
            if (
                any(
                    seal.top + seal.size > signature.notes_row * ROW and end > seal.left
                    for seal in signature.seals
                )
                or len(lines) > 1
            ):
                signature.notes_row = signature.rows
        signature.notes.append(lines_html(lines))
        signature.notes_rows += len(lines)


def _add_code(signature: Signature, code: VerifyCode) -> None:
    """Put the code at the left beside the date; on lines of its own below, when a name or a seal stands there."""
    boxes = [
        (name.centre - name.half, name.row * ROW, (name.row + len(name.lines)) * ROW)
        for name in signature.names
    ]
    boxes += [(seal.left, seal.top, seal.top + seal.size) for seal in signature.seals]
    signature.code = beside(code, (signature.date_row + 1) * ROW - HALF_LEADING, boxes)
    if signature.code is None:
        signature.code = below(code, signature.rows)
        signature.rows += CODE_ROWS
        if signature.notes:
            signature.notes_row = signature.rows
