"""Envelopes (ZL, 230 × 120 mm) and address labels for posting letters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from documents.forms.sheet import Fitted, FormRefused, fitted, form_pdf, mend_blanks, unprintable

POSTCODE = re.compile(r"[0-9]{6}")
FIRST_BOX, BOX_PITCH = 12, 10  # mm: postcode boxes


@dataclass(frozen=True)
class Room:
    """The boxes the lines of an address are made to fit, in mm, and the sizes wished for, in pt.

    sender: the box of each of the sender's lines: width, height, size.
    """

    width: float
    address: float
    name: float
    size: float
    name_size: float
    sender: tuple[float, float, float]


ENVELOPE = Room(width=170, address=22, name=20, size=15, name_size=22, sender=(105, 9, 11))


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


def _label_room(width: float, sender_height: float) -> Room:
    sender = (width, sender_height, 7)
    return Room(width=width, address=8.8, name=12, size=9.5, name_size=14, sender=sender)


GRIDS = MappingProxyType(
    {
        LabelSheet.TWO_BY_SEVEN: LabelGrid(2, 7, 4.65, 15.15, 101.6, 38.1, _label_room(88, 6.2)),
        LabelSheet.THREE_BY_EIGHT: LabelGrid(3, 8, 0.0, 0.5, 70.0, 37.0, _label_room(59, 5.4)),
    }
)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who a letter goes to and who sends it; anything but the name may be empty, every text is made one line.

    honorific: what follows the name (委员); postcode: six digits or empty; number: 发文字号, printed small so that
    letter and envelope are matched by eye.
    """

    name: str
    honorific: str = ""
    address: str = ""
    postcode: str = ""
    number: str = ""
    sender: str = ""
    sender_address: str = ""
    sender_postcode: str = ""

    def __post_init__(self) -> None:
        mend_blanks(self)

    @property
    def called(self) -> str:
        """The name with its honorific, once."""
        return self.name if self.name.endswith(self.honorific) else f"{self.name}{self.honorific}"

    def texts(self) -> list[tuple[str, str]]:
        """Return what is printed, each under its Chinese name."""
        return [
            ("收件人", self.called),
            (f"{self.called}的收件地址", self.address),
            ("文号", self.number),
            ("寄件单位", self.sender),
            ("寄件地址", self.sender_address),
        ]

    def wrong(self) -> list[str]:
        """Return a sentence for everything because of which it cannot be printed; lines too long are told later."""
        if not self.name:
            return ["有一个收件人没有姓名，请先补上。"]
        sentences = [
            f"{whose}的邮政编码“{code[:20]}”不是六位数字，请先更正。"
            for whose, code in ((self.called, self.postcode), (self.sender, self.sender_postcode))
            if code and not POSTCODE.fullmatch(code)
        ]
        return sentences + list(unprintable(self.texts()))


@dataclass(frozen=True)
class SetAddress:
    """A recipient with every line made to fit."""

    boxes: tuple[tuple[int, str], ...]  # mm from the left, digit
    postcode: str
    address: Fitted
    name: Fitted
    sender: tuple[Fitted, ...]
    number: Fitted


def envelopes(recipients: Sequence[Recipient]) -> bytes:
    """Return one page of 230 × 120 mm for each recipient, in order, as PDF.

    Raises FormRefused for no recipient, a bad postcode, a line that cannot fit or a character no face has.
    """
    _check(recipients)
    pages = [_set(person, ENVELOPE, _sender_of_envelope(person, ENVELOPE)) for person in recipients]
    return form_pdf("envelopes.html", {"envelopes": pages}, page="zl")


def labels(recipients: Sequence[Recipient], sheet: LabelSheet = LabelSheet.TWO_BY_SEVEN) -> bytes:
    """Return the recipients on A4 sheets of labels, row by row, as PDF; raises FormRefused as envelopes() does."""
    _check(recipients)
    grid = GRIDS[sheet]
    placed = []
    for place, person in enumerate(recipients):
        row, column = divmod(place % (grid.columns * grid.rows), grid.columns)
        corner = f"left:{grid.left + column * grid.right_by:.2f}mm;top:{grid.top + row * grid.down_by:.2f}mm"
        placed.append({"corner": corner, "set": _set(person, grid.room, _sender_of_label(person, grid.room))})
    each = grid.columns * grid.rows
    sheets = [placed[start : start + each] for start in range(0, len(placed), each)]
    return form_pdf("labels.html", {"sheets": sheets, "kind": sheet.name.lower()}, page="labels")


def _check(recipients: Sequence[Recipient]) -> None:
    """Refuse none at all, and the first thing wrong with one of them with the number of all others."""
    if not recipients:
        raise FormRefused("没有收件人，没有可以打印的信封。")
    wrong = list(dict.fromkeys(sentence for person in recipients for sentence in person.wrong()))
    if wrong:
        more = f"这样的问题还有 {len(wrong) - 1} 处，请一并更正。" if len(wrong) > 1 else ""
        raise FormRefused(f"{wrong[0]}{more}")


def _sender_of_envelope(person: Recipient, room: Room) -> tuple[Fitted, ...]:
    """Return the sender's name, address and postcode, each in a box of its own."""
    code = f"邮政编码 {person.sender_postcode}" if person.sender_postcode else ""
    wanted = [("寄件单位", person.sender), ("寄件地址", person.sender_address), ("寄件邮编", code)]
    return tuple(_sender_line(text, field, room) for field, text in wanted if text)


def _sender_of_label(person: Recipient, room: Room) -> tuple[Fitted, ...]:
    """Return the sender as one text for the foot of a label: the name alone where the address finds no room."""
    words = " ".join((person.sender, person.sender_address, person.sender_postcode)).strip()
    if not words:
        return ()
    try:
        return (_sender_line(f"寄：{words}", "寄件地址", room),)
    except FormRefused:
        return (_sender_line(f"寄：{person.sender}", "寄件单位", room),)


def _sender_line(text: str, field: str, room: Room) -> Fitted:
    width, height, size = room.sender
    return fitted(text, field, width=width, height=height, size=size)


def _set(person: Recipient, room: Room, sender: tuple[Fitted, ...]) -> SetAddress:
    """Fit every line of an address into its box."""

    def line(text: str, field: str, height: float, size: float) -> Fitted:
        return fitted(text, field, width=room.width, height=height, size=size)

    return SetAddress(
        boxes=tuple(
            (FIRST_BOX + place * BOX_PITCH, digit) for place, digit in enumerate(person.postcode or " " * 6)
        ),
        postcode=person.postcode,
        address=line(person.address, f"{person.called}的收件地址", room.address, room.size),
        name=line(f"{person.called} 收", "收件人", room.name, room.name_size),
        sender=sender,
        number=fitted(person.number, "文号", width=40, height=4.5, size=9),
    )
