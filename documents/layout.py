"""Lay an official document out in 文件式 (GB/T 9704-2012) and print it; all measures stand in documents/gongwen.css."""

import math
from dataclasses import dataclass

from django.template.loader import render_to_string

from documents import fonts
from documents.compose import Line, compose
from documents.content import FIELD_ROLES, OfficialDocument
from documents.fonts import Role, widths
from documents.headings import heading_of
from documents.pages import plan_pages
from documents.paragraphs import lines_html, set_paragraph
from documents.render import pdf
from documents.titles import break_title
from documents.wording import chinese_date

HEAD_ROWS = 10
EM = 156 / 28  # mm: 28 characters fill 156 mm
PITCH = (225 - EM) / 21  # mm from line to line: 22 lines fill 225 mm
HALF_LEADING = (PITCH - EM) / 2  # mm
BODY_TOP = 34.56  # mm from the paper's edge to the first line box
MARK_TOP = 72.0  # mm from the paper's edge to the ink of the 发文机关标志 (7.2.4)
MARK_SIZE, MARK_WIDTH = 42 * 25.4 / 72, 150.0  # mm: the usual size, and the room a long name is fitted to
NUMBER_TOP = 107.93 - HALF_LEADING  # mm: two lines below the mark, 4 mm above the rule
TITLE_SIZE = 22 * 25.4 / 72  # mm, 2号
IMPRINT_SIZE = 14 * 25.4 / 72  # mm, 4号
DATE_FROM_RIGHT = 4  # em, 成文日期右空四字
# mm, as in documents/gongwen.css
COPIES_LINE, COPIES_PADDING, IMPRINT_LINE = 7.4, 0.675, 8.75
RULE_OUTSIDE, RULE_BETWEEN = 0.35, 0.25  # 7.4.1


@dataclass(frozen=True)
class SetDocument:
    """A letter ready for the printer: its HTML and how many pages it must come to."""

    html: str
    pages: int


def missing_characters(content: OfficialDocument) -> list[tuple[str, str]]:
    """Return every (character, Chinese name of the field) that the letter fonts cannot print; check before issue."""
    return fonts.missing_characters(content.text_by_field(), FIELD_ROLES)


def letter_html(content: OfficialDocument) -> str:
    """Return the letter as the HTML document the PDF engine sets."""
    return lay_out(content).html


def letter_pdf(content: OfficialDocument) -> bytes:
    """Return the letter as PDF: the same content and fonts give the same bytes.

    Raises documents.render.RenderingFailed when the engine complains or the pages differ from those counted.
    """
    letter = lay_out(content)
    return pdf(letter.html, pages=letter.pages)


def preview_html(content: OfficialDocument) -> str:
    """Return the letter as a whole page for the screen (styled by css/letter_preview.css), flowing, not paginated."""
    context = {
        "letter": content,
        "mark_class": "longest"
        if len(content.letterheads[0]) > 15
        else "long"
        if len(content.letterheads[0]) > 10
        else "",
        "title_lines": _title_lines(content.title),
        "paragraphs": [_parted(paragraph) for paragraph in body_paragraphs(content)],
        "written_on": chinese_date(content.written_on),
        "printed_on": f"{chinese_date(content.printed_on)}印发",
    }
    return render_to_string("documents/preview.html", context)


def _parted(paragraph: str) -> dict[str, str | int]:
    """Return a paragraph's level, the part that is its heading, and the rest."""
    heading = heading_of(paragraph)
    return {
        "level": heading.level,
        "heading": paragraph[: heading.length],
        "rest": paragraph[heading.length :],
    }


def _title_lines(title: str) -> list[str]:
    """Return the title broken at word sense for the width of the type area."""
    return break_title(title, widths(Role.XIAOBIAOSONG, title), measure=28 * EM / TITLE_SIZE)


