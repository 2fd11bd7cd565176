"""The parts of a reply letter round its body: head, addressee, the work replied to, and the tail."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from seeds.parsers.citations import DOC_NUMBER
from seeds.parsers.dates import is_date_line, read_date
from seeds.parsers.found import Found, Paragraph
from seeds.parsers.labels import opens_with_label
from seeds.parsers.numbering import chinese_number
from seeds.parsers.punctuation import close_title
from seeds.parsers.text import Document

_ADDRESSEE = re.compile(
    r"(?P<name>\S{2,12}?)(?P<role>委员|代表)(?:[(（](?P<note>[^()（）]+)[)）])?(?:等\S*)?[:：]"
)
_ORIGINAL = re.compile(
    r"《(?P<title>[^《》]+)》[(（](?P<cited>(?P<kind>[\u4e00-\u9fff]{0,8}?)(?:(?P<year>\d{4})年)?第?(?P<number>\d+)号)[)）]"
)
_IN_TITLE = re.compile(r"第\s*(?P<number>\d+)\s*号(?:提案|建议)")
_SESSION = re.compile(
    r"(?P<session>(?P<level>[省市县区州]?)(?:政协|人大)第?(?P<term>[一二三四五六七八九十]+)届第?(?P<meeting>[一二三四五六七八九十]+)次会议)"
)
_KIND_OF_ROLE = {"委员": "政协提案", "代表": "人大代表建议"}
_CONTACT = re.compile(r"联系人\s*[:：]\s*(?P<name>[^\s，,；;:：]+)")
_PHONES = re.compile(r"电话\s*[:：]\s*(?P<phones>[\d\s\-－—+()（）/、，,；;转]+)")
_COPIES = re.compile(r"抄送\s*[:：]\s*(?P<units>.+)")
_PRINTED = re.compile(r"(?P<office>.*?)\s*(?P<date>\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印发")
_GRADE = re.compile(r"(?:办理结果|办理类别|类别|等级)\s*[:：]\s*(?P<grade>[A-D])\s*类?")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the letter greets: 李训根代表(领衔代表) has name 李训根, role 代表, note 领衔代表."""

    whole: Found[str]
    name: Found[str]
    role: str
    note: str | None

    @property
    def is_lead(self) -> bool:
        return self.note is not None and "领衔" in self.note


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting of an assembly: level (省, 市 …, "" when not said), term (届) and meeting (次)."""

    level: str
    term: int
    meeting: int


@dataclass(frozen=True, slots=True)
class Original:
    """The proposal or suggestion replied to; `statements` are all the places that give its number."""

    kind: str
    title: Found[str] | None
    number: Found[int] | None
    year: Found[int] | None
    session: Found[str] | None
    session_parts: Session | None
    statements: tuple[Found[int], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the addressee."""

    letterhead: Found[str] | None = None
    body: Found[str] | None = None
    number: Found[str] | None = None
    title: Found[str] | None = None
    result_grade: Found[str] | None = None


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands below the body; `start` is its place among the paragraphs after the addressee."""

    start: int
    contact: Found[str] | None
    phones: tuple[Found[str], ...]
    contact_line: Found[str] | None
    signed_by: Found[str] | None
    written_on: Found[date] | None
    copies_line: Found[str] | None
    cc: tuple[Found[str], ...]
    imprint_office: Found[str] | None
    printed_on: Found[date] | None


def read_addressee(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[int, Addressee]:
    """Find the line that greets a 委员 or 代表 and its place; raises ValueError when there is none."""
    for place, paragraph in enumerate(paragraphs):
        if match := _ADDRESSEE.fullmatch(paragraph.raw.strip()):
            line = paragraph.line
            whole = document.quote(paragraph.raw.strip()[:-1], line)
            name = document.quote(match["name"], line)
            return place, Addressee(whole, name, match["role"], match["note"])
    raise ValueError(f"{document.file} greets no member and no deputy")


def read_head(document: Document, paragraphs: tuple[Paragraph, ...]) -> Head:
    """Read letterhead, issuing body, number, title and grade from the paragraphs above the addressee."""
    parts: dict[str, Found[str]] = {}
    for paragraph in paragraphs:
        raw, line = paragraph.raw.strip(), paragraph.line
        if grade := _GRADE.search(raw):
            parts["result_grade"] = document.quote(grade["grade"], line)
        elif DOC_NUMBER.fullmatch(raw):
            parts["number"] = document.found(re.sub(r"\s", "", raw), line, raw)
        elif raw.endswith("文件"):
            parts["letterhead"] = document.found(close_title(raw), line, raw)
            parts["body"] = document.found(close_title(raw).removesuffix("文件"), line, raw)
        elif raw.startswith("关于"):
            parts["title"] = document.found(paragraph.text, paragraph.lines, raw)
    return Head(**parts)


def read_original(
    document: Document, head: Head, addressee: Addressee, lines: Iterable[tuple[int, str]]
) -> Original:
    """Read the work replied to from the title and from the sentence that acknowledges it (… 收悉)."""
    cited = next(((n, m) for n, text in lines if (m := _ORIGINAL.search(text))), None)
    places = ([(head.title.line, head.title.raw)] if head.title else []) + list(lines)
    statements = [
        document.found(int(match["number"]), n, match.group())
        for n, text in places[:1]
        if head.title and (match := _IN_TITLE.search(text))
    ]
    title = number = year = None
    if cited:
        line, match = cited
        title = document.quote(match["title"], line)
        number = document.found(int(match["number"]), line, match["cited"])
        statements.append(number)
        year = document.found(int(match["year"]), line, match["cited"]) if match["year"] else None
    session, parts = _session(document, places)
    first = number or (statements[0] if statements else None)
    kind = _KIND_OF_ROLE[addressee.role]
    return Original(kind, title, first, year, session, parts, tuple(statements))


def read_tail(document: Document, paragraphs: tuple[Paragraph, ...]) -> Tail:
    """Read contact, signature, date, copies and imprint from the paragraphs after the addressee."""
    start = _tail_start(paragraphs)
    tail = paragraphs[start:]
    contact = _first(_CONTACT, tail)
    phones = _first(_PHONES, tail)
    copies = _first(_COPIES, tail)
    printed = _first(_PRINTED, tail)
    written = next((each for each in tail if is_date_line(each.raw)), None)
    signed = _line_before(tail, written)
    return Tail(
        start=start,
        contact=document.quote(contact[1]["name"], contact[0].line) if contact else None,
        phones=tuple(document.quote(each, phones[0].line) for each in _numbers(phones[1])) if phones else (),
        contact_line=document.quote(contact[0].raw.strip(), contact[0].line) if contact else None,
        signed_by=document.quote(signed.raw.strip(), signed.line) if signed else None,
        written_on=_dated(document, written.line, written.raw.strip()) if written else None,
        copies_line=document.quote(copies[0].raw.strip(), copies[0].line) if copies else None,
        cc=tuple(document.quote(each, copies[0].line) for each in _copied(copies[1])) if copies else (),
        imprint_office=_office(document, tail, printed),
        printed_on=_dated(document, printed[0].line, printed[0].raw.strip()) if printed else None,
    )


def _tail_start(paragraphs: tuple[Paragraph, ...]) -> int:
    for place, paragraph in enumerate(paragraphs):
        following = paragraphs[place + 1 : place + 2]
        signature = len(paragraph.raw) < 40 and any(is_date_line(each.raw) for each in following)
        if opens_with_label(paragraph.raw.strip()) or signature or is_date_line(paragraph.raw):
            return place
    return len(paragraphs)


def _first(
    pattern: re.Pattern[str], paragraphs: tuple[Paragraph, ...]
) -> tuple[Paragraph, re.Match[str]] | None:
    return next(((each, m) for each in paragraphs if (m := pattern.search(each.raw))), None)


def _line_before(tail: tuple[Paragraph, ...], dated: Paragraph | None) -> Paragraph | None:
    """The line above the date signs, unless it is a field such as the contact."""
    place = tail.index(dated) if dated else 0
    return tail[place - 1] if place and not opens_with_label(tail[place - 1].raw) else None


def _office(
    document: Document, tail: tuple[Paragraph, ...], printed: tuple[Paragraph, re.Match[str]] | None
) -> Found[str] | None:
    """The office that printed: on the same line as 印发, or alone on the line above it."""
    if printed is None:
        return None
    paragraph, match = printed
    if office := match["office"].strip():
        return document.quote(office, paragraph.line)
    above = _line_before(tail, paragraph)
    return document.quote(above.raw.strip(), above.line) if above and not is_date_line(above.raw) else None


def _numbers(match: re.Match[str]) -> list[str]:
    return [each for each in re.split(r"[，,、/；;\s]+", match["phones"]) if each]


def _copied(match: re.Match[str]) -> list[str]:
    return [each.strip() for each in re.split(r"[，,、；;]", match["units"].rstrip("。")) if each.strip()]


def _dated(document: Document, line: int, raw: str) -> Found[date] | None:
    read = read_date(raw)
    return document.found(read, line, raw) if read else None


def _session(document: Document, places: list[tuple[int, str]]) -> tuple[Found[str] | None, Session | None]:
    for line, text in places:
        if match := _SESSION.search(text):
            parts = Session(match["level"], chinese_number(match["term"]), chinese_number(match["meeting"]))
            return document.quote(match["session"], line), parts
    return None, None
