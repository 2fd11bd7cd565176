"""The parts of a printed official document, found on its sheets by their words alone."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from documents.content import ContactPlace, Layout, OfficialDocument
from tests.documents.ruler import Box, Row, Sheets, squeezed

HEADINGS = ("[〇零一二三四五六七八九十百]+、", "（[〇零一二三四五六七八九十百]+）")


@dataclass(frozen=True)
class Paper:
    """A document beside its sheets; every part is a list of rows, empty when the document has none."""

    document: OfficialDocument
    sheets: Sheets

    @property
    def is_letter(self) -> bool:
        return self.document.layout is Layout.LETTER

    @property
    def is_joint(self) -> bool:
        return len(self.document.signing) > 1

    @cached_property
    def mark(self) -> list[Row]:
        """发文机关标志: whatever is red on the first page."""
        rows = [
            Row(1, tuple(glyph for glyph in row.glyphs if glyph.red)) for row in self.sheets.pages[0].rows
        ]
        return [row for row in rows if row.glyphs]

    @cached_property
    def red_rules(self) -> list[Box]:
        return [rule for rule in self.sheets.pages[0].rules if rule.red]

    @cached_property
    def number(self) -> list[Row]:
        return self._head(self.document.number)

    @cached_property
    def class_mark(self) -> list[Row]:
        return self._head(self.document.class_mark)

    @cached_property
    def signers_label(self) -> list[Row]:
        return self._head("签发人：") if self.document.signers else []

    @cached_property
    def signers(self) -> list[Row]:
        return [row for name in self.document.signers for row in self._head(name)]

    @cached_property
    def flush_left(self) -> list[Row]:
        """份号, 密级, 紧急程度 in this order."""
        document = self.document
        parts = (document.copy_number, document.secrecy, document.urgency)
        return [row for part in parts if part for row in self._head(part)]

    def _head(self, text: str) -> list[Row]:
        if not text:
            return []
        return self.sheets.rows_at(self.sheets.place(text), text)

    @cached_property
    def title(self) -> list[Row]:
        return self._run[0]

    @cached_property
    def addressee(self) -> list[Row]:
        return self._run[1]

    @cached_property
    def paragraphs(self) -> list[list[Row]]:
        """The body and the contact line when it stands before the signature; rows of tables are left out."""
        return self._run[2]

    @cached_property
    def annex_note(self) -> list[list[Row]]:
        """附件说明: the rows of each annex's entry; the first begins with 附件：."""
        return self._run[3]

    @cached_property
    def names(self) -> list[list[Row]]:
        return self._run[4]

    @cached_property
    def date(self) -> list[Row]:
        return self._run[5]

    @cached_property
    def notes(self) -> list[list[Row]]:
        return self._run[6]

    @cached_property
    def annex_titles(self) -> list[list[Row]]:
        return self._run[7]

    @cached_property
    def annex_paragraphs(self) -> list[list[Row]]:
        """The paragraphs of all annexes, rows of tables left out."""
        return self._run[8]

    @cached_property
    def annex_labels(self) -> list[Row]:
        """The row above each annex's title: 附件, numbered when there are several."""
        labels = []
        for rows in self.annex_titles:
            page = self.sheets.pages[rows[0].page - 1].rows
            labels.append(page[0])
        return labels

    @cached_property
    def _run(self) -> tuple:
        """Walk the paper in reading order."""
        document, place = self.document, self.sheets.place(self.document.title)

        def take(text: str) -> list[Row]:
            nonlocal place
            place = self.sheets.place(text, place)
            rows = self.sheets.rows_at(place, text)
            place += len(squeezed(text))
            return rows

        title = take(document.title)
        addressee = take(document.addressee)
        paragraphs = [take(text) for text in document.paragraphs if text.strip() and not text.startswith("|")]
        if document.contact and document.contact_place is ContactPlace.BEFORE_SIGNATURE:
            paragraphs.append(take(document.contact))
        annex_note = [take(text) for text in self._annex_entries()]
        below = self.sheets.place(chinese(document.written_on), place)
        names = [self.sheets.in_columns(body.name, place, below) for body in document.signing]
        place = below
        date = take(chinese(document.written_on))
        contact = [document.contact] if document.contact_place is ContactPlace.NOTE else []
        notes = [take(text) for text in (*document.notes, *contact) if text]
        annex_titles, annex_paragraphs = [], []
        for annex in document.annexes:
            annex_titles.append(take(annex.title))
            annex_paragraphs += [
                take(text) for text in annex.paragraphs if text.strip() and not text.startswith("|")
            ]
        return title, addressee, paragraphs, annex_note, names, date, notes, annex_titles, annex_paragraphs

    def _annex_entries(self) -> list[str]:
        annexes = self.document.annexes
        entries = [
            f"{place}.{annex.title}" if len(annexes) > 1 else annex.title
            for place, annex in enumerate(annexes, start=1)
        ]
        return [f"附件：{entries[0]}", *entries[1:]] if entries else []

    @cached_property
    def last_text(self) -> Row:
        """The row above 署名."""
        above = self.annex_note or self.paragraphs
        return above[-1][-1]

    @cached_property
    def copies(self) -> list[Row]:
        copies = self.document.copies
        return self.sheets.rows_at(self.sheets.last_place(copies), copies) if copies else []

    @cached_property
    def imprint(self) -> list[Row]:
        """The last row, 印发机关 and 印发日期; 信函式 has none (10.1)."""
        if self.is_letter:
            return []
        last = self.sheets.pages[-1].rows[-1]
        printed = squeezed(f"{self.document.imprint_office}{chinese(self.document.printed_on)}印发")
        if squeezed(last.text) != printed:
            raise LookupError(f"The paper ends in “{last.text}”.")
        return [last]

    @cached_property
    def text_rows(self) -> list[Row]:
        """Every row of 主送 and the body: what must lie on the grid."""
        return [*self.addressee, *(row for rows in self.paragraphs for row in rows)]

    @cached_property
    def whole_rows(self) -> list[Row]:
        """Rows that go on in the next one and neither hold western text nor give way to it: they must be full."""
        pairs = [pair for rows in (self.addressee, *self.paragraphs) for pair in pairwise(rows)]
        return [
            row
            for row, following in pairs
            if not is_western(row.text) and not is_western(following.text.lstrip("〔")[:1])
        ]


def chinese(day) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def is_western(text: str) -> bool:
    """Whether letters, figures or half-width marks stand in the text."""
    return bool(re.search(r"[\u0020-\u024f]", text))
