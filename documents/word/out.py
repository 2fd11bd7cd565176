"""Write an official document as .docx: the same paper as the PDF, page for page near it, for Word and WPS.

Measures follow GB/T 9704-2012 as in templates/documents/gongwen.css; lines are broken by the office program itself.
Faces carry their official names. No seal is put in: a file that anybody can change bears none.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import count, groupby

from documents.compose import compose
from documents.content import Annex, ContactPlace, Layout, OfficialDocument, PlacedPicture
from documents.fonts import Role, widths
from documents.headings import heading_of
from documents.pictures import PictureLost
from documents.tables import is_row, parse, set_table
from documents.titles import break_title
from documents.word import tail
from documents.word.head import LEFT, TOP, head
from documents.word.lines import runs_of, text_runs
from documents.word.markup import (
    EM,
    PITCH,
    Box,
    Look,
    Shape,
    anchored,
    inline_picture,
    mm,
    page_number,
    paragraph,
    run,
    table,
)
from documents.word.package import LEVEL_LOOKS, TITLE_LOOK, Package, section

RIGHT, BOTTOM = 26.0, 32.4  # mm
FOOTER_FOOT = 20.0  # mm from the paper's foot to the last line of the footer
NUMBER_LOOK = Look(role=Role.SONGTI, size=14, spacing=0)
NUMBER_LINE, NUMBER_INSET = 14.0, 14.0  # points; 7.5: one character from the edge
NUMBER_RISE = mm(5.2)  # from the foot of the footer to the line of the number: its dash is 7 mm below 版心
HALF = PITCH / 2  # points: the line of a table
CELL_LOOK, HEAD_LOOK = Look(spacing=0), Look(role=Role.HEITI, spacing=0)
WATERMARK_BOX = Box(28.0, 110.0, 156.0, 70.0, turned=-35)
WATERMARK_LOOK = Look(role=Role.HEITI, size=120, spacing=0, color="E8E8E8")
INDENTED = Shape(first=2 * EM)
CAPTION = Shape(align="center")


def docx(document: OfficialDocument, pictures: Mapping[str, bytes]) -> bytes:
    """Return the paper as a .docx file; the same values, pictures and fonts give the same bytes.

    pictures: the bytes of the annexes' pictures by sha256 (documents.pictures.bytes_of).
    Raises documents.pictures.PictureLost when one of them is missing.
    """
    return _Writer(document, pictures).written()


class _Writer:
    """Collects the body of one paper and counts the lines it takes."""

    def __init__(self, document: OfficialDocument, pictures: Mapping[str, bytes]) -> None:
        self.document = document
        self.pictures = pictures
        self.package = Package()
        self.numbers = count(10)  # ids of shapes; the head has the first ones
        self.body: list[str] = []

    def written(self) -> bytes:
        document = self.document
        place = self._letter()
        for number, annex in enumerate(document.annexes, 1):
            place = self._annex(annex, number, place)
        last = self._imprint(place)
        return self.package.written(
            self.body,
            last,
            title=document.title,
            author=document.signing[0].name,
            day=document.written_on,
        )

    def _letter(self) -> tail.Place:
        """Add everything up to 附注 and return where it ends."""
        opening, rows = head(self.document)
        self.body += opening
        rows += self._title(self.document.title)
        self.body.append(paragraph())
        addressee = " ".join(self.document.addressee.split())
        if addressee:
            lines = compose(addressee, widths(Role.FANGSONG, addressee), indent=0)
            self.body.append(paragraph(*runs_of(addressee, lines)))
            rows += len(lines)
        rows += 1 + self._blocks(body_texts(self.document))
        note, note_rows = tail.annex_note(self.document)
        signature, sign_rows = tail.signature(self.document)
        self.body += [*note, *signature]
        notes = tail.notes(self.document)
        self.body += [paragraph(run(note), shape=INDENTED) for note in notes]
        first_page_more = self.document.layout is Layout.LETTER  # its first page has 23 lines
        return tail.after(rows + note_rows - first_page_more, sign_rows + len(notes))

    def _title(self, title: str) -> int:
        lines = break_title(title, widths(Role.XIAOBIAOSONG, title), measure=28 * EM / TITLE_LOOK.size)
        self.body.append(
            paragraph(run("\n".join(lines), TITLE_LOOK), shape=Shape(style="Title", align="center"))
        )
        return len(lines)

    def _blocks(self, texts: Sequence[str]) -> int:
        """Add paragraphs and tables and return how many lines of the grid they take."""
        rows = 0
        for in_table, block in groupby(texts, key=is_row):
            lines = list(block)
            if in_table:
                rows += self._table(lines)
            else:
                rows += sum(self._paragraph(text) for text in lines)
        return rows

    def _paragraph(self, text: str) -> int:
        heading = heading_of(text)
        runs, rows = text_runs(text)
        whole = heading.length == len(text) and heading.level in {1, 2}
        shape = Shape(style=f"Heading{heading.level}", first=2 * EM) if whole else INDENTED
        self.body.append(paragraph(*runs, shape=shape))
        return rows

    def _table(self, lines: Sequence[str]) -> int:
        """Add a table with the columns and heights of the PDF and return how many lines of the grid it takes."""
        laid = set_table(lines)
        if laid is None:
            return 0
        texts, headed = parse(lines)
        shape = Shape(line=HALF, align="center")
        looks = [HEAD_LOOK if headed and not place else CELL_LOOK for place in range(len(texts))]
        cells = [
            [paragraph(run(cell, _sized(look, laid.size)), shape=shape) for cell in row]
            for row, look in zip(texts, looks, strict=True)
        ]
        rows = (*laid.head, *laid.rows)
        halves = [row.halves for row in rows] if len(rows) == len(texts) else []
        heights = [height * HALF for height in halves]
        columns = [mm(width) for width in laid.columns]
        self.body.append(table(cells, columns, heights=heights, headed=bool(laid.head)))
        if sum(row.halves for row in rows) % 2:  # so that the text below stands on the grid again
            self.body.append(paragraph(shape=Shape(line=HALF)))
        return math.ceil(sum(row.halves for row in rows) / 2)

    def _annex(self, annex: Annex, number: int, place: tail.Place) -> tail.Place:
        """Add an annex on a new page: 附件 at its top, title on its third line (7.3.4)."""
        label = f"附件{number}" if len(self.document.annexes) > 1 else "附件"
        shape = Shape(align="left", page_break=True)
        self.body += [paragraph(run(label, LEVEL_LOOKS[0]), shape=shape), paragraph()]
        rows = 2 + self._title(" ".join(annex.title.split()))
        self.body.append(paragraph())
        rows += 1 + self._blocks([text for text in map(_one_blank, annex.paragraphs) if text])
        rows += sum(self._picture(picture) for picture in annex.pictures)
        pages, used = divmod(rows - 1, tail.ROWS)
        return tail.Place(place.page + pages + 1, used + 1)

    def _picture(self, picture: PlacedPicture) -> int:
        """Add a picture and its caption, centred, and return how many lines of the grid they take."""
        if picture.sha256 not in self.pictures:
            raise PictureLost(f"找不到文中的图片（摘要 {picture.sha256[:12]}…），请重新上传。")
        relation = self.package.add_picture(self.pictures[picture.sha256])
        drawn = inline_picture(
            relation, next(self.numbers), picture.width_mm, picture.height_mm, picture.caption or "图片"
        )
        above = Shape(line=0, align="center", keep_next=bool(picture.caption))
        self.body.append(paragraph(drawn, shape=above))
        if picture.caption:
            self.body.append(paragraph(run(picture.caption), shape=CAPTION))
        return math.ceil(mm(picture.height_mm) / PITCH) + bool(picture.caption)

    def _imprint(self, place: tail.Place) -> str:
        """Add 版记 on the last page, an even one, and return the last section."""
        box, rows = tail.imprint(self.document, next(self.numbers))
        numbered = self._section(numbered=True)
        if not box:
            return numbered
        fits = place.used + rows <= tail.ROWS
        if fits and place.page % 2 == 0:
            self.body.append(_bearer(box))
            return numbered
        # The break to an even page leaves the page between empty where there is one; neither then has a number (7.5).
        self.body.append(paragraph(shape=Shape(line=1), section=numbered))
        self.body.append(_bearer(box))
        return self._section(numbered=place.page % 2 == 1, kind="evenPage", first=False)

    def _section(self, *, numbered: bool, kind: str = "", first: bool = True) -> str:
        letter = self.document.layout is Layout.LETTER
        # The first page of 10.1 holds a 23rd line; on the others the footer keeps its room.
        bottom = mm(BOTTOM) - PITCH if letter else mm(BOTTOM)
        margins = {
            "top": mm(TOP),
            "right": mm(RIGHT),
            "bottom": bottom,
            "left": mm(LEFT),
            "header": mm(15),
            "footer": mm(FOOTER_FOOT),
        }
        title_page = letter and first
        relations = []
        for which in ("default", "even", *(("first",) if title_page else ())):
            bare = not numbered or which == "first"
            relations.append(("footer", which, self._margin("footer", "" if bare else _footer(which))))
            if self.document.watermark:
                relations.append(("header", which, self._margin("header", self._watermark())))
        return section(margins, relations, kind=kind, title_page=title_page)

    def _margin(self, kind: str, content: str) -> str:
        return self.package.add_margin(kind, next(self.numbers), content or paragraph(shape=Shape(line=1)))

    def _watermark(self) -> str:
        word = paragraph(run(self.document.watermark, WATERMARK_LOOK), shape=Shape(line=150, align="center"))
        return paragraph(anchored(WATERMARK_BOX, 1, content=[word], behind=True), shape=Shape(line=1))


def body_texts(document: OfficialDocument) -> list[str]:
    """Return the paragraphs of the text: the body, then the contact where it stands before 署名."""
    texts = [_one_blank(text) for text in document.paragraphs]
    if document.contact_place is ContactPlace.BEFORE_SIGNATURE:
        texts.append("　　".join(document.contact.split()))
    return [text for text in texts if text]


def _one_blank(text: str) -> str:
    return " ".join(text.split())


def _sized(look: Look, size: float) -> Look:
    """Return the look at the size (mm) a table of many columns is set in."""
    return Look(role=look.role, size=round(mm(size) * 2) / 2, spacing=0)


def _bearer(box: str) -> str:
    """Return the all but empty line at whose page 版记 hangs."""
    return paragraph(box, shape=Shape(line=1))


def _footer(which: str) -> str:
    """Return the page's number: outside, one character from the edge, a dash on either side (7.5)."""
    above = max(0.0, mm(BOTTOM - FOOTER_FOOT) - NUMBER_LINE - NUMBER_RISE)
    side = (
        {"left": NUMBER_INSET, "align": "left"}
        if which == "even"
        else {"right": NUMBER_INSET, "align": "right"}
    )
    number = paragraph(
        run("—\u2002", NUMBER_LOOK),
        page_number(NUMBER_LOOK),
        run("\u2002—", NUMBER_LOOK),
        shape=Shape(line=NUMBER_LINE, before=above, **side),
    )
    return number + paragraph(shape=Shape(line=NUMBER_RISE))
