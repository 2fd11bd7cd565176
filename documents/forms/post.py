"""Envelopes (ZL, 230 × 120 mm) and address labels for posting letters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from documents.forms.sheet import Fitted, FormRefused, fitted, form_pdf, refuse_unprintable

POSTCODE = re.compile(r"[0-9]{6}")
FIRST_BOX, BOX_PITCH = 12, 10  # mm: postcode boxes


@dataclass(frozen=True)
class Room:
    """The boxes the lines of an address are made to fit, in mm, and the sizes wished for, in pt.

    flows: the lines follow one another, so that a name may have the room of an organisation that is not there.
    """

    width: float
    address: float
    organisation: float
    name: float
    size: float
    name_size: float
    flows: bool = False


ENVELOPE = Room(width=170, address=15, organisation=14, name=19, size=15, name_size=22)
SENDER_WIDTH, SENDER_HEIGHT, SENDER_SIZE = 105.0, 9.0, 11.0  # mm, mm, pt


class LabelSheet(StrEnum):
    """A sheet of labels on A4: columns × rows."""

    TWO_BY_SEVEN = "2x7"  # 99.1 × 38.1 mm
    THREE_BY_EIGHT = "3x8"  # 70 × 37 mm


@dataclass(frozen=True)
class LabelGrid:
    """Where the labels of a sheet lie: how many, and in mm the first one's corner, the pitch, the room of its lines."""

    columns: int
    rows: int
    left: float
    top: float
    right_by: float
    down_by: float
    room: Room


def _label_room(width: float) -> Room:
    return Room(width=width, address=8.8, organisation=8.8, name=8, size=9.5, name_size=14, flows=True)


GRIDS = MappingProxyType(
    {
        LabelSheet.TWO_BY_SEVEN: LabelGrid(2, 7, 4.65, 15.15, 101.6, 38.1, _label_room(88)),
        LabelSheet.THREE_BY_EIGHT: LabelGrid(3, 8, 0.0, 0.5, 70.0, 37.0, _label_room(59)),
    }
)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who a letter goes to and who sends it; anything but the name may be empty.

    postcode: six digits or empty; number: 发文字号, printed small so that letter and envelope are matched by eye.
    """

    name: str
    organisation: str = ""
    address: str = ""
    postcode: str = ""
    number: str = ""
    sender: str = ""
    sender_address: str = ""
    sender_postcode: str = ""

    def texts(self) -> list[tuple[str, str]]:
        """Return what is printed, each under its Chinese name."""
        return [
            ("收件人", self.name),
            ("收件单位", self.organisation),
            ("收件地址", self.address),
            ("文号", self.number),
            ("寄件单位", self.sender),
            ("寄件地址", self.sender_address),
        ]


@dataclass(frozen=True)
class SetAddress:
    """A recipient with every line made to fit."""

    boxes: tuple[tuple[int, str], ...]  # mm from the left, digit
    address: Fitted
    organisation: Fitted
    name: Fitted
    sender: Fitted
    sender_address: Fitted
    sender_postcode: str
    number: Fitted


def envelopes(recipients: Sequence[Recipient]) -> bytes:
    """Return one page of 230 × 120 mm for each recipient, in order, as PDF.

    Raises FormRefused for no recipient, a bad postcode, a line that cannot fit or a character no face has.
    """
    _check(recipients)
    pages = [_set(person, ENVELOPE) for person in recipients]
    return form_pdf("envelopes.html", {"envelopes": pages}, page="zl")


def labels(recipients: Sequence[Recipient], sheet: LabelSheet = LabelSheet.TWO_BY_SEVEN) -> bytes:
    """Return the recipients on A4 sheets of labels, row by row, as PDF; raises FormRefused as envelopes() does."""
    _check(recipients)
    grid = GRIDS[sheet]
    placed = []
    for place, person in enumerate(recipients):
        row, column = divmod(place % (grid.columns * grid.rows), grid.columns)
        corner = f"left:{grid.left + column * grid.right_by:.2f}mm;top:{grid.top + row * grid.down_by:.2f}mm"
        placed.append(
            {
                "corner": corner,
                "postcode": person.postcode,
                "set": _set(person, grid.room),
            }
        )
    each = grid.columns * grid.rows
    sheets = [placed[start : start + each] for start in range(0, len(placed), each)]
    return form_pdf("labels.html", {"sheets": sheets, "kind": sheet.name.lower()}, page="labels")


def _check(recipients: Sequence[Recipient]) -> None:
    if not recipients:
        raise FormRefused("没有收件人，没有可以打印的信封。")
    for person in recipients:
        if not person.name.strip():
            raise FormRefused("有一个收件人没有姓名，请先补上。")
        for code in (person.postcode, person.sender_postcode):
            if code and not POSTCODE.fullmatch(code):
                raise FormRefused(f"“{person.name}”的邮政编码“{code[:20]}”不是六位数字，请先更正。")
        refuse_unprintable(person.texts())


def _set(person: Recipient, room: Room) -> SetAddress:
    """Fit every line of an address into its box."""

    def line(text: str, field: str, height: float, size: float) -> Fitted:
        return fitted(text, field, width=room.width, height=height, size=size)

    def sender(text: str, field: str) -> Fitted:
        return fitted(text, field, width=SENDER_WIDTH, height=SENDER_HEIGHT, size=SENDER_SIZE)

    name_height = room.name + (room.organisation if room.flows and not person.organisation.strip() else 0)
    return SetAddress(
        boxes=tuple(
            (FIRST_BOX + place * BOX_PITCH, digit) for place, digit in enumerate(person.postcode or " " * 6)
        ),
        address=line(person.address, "收件地址", room.address, room.size),
        organisation=line(person.organisation, "收件单位", room.organisation, room.size),
        name=line(f"{person.name}\u3000收", "收件人", name_height, room.name_size),
        sender=sender(person.sender, "寄件单位"),
        sender_address=sender(person.sender_address, "寄件地址"),
        sender_postcode=person.sender_postcode,
        number=fitted(person.number, "文号", width=40, height=4.5, size=9),
    )
