"""A .docx nobody vouches for: bombs, DTDs, macros, wrong and broken files end in a sentence; nothing is fetched."""

import socket
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.word import archive, reading
from documents.word.reading import BadWordFile, WordDraft, read
from tests.documents.word_files import (
    HEAD,
    MACRO_TYPE,
    docx_of,
    p,
    part,
    parts_of,
    relations,
    table,
    zipped,
)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every attempt to open an Internet socket fail the test."""
    real = socket.socket.__init__

    def refuse(self: socket.socket, family: int = -1, *rest: object, **more: object) -> None:
        assert family not in {socket.AF_INET, socket.AF_INET6, -1}, "a socket was opened"
        real(self, family, *rest, **more)

    monkeypatch.setattr(socket.socket, "__init__", refuse)
    return


def refusal(file: bytes) -> str:
    with pytest.raises(BadWordFile) as refused:
        read(file)
    return refused.value.sentence


def locked() -> bytes:
    file = bytearray(docx_of(p("文")))
    start = -1
    while (start := file.find(b"PK\x01\x02", start + 1)) >= 0:
        file[start + 8] |= 1
    return bytes(file)


def squeezed() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_LZMA) as package:
        for name, data in parts_of(p("文")).items():
            package.writestr(name, data)
    return file.getvalue()


def twice() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as package:
        for name, data in {**parts_of(p("文")), "word/Document.xml": b"<a/>"}.items():
            package.writestr(name, data)
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what .doc, .wps and locked files begin with

STRICT = b'<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"><body/></document>'


def with_main(data: bytes) -> bytes:
    return zipped({**parts_of(""), "word/document.xml": data})


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    "<d>&c;</d>"
)
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
REMOTE = '<!DOCTYPE d SYSTEM "http://example.invalid/d.dtd"><d/>'
PARAMETER = '<!DOCTYPE d [<!ENTITY % x SYSTEM "http://example.invalid/x"> %x;]><d/>'


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", archive.EMPTY),
        (OLE + b"\0" * 600, archive.OLD_WORD),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), archive.OLD_WORD),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), archive.LOCKED),
        (b"%PDF-1.7\n%%EOF", archive.IS_PDF),
        (b"{\\rtf1 text}", archive.RICH_TEXT),
        ("你好".encode(), archive.NO_WORD),
        (b"PK\x03\x04" + b"\0" * 100, archive.CORRUPT),
        (docx_of(p("文"))[:-60], archive.CORRUPT),
        (zipped({"a.txt": b"a"}), archive.NO_WORD),
        (zipped({**parts_of(p("文")), "_rels/.rels": relations([])}), archive.NO_WORD),
        (docx_of(p("文"), main_type="application/vnd.ms-excel"), archive.NO_WORD),
        (docx_of(p("文"), main_type=MACRO_TYPE), archive.MACROS),
        (docx_of(p("文"), others={"word/vbaProject.bin": b"x"}), archive.MACROS),
        (docx_of(p("文"), others={"word/other/VBAPROJECT.BIN": b"x"}), archive.MACROS),
        (locked(), archive.LOCKED),
        (squeezed(), archive.CORRUPT),
        (twice(), archive.CORRUPT),
        (with_main(b"<w:document"), archive.CORRUPT),
        (with_main(b"\xff\xfe\x00"), archive.CORRUPT),
        (with_main((HEAD + LAUGHS).encode()), archive.ENTITIES),
        (with_main((HEAD + OUTSIDE).encode()), archive.ENTITIES),
        (with_main((HEAD + REMOTE).encode()), archive.ENTITIES),
        (with_main((HEAD + PARAMETER).encode()), archive.ENTITIES),
        (with_main(LAUGHS.encode("utf-16")), archive.ENTITIES),
        (with_main(b"<a/>"), reading.NO_BODY),
        (with_main(STRICT), archive.STRICT),
        (with_main(b"<a>" * 3000 + b"</a>" * 3000), archive.CORRUPT),
        (docx_of(p("文"), others={"big.bin": b"\0" * 30_000_000}), archive.BOMB),
        (docx_of(p("文"), others={f"{n}.bin": b"" for n in range(archive.MOST_ENTRIES)}), archive.BOMB),
    ],
)  # fmt: skip
def test_no_good_file_is_refused_with_a_sentence(file: bytes, sentence: str) -> None:
    assert refusal(file) == sentence


def test_an_entry_that_lies_about_its_size_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", 5000)
    monkeypatch.setattr(archive.Archive, "_check_entries", lambda self: None)
    assert refusal(docx_of(p("文" * 5000))) == archive.BOMB


def test_a_part_of_xml_has_its_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_XML", 5000)
    assert refusal(docx_of(p("文" * 5000))) == archive.BOMB


def test_elements_of_all_parts_are_counted_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """24 MB of empty paragraphs would be a gigabyte of memory and half a minute before anything is said."""
    monkeypatch.setattr(archive, "MOST_NODES", 500)
    assert read(docx_of(p("文") * 100)).paragraphs
    styles = {"word/styles.xml": part("styles", "<w:style/>" * 400)}
    both = docx_of(p("文") * 100, others=styles, links=[("rId9", "styles", "styles.xml", False)])
    for endless in (docx_of("<w:p/>" * 600), docx_of("<!---->" * 600), docx_of("<?a?>" * 600), both):
        assert refusal(endless) == archive.BOMB
    monkeypatch.setattr(archive, "CHUNK", 100)
    without_end = with_main((HEAD + "<a>" + "<b/>" * 600).encode())
    assert refusal(without_end) == archive.BOMB


def test_a_heavy_file_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 100)
    assert refusal(docx_of(p("文"))) == archive.TOO_HEAVY


@pytest.mark.parametrize("limit", ["MOST_CHARACTERS", "MOST_PARAGRAPHS"])
def test_a_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    assert len(read(docx_of(p("文") * 11)).paragraphs) == 11
    monkeypatch.setattr(reading, limit, 10)
    assert refusal(docx_of(p("文") * 11)) == reading.TOO_LONG


def test_markup_in_the_text_is_text() -> None:
    assert read(docx_of(p("&lt;b&gt;{{ x }}&amp;"))).paragraphs == ("<b>{{ x }}&",)


RICH = {
    **parts_of(
        p("一、情况")
        + table(["甲", "乙"])
        + '<w:p><w:r><w:drawing><a:blip r:embed="rId2"/></w:drawing></w:r></w:p>',
        links=[("rId2", "image", "media/a.png", False), ("rId3", "numbering", "numbering.xml", False)],
    ),
    "word/numbering.xml": part("numbering", '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'),
    "word/media/a.png": b"png",
}


def is_read_or_refused(file: bytes) -> None:
    try:
        draft = read(file, accept_changes=True)
    except BadWordFile as refused:
        draft = refused
    words = draft.unknown if isinstance(draft, WordDraft) else (draft.sentence,)
    assert [word for word in words if not word] == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_a_draft_or_a_sentence(data: bytes) -> None:
    is_read_or_refused(data)
    is_read_or_refused(b"PK\x03\x04" + data)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_zip_is_a_draft_or_a_sentence(draw: st.DataObject) -> None:
    file = bytearray(zipped(RICH))
    for _ in range(draw.draw(st.integers(1, 6))):
        file[draw.draw(st.integers(0, len(file) - 1))] = draw.draw(st.integers(0, 255))
    is_read_or_refused(bytes(file[: draw.draw(st.integers(4, len(file)))]))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_xml_is_a_draft_or_a_sentence(draw: st.DataObject) -> None:
    name = draw.draw(st.sampled_from(sorted(RICH)))
    data = RICH[name].decode()
    start = draw.draw(st.integers(0, len(data)))
    stop = draw.draw(st.integers(start, min(len(data), start + 40)))
    put = draw.draw(
        st.sampled_from(["", "<w:p>", "</w:p>", '"', "<w:tbl/>", "-1", "9" * 30, "&#0;", "w:", "x"])
    )
    is_read_or_refused(zipped({**RICH, name: (data[:start] + put + data[stop:]).encode()}))


TAGS = (
    "p",
    "r",
    "t",
    "tbl",
    "tr",
    "tc",
    "ins",
    "del",
    "sdt",
    "fldChar",
    "hyperlink",
    "br",
    "txbxContent",
    "ruby",
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.text(st.characters(codec="utf-8", exclude_characters="<&", min_codepoint=32), max_size=5).filter(
            lambda text: not any(0xFFFE <= ord(letter) <= 0xFFFF for letter in text)
        ),
        lambda inner: st.builds(
            lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>",
            st.sampled_from(TAGS),
            st.lists(inner, max_size=4),
        ),
        max_leaves=25,
    )
)
def test_elements_in_any_order_are_a_draft_or_a_sentence(body: str) -> None:
    is_read_or_refused(docx_of(body))


def test_a_stored_zip_is_read_too() -> None:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, data in parts_of(p("文")).items():
            package.writestr(name, data)
    assert read(file.getvalue()).paragraphs == ("文",)
