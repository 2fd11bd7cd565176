"""The page data of a published paper and the notice that issues a plan (现将……印发给你们)."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from seeds.parsers.dates import is_date_line, read_date, read_moment
from seeds.parsers.found import Found
from seeds.parsers.labels import Field, read_fields
from seeds.parsers.text import Document

_OPENNESS = re.compile(r"[(（](?P<openness>此件[^()（）]*)[)）]")


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice and the data of its page. `metadata` are the page's fields in order, repeats included.

    `end` is the last line of the notice; `lines` its text between title and signature.
    """

    metadata: tuple[Field, ...]
    index_number: Found[str] | None
    subject_class: Found[str] | None
    number: Found[str] | None
    publisher: Found[str] | None
    written_on: Found[date] | None
    title: Found[str] | None
    published_at: Found[datetime] | None
    source: Found[str] | None
    addressee: Found[str] | None
    lines: tuple[tuple[int, str], ...]
    signed_by: Found[str] | None
    signed_on: Found[date] | None
    openness: Found[str] | None
    end: int

    @property
    def metadata_lines(self) -> tuple[int, ...]:
        """The lines of the block of page data, from the first field to the last."""
        return tuple(range(self.metadata[0].line, self.metadata[-1].line + 1)) if self.metadata else ()


def read_notice(document: Document) -> Notice:
    """Read the notice from the top of a document down to its signature and the note on openness."""
    blocks = _blocks(document)
    metadata = _metadata(blocks[0])
    title_block = blocks[1] if metadata else blocks[0]
    rest = [line for block in blocks[2 if metadata else 1 :] for line in block]
    info = next(((n, text) for n, text in rest if read_fields(n, text)), None)
    signed = next(i for i, (_, text) in enumerate(rest) if is_date_line(text))
    greeting = next(((n, text) for n, text in rest[:signed] if _greets(n, text)), None)
    openness = next(((n, m) for n, text in rest if (m := _OPENNESS.fullmatch(text.strip()))), None)
    fields = {field.label: field for field in reversed(metadata)}
    page = {field.label: field for field in read_fields(*info)} if info else {}
    written = fields.get("成文日期")
    title = "".join(text for _, text in title_block)
    return Notice(
        metadata=metadata,
        index_number=_value(document, fields.get("索引号")),
        subject_class=_value(document, fields.get("主题分类")),
        number=_value(document, fields.get("文号") or fields.get("发文字号")),
        publisher=_value(document, fields.get("发布机构")),
        written_on=_date(document, written),
        title=document.quote(title, tuple(n for n, _ in title_block)),
        published_at=_moment(document, page.get("发布日期")),
        source=_value(document, page.get("来源")),
        addressee=document.quote(greeting[1].strip()[:-1], greeting[0]) if greeting else None,
        lines=tuple((n, text) for n, text in rest[: signed - 1] if (n, text) not in (info, greeting)),
        signed_by=document.quote(rest[signed - 1][1].strip(), rest[signed - 1][0]),
        signed_on=_signed(document, *rest[signed]),
        openness=document.quote(openness[1]["openness"], openness[0]) if openness else None,
        end=max(rest[signed][0], openness[0] if openness else 0),
    )


def _blocks(document: Document) -> list[list[tuple[int, str]]]:
    """Runs of lines between blank lines."""
    blocks: list[list[tuple[int, str]]] = []
    last = -1
    for number, text in document.nonblank:
        if number != last + 1:
            blocks.append([])
        blocks[-1].append((number, text))
        last = number
    return blocks


def _metadata(block: list[tuple[int, str]]) -> tuple[Field, ...]:
    """Fields of a block that begins with one; one without a value takes the next line without a label."""
    fields: list[Field] = []
    for number, text in block:
        read = read_fields(number, text)
        fields += read
        if not read and fields and not fields[-1].value:
            empty = fields[-1]
            fields[-1] = Field(empty.label, text.strip(), text, number, empty.written_label)
    return tuple(fields)


def _greets(number: int, text: str) -> bool:
    return text.rstrip().endswith((":", "：")) and not read_fields(number, text)


def _value(document: Document, field: Field | None) -> Found[str] | None:
    return document.quote(field.value, field.line) if field and field.value else None


def _date(document: Document, field: Field | None) -> Found[date] | None:
    read = read_date(field.value) if field else None
    return document.found(read, field.line, field.raw) if field and read else None


def _signed(document: Document, number: int, text: str) -> Found[date] | None:
    read = read_date(text)
    return document.found(read, number, text.strip()) if read else None


def _moment(document: Document, field: Field | None) -> Found[datetime] | None:
    read = read_moment(field.value) if field else None
    return document.found(read, field.line, field.raw) if field and read else None
