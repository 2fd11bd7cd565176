"""What proofreading is given and what it hands back: plain values, no database."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal

from responses.letters.proofread.annexed import (
    ANNEX,
    AnnexText,
    annex_text_at,
    is_annexed,
    with_annex_text,
)

TITLE, NUMBER, ADDRESSEE, BODY = "标题", "发文字号", "主送", "正文"
CONTACT, SIGNATURE, COPIES, NOTE = "联系方式", "署名", "抄送", "附注"
WRITTEN, PRINTED, RESULT_CLASS = "成文日期", "印发日期", "办理结果类别"

# The parts of a letter that hold text, with the attribute of LetterText each stands in.
TEXT_FIELDS = MappingProxyType(
    {
        TITLE: "title",
        NUMBER: "number",
        ADDRESSEE: "addressee",
        CONTACT: "contact",
        SIGNATURE: "signed_by",
        COPIES: "copies",
        NOTE: "note",
    }
)
AROUND = 8  # characters on either side that belong to a finding's fingerprint


class Severity(StrEnum):
    """How much a finding weighs: an error is mended or explained before issue, a warning is looked at."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class LetterText:
    """The words of one letter as they stand before printing.

    number: empty before issue; paragraphs: one string a paragraph, blank lines too, “| a | b |” is a row of a table;
    written_on (成文日期) and printed_on (印发日期): None while unknown; note: 附注, without its brackets;
    resolution_class: one letter, or empty.
    """

    title: str = ""
    number: str = ""
    addressee: str = ""
    paragraphs: tuple[str, ...] = ()
    contact: str = ""
    signed_by: str = ""
    written_on: date | None = None
    printed_on: date | None = None
    copies: str = ""
    note: str = ""
    annexes: tuple[AnnexText, ...] = ()
    resolution_class: str = ""

    def text_at(self, field_name: str, paragraph: int | None) -> str:
        """Return the text a finding's start and stop count in; empty for what is no text (a date, the whole body)."""
        if field_name == BODY:
            return "" if paragraph is None else self.paragraphs[paragraph]
        if is_annexed(field_name):
            return annex_text_at(self.annexes, field_name, paragraph)
        return str(getattr(self, TEXT_FIELDS[field_name])) if field_name in TEXT_FIELDS else ""

    def with_text(self, field_name: str, paragraph: int | None, text: str) -> "LetterText":
        """Return the letter with another text in a place that `text_at` reads."""
        if field_name == BODY and paragraph is not None:
            lines = (*self.paragraphs[:paragraph], text, *self.paragraphs[paragraph + 1 :])
            return replace(self, paragraphs=lines)
        if is_annexed(field_name):
            return replace(self, annexes=with_annex_text(self.annexes, field_name, paragraph, text))
        changed: dict[str, Any] = {TEXT_FIELDS[field_name]: text}
        return replace(self, **changed)


@dataclass(frozen=True)
class Demand:
    """One numbered ask of the item with the verdict given so far (empty: none), such as done or not_adopted."""

    key: str
    text: str
    verdict: str = ""


@dataclass(frozen=True)
class UnitName:
    """A unit's full name and its short name, either of which may be used in a letter."""

    full: str
    short: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Both names, without an empty one."""
        return tuple(name for name in (self.full, self.short) if name)


@dataclass(frozen=True)
class KnownText:
    """A text a letter may have been copied from, and how a clerk finds it: 《title》第12行, 2024年的number《title》."""

    text: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What the case says, to hold the letter against; an empty value is not checked.

    session: 市政协十二届二次会议; number_text: as the assembly writes it, without 第 and 号 (426, 2024009, 2024年9);
    number_label: how its rules cite it in the text (政协提案426号); other_numbers: of items answered together;
    series_code: 机关代字 of the unit's document numbers; class_scheme: letter -> definition; year: of the session;
    known_texts: passages of plans and reports, earlier years' letters.
    """

    kind: Literal["proposal", "suggestion"]
    session: str = ""
    number_text: str = ""
    number_label: str = ""
    other_numbers: tuple[str, ...] = ()
    title: str = ""
    proposers: tuple[str, ...] = ()
    by_organisation: bool = False
    demands: tuple[Demand, ...] = ()
    co_handlers: tuple[UnitName, ...] = ()
    unit: UnitName = field(default_factory=lambda: UnitName(""))
    series_code: str = ""
    class_scheme: tuple[tuple[str, str], ...] = ()
    due_on: date | None = None
    year: int | None = None
    known_texts: tuple[KnownText, ...] = ()


@dataclass(frozen=True)
class Note:
    """What one rule noticed; `subject` tells apart notes that quote nothing (which demand, which unit)."""

    field: str
    paragraph: int | None
    start: int
    stop: int
    message: str
    fix: str | None = None
    severity: Severity | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch of text a rule reads: a field, one paragraph, or one cell of a table.

    masked: the text with addresses of the web hidden by U; offset: where a cell begins in its row.
    """

    field: str
    paragraph: int | None
    text: str
    masked: str
    offset: int = 0
    is_cell: bool = False

    @property
    def part(self) -> str:
        """The field, every text of every annex being 附件."""
        return ANNEX if is_annexed(self.field) else self.field

    @property
    def is_row(self) -> bool:
        """Whether this is a whole row of a table."""
        return not self.is_cell and is_row(self.text)

    def note(
        self, start: int, stop: int, message: str, fix: str | None = None, severity: Severity | None = None
    ) -> Note:
        """Return a note about text[start:stop]."""
        first, last = self.offset + start, self.offset + stop
        return Note(self.field, self.paragraph, first, last, message, fix, severity)


def is_row(text: str) -> bool:
    """Say whether a paragraph is a row of a table, as print takes it: between two bars."""
    line = text.strip()
    return len(line) > 2 and line[0] == line[-1] == "|"


def missing(field_name: str, message: str, *, subject: str = "", severity: Severity | None = None) -> Note:
    """Return a note about something that is not there, so that nothing can be quoted."""
    return Note(field_name, None, 0, 0, message, None, severity, subject or message)


@dataclass(frozen=True)
class Finding:
    """One thing to mend, explain or look at.

    rule: key in RULES; field: Chinese name of the part; paragraph: index in the body or the annex, None elsewhere;
    start, stop: characters in that text, quote being text[start:stop]; fix: what may safely stand there instead, None
    when a person has to decide; fingerprint: the same after an edit elsewhere, so that a dismissal is found again.
    """

    rule: str
    field: str
    paragraph: int | None
    start: int
    stop: int
    quote: str
    message: str
    severity: Severity
    fix: str | None
    fingerprint: str


def fingerprint(rule: str, field_name: str, quote: str, before: str, after: str) -> str:
    """Return 20 hexadecimal digits of rule, field, quote and a little context, white space aside; no position."""
    parts = (rule, field_name, quote, "".join(before.split()), "".join(after.split()))
    data = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:20]
