"""Write an official document as .docx: the same paper as the PDF, page for page near it, for Word and WPS.

Measures follow GB/T 9704-2012 as in templates/documents/gongwen.css; lines are broken by the office program itself.
Faces carry their official names. No seal is put in, nor the code that leads to the verification page: a file that
anybody can change bears neither. The room of the seals is left blank, that of the code is closed.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

from documents.compose import compose
from documents.content import Annex, Layout, OfficialDocument, PlacedPicture
from documents.fonts import Role, widths
from documents.headings import heading_of
from documents.layout import body_paragraphs, lay_out
from documents.layout.body import cleaned, one_blank, parts, picture_box, title_lines, title_spacing
from documents.pages import PagePlan
from documents.pictures import PictureLost
from documents.tables import BLANK, parse, set_table
from documents.word import tail
from documents.word.head import LEFT, TOP, head
from documents.word.lines import runs_of, text_runs
from documents.word.markup import (
    EM,
    PITCH,
    TWIPS_A_POINT,
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
HARDLY = 0.5  # points: the line of a paragraph that only bears something, less than a full page leaves
CELL_PADDING = 4.5  # points; a little less than the PDF's, so that no line comes out longer than its cell
CELL_LOOK, HEAD_LOOK = Look(spacing=0), Look(role=Role.HEITI, spacing=0)
WATERMARK_BOX = Box(28.0, 110.0, 156.0, 70.0, turned=-35)
WATERMARK_LOOK = Look(role=Role.HEITI, size=120, spacing=0, color="E8E8E8")
CAPTION = Shape(align="center")


def docx(document: OfficialDocument, pictures: Mapping[str, bytes]) -> bytes:
    """Return the paper as a .docx file; the same values, pictures and fonts give the same bytes.

    A paper with a code has the pages it would have without.
    pictures: the bytes of the annexes' pictures by sha256 (documents.pictures.bytes_of).
    Raises documents.pictures.PictureLost when one of them is missing.
    """
    return _Writer(document, pictures).written()


class _Writer:
    """Collects the body of one paper; its pages are those documents.layout counted."""

    def __init__(self, document: OfficialDocument, pictures: Mapping[str, bytes]) -> None:
        self.document = replace(document, verify_address="")
        self.pictures = pictures
        self.package = Package()
        self.numbers = count(10)  # ids of shapes; the head has the first ones
        self.body: list[str] = []

    def written(self) -> bytes:
        document = self.document
        self._letter()
        for number, annex in enumerate(document.annexes, 1):
            self._annex(annex, number)
        last = self._imprint(lay_out(document).plan)
        return self.package.written(
            self.body,
            last,
            title=document.title,
            author=document.signing[0].name,
            day=document.written_on,
        )

    def _letter(self) -> None:
        """Add everything up to 附注."""
        self.body += head(self.document)
        self._title(self.document.title)
        addressee = one_blank(self.document.addressee)
        if addressee:
            measured = widths(Role.FANGSONG, addressee)
            lines = compose(addressee, measured, indent=0)
            self.body.append(paragraph(*runs_of(addressee, lines, measured, indent=0)))
        # The last line of the text stays with the signature (7.3.5).
        self._blocks(body_paragraphs(self.document), stays_with_next=not self.document.annexes)
        self.body += tail.annex_note(self.document)
        self.body += tail.signature(self.document)

    def _title(self, title: str) -> None:
        """Add a title and the blank line below it."""
        runs = []
        for place, line in enumerate(title_lines(title)):
            moved = math.floor(title_spacing(line) * TITLE_LOOK.size * TWIPS_A_POINT) / TWIPS_A_POINT
            runs.append(run(("\n" if place else "") + line, replace(TITLE_LOOK, spacing=moved)))
        self.body += [paragraph(*runs, shape=Shape(style="Title", align="center")), paragraph()]

    def _blocks(self, texts: Sequence[str], *, stays_with_next: bool = False) -> None:
        """Add paragraphs and tables; stays_with_next: the last line keeps to what follows."""
        pieces = list(parts(texts))
        for place, piece in enumerate(pieces, 1):
            stays = stays_with_next and place == len(pieces)
            if isinstance(piece, str):
                self._paragraph(piece, stays=stays)
            else:
                self._table(piece, stays=stays)

    def _paragraph(self, text: str, *, stays: bool) -> None:
        heading = heading_of(text)
        whole = heading.length == len(text) and heading.level in {1, 2}
        style = f"Heading{heading.level}" if whole else ""
        self.body.append(paragraph(*text_runs(text), shape=Shape(style=style, first=2 * EM, keep_next=stays)))

    def _table(self, lines: Sequence[str], *, stays: bool) -> None:
        """Add a table with the columns and heights of the PDF, filled up with blank to whole lines of the grid."""
        laid = set_table(lines)
        if laid is None:
            return
        texts, headed = parse(lines)
        rows = (*laid.head, *laid.rows)
        halves = [row.halves for row in rows] if len(rows) == len(texts) else []
        last = len(texts) - 1
        cells = [
            [
                paragraph(
                    run(text, _sized(HEAD_LOOK if headed and not place else CELL_LOOK, laid.size)),
                    shape=Shape(
                        line=HALF,
                        align="center" if centred or (headed and not place) else "left",
                        keep_next=stays and place == last,
                    ),
                )
                for text, centred in zip(row, laid.centred, strict=True)
            ]
            for place, row in enumerate(texts)
        ]
        columns = [mm(width) for width in laid.columns]
        heights = [height * HALF for height in halves]
        used = sum(row.halves for row in rows) * HALF
        blank = laid.grid_rows(0, len(laid.rows)) * PITCH - used
        above = BLANK * PITCH
        self.body.append(paragraph(shape=Shape(line=above, keep_next=True)))
        self.body.append(table(cells, columns, heights=heights, headed=bool(laid.head), padding=CELL_PADDING))
        self.body.append(paragraph(shape=Shape(line=max(blank - above, 1.0), keep_next=stays)))

    def _annex(self, annex: Annex, number: int) -> None:
        """Add an annex on a new page: 附件 at its top, title on its third line (7.3.4)."""
        label = f"附件{number}" if len(self.document.annexes) > 1 else "附件"
        shape = Shape(align="left", page_break=True)
        self.body += [paragraph(run(label, LEVEL_LOOKS[0]), shape=shape), paragraph()]
        self._title(one_blank(annex.title))
        self._blocks(cleaned(annex.paragraphs))
        for picture in annex.pictures:
            self._picture(picture)

    def _picture(self, picture: PlacedPicture) -> None:
        """Add a picture and its caption, centred, as large as the PDF has it."""
        if picture.sha256 not in self.pictures:
            raise PictureLost(f"找不到文中的图片（摘要 {picture.sha256[:12]}…），请重新上传。")
        box = picture_box(picture)
        relation = self.package.add_picture(self.pictures[picture.sha256])
        drawn = inline_picture(relation, next(self.numbers), box.width, box.height, box.caption or "图片")
        blank = box.rows * PITCH - mm(box.height)
        shape = Shape(line=0, align="center", before=blank / 2, keep_next=bool(box.caption))
        self.body.append(paragraph(drawn, shape=shape))
        if box.caption:
            self.body.append(paragraph(run(box.caption), shape=CAPTION))

    def _imprint(self, plan: PagePlan) -> str:
        """Add 版记 on the last page as counted and return the last section."""
        box = tail.imprint(self.document, next(self.numbers))
        numbered = self._section(numbered=True)
        if not box:
            return numbered
        if not plan.turn_over:
            self.body.append(_bearer(box))
            return numbered
        # The break to an even page leaves the page between empty where there is one; neither then has a number (7.5).
        self.body.append(paragraph(shape=Shape(line=HARDLY), section=numbered))
        self.body.append(_bearer(box))
        return self._section(numbered=not plan.blank_before, kind="evenPage", first=False)

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


def _sized(look: Look, size: float) -> Look:
    """Return the look at the size (mm) a table of many columns is set in."""
    return Look(role=look.role, size=round(mm(size) * 2) / 2, spacing=0)


def _bearer(box: str) -> str:
    """Return the all but empty line at whose page 版记 hangs."""
    return paragraph(box, shape=Shape(line=HARDLY))


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
