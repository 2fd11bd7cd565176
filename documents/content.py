"""What an official document says: plain values, frozen, kept as JSON beside the printed file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from documents.fonts import Role
from documents.headings import heading_of

TEMPLATE_VERSION = 6  # raised when the same values would print differently
FORMAT = 3  # raised when the fields change; from_json reads every earlier one
DATE_FIELDS = ("written_on", "printed_on")


class Layout(StrEnum):
    """The two formats of an outgoing paper (GB/T 9704-2012 7 and 10.1)."""

    FILE = "file"  # 文件式: red head with 文件, 版记 with 印发
    LETTER = "letter"  # 信函式: name alone, two red double lines


class PdfKind(StrEnum):
    """What a frozen file claims to be; the values are those the engine knows."""

    ARCHIVE = "pdf/a-3a"  # for the archive, with the snapshot attached
    ACCESSIBLE = "pdf/ua-1"  # for screen readers, nothing attached


class ContactPlace(StrEnum):
    """Where the contact line stands: as the last paragraph (seed 003), or as 附注 below the date (GB/T 9704 7.3.6)."""

    BEFORE_SIGNATURE = "before"
    NOTE = "note"


LAYOUT_NAMES = MappingProxyType({Layout.FILE: "文件式", Layout.LETTER: "信函式"})
PDF_KIND_NAMES = MappingProxyType(
    {PdfKind.ARCHIVE: "PDF/A-3（附内容数据，便于归档）", PdfKind.ACCESSIBLE: "PDF/UA（便于读屏）"}
)
CONTACT_PLACE_NAMES = MappingProxyType(
    {ContactPlace.BEFORE_SIGNATURE: "署名之前", ContactPlace.NOTE: "成文日期之下（附注）"}
)

# The texts that are printed, under the names the print office knows them by.
PRINTED_FIELDS = MappingProxyType(
    {
        "letterheads": "发文机关标志",
        "copy_number": "份号",
        "secrecy": "密级",
        "urgency": "紧急程度",
        "number": "发文字号",
        "signers": "签发人",
        "class_mark": "类别",
        "title": "标题",
        "addressee": "主送",
        "paragraphs": "正文",
        "contact": "联系方式",
        "signing": "署名",
        "notes": "附注",
        "copies": "抄送",
        "imprint_office": "印发机关",
        "annexes": "附件",
    }
)
FIELD_ROLES = MappingProxyType(
    {
        "发文机关标志": Role.XIAOBIAOSONG,
        "标题": Role.XIAOBIAOSONG,
        "类别": Role.HEITI,
        "密级": Role.HEITI,
        "紧急程度": Role.HEITI,
        "签发人": Role.KAITI,
    }
)
HEADING_ROLES = MappingProxyType({1: Role.HEITI, 2: Role.KAITI})  # by level; the others are set as the text


class UnreadableContent(ValueError):
    """A stored document is of a later format or lacks a field."""


@dataclass(frozen=True, kw_only=True)
class SigningBody:
    """署名: one signing body's full name, and its seal as a print aid.

    seal: sha256 of the seal's picture, empty for none; seal_mm: its diameter on paper.
    seal_by_signature: its room is left blank, and the digital signature shows it there (the first body alone).
    """

    name: str
    seal: str = ""
    seal_mm: float = 42.0
    seal_by_signature: bool = False


@dataclass(frozen=True, kw_only=True)
class PlacedPicture:
    """A picture of an annex: the sha256 of its file, its size on paper in mm, its caption (may be empty)."""

    sha256: str
    width_mm: float
    height_mm: float
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Annex:
    """附件: title, paragraphs as in the body (a line “| … | … |” is a row of a table), then its pictures."""

    title: str
    paragraphs: tuple[str, ...] = ()
    pictures: tuple[PlacedPicture, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "paragraphs", tuple(self.paragraphs))
        object.__setattr__(self, "pictures", tuple(self.pictures))


@dataclass(frozen=True, kw_only=True)
class OfficialDocument:
    """公文: one paper, every word as it is to be printed; layout and fonts are not its business.

    letterheads: 发文机关标志, one line each; several names for a joint paper, the lead first, without 文件.
    copy_number, secrecy, urgency, signers (签发人), class_mark, contact, notes (附注, printed in brackets), copies,
    imprint_office, addressee: may be empty; number: empty only in a draft or where unnumbered.
    paragraphs: opening, body and closing, one paragraph each; neighbouring lines “| … | … |” are the rows of a table.
    signing: the signing bodies in order; unsealed: no seal is put on the paper, so no room is left for any (GB/T 9704
    7.3.5.2); annexes make the 附件说明.
    watermark: printed across each page (草稿), empty on an issued paper.
    verify_address: what the QR code of the signature block says, empty for none; its last part is printed below it.
    unnumbered: whether an issued paper may be without a number (its unit has no series for such papers).
    """

    layout: Layout = Layout.FILE
    pdf_kind: PdfKind = PdfKind.ARCHIVE
    letterheads: tuple[str, ...]
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    number: str
    signers: tuple[str, ...] = ()
    class_mark: str = ""
    title: str
    addressee: str = ""
    paragraphs: tuple[str, ...]
    contact: str = ""
    contact_place: ContactPlace = ContactPlace.BEFORE_SIGNATURE
    signing: tuple[SigningBody, ...]
    unsealed: bool = False
    written_on: date
    notes: tuple[str, ...] = ()
    copies: str = ""
    imprint_office: str = ""
    printed_on: date
    annexes: tuple[Annex, ...] = ()
    watermark: str = ""
    verify_address: str = ""
    unnumbered: bool = False

    def __post_init__(self) -> None:
        if not (self.number or self.watermark or self.unnumbered):
            raise ValueError("A paper without a number is a draft, or of a kind its unit does not number.")
        for name in ("letterheads", "signers", "paragraphs", "signing", "notes", "annexes"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for name, kind in (("layout", Layout), ("pdf_kind", PdfKind), ("contact_place", ContactPlace)):
            object.__setattr__(self, name, kind(getattr(self, name)))

    def text_by_field(self) -> dict[str, str]:
        """Return every printed text under the name of its field in Chinese, to check it against the fonts.

        信函式 prints no 印发机关 and of several letterheads the first alone (GB/T 9704 10.1).
        """
        values = {field: getattr(self, field) for field in PRINTED_FIELDS}
        if self.layout is Layout.LETTER:
            values |= {"letterheads": self.letterheads[:1], "imprint_office": ""}
        texts = {PRINTED_FIELDS[field]: _as_text(value) for field, value in values.items()}
        return {name: text for name, text in texts.items() if text}

    def printed_texts(self) -> list[tuple[str, Role, str]]:
        """Return every printed text with its field's Chinese name and the face it is set in, in reading order.

        A heading's face is that of its level, an annex's title that of titles; each is also set in 仿宋 (附件说明).
        """
        found = []
        for name, text in self.text_by_field().items():
            found.append((name, FIELD_ROLES.get(name, Role.FANGSONG), text))
            if name == PRINTED_FIELDS["paragraphs"]:
                found += _heading_texts(name, self.paragraphs)
            elif name == PRINTED_FIELDS["annexes"]:
                for annex in self.annexes:
                    found.append((name, Role.XIAOBIAOSONG, annex.title))
                    found += _heading_texts(name, annex.paragraphs)
        return found

    def picture_names(self) -> tuple[str, ...]:
        """Return the sha256 of every picture and seal the paper shows, each once, in reading order."""
        seals = [body.seal for body in self.signing if body.seal]
        return tuple(dict.fromkeys([*seals, *(p.sha256 for annex in self.annexes for p in annex.pictures)]))

    def to_json(self) -> str:
        """Return the canonical JSON: sorted keys, no spaces, dates as 2023-06-29, with format and template version."""
        values = asdict(self)
        for name in DATE_FIELDS:
            values[name] = values[name].isoformat()
        values |= {"format": FORMAT, "template_version": TEMPLATE_VERSION}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def to_values(self) -> dict:
        """Return the canonical JSON as the plain values a JSON column keeps."""
        return json.loads(self.to_json())

    @classmethod
    def from_json(cls, text: str) -> "OfficialDocument":
        """Return the paper kept in that JSON; raise UnreadableContent when no format known here fits it."""
        try:
            values = json.loads(text)
            stored = values.pop("format")
            if stored not in READERS:
                raise UnreadableContent("The stored paper is of another format.")
            values.pop("template_version")
            values = READERS[stored](values)
            for name in DATE_FIELDS:
                values[name] = date.fromisoformat(values[name])
            values["signing"] = [SigningBody(**body) for body in values["signing"]]
            values["annexes"] = [_annex(annex) for annex in values["annexes"]]
            if unknown := set(values) - {field.name for field in fields(cls)}:
                raise UnreadableContent(f"The stored paper has unknown fields: {sorted(unknown)}")
            return cls(**values)
        except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as wrong:
            raise UnreadableContent(f"The stored paper cannot be read: {wrong}") from wrong


def _heading_texts(name: str, paragraphs: Sequence[str]) -> list[tuple[str, Role, str]]:
    """Return what is set in 黑体 and 楷体: the headings of the first two levels, and heads of tables."""
    found = []
    for paragraph in paragraphs:
        heading = heading_of(paragraph.strip())
        if heading.level in HEADING_ROLES:
            found.append((name, HEADING_ROLES[heading.level], paragraph.strip()[: heading.length]))
        elif paragraph.lstrip().startswith("|"):
            found.append((name, Role.HEITI, paragraph))
    return found


def _as_text(value: object) -> str:
    """Return a field's printed words, one line for each of its parts."""
    if isinstance(value, tuple):
        return "\n".join(filter(None, (_as_text(part) for part in value)))
    if isinstance(value, SigningBody):
        return value.name
    if isinstance(value, Annex):
        captions = (picture.caption for picture in value.pictures)
        return "\n".join(filter(None, (value.title, *value.paragraphs, *captions)))
    return str(value)


def _annex(values: Mapping) -> Annex:
    pictures = [PlacedPicture(**picture) for picture in values["pictures"]]
    return Annex(title=values["title"], paragraphs=values["paragraphs"], pictures=pictures)


def _from_format_1(values: dict) -> dict:
    """Return the values of a letter frozen before there were layouts, annexes and joint papers, as format 2."""
    letterhead, signed_by, draft = (values.pop(name) for name in ("letterhead", "signed_by", "draft"))
    return values | {
        "letterheads": [letterhead],
        "signing": [{"name": signed_by}],
        "annexes": [],
        "watermark": "草稿" if draft else "",
        "pdf_kind": PdfKind.ACCESSIBLE,
    }


# Format 3 has only fields more than format 2, each with what it was before.
READERS = MappingProxyType({1: _from_format_1, 2: lambda values: values, 3: lambda values: values})
