"""What stands inside a paragraph of a .docx: its text, and everything that is not text, noted with its place."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from documents.word.archive import Archive
from documents.word.markup import NAMESPACES
from documents.word.numbering import W, value_of

R, A = f"{{{NAMESPACES['r']}}}", f"{{{NAMESPACES['a']}}}"
MC, V = f"{{{NAMESPACES['mc']}}}", "{urn:schemas-microsoft-com:vml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
LONGEST_QUOTE = 60  # characters of a quote in a sentence
MOST_PICTURES = 200
INSERTED, DELETED = ("ins", "moveTo"), ("del", "moveFrom")
# Wrappers whose content is read as if they were not there.
THROUGH = ("smartTag", "customXml", "sdtContent", "dir", "bdo")
# Marks without any words: where a bookmark, a comment, a correction or a page begins and ends.
SILENT = frozenset(
    [
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "lastRenderedPageBreak",
        "annotationRef",
        "footnoteRef",
        "endnoteRef",
        "separator",
        "continuationSeparator",
        "softHyphen",
        "rPr",
        "pPr",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
    ]
)


@dataclass(frozen=True, slots=True)
class WordPicture:
    """A picture of the file: its bytes as they are (not checked yet: documents.pictures.accept), and where it stood."""

    data: bytes
    place: str


@dataclass
class Notes:
    """Everything that was not understood, and the pictures, in reading order; told once each."""

    unknown: dict[str, None] = field(default_factory=dict)
    pictures: list[WordPicture] = field(default_factory=list)

    def tell(self, sentence: str) -> None:
        """Note one sentence."""
        self.unknown[sentence] = None


def quoted(text: str) -> str:
    """Return the text in one line, cut where a sentence would get too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}……（共 {len(line)} 字）"


def words_of(element: etree._Element | None) -> str:
    """Return the words below an element, those of deletions too."""
    if element is None:
        return ""
    names = (f"{W}t", f"{W}delText", f"{M}t", f"{A}t")
    return "".join(part.text or "" for part in element.iter(*names))


