"""版记: 抄送 and 印发 at the foot of the last page (GB/T 9704-2012 7.4; 10.1 for 信函式)."""

import math
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from documents.compose import Line, compose
from documents.content import Layout, OfficialDocument
from documents.fonts import Role, widths
from documents.layout.body import one_blank
from documents.layout.measures import EM, HALF_LEADING, IMPRINT_SIZE, PITCH
from documents.paragraphs import lines_html
from documents.wording import chinese_date

# mm, as in documents/gongwen.css
COPIES_LINE, COPIES_PADDING, IMPRINT_LINE = 7.4, 0.675, 8.75
LONGEST_LABEL = 6  # characters before and with the colon: what is longer is no label
RULE_OUTSIDE, RULE_BETWEEN = 0.35, 0.25  # 7.4.1


@dataclass(frozen=True, slots=True)
class Imprint:
    """An imprint ready for the foot of the page: its HTML (empty for none) and how many lines of the grid it takes."""

    html: SafeString | str
    rows: int


def set_imprint(content: OfficialDocument) -> Imprint:
    """Return the imprint; in 信函式 only 抄送, without rules, and none when nobody gets a copy."""
    given = one_blank(content.copies)
    letter_form = content.layout is Layout.LETTER
    if letter_form and not given:
        return Imprint("", 0)
    copies, hang = copies_lines(given), copies_hang(given)
    height = imprint_height(len(copies), letter_form=letter_form)
    rows = math.ceil(height / PITCH)
    context = {
        "letter": content,
        "letter_form": letter_form,
        "copies": lines_html(copies) if copies else "",
        "copies_style": f"padding-left:{1 + hang:.3f}em;text-indent:-{hang:.3f}em",
        "imprint_style": f"padding-top:{rows * PITCH - height:.3f}mm",
        "printed_on": f"{chinese_date(content.printed_on)}印发",
    }
    return Imprint(render_to_string("documents/imprint.html", context), rows)


def imprint_height(copies: int, *, letter_form: bool) -> float:
    """Return the height in mm of an imprint with so many lines of 抄送, the half leading below it counted."""
    if letter_form:
        # The last em box, not the line box around it, stands on the foot of the type area.
        return COPIES_LINE * copies + COPIES_PADDING + HALF_LEADING - (COPIES_LINE - IMPRINT_SIZE) / 2
    copies_height = COPIES_LINE * copies + 2 * COPIES_PADDING if copies else 0.0
    return 2 * RULE_OUTSIDE + copies_height + (RULE_BETWEEN if copies else 0.0) + IMPRINT_LINE + HALF_LEADING


def copies_hang(copies: str) -> float:
    """Return the width of 抄送： in em of the imprint; later lines begin under the first name, if there is a label."""
    label = copies[: copies.find("：") + 1]
    return sum(widths(Role.FANGSONG, label)) if len(label) <= LONGEST_LABEL else 0.0


def copies_lines(copies: str) -> list[Line]:
    """Return 抄送 exactly as given, in lines one em short of both margins."""
    measure = 28 * EM / IMPRINT_SIZE - 2
    return compose(
        copies, widths(Role.FANGSONG, copies), measure=measure, indent=-copies_hang(copies), even=False
    )
