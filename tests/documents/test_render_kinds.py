"""What a finished file claims to be, read back by a second reader (pikepdf); nothing of it comes from the clock."""

import subprocess
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from documents import render
from documents.content import PdfKind
from documents.finishing import AttachedFile

PAGE = '<!doctype html><html lang="zh-CN"><head><title>函</title></head><body>{}</body></html>'
TEXT = PAGE.format("<p>函</p>")
SNAPSHOT = AttachedFile("content.json", '{"title":"函"}'.encode(), "内容数据", date(2026, 3, 2))


def archive(**others: object) -> bytes:
    """The text as PDF/A-3 with the snapshot attached."""
    return render.pdf(
        TEXT, kind=PdfKind.ARCHIVE, attachments=[SNAPSHOT], written_on=date(2026, 3, 2), **others
    )


def picture(colour: str) -> bytes:
    """A small picture of one colour."""
    file = BytesIO()
    Image.new("RGB", (32, 32), colour).save(file, "PNG")
    return file.getvalue()


def opened(file: bytes) -> pikepdf.Pdf:
    """The file as pikepdf reads it."""
    return pikepdf.open(BytesIO(file))


def test_an_archive_file_says_so_and_has_one_attachment_with_its_relationship():
    with opened(archive()) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == "2026-03-02"
        assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20260302"
        assert list(pdf.attachments) == ["content.json"]
        assert pdf.attachments["content.json"].get_file().read_bytes() == SNAPSHOT.data
        assert pdf.attachments["content.json"].get_file().mime_type == "application/json"
        [associated] = pdf.Root.AF
        assert (associated.AFRelationship, str(associated.Desc)) == ("/Data", "内容数据")
        [intent] = pdf.Root.OutputIntents
        assert (intent.S, intent.DestOutputProfile.N) == ("/GTS_PDFA1", 3)
        assert b"sRGB" in intent.DestOutputProfile.read_bytes()
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot.K[0].S == "/Document"
        assert str(pdf.Root.Lang) == "zh-CN"
        assert len(pdf.trailer.ID) == 2


def test_an_accessible_file_says_so_and_has_no_attachment():
    with opened(render.pdf(TEXT)) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert len(pdf.attachments) == 0
        assert "/OutputIntents" not in pdf.Root
        assert "/CreationDate" not in pdf.docinfo
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_an_accessible_file_takes_no_attachment():
    with pytest.raises(ValueError, match="Only a PDF/A-3"):
        render.pdf(TEXT, attachments=[SNAPSHOT])


@pytest.mark.parametrize("kind", PdfKind)
def test_fonts_are_embedded_in_part_and_the_file_is_sound(kind, tmp_path):
    file = tmp_path / "letter.pdf"
    file.write_bytes(render.pdf(TEXT, kind=kind))
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
    listed = subprocess.run(["pdffonts", file], check=True, capture_output=True, text=True).stdout
    rows = listed.splitlines()[2:]
    assert rows
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows), listed


def test_the_identifier_follows_from_what_is_printed_and_attached():
    def identifier(html: str, *attachments: AttachedFile) -> bytes:
        with opened(render.pdf(html, kind=PdfKind.ARCHIVE, attachments=attachments)) as pdf:
            return bytes(pdf.trailer.ID[0])

    assert identifier(TEXT, SNAPSHOT) == identifier(TEXT, SNAPSHOT)
    other = PAGE.format("<p>复函</p>")
    assert len({identifier(TEXT, SNAPSHOT), identifier(TEXT), identifier(other)}) == 3


def test_a_second_rendering_in_one_process_gives_the_same_bytes():
    assert archive() == archive()


def test_a_picture_comes_from_the_bytes_given_and_only_from_them():
    red, blue = picture("red"), picture("blue")
    page = PAGE.format('<p><img src="picture:aa" width="32" alt="章"></p>')
    drawn = render.pdf(page, pictures={"aa": red})
    assert drawn == render.pdf(page, pictures={"aa": red, "bb": blue})
    assert drawn != render.pdf(page, pictures={"aa": blue})
    for missing in ({}, {"bb": red}):
        with pytest.raises(render.RenderingFailed, match="Not allowed in a document: picture:aa"):
            render.pdf(page, pictures=missing)


def test_a_corrupt_picture_stops_the_printing():
    page = PAGE.format('<p><img src="picture:aa" alt="章"></p>')
    with pytest.raises(render.RenderingFailed, match="Failed to load image"):
        render.pdf(page, pictures={"aa": picture("red")[:40]})
