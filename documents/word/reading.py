"""Read a draft in .docx: paragraphs with typed numbers, tables as lines “| a | b |”, and a sentence for all the rest.

Nothing is fetched, nothing of the file is run, nothing is dropped in silence: `unknown` says what was not understood.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from documents.headings import heading_of
from documents.word.archive import STRICT, Archive, BadWordFile
from documents.word.inline import DELETED, INSERTED, MC, Inline, paragraph_style
from documents.word.notes import Notes, WordPicture, lost, quoted, words_of
from documents.word.numbering import Numbering, UnknownNumber, W, value_of
from documents.word.styles import Styles, is_on
from documents.word.surroundings import tell_surroundings

__all__ = ["BadWordFile", "ChangesUndecided", "WordDraft", "WordPicture", "read"]

MOST_CHARACTERS, MOST_PARAGRAPHS = 500_000, 20_000
BAR = "｜"  # what a bar inside a cell becomes
MARKS_OF_CHANGE = tuple(f"{W}{name}" for name in (*INSERTED, *DELETED, "cellIns", "cellDel"))
ALTERNATIVES = f"{MC}AlternateContent"
WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", *INSERTED, *DELETED))
TOO_LONG = "文件内容过长（最多 50 万字、2 万段），请只上传答复的正文。"
NO_BODY = "文件里没有正文，请检查是否选错了文件。"


class ChangesUndecided(Exception):
    """The file has tracked changes and nobody said whether they count; `count` of them, `sentence` asks."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.sentence = f"文件中有 {count} 处修订痕迹，请先选择接受全部修订或拒绝全部修订。"
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class WordDraft:
    """What a draft says.

    paragraphs: in reading order, the row of a table as “| a | b |”, “|---|---|” below its head; levels: of each, 0 for
    text, 1 to 4 by its number or its style; pictures: as they lie in the file; unknown: a sentence for everything not
    understood, with its place; changes: how many tracked changes were accepted or refused.
    """

    paragraphs: tuple[str, ...]
    levels: tuple[int, ...]
    pictures: tuple[WordPicture, ...]
    unknown: tuple[str, ...]
    changes: int


