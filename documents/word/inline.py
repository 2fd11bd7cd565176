"""What stands inside a paragraph of a .docx: its text, and everything that is not text, noted with its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from lxml import etree

from documents.word.archive import Archive
from documents.word.markup import NAMESPACES
from documents.word.notes import A, M, Notes, V, WordPicture, loose_words, lost, quoted, words_of
from documents.word.numbering import W, value_of
from documents.word.styles import Styles, is_on

R, MC = f"{{{NAMESPACES['r']}}}", f"{{{NAMESPACES['mc']}}}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWN_APART = frozenset({"chart", "chartEx", "diagramData"})
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
        "customXmlInsRangeStart",
        "customXmlInsRangeEnd",
        "customXmlDelRangeStart",
        "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart",
        "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart",
        "customXmlMoveToRangeEnd",
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


@dataclass(slots=True)
class Field:
    """A field that is open: what it computes, whether its result has begun, words that stand in its code."""

    instruction: str = ""
    in_result: bool = False
    lost: str = ""


class Inline:
    """Reads the paragraphs of one part; the place of what it meets is told by `where`."""

    def __init__(
        self,
        archive: Archive,
        relations: Mapping[str, tuple[str, str, bool]],
        styles: Styles,
        notes: Notes,
        *,
        accept_changes: bool,
    ) -> None:
        self.archive = archive
        self.relations = relations
        self.styles = styles
        self.notes = notes
        self.skipped = DELETED if accept_changes else INSERTED
        self.where = "文首"
        self.footnotes: dict[str, etree._Element] = {}
        self.noted: set[str] = set()  # footnotes that have been told where they stand
        self._style = ""
        self._fields: list[Field] = []
        # What holds text of its own parts, and what is a text, or none, by itself.
        self._holders: dict[str, Callable[[etree._Element], str]] = {
            **{f"{W}{name}": self.text_of for name in (*THROUGH, *INSERTED, *DELETED)},
            f"{W}r": self._run,
            f"{W}hyperlink": self._hyperlink,
            f"{W}sdt": self.text_of,
            f"{W}fldSimple": self._simple_field,
            f"{W}ruby": self._ruby,
            f"{MC}AlternateContent": self._alternative,
        }
        self._readers: dict[str, Callable[[etree._Element], str]] = {
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
            f"{W}sym": self._symbol,
            f"{W}footnoteReference": partial(self._footnote, "脚注"),
            f"{W}endnoteReference": partial(self._footnote, "尾注"),
            f"{W}commentReference": lambda element: "",  # comments are told as a whole
            f"{W}pgNum": lambda element: "",
            f"{M}oMath": self._equation,
            f"{M}oMathPara": self._equation,
        }

    def begin(self, where: str, style: str = "") -> None:
        """Go on to the next paragraph, of that style; a field left open by the one before swallows nothing of it."""
        for field in self._fields:
            self._tell_field(field)
        self.where, self._style, self._fields = where, style, []

    def tell(self, what: str) -> None:
        """Note something at the present place."""
        self.notes.tell(f"{self.where}：{what}")

    def text_of(self, parent: etree._Element) -> str:
        """Return the text of an element's children, the decided side of tracked changes left out."""
        pieces = []
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in {f"{W}{name}" for name in self.skipped}:
                continue
            if child.tag in self._holders:
                pieces.append(self._holders[child.tag](child))
            elif child.tag in self._readers:
                pieces.append(self._outside_code(self._readers[child.tag](child)))
            elif etree.QName(child).localname not in SILENT:
                words = lost(words_of(child))
                self.tell(
                    f"不认识的内容（{etree.QName(child).localname}）没有读入{'：' + words if words else ''}"
                )
        return "".join(pieces)

    def _outside_code(self, text: str) -> str:
        """Return the text, or nothing (kept to be told) where it stands in a field's code, not in its result."""
        for field in self._fields:
            if not field.in_result:
                field.lost += text
                return ""
        return text

    def _run(self, element: etree._Element) -> str:
        text = self.text_of(element)
        if not self._is_hidden(element):
            return text
        if text.strip():
            self.tell(f"隐藏文字没有读入：{lost(text)}")
        return ""

    def _is_hidden(self, run: etree._Element) -> bool:
        """Whether a run is hidden, by its own properties or its style or its paragraph's."""
        properties = run.find(f"{W}rPr")
        if properties is not None:
            own = properties.find(f"{W}vanish")
            if own is not None:
                return is_on(own)
            if self.styles.hides(value_of(properties, "rStyle")):
                return True
        return self.styles.hides(self._style)

    def _hyperlink(self, element: etree._Element) -> str:
        _, target, outside = self.relations.get(element.get(f"{R}id", ""), ("", "", False))
        if outside:
            self.tell(f"超链接只保留文字，地址没有保留：{quoted(target)}")
        return self.text_of(element)

    def _instruct(self, element: etree._Element) -> str:
        if self._fields:
            self._fields[-1].instruction += element.text or ""
        elif words := lost(element.text or ""):
            self.tell(f"域代码没有读入：{words}")
        return ""

    def _field(self, element: etree._Element) -> str:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._tell_field(self._fields.pop())
        return ""

    def _simple_field(self, element: etree._Element) -> str:
        self._tell_field(Field(element.get(f"{W}instr", "")))
        return self.text_of(element)

    def _tell_field(self, field: Field) -> None:
        if code := lost(field.instruction):
            self.tell(f"域（{code}）只保留当前显示的文字")
        if words := lost(field.lost):
            self.tell(f"域代码里的文字没有读入：{words}")

    def _drawing(self, element: etree._Element) -> str:
        boxes = list(element.iter(f"{W}txbxContent"))
        for box in boxes:
            self.tell(f"文本框没有读入正文，其中文字：{lost(words_of(box)) or '（空）'}")
        words = " ".join(filter(None, (loose_words(element), *self._related_words(element))))
        met = self._pictures(element)
        if words or not (met or boxes):
            self.tell(f"图形或图表没有读入{'：' + lost(words) if words else ''}")
        return ""

    def _related_words(self, element: etree._Element) -> list[str]:
        """Return the words of the charts and diagrams a drawing refers to."""
        found = []
        for part in element.iter():
            for name, value in part.attrib.items() if isinstance(part.tag, str) else ():
                kind, target, outside = self.relations.get(value, ("", "", True))
                if name.startswith(R) and kind in DRAWN_APART and not outside:
                    root = self.archive.xml_of(target)
                    texts = root.iter(f"{A}t", f"{C}v") if root is not None else ()
                    found.append(" ".join(text.text or "" for text in texts))
        return found

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
        words = lost(words_of(element))
        self.tell(
            f"嵌入的对象没有读入{'（' + '、'.join(map(quoted, names)) + '）' if names else ''}"
            f"{'：' + words if words else ''}"
        )
        return ""

    def _ruby(self, element: etree._Element) -> str:
        self.tell(f"拼音指南没有读入：{lost(words_of(element.find(f'{W}rt')))}")
        base = element.find(f"{W}rubyBase")
        return "" if base is None else self.text_of(base)

    def _symbol(self, element: etree._Element) -> str:
        self.tell(f"符号字体中的符号没有读入：{element.get(f'{W}font', '')} {element.get(f'{W}char', '')}")
        return ""

    def _footnote(self, name: str, element: etree._Element) -> str:
        key = f"{name}{element.get(f'{W}id', '')}"
        self.noted.add(key)
        self.tell(f"{name}没有读入正文：{lost(words_of(self.footnotes.get(key))) or '（空）'}")
        return ""

    def _equation(self, element: etree._Element) -> str:
        self.tell(f"公式没有读入：{lost(words_of(element))}")
        return ""

    def _alternative(self, element: etree._Element) -> str:
        chosen = self.chosen(element)
        return "" if chosen is None else self.text_of(chosen)

    def chosen(self, element: etree._Element) -> etree._Element | None:
        """Return the branch of mc:AlternateContent that is read; other words of the others are told."""
        branches = [branch for branch in element if branch.tag in {f"{MC}Choice", f"{MC}Fallback"}]
        read = next(iter(branches), None)
        said = words_of(read)
        for branch in branches[1:]:
            if (words := words_of(branch)) and words != said:
                self.tell(f"同一处内容的另一种写法没有读入：{lost(words)}")
        return read


def paragraph_style(element: etree._Element) -> str:
    """Return the id of a paragraph's style, empty for none."""
    properties = element.find(f"{W}pPr")
    return "" if properties is None else value_of(properties, "pStyle")
