"""Scans of sealed letters are shown inside the browser: a PDF that does something by itself is not taken."""

import struct
import zlib
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, String

from documents import scans
from documents.scans import ACTIVE, CORRUPT, INTRICATE, LIMITS, NOT_NOW, alone
from proposals.errors import StepBlocked
from responses.services.originals import checked_scan


def scan(change) -> SimpleUploadedFile:
    """Return a page whose file was changed by a function."""
    out, file = BytesIO(), pikepdf.new()
    file.add_blank_page()
    change(file)
    file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return SimpleUploadedFile("扫描.pdf", out.getvalue())


def script(file: pikepdf.Pdf) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def on_open(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = file.make_indirect(script(file))


def on_open_directly(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = script(file)


def by_name(file: pikepdf.Pdf) -> None:
    file.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script(file)])))


def on_a_page(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("cmd.exe")))


def behind_another(file: pikepdf.Pdf) -> None:
    go = Dictionary(S=Name.GoTo, D=Array([file.pages[0].obj, Name.Fit]))
    go.Next = Array([Dictionary(S=Name.SubmitForm, F=String("https://example.invalid/"))])
    file.Root.OpenAction = go


def in_a_note(file: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 10, 10]))
    file.pages[0].obj.Annots = Array([note])


def elsewhere(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.Annots = Array(
        [Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F=String("x.pdf")))]
    )


def thread_elsewhere(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.Thread, F=String("x.pdf"), D=0)


ADDRESS = "https://example.invalid/"


def address_on_opening(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = file.make_indirect(Dictionary(S=Name.URI, URI=String(ADDRESS)))


def address_on_turning(file: pikepdf.Pdf) -> None:
    go = Dictionary(S=Name.GoTo, D=Array([file.pages[0].obj, Name.Fit]))
    go.Next = file.make_indirect(Array([Dictionary(S=Name.URI, URI=String(ADDRESS))]))
    file.pages[0].obj.AA = Dictionary(O=file.make_indirect(go))


ACTING = [
    on_open,
    on_open_directly,
    by_name,
    on_a_page,
    behind_another,
    in_a_note,
    elsewhere,
    thread_elsewhere,
]
ACTING += [address_on_opening, address_on_turning]


@pytest.mark.parametrize("change", ACTING)
def test_a_pdf_that_acts_by_itself_is_refused(change) -> None:
    with pytest.raises(StepBlocked) as blocked:
        checked_scan(scan(change))
    assert blocked.value.sentences == [ACTIVE]


def first_page_fits(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = Array([file.pages[0].obj, Name.Fit])


def with_its_snapshot(file: pikepdf.Pdf) -> None:
    """As a letter of ours that was sealed electronically elsewhere."""
    file.attachments["content.json"] = b"{}"


def with_a_link(file: pikepdf.Pdf) -> None:
    """An address behind a click, as in a letter that was printed to PDF."""
    link = Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(ADDRESS)))
    file.pages[0].obj.Annots = Array([link])


@pytest.mark.parametrize("change", [lambda file: None, first_page_fits, with_its_snapshot, with_a_link])
def test_a_plain_scan_is_taken(change) -> None:
    assert checked_scan(scan(change)).pages == 1


def packed(megabytes: int) -> bytes:
    """Return a page whose objects stand in a packed stream behind so many blanks."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(b"2 0 <</A 1>>")]
    parts += [packer.compress(b" " * 1024 * 1024) for _ in range(megabytes)]
    body = b"".join([*parts, packer.flush()])
    objects = [
        b"1 0 obj\n<</Type/Catalog/Pages 3 0 R/X 2 0 R>>\nendobj\n",
        b"3 0 obj\n<</Type/Pages/Count 1/Kids[4 0 R]>>\nendobj\n",
        b"4 0 obj\n<</Type/Page/Parent 3 0 R/Resources<<>>/MediaBox[0 0 99 99]>>\nendobj\n",
        b"5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n"
        % (len(body), body),
    ]
    places, file = {}, b"%PDF-1.7\n"
    for number, one in zip((1, 3, 4, 5), objects, strict=True):
        places[number] = len(file)
        file += one
    rows = [(0, 0), (1, places[1]), (2, 5), *((1, places[number]) for number in (3, 4, 5)), (1, len(file))]
    table = b"".join(struct.pack(">BIB", kind, place, 0) for kind, place in rows)
    head = b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>\nstream\n" % len(table)
    return file + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(file)


def test_a_packed_part_too_large_to_look_into_is_refused() -> None:
    """Unpacked it would fill the memory; left packed it could hide what a browser would run."""
    assert checked_scan(SimpleUploadedFile("扫描.pdf", packed(2))).pages == 1
    bomb = packed(300)
    assert len(bomb) < 400_000
    with pytest.raises(StepBlocked) as blocked:
        checked_scan(SimpleUploadedFile("扫描.pdf", bomb))
    assert blocked.value.sentences == [CORRUPT]


def by_hand(objects: dict[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Return a page with objects as written, which pikepdf would write otherwise."""
    objects = {
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox[0 0 99 99]>>",
    } | objects
    file, rows = b"%PDF-1.7\n", [b"0000000000 65535 f \n"]
    for number in range(1, max(objects) + 1):
        rows.append(b"%010d 00000 n \n" % len(file) if number in objects else b"0000000000 65535 f \n")
        file += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number]) if number in objects else b""
    table = b"xref\n0 %d\n%b" % (len(rows), b"".join(rows))
    return (
        file + table + b"trailer\n<</Size %d %b>>\nstartxref\n%d\n%%%%EOF\n" % (len(rows), trailer, len(file))
    )


def sentence_of(file: bytes) -> list[str]:
    with pytest.raises(StepBlocked) as blocked:
        checked_scan(SimpleUploadedFile("扫描.pdf", file))
    return blocked.value.sentences


def test_a_catalog_in_the_trailer_is_looked_at() -> None:
    catalog = b"/Root<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"
    assert sentence_of(by_hand({}, catalog)) == [ACTIVE]


def test_values_are_counted_over_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """16 MB of small dictionaries in one object took nine seconds and 700 MB, while the item's row was locked."""
    monkeypatch.setattr(alone, "MOST_VALUES", 5000)

    def problem(extra: bytes, more: dict[int, bytes] | None = None) -> object:
        catalog = b"<</Type/Catalog/Pages 2 0 R %b>>" % extra
        return alone.looked_through(by_hand({1: catalog} | (more or {})))["problem"]

    assert problem(b"/X[%b]" % (b"<</A 1>>" * 1000)) == ""
    assert problem(b"/X[%b]" % (b"<</A 1>>" * 2000)) == "intricate"
    assert problem(b"/X[%b]" % (b"1 " * 6000)) == "intricate"
    assert problem(b"/OpenAction 4 0 R", {4: b"<</S/GoTo/D[3 0 R/Fit]/Next 4 0 R>>"}) == "intricate"


def test_what_uses_up_its_time_or_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = by_hand({1: b"<</Type/Catalog/Pages 2 0 R/X[" + b"<</A 1>>" * 200_000 + b"]>>"})
    monkeypatch.setattr(scans, "LIMITS", replace(LIMITS, memory=100 * 1024**2))
    assert sentence_of(many) in ([INTRICATE], [CORRUPT])
    monkeypatch.setattr(scans, "LIMITS", replace(LIMITS, wait=0.01))
    assert sentence_of(many) == [NOT_NOW]
    assert LIMITS.seconds <= 4
    assert LIMITS.memory <= 1024**3