def read(file: bytes, *, accept_changes: bool | None = None) -> WordDraft:
    """Return what the .docx says.

    accept_changes: True reads the text as changed, False as it was before the changes, None asks when there are any.
    Raises BadWordFile with a sentence when it is no .docx, too large, corrupt, locked, or has macros or a DTD, and
    ChangesUndecided when it has tracked changes and accept_changes is None.
    """
    archive = Archive(file)
    root = archive.xml_of(archive.main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        strict = root is not None and root.tag.startswith("{http://purl.oclc.org/ooxml/")
        raise BadWordFile(STRICT if strict else NO_BODY)
    changes = sum(1 for _ in root.iter(*MARKS_OF_CHANGE))
    if changes and accept_changes is None:
        raise ChangesUndecided(changes)
    reader = _Reader(archive, accept_changes=bool(accept_changes))
    reader.blocks(body)
    reader.finish(root)
    return reader.draft(changes)


class _Reader:
    """Collects the paragraphs of one file."""

    def __init__(self, archive: Archive, *, accept_changes: bool) -> None:
        self.archive = archive
        self.notes = Notes()
        relations = archive.relations_of(archive.main)
        parts = {kind: target for kind, target, outside in relations.values() if not outside}
        self.numbering = Numbering(archive.xml_of(parts["numbering"]) if "numbering" in parts else None)
        self.styles = Styles(archive.xml_of(parts["styles"]) if "styles" in parts else None)
        self.inline = Inline(archive, relations, self.styles, self.notes, accept_changes=accept_changes)
        self.gone = "del" if accept_changes else "ins"  # a paragraph's end, or a cell, that does not count
        for name, kind in (("脚注", "footnote"), ("尾注", "endnote")):
            notes = archive.xml_of(parts[f"{kind}s"]) if f"{kind}s" in parts else None
            for note in notes.iter(f"{W}{kind}") if notes is not None else ():
                self.inline.footnotes[f"{name}{note.get(f'{W}id', '')}"] = note
        self.paragraphs: list[str] = []
        self.levels: list[int] = []
        self.tables = 0
        self.open_text = ""  # of a paragraph whose end was deleted
        self.after_table = False

    def blocks(self, parent: etree._Element) -> None:
        """Read the paragraphs and tables below an element."""
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag in WRAPPERS:
                if etree.QName(child).localname not in self.inline.skipped:
                    self.blocks(child)
            elif child.tag == ALTERNATIVES:
                self.inline.where = self._where()
                if (chosen := self.inline.chosen(child)) is not None:
                    self.blocks(chosen)
            elif child.tag == f"{W}altChunk":
                self.inline.tell("嵌入的另一份文件没有读入")
            else:
                self.inline.where = self._where()
                self._leave(child)

    def _leave(self, element: etree._Element) -> None:
        """Note a block that is not known, if it holds any words."""
        if isinstance(element.tag, str) and (words := lost(words_of(element))):
            self.inline.tell(f"不认识的内容（{etree.QName(element).localname}）没有读入：{words}")

    def _where(self) -> str:
        return f"第 {len(self.paragraphs) + 1} 段"

    def _paragraph(self, element: etree._Element) -> None:
        style = paragraph_style(element)
        self.inline.begin(self._where(), style)
        text = self.inline.text_of(element)
        gone = self._end_is_gone(element)
        # An empty item counts; one that was taken away, or whose end was, does not.
        counts = text.strip() or not (self.open_text or gone)
        number = self._number(element, style) if counts else ""
        whole = self.open_text + (number + text if text.strip() else text)
        self.open_text = ""
        if gone:
            self.open_text = whole
            return
        self._add(whole, style)

    def _end_is_gone(self, element: etree._Element) -> bool:
        return element.find(f"{W}pPr/{W}rPr/{W}{self.gone}") is not None

    def _add(self, text: str, style: str) -> None:
        """Keep a paragraph; a line end inside it parts it in two, but in a title."""
        if self.styles.is_title(style):
            text = text.replace("\n", "")
        for line in text.split("\n"):
            if not line.strip():
                continue
            kept = line.strip()
            level = heading_of(kept).level
            styled = self.styles.level(style)
            if styled and not level:
                self.notes.tell(
                    f"{self._where()}：按样式是 {styled} 级标题，但没有序号，请补上：{quoted(kept)}"
                )
            self._keep(kept, level or min(styled, 4))
            self.after_table = False

    def _keep(self, text: str, level: int) -> None:
        self.paragraphs.append(text)
        self.levels.append(level)
        if len(self.paragraphs) > MOST_PARAGRAPHS:
            raise BadWordFile(TOO_LONG)

    def _number(self, element: etree._Element, style: str) -> str:
        """Return the automatic number the paragraph shows, as typed text."""
        properties = element.find(f"{W}pPr/{W}numPr")
        direct = (
            (value_of(properties, "numId"), value_of(properties, "ilvl"))
            if properties is not None
            else ("", "")
        )
        list_id, level = self.styles.list_of(style, direct)
        if list_id in {"", "0"}:
            return ""
        try:
            return self.numbering.next(list_id, level)
        except UnknownNumber as unknown:
            self.inline.tell(f"{unknown}没有读入，请自行补上序号：{quoted(words_of(element))}")
            return ""

    def _table(self, element: etree._Element) -> None:
        self.tables += 1
        name = f"第 {self.tables} 个表格"
        if self.open_text:
            self._add(self.open_text, "")
            self.open_text = ""
        if self.after_table:
            self.notes.tell(f"{name}紧接上一个表格，读入后连成一个，请在中间加一段文字")
        for place, row in enumerate(self._below(element, f"{W}tr"), 1):
            cells = self._cells(row, f"{name}第 {place} 行")
            if any(cells):
                self._keep("| " + " | ".join(cells) + " |", 0)
                if place == 1 and not self.after_table and _is_head(row):
                    self._keep("|" + "---|" * len(cells), 0)
                self.after_table = True

    def _below(self, parent: etree._Element, *names: str) -> Iterator[etree._Element]:
        """Yield the children of those names, also inside controls and alternatives, without what does not count."""
        for child in parent:
            if child.tag in names:
                if child.find(f"{W}trPr/{W}{self.gone}") is None:
                    yield child
            elif child.tag in WRAPPERS:
                if etree.QName(child).localname not in self.inline.skipped:
                    yield from self._below(child, *names)
            elif child.tag == ALTERNATIVES:
                if (chosen := self.inline.chosen(child)) is not None:
                    yield from self._below(chosen, *names)
            else:
                self._leave(child)

    def _cells(self, row: etree._Element, where: str) -> list[str]:
        cells: list[str] = []
        for cell in self._below(row, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            if properties is None:
                cells.append(self._cell(cell, where))
                continue
            if properties.find(f"{W}cell{self.gone.title()}") is not None:
                continue
            span = value_of(properties, "gridSpan")
            wide = min(int(span), 64) if span.isascii() and span.isdigit() else 1
            merged = any(properties.find(f"{W}{name}") is not None for name in ("vMerge", "hMerge"))
            if wide > 1 or merged:
                self.notes.tell(f"{where}：有合并的单元格，已按拆开的空格读入，请核对")
            cells += [self._cell(cell, where), *[""] * (wide - 1)]
        return cells

    def _cell(self, cell: etree._Element, where: str) -> str:
        """Return a cell's text in one line."""
        self.inline.where = where
        texts = []
        for child in self._in_cell(cell):
            style = paragraph_style(child)
            self.inline.begin(where, style)
            text = self.inline.text_of(child)
            texts.append((self._number(child, style) if text.strip() else "") + text)
        text = " ".join(" ".join(texts).split())
        if "|" in text:
            self.inline.tell("单元格里的竖线“|”已改为全角“｜”")
        return text.replace("|", BAR)

    def _in_cell(self, cell: etree._Element) -> Iterator[etree._Element]:
        """Yield the paragraphs of a cell, those of tables in it too."""
        for child in self._below(cell, f"{W}p", f"{W}tbl"):
            if child.tag == f"{W}p":
                yield child
                continue
            self.inline.tell("表格里还有表格，其中文字已并入这一格，请核对")
            for row in self._below(child, f"{W}tr"):
                for inner in self._below(row, f"{W}tc"):
                    yield from self._in_cell(inner)

    def finish(self, root: etree._Element) -> None:
        """Keep what is still open and note everything around the text."""
        self.inline.begin("文末")
        if self.open_text:
            self._add(self.open_text, "")
        if sum(map(len, self.paragraphs)) > MOST_CHARACTERS:
            raise BadWordFile(TOO_LONG)
        tell_surroundings(self.archive, self.inline, root)

    def draft(self, changes: int) -> WordDraft:
        return WordDraft(
            tuple(self.paragraphs),
            tuple(self.levels),
            tuple(self.notes.pictures),
            tuple(self.notes.unknown),
            changes,
        )


def _is_head(row: etree._Element) -> bool:
    """Whether a row of a table is repeated on every page, as its head."""
    mark = row.find(f"{W}trPr/{W}tblHeader")
    return mark is not None and is_on(mark)