class Inline:
    """Reads the paragraphs of one part; the place of what it meets is told by `where`."""

    def __init__(self, archive: Archive, part: str, notes: Notes, *, accept_changes: bool) -> None:
        self.archive = archive
        self.relations = archive.relations_of(part)
        self.notes = notes
        self.skipped = DELETED if accept_changes else INSERTED
        self.where = "文首"
        self.footnotes: dict[str, etree._Element] = {}
        self._in_result, self._instruction = True, ""
        self._readers: dict[str, Callable[[etree._Element], str]] = {
            **{f"{W}{name}": self.text_of for name in (*THROUGH, *INSERTED, *DELETED)},
            f"{W}r": self._run,
            f"{W}hyperlink": self._hyperlink,
            f"{W}sdt": self.text_of,
            f"{W}fldSimple": self._simple_field,
            f"{W}t": lambda element: element.text or "",
            f"{W}delText": lambda element: element.text or "",
            f"{W}tab": lambda element: "\u3000",
            f"{W}ptab": lambda element: "\u3000",
            f"{W}br": lambda element: (
                "\n" if element.get(f"{W}type", "textWrapping") == "textWrapping" else ""
            ),
            f"{W}cr": lambda element: "\n",
            f"{W}noBreakHyphen": lambda element: "-",
            f"{W}instrText": self._instruct,
            f"{W}delInstrText": self._instruct,
            f"{W}fldChar": self._field,
            f"{W}drawing": self._drawing,
            f"{W}pict": self._drawing,
            f"{W}object": self._object,
            f"{W}ruby": self._ruby,
            f"{W}sym": self._symbol,
            f"{W}footnoteReference": partial(self._footnote, "脚注"),
            f"{W}endnoteReference": partial(self._footnote, "尾注"),
            f"{W}commentReference": lambda element: "",  # comments are told as a whole
            f"{W}pgNum": lambda element: "",
            f"{M}oMath": self._equation,
            f"{M}oMathPara": self._equation,
            f"{MC}AlternateContent": self._alternative,
        }

    def begin(self, where: str) -> None:
        """Go on to the next paragraph; a field left open by the one before swallows nothing of it."""
        self.where, self._in_result, self._instruction = where, True, ""

    def tell(self, what: str) -> None:
        """Note something at the present place."""
        self.notes.tell(f"{self.where}：{what}")

    def text_of(self, parent: etree._Element) -> str:
        """Return the text of an element's children, the decided side of tracked changes left out."""
        pieces = []
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in {f"{W}{name}" for name in self.skipped}:
                continue
            reader = self._readers.get(child.tag)
            if reader is not None:
                text = reader(child)
                pieces.append(text if self._in_result else "")
            elif etree.QName(child).localname not in SILENT:
                words = quoted(words_of(child))
                self.tell(
                    f"不认识的内容（{etree.QName(child).localname}）没有读入{'：' + words if words else ''}"
                )
        return "".join(pieces)

    def _run(self, element: etree._Element) -> str:
        properties = element.find(f"{W}rPr")
        hidden = None if properties is None else properties.find(f"{W}vanish")
        if hidden is not None and hidden.get(f"{W}val", "1") not in {"0", "false", "off"}:
            if words := quoted(words_of(element)):
                self.tell(f"隐藏文字没有读入：{words}")
            return ""
        return self.text_of(element)

    def _hyperlink(self, element: etree._Element) -> str:
        _, target, outside = self.relations.get(element.get(f"{R}id", ""), ("", "", False))
        if outside:
            self.tell(f"超链接只保留文字，地址没有保留：{quoted(target)}")
        return self.text_of(element)

    def _instruct(self, element: etree._Element) -> str:
        self._instruction += element.text or ""
        return ""

    def _field(self, element: etree._Element) -> str:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._in_result, self._instruction = False, ""
        elif kind in {"separate", "end"}:
            self._tell_field()
            self._in_result = True
        return ""

    def _simple_field(self, element: etree._Element) -> str:
        self._instruction = element.get(f"{W}instr", "")
        self._tell_field()
        return self.text_of(element)

    def _tell_field(self) -> None:
        if self._instruction.strip():
            self.tell(f"域（{quoted(self._instruction)}）只保留当前显示的文字")
        self._instruction = ""

    def _drawing(self, element: etree._Element) -> str:
        for box in element.iter(f"{W}txbxContent"):
            self.tell(f"文本框没有读入正文，其中文字：{quoted(words_of(box)) or '（空）'}")
        found = self._pictures(element)
        if not found and element.find(f".//{W}txbxContent") is None:
            words = quoted(words_of(element))
            self.tell(f"图形或图表没有读入{'：' + words if words else ''}")
        return ""

    def _pictures(self, element: etree._Element) -> int:
        """Take the pictures below an element; return how many were met."""
        met = 0
        for picture in element.iter(f"{A}blip", f"{V}imagedata"):
            names = (picture.get(f"{R}{name}") for name in ("embed", "id", "link"))
            for name in filter(None, names):
                met += 1
                self._picture(name)
        return met

    def _picture(self, relation: str) -> None:
        _, target, outside = self.relations.get(relation, ("", "", True))
        if outside:
            self.tell(f"链接到文件外的图片没有读取：{quoted(target) or '地址不明'}")
            return
        data = self.archive.bytes_of(target)
        if not data:
            self.tell("图片的数据不在文件中")
        elif len(self.notes.pictures) >= MOST_PICTURES:
            self.tell(f"图片超过 {MOST_PICTURES} 幅，这一幅没有读入")
        else:
            self.notes.pictures.append(WordPicture(data, self.where))
            self.tell(f"第 {len(self.notes.pictures)} 幅图片不在正文中，请确认后放入附件")

    def _object(self, element: etree._Element) -> str:
        names = [
            part.get("ProgID", "")
            for part in element.iter()
            if isinstance(part.tag, str) and part.get("ProgID")
        ]
        self.tell(f"嵌入的对象没有读入{'（' + '、'.join(map(quoted, names)) + '）' if names else ''}")
        return ""

    def _ruby(self, element: etree._Element) -> str:
        self.tell(f"拼音指南没有读入：{quoted(words_of(element.find(f'{W}rt')))}")
        base = element.find(f"{W}rubyBase")
        return "" if base is None else self.text_of(base)

    def _symbol(self, element: etree._Element) -> str:
        self.tell(f"符号字体中的符号没有读入：{element.get(f'{W}font', '')} {element.get(f'{W}char', '')}")
        return ""

    def _footnote(self, name: str, element: etree._Element) -> str:
        note = self.footnotes.get(f"{name}{element.get(f'{W}id', '')}")
        self.tell(f"{name}没有读入正文：{quoted(words_of(note)) or '（空）'}")
        return ""

    def _equation(self, element: etree._Element) -> str:
        self.tell(f"公式没有读入：{quoted(words_of(element))}")
        return ""

    def _alternative(self, element: etree._Element) -> str:
        chosen = element.find(f"{MC}Choice")
        if chosen is None:
            chosen = element.find(f"{MC}Fallback")
        return "" if chosen is None else self.text_of(chosen)


def paragraph_style(element: etree._Element) -> str:
    """Return the id of a paragraph's style, empty for none."""
    properties = element.find(f"{W}pPr")
    return "" if properties is None else value_of(properties, "pStyle")


def has_letters(text: str) -> bool:
    """Whether a header or footer says more than a page number."""
    return bool(re.sub(r"[\s\d—\-–－第页共/·.]", "", text))
