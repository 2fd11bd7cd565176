"""Lay an official document out in 文件式 or 信函式 (GB/T 9704-2012).

One part of the paper a module; the measures that are drawn stand in documents/gongwen.css. Every line is counted
before the engine sees it: the pages are known, and documents.render refuses a paper that comes out otherwise.
"""

from dataclasses import dataclass, field, replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from documents import fonts
from documents.compose import compose
from documents.content import Layout, OfficialDocument
from documents.fonts import Role, widths
from documents.layout.body import body_paragraphs, one_blank, set_annexes, set_body, set_branches, set_title
from documents.layout.head import set_head
from documents.layout.imprint import set_imprint
from documents.layout.refusals import refusals
from documents.layout.screen import preview_html, screen_annexes, screen_pieces, screen_words
from documents.layout.signature import PlacedSeal, set_signature
from documents.pages import ROWS, Flow, PagePlan
from documents.paragraphs import lines_html

__all__ = (
    "SetDocument",
    "body_paragraphs",
    "lay_out",
    "missing_characters",
    "preview_html",
    "refusals",
    "screen_annexes",
    "screen_pieces",
    "screen_words",
    "seal_of_signature",
)


@dataclass(frozen=True)
class SetDocument:
    """A letter ready for the printer.

    html: the whole document; pages: how many it must come to; plan: how the imprint gets to its page.
    pictures: bytes by SHA-256 of what was drawn here (the QR code), to be handed to documents.render with those the
    content names.
    """

    html: str
    pages: int
    plan: PagePlan
    pictures: dict[str, bytes] = field(default_factory=dict)


def missing_characters(content: OfficialDocument) -> list[tuple[str, str]]:
    """Return every (character, Chinese name of the field) that the letter fonts cannot print; check before issue."""
    return list(
        dict.fromkeys(
            (character, name)
            for name, role, text in content.printed_texts()
            for character, _ in fonts.missing_characters({name: text}, {name: role})
        )
    )


def _in_one_line(content: OfficialDocument) -> OfficialDocument:
    """Return the paper without line ends in names, title and marks: they are broken here, as is 主送."""

    def joined(text: str) -> str:
        return " ".join(text.splitlines())

    single = (
        "copy_number",
        "secrecy",
        "urgency",
        "number",
        "class_mark",
        "title",
        "addressee",
        "imprint_office",
    )
    return replace(
        content,
        **{name: joined(getattr(content, name)) for name in single},
        letterheads=tuple(map(joined, content.letterheads)),
        signers=tuple(map(joined, content.signers)),
        signing=tuple(replace(body, name=joined(body.name)) for body in content.signing),
    )


def seal_of_signature(content: OfficialDocument) -> PlacedSeal | None:
    """Return the seal that the digital signature shows, its box in mm of the signature block; None for none."""
    seals = set_signature(_in_one_line(content)).seals
    return next((seal for seal in seals if seal.by_signature), None)


def lay_out(content: OfficialDocument) -> SetDocument:
    """Compose every line, count the pages and return the letter's HTML with that count."""
    content = _in_one_line(content)
    letter_form = content.layout is Layout.LETTER
    flow = Flow(first_rows=ROWS + 1 if letter_form else ROWS)
    head = set_head(content)
    flow.lines(head.rows)
    title = set_title(content.title, flow)
    addressee = compose(content.addressee, widths(Role.FANGSONG, content.addressee), indent=0)
    flow.lines(len(addressee))
    signature = set_signature(content)
    paragraphs = set_body(body_paragraphs(content), flow, sign_rows=0 if content.annexes else signature.total)
    branches: SafeString | str = set_branches(content, flow) if content.annexes else ""
    signed = signature.place(content, flow)
    annexes = set_annexes(content, flow)
    imprint = set_imprint(content)
    plan = flow.finish(imprint.rows, one_sided=letter_form)
    context = {
        "letter": content,
        "author": "、".join(one_blank(body.name) for body in content.signing),
        "letter_form": letter_form,
        "plan": plan,
        "head": head.html,
        "title": title,
        "addressee": lines_html(addressee),
        "paragraphs": paragraphs,
        "branches": branches,
        "signature": signed,
        "annexes": annexes,
        "imprint": imprint.html,
    }
    return SetDocument(
        render_to_string("documents/document.html", context), plan.total, plan, signature.pictures
    )
