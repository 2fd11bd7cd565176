"""What a .docx has around its text: headers, footers, comments, links to outside, changes of format; noted only."""

from lxml import etree

from documents.word.archive import Archive
from documents.word.inline import Inline
from documents.word.notes import A, V, lost, quoted, words_of
from documents.word.numbering import W

FORMAT_CHANGES = tuple(
    f"{W}{name}"
    for name in [
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "trPrChange",
        "tcPrChange",
        "tblGridChange",
    ]
)
MARGINS = {"header": "页眉", "footer": "页脚"}
OUTSIDE = {
    "attachedTemplate": "外部模板",
    "oleObject": "外部对象",
    "subDocument": "外部子文档",
    "frame": "外部框架",
    "externalLink": "外部链接",
    "aFChunk": "外部文档",
}


def tell_surroundings(archive: Archive, inline: Inline, root: etree._Element) -> None:
    """Note everything of the file that is not its text, each with its words."""
    for kind, target, outside in inline.relations.values():
        if outside:
            if kind not in {"hyperlink", "image"}:
                inline.notes.tell(f"{OUTSIDE.get(kind, '外部引用')}没有读取：{quoted(target)}")
        elif kind in MARGINS:
            _tell_margin(archive, inline, MARGINS[kind], target)
        elif kind == "comments":
            _tell_comments(archive, inline, target)
        elif kind == "settings":
            _tell_settings(archive, inline, target)
    _tell_unmarked_footnotes(inline)
    formats = sum(1 for _ in root.iter(*FORMAT_CHANGES))
    if formats:
        inline.notes.tell(f"有 {formats} 处格式修订，按现有格式读入")


def _tell_margin(archive: Archive, inline: Inline, name: str, target: str) -> None:
    root = archive.xml_of(target)
    if words := lost(words_of(root)):
        inline.notes.tell(f"{name}没有读入：{words}")
    pictures = sum(1 for _ in root.iter(f"{A}blip", f"{V}imagedata")) if root is not None else 0
    if pictures:
        inline.notes.tell(f"{name}中的 {pictures} 幅图片没有读入")


def _tell_comments(archive: Archive, inline: Inline, target: str) -> None:
    comments = archive.xml_of(target)
    for comment in comments.iter(f"{W}comment") if comments is not None else ():
        author = quoted(comment.get(f"{W}author", "")) or "作者不明"
        inline.notes.tell(f"批注没有读入（{author}）：{lost(words_of(comment)) or '（空）'}")


def _tell_unmarked_footnotes(inline: Inline) -> None:
    """Note the footnotes and endnotes to which nothing in the text that was read refers."""
    for key, note in inline.footnotes.items():
        if key not in inline.noted and (words := lost(words_of(note))):
            inline.notes.tell(f"{key[:2]}没有读入正文：{words}")


def _tell_settings(archive: Archive, inline: Inline, target: str) -> None:
    for kind, address, outside in archive.relations_of(target).values():
        if outside:
            inline.notes.tell(f"{OUTSIDE.get(kind, '外部引用')}没有读取：{quoted(address)}")
