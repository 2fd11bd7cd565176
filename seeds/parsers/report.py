"""Reports of a government to the standing committee of its people's congress."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from seeds.parsers.citations import Citation, read_citations
from seeds.parsers.dates import is_date_line, read_date
from seeds.parsers.found import Finding, Found, Paragraph
from seeds.parsers.joins import heal
from seeds.parsers.labels import Field, read_fields
from seeds.parsers.line_checks import check_lines
from seeds.parsers.numbering import Section, read_sections
from seeds.parsers.people import Person, body_of_post, city_of_body, mentioned
from seeds.parsers.prose_checks import check_headings, check_prose
from seeds.parsers.text import DOCUMENTS, Document, read_document
from seeds.parsers.web import check_furniture, furniture_lines, read_owner, read_site_phone

KIND = "government_report_to_npc_standing_committee"
_PUBLISHED = ("发布日期", "发布时间", "发布时期")
_REPORTER = re.compile(r"(?P<post>[\u4e00-\u9fff]{4,})[\s\u00a0]+(?P<name>[\u4e00-\u9fff]{2,4})")
_TITLES = re.compile(r"《([^《》]+)》")
_SHORT_FORM = re.compile(r"(?P<titles>(?:《[^《》]+》)+)[(（]以下简称[“\"](?P<short>[^”\"]+)[”\"][)）]")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and the titles it stands for, as written."""

    short: Found[str]
    stands_for: Found[str]


@dataclass(frozen=True, slots=True)
class Report:
    """A report; what the file does not state is None or empty. `author` is "" when the label has no value."""

    document: Document
    kind: str
    title: Found[str]
    issuing_body: Found[str] | None
    publisher: Found[str] | None
    published_on: Found[date] | None
    source: Found[str] | None
    author: Found[str] | None
    reporter: Person | None
    reported_on: Found[date] | None
    addressee: Found[str] | None
    region: Found[str] | None
    people: tuple[Person, ...]
    laws: tuple[Found[str], ...]
    abbreviations: tuple[Abbreviation, ...]
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    cited: tuple[Citation, ...]
    site_phone: Found[str] | None
    boilerplate_lines: tuple[int, ...]
    findings: tuple[Finding, ...]


def parse_report(name: str, folder: Path = DOCUMENTS) -> Report:
    """Read the seed `name` ("000") as a report; raises SeedAltered when the file is not as recorded."""
    return report(read_document(name, folder))


def report(document: Document) -> Report:
    """Read a document as a report: head lines down to the addressee, then numbered sections."""
    boilerplate = furniture_lines(document)
    lines = [(n, line) for n, line in document.nonblank if n not in boilerplate]
    place = next((i for i, (n, line) in enumerate(lines) if _is_greeting(n, line)), 0)
    head, body = lines[: place + 1], lines[place + 1 :]
    fields = {field.label: field for n, line in head for field in read_fields(n, line)}
    title_line, title = lines[0]
    paragraphs, joins = heal(document.file, body)
    reporter, body_name = _reporter(document, head)
    sections = read_sections(document.file, body, ("chapter", "section"))
    return Report(
        document=document,
        kind=KIND,
        title=document.quote(title.strip(), title_line),
        issuing_body=body_name,
        publisher=read_owner(document),
        published_on=_published(document, fields),
        source=_field(document, fields.get("信息来源") or fields.get("来源")),
        author=_field(document, fields.get("作者")),
        reporter=reporter,
        reported_on=_reported(document, head),
        addressee=document.quote(head[-1][1].strip()[:-1], head[-1][0]) if place else None,
        region=city_of_body(body_name),
        people=((reporter,) if reporter else ()) + mentioned(document.file, body),
        laws=tuple(document.quote(law, title_line) for law in _TITLES.findall(title)),
        abbreviations=_abbreviations(document, body),
        sections=sections,
        paragraphs=paragraphs,
        cited=read_citations(document.file, lines),
        site_phone=read_site_phone(document),
        boilerplate_lines=boilerplate,
        findings=(
            *joins,
            *check_lines(document, joins),
            *check_prose(paragraphs),
            *check_headings(document.file, sections),
            *check_furniture(document),
        ),
    )


def _is_greeting(number: int, line: str) -> bool:
    return line.rstrip().endswith((":", "：")) and not read_fields(number, line)


def _field(document: Document, field: Field | None) -> Found[str] | None:
    return document.quote(field.value, field.line) if field else None


def _published(document: Document, fields: dict[str, Field]) -> Found[date] | None:
    field = next((fields[label] for label in _PUBLISHED if label in fields), None)
    read = read_date(field.value) if field else None
    return document.found(read, field.line, field.raw) if field and read else None


def _reported(document: Document, head: list[tuple[int, str]]) -> Found[date] | None:
    for number, line in head:
        read = read_date(line)
        if read and is_date_line(line):
            return document.found(read, number, line.strip())
    return None


def _reporter(document: Document, head: list[tuple[int, str]]) -> tuple[Person | None, Found[str] | None]:
    """The line 职务 姓名 above the date, and the body whose officer that is."""
    for number, line in head[1:]:
        match = _REPORTER.fullmatch(line.strip())
        body = body_of_post(match["post"]) if match else None
        if match and body:
            person = Person(document.quote(match["name"], number), "报告人", match["post"])
            return person, document.quote(body, number)
    return None, None


def _abbreviations(document: Document, lines: list[tuple[int, str]]) -> tuple[Abbreviation, ...]:
    return tuple(
        Abbreviation(document.quote(match["short"], n), document.quote(match["titles"], n))
        for n, line in lines
        for match in _SHORT_FORM.finditer(line)
    )
