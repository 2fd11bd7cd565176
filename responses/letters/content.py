"""What a reply letter says: plain values, frozen, kept as JSON beside the printed file."""

import json
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType

from documents.fonts import Role

TEMPLATE_VERSION = 1  # raised when the same values would print differently
FORMAT = 1  # raised when the fields change
DATE_FIELDS = ("written_on", "printed_on")

# The fields that are printed, under the names the print office knows them by.
PRINTED_FIELDS = MappingProxyType(
    {
        "letterhead": "发文机关标志",
        "number": "发文字号",
        "class_mark": "类别",
        "title": "标题",
        "addressee": "主送",
        "paragraphs": "正文",
        "contact": "联系方式",
        "signed_by": "署名",
        "copies": "抄送",
        "imprint_office": "印发机关",
    }
)
FIELD_ROLES = MappingProxyType(
    {"发文机关标志": Role.XIAOBIAOSONG, "标题": Role.XIAOBIAOSONG, "类别": Role.HEITI}
)


class UnreadableContent(ValueError):
    """A stored letter is of a later format or lacks a field."""


@dataclass(frozen=True, kw_only=True)
class LetterContent:
    """One reply letter, every word as it is to be printed; layout and fonts are not its business.

    paragraphs: opening, body and closing, one paragraph each; contact, copies, class_mark: may be empty; number: empty
    only in a draft; draft: print the watermark 草稿.
    """

    letterhead: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    contact: str = ""
    signed_by: str
    written_on: date
    copies: str = ""
    imprint_office: str
    printed_on: date
    class_mark: str = ""
    draft: bool = False

    def __post_init__(self) -> None:
        if not self.number and not self.draft:
            raise ValueError("A letter without a number can only be a draft.")
        object.__setattr__(self, "paragraphs", tuple(self.paragraphs))

    def text_by_field(self) -> dict[str, str]:
        """Return every printed text under the name of its field in Chinese, to check it against the fonts."""
        texts = {name: getattr(self, field) for field, name in PRINTED_FIELDS.items()}
        texts["正文"] = "\n".join(self.paragraphs)
        return texts

    def to_json(self) -> str:
        """Return the canonical JSON: sorted keys, no spaces, dates as 2023-06-29, with format and template version."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values["paragraphs"] = list(self.paragraphs)
        for name in DATE_FIELDS:
            values[name] = values[name].isoformat()
        values |= {"format": FORMAT, "template_version": TEMPLATE_VERSION}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "LetterContent":
        """Return the letter kept in that JSON; raise UnreadableContent when it is not of this format."""
        try:
            values = json.loads(text)
            if values.pop("format") != FORMAT:
                raise UnreadableContent("The stored letter is of another format.")
            values.pop("template_version")
            for name in DATE_FIELDS:
                values[name] = date.fromisoformat(values[name])
            return cls(**values)
        except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as wrong:
            raise UnreadableContent(f"The stored letter cannot be read: {wrong}") from wrong
