"""发文登记簿 and 打印封面清单: lists on A4 across, their heads on each page."""

from dataclasses import dataclass
from datetime import date

from documents.forms.sheet import FormRefused, form_pdf, one_line, refuse_unprintable
from documents.wording import chinese_date


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One outgoing letter in 发文登记簿; what is not known yet stays empty, to be written by hand."""

    number: str
    title: str
    addressee: str
    copies: int
    written_on: date
    printed_on: date | None = None
    delivery: str = ""
    receiver: str = ""
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    """发文登记簿 of one unit; period: what it covers, in words (2026年3月), may be empty; made_on: day of printing."""

    unit: str
    made_on: date
    rows: tuple[RegisterRow, ...]
    period: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(self.rows))


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
        object.__setattr__(self, "recipients", tuple(self.recipients))


@dataclass(frozen=True, kw_only=True)
class CoverList:
    """打印封面清单: what a print job holds, in the order of its file; made_by: the person who started it."""

    unit: str
    made_on: date
    rows: tuple[CoverRow, ...]
    made_by: str = ""
    title: str = "打印封面清单"

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(self.rows))


def register(page: RegisterPage) -> bytes:
    """Return 发文登记簿 as PDF, A4 across; raises FormRefused for no row or a character no face has."""
    if not page.rows:
        raise FormRefused("所选范围内没有发文，登记簿没有内容。")
    refuse_unprintable([("单位", page.unit), ("期间", page.period)])
    for row in page.rows:
        refuse_unprintable(
            [
                ("文号", row.number),
                ("标题", one_line(row.title)),
                ("主送", one_line(row.addressee)),
                ("送达方式", row.delivery),
                ("签收人", row.receiver),
                ("备注", one_line(row.notes)),
            ]
        )
    rows = [
        {
            "row": row,
            "written_on": _short(row.written_on),
            "printed_on": _short(row.printed_on),
            "addressee": row.addressee.rstrip("：: "),
        }
        for row in page.rows
    ]
    copies = sum(row.copies for row in page.rows)
    context = {"page": page, "rows": rows, "copies": copies, "made_on": chinese_date(page.made_on)}
    return form_pdf("register.html", context, page="a4_landscape")


def cover_list(job: CoverList) -> bytes:
    """Return the cover list of a print job as PDF, A4 across; raises FormRefused as register() does."""
    if not job.rows:
        raise FormRefused("打印任务里没有信函，清单没有内容。")
    refuse_unprintable([("单位", job.unit), ("清单标题", job.title), ("经手人", job.made_by)])
    for row in job.rows:
        texts = [("主送", one_line(name)) for name in row.recipients]
        refuse_unprintable([("文号", row.number), ("标题", one_line(row.title)), *texts])
    rows = [{"row": row, "recipients": "、".join(row.recipients)} for row in job.rows]
    context = {
        "job": job,
        "rows": rows,
        "copies": sum(row.copies for row in job.rows),
        "made_on": chinese_date(job.made_on),
    }
    return form_pdf("cover_list.html", context, page="a4_landscape")


def _short(day: date | None) -> str:
    """Return 2026-03-02, narrow enough for a column; empty for no day."""
    return day.isoformat() if day else ""
