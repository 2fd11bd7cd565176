"""征询意见表 and 面商记录表: sheets about one item, to be filled in by hand, on A4 upright."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import segno

from documents.compose import compose
from documents.fonts import Role, widths
from documents.forms.sheet import FormRefused, form_pdf, mend_blanks, one_line, refuse_unprintable
from documents.wording import chinese_date

FORM_COPIES = 2  # one for the assembly's office, one for the unit (domain: 一式两份)
# How wide the words of a cell may be, in em of its 12 pt: across the sheet, beside another cell, below the table.
ACROSS, BESIDE, BELOW = 29.5, 11.0, 13.5
LINE_HEIGHT = 6.0  # mm


@dataclass(frozen=True)
class Room:
    """The height of a blank box in mm, at most and at least, and what the page has left when it is highest."""

    most: float
    least: float
    spare: float

    def beside(self, *texts: tuple[str, float]) -> float:
        """Return the height that keeps the sheet on one page; texts: words of its other cells, their measure in em."""
        more = sum(_lines(text, measure) - 1 for text, measure in texts)
        return max(self.least, min(self.most, self.most + self.spare - more * LINE_HEIGHT))


OPINION_ROOM, TALK_ROOM = Room(44.0, 14.0, 22.0), Room(70.0, 24.0, 22.0)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """One question answered by a tick: 办理工作 with 满意, 基本满意, 不满意; never ticked beforehand."""

    question: str
    answers: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "answers", tuple(self.answers))


@dataclass(frozen=True, kw_only=True)
class ItemWords:
    """What every sheet says of its item: 届次, 案号, 标题, 件类 (提案, 建议), 提出人, 承办单位."""

    session: str
    number: str
    title: str
    kind: str
    proposer: str
    unit: str

    def __post_init__(self) -> None:
        mend_blanks(self)

    def texts(self) -> list[tuple[str, str]]:
        """Return what is printed, each under its Chinese name."""
        return [
            ("届次", self.session),
            ("案号", self.number),
            ("标题", self.title),
            ("提出人", self.proposer),
            ("承办单位", self.unit),
        ]

    def measured(self) -> list[tuple[str, float]]:
        """Return the words of each row, the longer where two stand beside each other, with their measure in em."""
        longer = max(self.number, self.proposer, key=len)
        return [
            (self.session, ACROSS),
            (longer, BESIDE),
            (self.title, ACROSS),
            (self.unit, ACROSS),
        ]


@dataclass(frozen=True, kw_only=True)
class OpinionForm:
    """征询意见表 for one proposer.

    reply_number: 发文字号 of the reply, may be empty; scales: the questions; address: the page on which the item is
    rated, said by the QR code, empty for none; return_to: who collects the sheet; return_by: last day or None.
    """

    item: ItemWords
    scales: tuple[Scale, ...]
    return_to: str
    reply_number: str = ""
    replied_on: date | None = None
    address: str = ""
    return_by: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "scales", tuple(self.scales))

    def texts(self) -> list[tuple[str, str]]:
        """Return what is printed, each under its Chinese name: after the letter's number, as one of hundreds."""
        answers = [(scale.question, "".join((scale.question, *scale.answers))) for scale in self.scales]
        whole = [*self.item.texts(), *answers, ("收表单位", self.return_to), ("文号", self.reply_number)]
        whose = f"{self.reply_number}的" if self.reply_number else ""
        return [(f"{whose}{field}", text) for field, text in whole]


@dataclass(frozen=True, kw_only=True)
class ContactSheet:
    """面商记录表: filled from a record, or blank where a field is empty.

    ways, levels: every answer there is; way, level: the one that holds, empty for none.
    """

    item: ItemWords
    ways: tuple[str, ...]
    levels: tuple[str, ...]
    way: str = ""
    level: str = ""
    held_on: date | None = None
    place: str = ""
    people: str = ""
    content: str = ""
    recorded_by: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "ways", tuple(self.ways))
        object.__setattr__(self, "levels", tuple(self.levels))


def opinion_forms(forms: Sequence[OpinionForm], *, copies: int = FORM_COPIES) -> bytes:
    """Return so many copies of each form, in order, as PDF; raises FormRefused for none or an unprintable character."""
    if not forms:
        raise FormRefused("没有可以打印的征询意见表。")
    for form in forms:
        refuse_unprintable(form.texts())
    codes = {form.address: qr_code(form.address) for form in forms if form.address}
    names = {address: hashlib.sha256(code).hexdigest() for address, code in codes.items()}
    pages = [
        {
            "form": form,
            "copy": copy,
            "qr": names.get(form.address, ""),
            "replied_on": _day(form.replied_on),
            "return_by": _day(form.return_by),
            "room": OPINION_ROOM.beside(
                *form.item.measured(), (form.reply_number, BESIDE), (form.return_to, BELOW)
            ),
        }
        for form in forms
        for copy in range(1, copies + 1)
    ]
    pictures = {names[address]: code for address, code in codes.items()}
    return form_pdf("opinion_form.html", {"pages": pages, "copies": copies}, page="a4", pictures=pictures)


def _lines(text: str, measure: float) -> int:
    words = one_line(text)
    return max(1, len(compose(words, widths(Role.FANGSONG, words), measure=measure, indent=0, even=False)))


def contact_sheets(sheets: Sequence[ContactSheet]) -> bytes:
    """Return the sheets in order as PDF; raises FormRefused as opinion_forms() does."""
    if not sheets:
        raise FormRefused("没有可以打印的面商记录表。")
    for sheet in sheets:
        refuse_unprintable(
            [
                *sheet.item.texts(),
                ("地点", sheet.place),
                ("参加人", one_line(sheet.people)),
                ("沟通内容", one_line(sheet.content)),
                ("记录人", sheet.recorded_by),
            ]
        )
    pages = [
        {
            "sheet": sheet,
            "held_on": _day(sheet.held_on),
            "room": TALK_ROOM.beside(*sheet.item.measured(), (sheet.place, BESIDE), (sheet.people, ACROSS)),
            "paragraphs": [line.strip() for line in sheet.content.splitlines() if line.strip()],
        }
        for sheet in sheets
    ]
    return form_pdf("contact_sheet.html", {"pages": pages}, page="a4")


def qr_code(address: str) -> bytes:
    """Return an address as the PNG of a QR code (level M, four modules of white around); the same bytes each time."""
    code = BytesIO()
    segno.make(address, error="m", micro=False).save(code, kind="png", scale=8, border=4)
    return code.getvalue()


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""
