"""What follows the text in Word: 附件说明, 署名 and 成文日期, 附注, 版记, as documents.layout places them."""

from collections import defaultdict

from documents.compose import compose
from documents.content import Layout, OfficialDocument
from documents.fonts import Role, widths
from documents.layout.body import branches, one_blank
from documents.layout.imprint import COPIES_LINE, COPIES_PADDING, IMPRINT_LINE, copies_hang, copies_lines
from documents.layout.signature import note_texts, set_signature
from documents.pages import ROWS
from documents.word.head import LEFT, WIDTH
from documents.word.lines import runs_of
from documents.word.markup import EM, PITCH, Box, Look, Shape, anchored, mm, paragraph, run
from documents.wording import chinese_date

IMPRINT_SIZE = 14.0  # points, 4号
IMPRINT = Look(size=IMPRINT_SIZE, spacing=0)
IMPRINT_FOOT = 262.0  # mm: the last rule lies on the foot of 版心
OUTSIDE, BETWEEN = 1.0, 0.75  # points, of the rules 7.4.1 gives as 0.35 and 0.25 mm
RULE_LINE = 2.0  # points a rule takes with the line that bears it


def annex_note(document: OfficialDocument) -> list[str]:
    """Return 附件说明 below one blank line, its turns under the first character of the name."""
    found = []
    for place, branch in enumerate(branches(document)):
        shape = Shape(
            left=(branch.left + branch.hang) * EM,
            first=-branch.hang * EM,
            before=0 if place else PITCH,
            keep_next=True,
        )
        text = branch.label + branch.name
        runs = runs_of(
            text,
            branch.lines,
            widths(Role.FANGSONG, text),
            measure=28 - branch.left,
            indent=-branch.hang,
        )
        found.append(paragraph(*runs, shape=shape))
    return found


def signature(document: OfficialDocument) -> list[str]:
    """Return 署名 and 成文日期, line for line where the PDF has them, then 附注; the room of the seals is left blank.

    The lines are never parted from each other nor from the text, but where no page holds them all.
    """
    block = set_signature(document)
    texts: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for name in block.names:
        for step, line in enumerate(name.lines):
            texts[name.row + step].append((mm(name.centre), line))
    noted = note_texts(document)
    together, with_notes = block.rows < ROWS, block.total < ROWS
    last = (block.notes_row if noted and with_notes else block.rows) - 1
    found = []
    for row in range(last + 1):
        places = sorted(texts[row])
        shape = Shape(
            align="left",
            tabs=tuple((centre, "center") for centre, _ in places),
            keep_next=together and (row < last or bool(noted and with_notes)),
            page_break=not together and row == 0,
        )
        found.append(paragraph(run("".join(f"\t{line}" for _, line in places)), shape=shape))
    for text in noted:
        measured = widths(Role.FANGSONG, text)
        runs = runs_of(text, compose(text, measured), measured)
        found.append(paragraph(*runs, shape=Shape(first=2 * EM)))
    return found


def imprint(document: OfficialDocument, number: int) -> str:
    """Return 版记 as a box on the foot of its page (7.4; 10.1 for 信函式), empty when there is none."""
    copies = one_blank(document.copies)
    letter_form = document.layout is Layout.LETTER
    content, height = [], 0.0
    if copies:
        hang = copies_hang(copies) * IMPRINT_SIZE
        padding = 0.0 if letter_form else mm(COPIES_PADDING)
        shape = Shape(
            line=mm(COPIES_LINE),
            left=IMPRINT_SIZE + hang,
            right=IMPRINT_SIZE,
            first=-hang,
            before=padding,
            after=padding,
        )
        measured, measure = widths(Role.FANGSONG, copies), 28 * EM / IMPRINT_SIZE - 2
        lines, indent = copies_lines(copies), -copies_hang(copies)
        runs = runs_of(copies, lines, measured, measure=measure, indent=indent, look=IMPRINT, full=False)
        content.append(paragraph(*runs, shape=shape))
        height += len(lines) * mm(COPIES_LINE) + 2 * padding
    if not letter_form:
        content += [_rule("top", BETWEEN)] if copies else []
        printed = f"{one_blank(document.imprint_office)}\t{chinese_date(document.printed_on)}印发"
        inset, tab = IMPRINT_SIZE, mm(WIDTH) - IMPRINT_SIZE
        shape = Shape(line=mm(IMPRINT_LINE), align="left", left=inset, right=inset, tabs=((tab, "right"),))
        content = [_rule("top", OUTSIDE), *content, paragraph(run(printed, IMPRINT), shape=shape)]
        content.append(_rule("bottom", OUTSIDE))
        height += mm(IMPRINT_LINE) + (3 if copies else 2) * RULE_LINE
    if not content:
        return ""
    tall = height / mm(1)
    return anchored(Box(LEFT, IMPRINT_FOOT - tall, WIDTH, tall), number, content=content)


def _rule(side: str, width: float) -> str:
    """Return an all but empty line that bears a rule: a rule of the text itself would be as short as the text."""
    return paragraph(shape=Shape(line=RULE_LINE, rules=((side, width, 0, "000000"),)))
