"""What a .docx has around its text: headers, footers, comments, links to outside, changes of format; noted only."""

from lxml import etree

from documents.word.archive import Archive
from documents.word.inline import Inline, has_letters, quoted, words_of
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
    formats = sum(1 for _ in root.iter(*FORMAT_CHANGES))
    if formats:
        inline.notes.tell(f"有 {formats} 处格式修订，按现有格式读入")


def _tell_margin(archive: Archive, inline: Inline, name: str, target: str) -> None:
    words = words_of(archive.xml_of(target))
    if has_letters(words):
        inline.notes.tell(f"{name}没有读入：{quoted(words)}")


def _tell_comments(archive: Archive, inline: Inline, target: str) -> None:
    comments = archive.xml_of(target)
    for comment in comments.iter(f"{W}comment") if comments is not None else ():
        author = quoted(comment.get(f"{W}author", "")) or "作者不明"
        inline.notes.tell(f"批注没有读入（{author}）：{quoted(words_of(comment)) or '（空）'}")


def _tell_settings(archive: Archive, inline: Inline, target: str) -> None:
    for kind, address, outside in archive.relations_of(target).values():
        if outside:
            inline.notes.tell(f"{OUTSIDE.get(kind, '外部引用')}没有读取：{quoted(address)}")
