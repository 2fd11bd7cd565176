"""What follows the text in Word: 附件说明, 署名, 附注, 版记, and on which page they come to stand."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from documents.content import ContactPlace, Layout, OfficialDocument
from documents.fonts import Role, widths
from documents.titles import break_title
from documents.word.head import LEFT, WIDTH
from documents.word.markup import EM, PITCH, Box, Look, Shape, anchored, mm, paragraph, run, table
from documents.wording import chinese_date

ROWS = 22
DATE_FROM_RIGHT = 4  # em, 成文日期右空四字
NAMES_A_ROW = 3  # seals of 42 mm side by side
SEAL_ROWS = 2  # blank lines above a name, for its seal
IMPRINT_SIZE, IMPRINT_LINE, COPIES_LINE = 14.0, mm(8.75), mm(7.4)
IMPRINT = Look(size=IMPRINT_SIZE, spacing=0)
IMPRINT_FOOT = 262.0  # mm: the last rule lies on the foot of 版心
OUTSIDE, BETWEEN = 1.0, 0.75  # points, of the rules 7.4.1 gives as 0.35 and 0.25 mm
RULE_LINE = 2.0  # points a rule takes with the line that bears it


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text has come to: its page, and the lines used on it."""

    page: int
    used: int


def after(rows: int, together: int) -> Place:
    """Return where a paper of so many lines ends whose last `together` lines share a page with the line before."""
    full, used = divmod(rows - 1, ROWS)
    page, used = full + 1, used + 1
    if used + together <= ROWS:
        return Place(page, used + together)
    return Place(page + 1, min(ROWS, 1 + together))


def annex_note(document: OfficialDocument) -> tuple[list[str], int]:
    """Return 附件说明 below one blank line, its turns under the first character of the name, and its lines."""
    if not document.annexes:
        return [], 0
    titles = [" ".join(annex.title.split()) for annex in document.annexes]
    lines, rows = [paragraph()], 1
    for place, title in enumerate(titles, 1):
        number = f"{place}. " if len(titles) > 1 else ""
        opening = ("附件：" if place == 1 else "") + number
        from_left = (2.0 if place == 1 else 5.0) + sum(widths(Role.FANGSONG, opening))
        start = from_left - (2.0 if place == 1 else 5.0)
        lines.append(paragraph(run(opening + title), shape=Shape(left=from_left * EM, first=-start * EM)))
        rows += math.ceil(sum(widths(Role.FANGSONG, title)) / (28 - from_left))
    return lines, rows


def signature(document: OfficialDocument) -> tuple[list[str], int]:
    """Return 署名 and 成文日期 below room for the seals, never parted from each other, and their lines."""
    day = chinese_date(document.written_on)
    names = [" ".join(body.name.split()) for body in document.signing]
    if len(names) == 1:
        return _one_name(names[0], day)
    return _several_names(names, day)


def _one_name(name: str, day: str) -> tuple[list[str], int]:
    lines = break_title(name, widths(Role.FANGSONG, name), measure=27)
    half = max(sum(widths(Role.FANGSONG, line)) for line in lines) / 2
    centre = max(DATE_FROM_RIGHT + sum(widths(Role.FANGSONG, day)) / 2, half)
    left = max(0.0, mm(WIDTH) - 2 * centre * EM)
    shape = Shape(left=left, align="center", keep_next=True)
    blanks = [paragraph(shape=Shape(keep_next=True))] * SEAL_ROWS
    named = paragraph(run("\n".join(lines)), shape=shape)
    return [*blanks, named, paragraph(run(day), shape=Shape(left=left, align="center"))], SEAL_ROWS + len(
        lines
    ) + 1


def _several_names(names: Sequence[str], day: str) -> tuple[list[str], int]:
    """Return the names in rows of at most three, in order, each below room for its seal; the date under the last."""
    column = mm(WIDTH) / NAMES_A_ROW
    lines, rows = [], 1
    for start in range(0, len(names), NAMES_A_ROW):
        row = names[start : start + NAMES_A_ROW]
        lines += [paragraph(shape=Shape(keep_next=True))] * SEAL_ROWS
        shape = Shape(align="center", keep_next=True)
        lines.append(
            table([[paragraph(run(name), shape=shape) for name in row]], [column] * len(row), ruled=False)
        )
        longest = max(sum(widths(Role.FANGSONG, name)) for name in row) * EM
        rows += SEAL_ROWS + max(1, math.ceil(longest / (column - 6)))
    return [*lines, paragraph(run(day), shape=Shape(align="right", right=DATE_FROM_RIGHT * EM))], rows


def notes(document: OfficialDocument) -> list[str]:
    """Return the texts of 附注, in brackets (7.3.6)."""
    given = [" ".join(note.split()) for note in document.notes]
    if document.contact_place is ContactPlace.NOTE and document.contact.strip():
        given.append("　　".join(document.contact.split()))
    return [
        note if note.startswith("（") and note.endswith("）") else f"（{note}）" for note in given if note
    ]


def imprint(document: OfficialDocument, number: int) -> tuple[str, int]:
    """Return 版记 as a box on the foot of its page, and the lines of the grid it takes; empty when there is none."""
    copies = " ".join(document.copies.split())
    content, height = [], 0.0
    if copies:
        hang = sum(widths(Role.FANGSONG, copies[: copies.find("：") + 1])) * IMPRINT_SIZE
        room = mm(WIDTH) - 2 * IMPRINT_SIZE - hang
        lines = math.ceil((sum(widths(Role.FANGSONG, copies)) * IMPRINT_SIZE - hang) / room)
        shape = Shape(line=COPIES_LINE, left=IMPRINT_SIZE + hang, right=IMPRINT_SIZE, first=-hang)
        content.append(paragraph(run(copies, IMPRINT), shape=shape))
        height += lines * COPIES_LINE
    if document.layout is Layout.FILE:
        content += [_rule("top", BETWEEN)] if copies else []
        printed = f"{document.imprint_office}\t{chinese_date(document.printed_on)}印发"
        inset, tab = IMPRINT_SIZE, mm(WIDTH) - IMPRINT_SIZE
        shape = Shape(line=IMPRINT_LINE, align="left", left=inset, right=inset, right_tab=tab)
        content = [_rule("top", OUTSIDE), *content, paragraph(run(printed, IMPRINT), shape=shape)]
        content.append(_rule("bottom", OUTSIDE))
        height += IMPRINT_LINE + 3 * RULE_LINE
    if not content:
        return "", 0
    tall = height / mm(1)
    box = anchored(Box(LEFT, IMPRINT_FOOT - tall, WIDTH, tall), number, content=content)
    return box, math.ceil((height + mm(2.44)) / PITCH)


def _rule(side: str, width: float) -> str:
    """Return an all but empty line that bears a rule: a rule of the text itself would be as short as the text."""
    return paragraph(shape=Shape(line=1, rules=((side, width, 0, "000000"),)))
