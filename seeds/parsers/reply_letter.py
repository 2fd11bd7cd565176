"""Reply letters to members of the CPPCC (委员) and deputies to the NPC (代表)."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from seeds.parsers.citations import Citation, DocNumber, number_parts, read_citations
from seeds.parsers.dates import latest_year
from seeds.parsers.found import Finding, Found, Paragraph
from seeds.parsers.joins import heal
from seeds.parsers.letter_checks import check_letter
from seeds.parsers.letter_parts import (
    Addressee,
    Original,
    Tail,
    read_addressee,
    read_head,
    read_original,
    read_tail,
)
from seeds.parsers.line_checks import check_lines
from seeds.parsers.numbering import Section, read_sections
from seeds.parsers.people import Person, city_of_body, only_city
from seeds.parsers.prose_checks import check_headings, check_prose
from seeds.parsers.text import DOCUMENTS, Document, read_document
from seeds.parsers.units import read_co_units

_KINDS = {"委员": "reply_to_cppcc_proposal", "代表": "reply_to_npc_suggestion"}
_ROLES = {"委员": "提案人（委员）", "代表": "建议人（代表）"}
_TOGETHER = re.compile(
    r"[^，,。；;]*会同(?P<units>[^，,。；;]+?)(?:认真|共同|联合|调查|进行|研究|办理)[^，,。；;]*"
)
_QUOTED = re.compile(r"^关于“(?P<suggestion>.+)”")
_NEXT_STEP = re.compile(r"^下一步[，,]")
_PROMISE = re.compile(r"(?:计划|争取|力争|确保|预计)\d{4}年[^，,。；;]*前[^，,。；;]*")


@dataclass(frozen=True, slots=True)
class LetterSection:
    """A heading of the letter. `suggestion_quoted` is what it quotes of the suggestion (关于“…”)."""

    level: int
    path: str
    heading: Found[str]
    suggestion_quoted: Found[str] | None
    paragraphs: tuple[Paragraph, ...]

    @property
    def line(self) -> int:
        return self.heading.line


@dataclass(frozen=True, slots=True)
class ReplyLetter:
    """A reply letter; what the file does not state is None or empty.

    `paragraphs` is the whole letter after healing, `body` the part between addressee and contact or
    signature, with its headings. `cited` leaves out the work replied to.
    """

    document: Document
    kind: str
    letterhead: Found[str] | None
    issuing_body: Found[str] | None
    number: Found[str] | None
    number_parts: DocNumber | None
    title: Found[str] | None
    addressee: Addressee
    original: Original
    co_units: tuple[Found[str], ...]
    co_units_clause: Found[str] | None
    result_grade: Found[str] | None
    paragraphs: tuple[Paragraph, ...]
    body: tuple[Paragraph, ...]
    sections: tuple[LetterSection, ...]
    next_steps: tuple[Paragraph, ...]
    promises: tuple[Found[str], ...]
    contact: Found[str] | None
    phones: tuple[Found[str], ...]
    contact_line: Found[str] | None
    signed_by: Found[str] | None
    written_on: Found[date] | None
    copies_line: Found[str] | None
    cc: tuple[Found[str], ...]
    imprint_office: Found[str] | None
    printed_on: Found[date] | None
    region: Found[str] | None
    people: tuple[Person, ...]
    cited: tuple[Citation, ...]
    latest_year: int | None
    joins: tuple[Finding, ...]
    findings: tuple[Finding, ...]


def parse_reply_letter(name: str, folder: Path = DOCUMENTS) -> ReplyLetter:
    """Read the seed `name` ("002", "003") as a reply letter.

    Raises SeedAltered when the file is not as recorded, ValueError when no line greets a 委员 or 代表.
    """
    return reply_letter(read_document(name, folder))


def letter_text(letter: ReplyLetter) -> str:
    """Return the healed text of the whole letter, one paragraph a line, to compare a printed letter with."""
    return "\n".join(paragraph.text for paragraph in letter.paragraphs)


def reply_letter(document: Document) -> ReplyLetter:
    """Read a document as a reply letter; raises ValueError when no line greets a 委员 or 代表."""
    paragraphs, joins = heal(document.file, document.nonblank)
    place, addressee = read_addressee(document, paragraphs)
    head = read_head(document, paragraphs[:place])
    rest = paragraphs[place + 1 :]
    tail = read_tail(document, rest)
    body = rest[: tail.start]
    lines = [(each.line, each.raw) for each in body]
    original = read_original(document, head, addressee, lines)
    headings = _headings(document, lines)
    titles = [original.title.raw] if original.title else []
    clause, co_units = _co_units(document, lines)
    return ReplyLetter(
        document=document,
        kind=_KINDS[addressee.role],
        letterhead=head.letterhead,
        issuing_body=head.body or tail.signed_by,
        number=head.number,
        number_parts=number_parts(head.number.raw) if head.number else None,
        title=head.title,
        addressee=addressee,
        original=original,
        co_units=co_units,
        co_units_clause=clause,
        result_grade=head.result_grade,
        paragraphs=paragraphs,
        body=body,
        sections=tuple(_section(document, each, headings, body) for each in headings),
        next_steps=tuple(each for each in body if _NEXT_STEP.match(each.raw)),
        promises=tuple(document.quote(m.group(), n) for n, text in lines for m in _PROMISE.finditer(text)),
        contact=tail.contact,
        phones=tail.phones,
        contact_line=tail.contact_line,
        signed_by=tail.signed_by,
        written_on=tail.written_on,
        copies_line=tail.copies_line,
        cc=tail.cc,
        imprint_office=tail.imprint_office,
        printed_on=tail.printed_on,
        region=city_of_body(head.body or tail.signed_by) or only_city(document.file, lines),
        people=_people(addressee, tail),
        cited=read_citations(document.file, lines, titles),
        latest_year=latest_year(document.text),
        joins=joins,
        findings=(
            *joins,
            *check_lines(document, joins),
            *check_prose(body),
            *check_headings(document.file, headings),
            *check_letter(document, head, original, tail),
        ),
    )


def _headings(document: Document, lines: list[tuple[int, str]]) -> tuple[Section, ...]:
    """Letters number their second level （一）, 1. or 一是: the one that yields most headings is in use."""
    kinds = ("section", "item", "point")
    return max((read_sections(document.file, lines, ("chapter", kind)) for kind in kinds), key=len)


def _section(
    document: Document, section: Section, headings: tuple[Section, ...], body: tuple[Paragraph, ...]
) -> LetterSection:
    quoted = _QUOTED.match(section.heading.raw)
    end = min((each.line for each in headings if each.line > section.line), default=len(document.lines) + 1)
    own = tuple(each for each in body if section.line <= each.line < end)
    suggestion = document.quote(quoted["suggestion"], section.line) if quoted else None
    return LetterSection(section.level, section.path, section.heading, suggestion, own)


def _co_units(
    document: Document, lines: list[tuple[int, str]]
) -> tuple[Found[str] | None, tuple[Found[str], ...]]:
    """The clause that says which units worked together, and those it names."""
    for number, text in lines:
        if match := _TOGETHER.search(text):
            units = tuple(document.found(unit, number, unit) for unit in read_co_units(match["units"]))
            return document.quote(match.group(), number), units
    return None, ()


def _people(addressee: Addressee, tail: Tail) -> tuple[Person, ...]:
    role = addressee.note or _ROLES[addressee.role]
    named = (Person(addressee.name, role, addressee.role),)
    return named + ((Person(tail.contact, "联系人", None, tail.phones),) if tail.contact else ())
