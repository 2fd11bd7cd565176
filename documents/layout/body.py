"""主体: title, 主送, paragraphs with their tables, 附件说明 (GB/T 9704-2012 7.3), each placed on the counted grid."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents.compose import TIGHTEST, Line, compose
from documents.content import ContactPlace, OfficialDocument, PlacedPicture
from documents.fonts import Role, widths
from documents.layout.measures import ROW, TITLE_SIZE, TYPE_AREA
from documents.pages import ROWS, Flow
from documents.paragraphs import Outline, lines_html, set_paragraph, spaced_html
from documents.tables import SetTable, is_row, set_table
from documents.titles import break_title

BRANCH_LABEL = "附件："
CLOSING_MARKS = "。；，、.;, "
SMALLEST = 1.0  # mm, a picture's side
FEWEST_LEFT = 3  # rows of a table on a page, of which the last may go along with the one after it
PICTURE_ROOM = 2.0  # mm of blank above and below a picture together, at least
TURN = ' style="break-before:page"'


def one_blank(paragraph: str) -> str:
    """Return the paragraph with every run of blanks and line ends as one space, none at its ends."""
    return " ".join(paragraph.split())


def contact_line(content: OfficialDocument) -> str:
    """Return the contact with two ems between its parts."""
    return "\u3000\u3000".join(content.contact.split())


def body_paragraphs(content: OfficialDocument) -> list[str]:
    """Return the paragraphs set with an indent of two: the body, then the contact where it stands before 署名."""
    paragraphs = cleaned(content.paragraphs)
    if content.contact.strip() and content.contact_place is ContactPlace.BEFORE_SIGNATURE:
        paragraphs.append(contact_line(content))
    return paragraphs


def cleaned(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs that are not empty in one line each; rows of a table typed as one keep their lines."""
    found = []
    for paragraph in paragraphs:
        lines = [one_blank(line) for line in paragraph.splitlines() if line.strip()]
        found += lines if all(map(is_row, lines)) else [one_blank(paragraph)]
    return [paragraph for paragraph in found if paragraph]


def parts(paragraphs: Iterable[str]) -> Iterator[str | list[str]]:
    """Yield each paragraph of text, and the rows of each table as one list."""
    for tabular, group in groupby(paragraphs, is_row):
        if tabular:
            yield list(group)
        else:
            yield from group


def title_lines(title: str) -> list[str]:
    """Return the title broken at word sense for the width of the type area, some lines a little wider than it."""
    return break_title(
        title, widths(Role.XIAOBIAOSONG, title), measure=TYPE_AREA / TITLE_SIZE, tightest=TIGHTEST
    )


def title_spacing(line: str) -> float:
    """Return the letter-spacing in em, 0 or below it, that a line of the title needs to stay in the type area."""
    spare = TYPE_AREA / TITLE_SIZE - sum(widths(Role.XIAOBIAOSONG, line))
    return min(0.0, spare / max(len(line) - 1, 1))


def set_body(
    paragraphs: Sequence[str], flow: Flow, *, sign_rows: int = 0, title_rank: int = 1
) -> list[SafeString]:
    """Return the paragraphs and tables as HTML, placed in the flow.

    title_rank: of the title over them among the headings, 1 for the paper's own.
    sign_rows: lines of the signature that follows at once; a table that ends the text keeps its last row beside it.
    """
    found: list[SafeString] = []
    pieces, outline = list(parts(paragraphs)), Outline(title_rank)
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            html, rows = set_paragraph(piece, outline)
            flow.lines(rows)
            found.append(html)
        elif table := set_table(piece):
            last = place == len(pieces) - 1
            found += _place_table(table, flow, sign_rows if last else 0)
    return found


def _place_table(table: SetTable, flow: Flow, sign_rows: int) -> list[SafeString]:
    """Return the table in as many pieces as it needs pages, its head on each."""
    stop = len(table.rows)
    if sign_rows:
        trial = replace(flow)
        _pieces(table, trial, 0, stop)
        if trial.room < sign_rows:
            before = _pieces(table, flow, 0, stop - 1) if stop > 1 else []
            flow.turn()
            return before + [_turned(html) for html in _pieces(table, flow, max(stop - 1, 0), stop)]
    return _pieces(table, flow, 0, stop)


def _pieces(table: SetTable, flow: Flow, start: int, stop: int) -> list[SafeString]:
    found = []
    if not table.rows:
        flow.block(table.grid_rows(0, 0))
        return [table.html(0, 0, ROW)]
    while start < stop:
        turned = False
        end = min(table.fitting(start, flow.room), stop)
        if end == start:
            flow.turn()
            turned = True
            end = max(min(table.fitting(start, flow.room), stop), start + 1)
        if (
            end == stop - 1 and end - start >= FEWEST_LEFT
        ):  # the last row takes another along to the next page
            end -= 1
        flow.block(table.grid_rows(start, end))
        html = table.html(start, end, ROW)
        found.append(_turned(html) if turned else html)
        start = end
    return found


def _turned(html: SafeString) -> SafeString:
    """Return the block beginning a new page, as it was counted."""
    return mark_safe(f"<div{TURN}>{html}</div>")  # noqa: S308 - made here


