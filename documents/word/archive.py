"""Open a .docx nobody vouches for: limits on its zip, no macros, no DTD, nothing fetched, wrong types told apart."""

import posixpath
import struct
import zipfile
import zlib
from io import BytesIO

from lxml import etree

MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 2000
MOST_UNPACKED = 120 * 1024 * 1024
MOST_XML = 25 * 1024 * 1024
# Of all parts together: 24 MB of empty paragraphs are four million elements and a gigabyte of memory.
MOST_NODES = 300_000
CHUNK = 64 * 1024
HIGHEST_RATIO, RATIO_FROM = 200, 1024 * 1024  # the ratio is looked at from this size on
MAIN_TYPES = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    }
)
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream of a locked .docx, named in its OLE directory
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
BROKEN_ZIP += (struct.error, IndexError, KeyError, OverflowError)

EMPTY = "文件是空的，请重新选择。"
TOO_HEAVY = "文件超过 20 MB，请去掉多余的图片后再上传。"
OLD_WORD = "这是旧版 Word（.doc）或 WPS 文字（.wps）的文件，请在 Word 或 WPS 中另存为 .docx 后再上传。"
RICH_TEXT = "这是 RTF 文件，请在 Word 或 WPS 中另存为 .docx 后再上传。"
STRICT = "这是“严格 Open XML”格式的文件，请在 Word 中另存为普通的“Word 文档（*.docx）”后再上传。"
IS_PDF = "这是 PDF 文件，请上传 Word 的 .docx 文件。"
NO_WORD = "这不是 Word 的 .docx 文件，请在 Word 或 WPS 中另存为 .docx 后再上传。"
CORRUPT = "文件已损坏，读不出来，请在 Word 或 WPS 中打开后重新另存为 .docx。"
BOMB = "文件解压后过大，不予读取，请在 Word 或 WPS 中另存一份干净的 .docx 后再上传。"
LOCKED = "文件加了密码，读不出来，请在 Word 或 WPS 中去掉密码、另存为 .docx 后再上传。"
MACROS = "文件含有宏，不予读取，请另存为不含宏的 .docx 后再上传。"
ENTITIES = "文件中含有不允许的内容（DTD 或实体定义），不予读取，请在 Word 或 WPS 中重新另存为 .docx。"


class BadWordFile(Exception):
    """A file that is not read as a draft; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class Archive:
    """The parts of a .docx, each unpacked when it is asked for, never more than allowed in all."""

    def __init__(self, file: bytes) -> None:
        _tell_apart(file)
        try:
            self._zip = zipfile.ZipFile(BytesIO(file))
            self._check_entries()
        except BROKEN_ZIP as broken:
            raise BadWordFile(CORRUPT) from broken
        self._names = {info.filename.lower(): info for info in self._zip.infolist()}
        self._left = MOST_UNPACKED
        self._nodes_left = MOST_NODES
        self.main = self._main_part()

    def _check_entries(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES or sum(info.file_size for info in entries) > MOST_UNPACKED:
            raise BadWordFile(BOMB)
        for info in entries:
            if info.file_size > RATIO_FROM and info.file_size > HIGHEST_RATIO * max(info.compress_size, 1):
                raise BadWordFile(BOMB)
            if info.flag_bits & 1:
                raise BadWordFile(LOCKED)
            if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise BadWordFile(CORRUPT)
        names = [info.filename.lower() for info in entries]
        if len(set(names)) != len(names):
            raise BadWordFile(CORRUPT)
        if any(name.endswith("vbaproject.bin") or name.endswith("vbadata.xml") for name in names):
            raise BadWordFile(MACROS)

    def bytes_of(self, name: str) -> bytes | None:
        """Return a part's bytes, None when there is no such part; raise BadWordFile when it unpacks to too much."""
        info = self._names.get(name.lower().lstrip("/"))
        if info is None:
            return None
        try:
            with self._zip.open(info) as part:
                data = part.read(self._left + 1)
        except BROKEN_ZIP as broken:
            raise BadWordFile(CORRUPT) from broken
        if len(data) > self._left:
            raise BadWordFile(BOMB)
        self._left -= len(data)
        return data

    def xml_of(self, name: str) -> etree._Element | None:
        """Return a part as parsed XML, None when there is none; raise BadWordFile for a DTD, broken or endless XML."""
        data = self.bytes_of(name)
        if data is None:
            return None
        if len(data) > MOST_XML:
            raise BadWordFile(BOMB)
        try:
            root = self._parsed(data)
        except (etree.XMLSyntaxError, ValueError) as broken:
            raise BadWordFile(ENTITIES if b"<!ENTITY" in data else CORRUPT) from broken
        if root.getroottree().docinfo.doctype:
            raise BadWordFile(ENTITIES)
        return root

    def _parsed(self, data: bytes) -> etree._Element:
        """Return the root; raise BadWordFile as soon as there are more nodes than are allowed."""
        parser = etree.XMLPullParser(
            events=("start", "comment", "pi"),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
            dtd_validation=False,
        )
        for at in range(0, len(data), CHUNK):
            parser.feed(data[at : at + CHUNK])
            self._nodes_left -= sum(1 for _ in parser.read_events())
            if self._nodes_left < 0:
                raise BadWordFile(BOMB)
        return parser.close()

    def relations_of(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Return a part's relations by id: (kind, target, outside); kind is the last word of the type's address."""
        folder, file = posixpath.split(name)
        root = self.xml_of(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for relation in root.iter(f"{PACKAGE}Relationship") if root is not None else ():
            target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
            if not outside:
                whole = target if target.startswith("/") else posixpath.join(folder, target)
                target = posixpath.normpath(whole).lstrip("/")
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            found[relation.get("Id", "")] = (kind, target, outside)
        return found

    def _main_part(self) -> str:
        """Return the name of the part that holds the text; raise BadWordFile when this is no Word document."""
        types = self.xml_of("[Content_Types].xml")
        if types is None:
            raise BadWordFile(NO_WORD)
        overrides = {
            part.get("PartName", "").lstrip("/").lower(): part.get("ContentType", "")
            for part in types.iter(f"{TYPES}Override", f"{TYPES}Default")
        }
        if any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in overrides.values()):
            raise BadWordFile(MACROS)
        for kind, target, outside in self.relations_of("").values():
            if kind == "officeDocument" and not outside:
                if overrides.get(target.lower()) in MAIN_TYPES:
                    return target
                break
        raise BadWordFile(NO_WORD)


def _tell_apart(file: bytes) -> None:
    """Raise BadWordFile with the sentence that fits what the first bytes say."""
    if not file:
        raise BadWordFile(EMPTY)
    if len(file) > MOST_BYTES:
        raise BadWordFile(TOO_HEAVY)
    if file.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadWordFile(LOCKED if ENCRYPTED in file else OLD_WORD)
    if file.startswith(b"{\\rtf"):
        raise BadWordFile(RICH_TEXT)
    if file.startswith(b"%PDF"):
        raise BadWordFile(IS_PDF)
    if not file.startswith(b"PK\x03\x04"):
        raise BadWordFile(NO_WORD)
