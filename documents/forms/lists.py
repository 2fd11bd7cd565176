"""发文登记簿 and 打印封面清单: lists on A4 across, their heads on each page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.forms.sheet import FormRefused, form_pdf, mend_blanks, one_line, refuse_unprintable
from documents.wording import chinese_date


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One outgoing letter in 发文登记簿; what is not known yet stays empty (copies: 0), to be written by hand."""

    number: str
    title: str
    addressee: str
    copies: int
    written_on: date
    printed_on: date | None = None
    delivery: str = ""
    receiver: str = ""
    notes: str = ""

    def __post_init__(self) -> None:
        mend_blanks(self)

    def texts(self) -> list[tuple[str, str]]:
        """Return what is printed, each under its Chinese name."""
        return [
            ("文号", self.number),
            ("标题", self.title),
            ("主送", self.addressee),
            ("送达方式", self.delivery),
            ("签收人", self.receiver),
            ("备注", self.notes),
        ]

    def cells(self) -> dict[str, object]:
        """Return what the template shows beside the row itself."""
        return {
            "row": self,
            "written_on": _short(self.written_on),
            "printed_on": _short(self.printed_on),
            "addressee": self.addressee.rstrip("：: "),
        }


@dataclass(frozen=True, kw_only=True)
class CoverRow:
    """One letter of a print job: recipients, copies, the sheet page it begins on (0 when printed apart), its pages."""

    number: str
    title: str
    recipients: tuple[str, ...]
    copies: int
    pages: int
    first_page: int = 0

    def __post_init__(self) -> None:
        mend_blanks(self)
        object.__setattr__(self, "recipients", tuple(one_line(name) for name in self.recipients))

    def texts(self) -> list[tuple[str, str]]:
        """Return what is printed, each under its Chinese name."""
        names = [("主送", name) for name in self.recipients]
        return [("文号", self.number), ("标题", self.title), *names]

    def cells(self) -> dict[str, object]:
        """Return what the template shows beside the row itself."""
        return {"row": self, "recipients": "、".join(self.recipients)}


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """A list of one unit: its rows in their order; made_on: day of printing."""

    unit: str
    made_on: date
    rows: tuple[RegisterRow | CoverRow, ...]

    def __post_init__(self) -> None:
        mend_blanks(self)
        object.__setattr__(self, "rows", tuple(self.rows))


@dataclass(frozen=True, kw_only=True)
class RegisterPage(ListPage):
    """发文登记簿 of one unit; period: what it covers, in words (2026年3月), may be empty."""

    rows: tuple[RegisterRow, ...]
    period: str = ""


@dataclass(frozen=True, kw_only=True)
class CoverList(ListPage):
    """打印封面清单: what a print job holds, in the order of its file; made_by: the person who started it."""

    rows: tuple[CoverRow, ...]
    made_by: str = ""
    title: str = "打印封面清单"


def register(page: RegisterPage) -> bytes:
    """Return 发文登记簿 as PDF, A4 across; raises FormRefused for no row or a character no face has."""
    if not page.rows:
        raise FormRefused("所选范围内没有发文，登记簿没有内容。")
    return _printed(page, "register.html", [("期间", page.period)])


def cover_list(job: CoverList) -> bytes:
    """Return the cover list of a print job as PDF, A4 across; raises FormRefused as register() does."""
    if not job.rows:
        raise FormRefused("打印任务里没有信函，清单没有内容。")
    return _printed(job, "cover_list.html", [("清单标题", job.title), ("经手人", job.made_by)])


def _printed(page: ListPage, template: str, own_texts: Sequence[tuple[str, str]]) -> bytes:
    """Return a list as PDF once every character of it can be printed."""
    refuse_unprintable([("单位", page.unit), *own_texts])
    for row in page.rows:
        refuse_unprintable(row.texts())
    context = {
        "page": page,
        "rows": [row.cells() for row in page.rows],
        "copies": sum(row.copies for row in page.rows),
        "made_on": chinese_date(page.made_on),
    }
    return form_pdf(template, context, page="a4_landscape")


def _short(day: date | None) -> str:
    """Return 2026-03-02, narrow enough for a column; empty for no day."""
    return day.isoformat() if day else ""