def lay_out(content: OfficialDocument) -> SetDocument:
    """Compose every line, count the pages and return the letter's HTML with that count."""
    title = _title_lines(content.title)
    addressee = compose(content.addressee, widths(Role.FANGSONG, content.addressee), indent=0)
    body = [set_paragraph(paragraph) for paragraph in body_paragraphs(content)]
    signed_by = _centred(content.signing[0].name)
    written_on = chinese_date(content.written_on)
    given_copies = _one_blank(content.copies)
    copies, hang = _copies_lines(given_copies), _hang(given_copies)
    imprint_rows, imprint_gap = _imprint_room(len(copies))
    rows = HEAD_ROWS + len(title) + 1 + len(addressee) + sum(lines for _, lines in body)
    plan = plan_pages(rows, 2 + len(signed_by) + 1, imprint_rows)
    context = {
        "letter": content,
        "plan": plan,
        **_head_styles(content.letterheads[0]),
        "title_lines": "\n".join(title),
        "addressee": lines_html(addressee),
        "paragraphs": [html for html, _ in body],
        "signed_by_lines": "\n".join(signed_by),
        "date": written_on,
        "sign_style": _sign_style(signed_by, written_on),
        "copies": lines_html(copies) if copies else "",
        "copies_style": f"padding-left:{1 + hang:.3f}em;text-indent:-{hang:.3f}em",
        "imprint_style": f"padding-top:{imprint_gap:.3f}mm",
        "printed_on": f"{chinese_date(content.printed_on)}印发",
    }
    return SetDocument(render_to_string("documents/document.html", context), plan.total)


def body_paragraphs(content: OfficialDocument) -> list[str]:
    """Return the paragraphs set with an indent of two: the body, then the contact with two ems between its parts."""
    paragraphs = [_one_blank(paragraph) for paragraph in content.paragraphs]
    if content.contact.strip():
        paragraphs.append("\u3000\u3000".join(content.contact.split()))
    return [paragraph for paragraph in paragraphs if paragraph]


def _one_blank(paragraph: str) -> str:
    """Return the paragraph with every run of blanks and line ends as one space, none at its ends."""
    return " ".join(paragraph.split())


def _head_styles(letterhead: str) -> dict[str, str]:
    """Return where 发文机关标志 and 发文字号 stand: the mark's ink begins 72 mm below the paper's edge."""
    ems = sum(widths(Role.XIAOBIAOSONG, letterhead)) or 1.0
    size = min(MARK_SIZE, MARK_WIDTH / ems)
    above_ink = size * _blank_above_ink(letterhead)
    from_class_mark = MARK_TOP - above_ink - BODY_TOP - PITCH
    to_number = NUMBER_TOP - (MARK_TOP - above_ink) - size
    return {
        "mark_style": f"margin-top:{from_class_mark:.3f}mm;font-size:{size:.3f}mm;line-height:{size:.3f}mm",
        "number_style": f"margin-top:{to_number:.3f}mm",
    }


def _blank_above_ink(letterhead: str) -> float:
    """Return how far below the top of a line of its own height the mark's ink begins, in em."""
    faces = fonts.chain(Role.XIAOBIAOSONG)
    if not faces:
        return 0.05
    face = fonts.metrics(faces[0])
    ascent, descent = face.content_box()
    return (1 - ascent - descent) / 2 + ascent - face.ink_top(letterhead)


def _centred(name: str) -> list[str]:
    """Return a name in as few lines of the type area as it takes."""
    return break_title(name, widths(Role.FANGSONG, name), measure=27)


def _sign_style(signed_by: list[str], written_on: str) -> str:
    """Return the box both are centred in: the date ends four ems before the margin unless the name is too long."""
    date_half = sum(widths(Role.FANGSONG, written_on)) / 2
    name_half = max(sum(widths(Role.FANGSONG, line)) for line in signed_by) / 2
    centre = max(DATE_FROM_RIGHT + date_half, name_half)
    return f"margin-left:{28 - 2 * centre:.3f}em"


def _hang(copies: str) -> float:
    """Return the width of 抄送： in em of the imprint; later lines begin under the first name."""
    return sum(widths(Role.FANGSONG, copies[: copies.find("：") + 1]))


def _copies_lines(copies: str) -> list[Line]:
    """Return 抄送 exactly as given, in lines one em short of both margins."""
    measure = 28 * EM / IMPRINT_SIZE - 2
    return compose(copies, widths(Role.FANGSONG, copies), measure=measure, indent=-_hang(copies), even=False)


def _imprint_room(copies_lines: int) -> tuple[int, float]:
    """Return how many grid lines the imprint takes, and the blank above its first rule in mm."""
    copies = COPIES_LINE * copies_lines + 2 * COPIES_PADDING + RULE_BETWEEN if copies_lines else 0.0
    height = 2 * RULE_OUTSIDE + copies + IMPRINT_LINE + HALF_LEADING
    rows = math.ceil(height / PITCH)
    return rows, rows * PITCH - height