@dataclass(frozen=True, slots=True)
class Branch:
    """One entry of 附件说明: its label (附件： and its number, as far as there is one), name, place and lines.

    left: em where the label begins; hang: the label's em, so that later lines begin under the name's first character.
    """

    label: str
    name: str
    left: float
    hang: float
    lines: tuple[Line, ...]


def branches(content: OfficialDocument) -> list[Branch]:
    """Return the entries of 附件说明 in lines, numbered when there are several; no mark closes them (7.3.4)."""
    names = [one_blank(annex.title).rstrip(CLOSING_MARKS) for annex in content.annexes]
    found = []
    for place, name in enumerate(names):
        number = f"{place + 1}. " if len(names) > 1 else ""
        label = BRANCH_LABEL + number if place == 0 else number
        hang = sum(widths(Role.FANGSONG, label))
        left = 2 if place == 0 else 2 + sum(widths(Role.FANGSONG, BRANCH_LABEL))
        text = label + name
        lines = compose(text, widths(Role.FANGSONG, text), measure=28 - left, indent=-hang)
        found.append(Branch(label, name, left, hang, tuple(lines)))
    return found


def set_branches(content: OfficialDocument, flow: Flow) -> SafeString:
    """Return 附件说明 as HTML below a blank line, its lines counted."""
    found = []
    for place, branch in enumerate(branches(content)):
        style = f"padding-left:{branch.left + branch.hang:.3f}em;text-indent:-{branch.hang:.3f}em"
        if place == 0:
            found.append(_blank_line(flow))
        flow.lines(len(branch.lines))
        found.append(f'<p class="z" style="{style}">{lines_html(branch.lines)}</p>')
    return mark_safe("\n".join(found))  # noqa: S308 - lines are escaped


def _blank_line(flow: Flow) -> str:
    """Take a blank line as a box of its own, which stays when the next line goes along with the signature.

    At the foot of a page it turns the page instead.
    """
    if flow.room <= 1:
        flow.turn()
        return f"<div{TURN}></div>"
    flow.lines(1)
    return f'<div style="height:{ROW}mm"></div>'


def set_title(title: str, flow: Flow, *, level: int = 1) -> SafeString:
    """Return a title, the blank line below it counted."""
    lines = title_lines(title) if title else []
    flow.lines(len(lines) + 1)
    inner = "\n".join(spaced_html(escape(line), title_spacing(line), mixed=True) for line in lines)
    return mark_safe(f'<h{level} class="title">{inner}</h{level}>')  # noqa: S308 - escaped


def set_annexes(content: OfficialDocument, flow: Flow) -> list[SafeString]:
    """Return each annex on a new page: 附件1 on line 1, its title on line 3, text, tables, pictures (7.3.8)."""
    found = []
    for place, annex in enumerate(content.annexes, start=1):
        number = str(place) if len(content.annexes) > 1 else ""
        flow.turn()
        flow.lines(2)
        label = f'<p class="z annex-label"><span class="t">附件{number}</span></p>'
        html = [label, set_title(one_blank(annex.title), flow, level=2)]
        html += set_body(cleaned(annex.paragraphs), flow, title_rank=2)
        html += [_picture(picture, annex.title, flow) for picture in annex.pictures]
        found.append(mark_safe('<div class="annex">' + "".join(html) + "</div>"))  # noqa: S308 - escaped parts
    return found


@dataclass(frozen=True, slots=True)
class PictureBox:
    """How a picture stands: width and height in mm, the lines of the grid above its caption, the caption's lines."""

    width: float
    height: float
    rows: int
    caption: str
    caption_lines: tuple[Line, ...]


def picture_box(picture: PlacedPicture) -> PictureBox:
    """Return a picture's box, made smaller where the type area does not hold it with its caption."""
    caption = one_blank(picture.caption)
    lines = compose(caption, widths(Role.FANGSONG, caption), indent=0, even=False)
    tallest = (ROWS - len(lines)) * ROW - PICTURE_ROOM
    width, height = max(picture.width_mm, SMALLEST), max(picture.height_mm, SMALLEST)
    scale = min(1.0, TYPE_AREA / width, tallest / height)
    rows = math.ceil((height * scale + PICTURE_ROOM) / ROW - 1e-6)
    return PictureBox(width * scale, height * scale, rows, caption, tuple(lines))


def _picture(picture: PlacedPicture, title: str, flow: Flow) -> SafeString:
    """Return a picture centred over its caption."""
    box = picture_box(picture)
    lines = len(box.caption_lines)
    above = (box.rows * ROW - box.height) / 2
    flow.block(box.rows + lines)
    image = (
        f'<img src="picture:{escape(picture.sha256)}" alt="{escape(box.caption or title)}" '
        f'style="width:{box.width:.3f}mm;height:{box.height:.3f}mm;margin:0 auto">'
    )
    below = f'<p class="z">{lines_html(box.caption_lines)}</p>' if lines else ""
    whole = f'<div class="picture" style="height:{(box.rows + lines) * ROW:.3f}mm">'
    room = f"padding-top:{above:.3f}mm;height:{box.rows * ROW - above:.3f}mm"  # no margin: it would move the whole box
    return mark_safe(f'{whole}<div style="{room}">{image}</div>{below}</div>')  # noqa: S308 - escaped
