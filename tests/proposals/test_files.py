"""Attachments: what a file really is decides, not its name; nothing half-kept."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEvent
from proposals.errors import BadFile, NotYours, StepNotOpen
from proposals.models import Attachment
from proposals.services import files
from proposals.states import ProposalState as S
from tests.road import draft_of, item_of
from tests.world import World

PDF = b"%PDF-1.7\n" + b"x" * 40
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 40


def package(*parts: str) -> bytes:
    """Return a zip with these parts, as Office files are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for part in parts:
            made.writestr(part, "<x/>")
    return buffer.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("说明.pdf", PDF, "application/pdf"),
        ("说明.PDF", PDF, "application/pdf"),
        ("照片.png", PNG, "image/png"),
        ("照片.jpg", JPEG, "image/jpeg"),
        ("照片.jpeg", JPEG, "image/jpeg"),
        ("正文.docx", DOCX, files.DOCX),
        ("表.xlsx", XLSX, files.XLSX),
    ],
)
def test_accepted_files_are_known_by_their_content(name: str, content: bytes, kind: str):
    assert files.content_type_of(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.pdf", b"", "“空.pdf”是空文件（0 字节），请重新选择。"),
        ("程序.pdf", b"MZ" + b"x" * 40, "“程序.pdf”不是可以接收的文件"),
        ("网页.pdf", b"<html><script>", "不是可以接收的文件"),
        ("照片.pdf", PNG, "“照片.pdf”的内容与文件名后缀不符"),
        ("说明.exe", PDF, "内容与文件名后缀不符"),
        ("说明", PDF, "内容与文件名后缀不符"),
        ("正文.docx", XLSX, "内容与文件名后缀不符"),
        ("压缩.docx", package("a.txt"), "不是可以接收的文件"),
        ("宏.docx", package("word/document.xml", "word/vbaProject.bin"), "不是可以接收的文件"),
        ("坏.docx", b"PK\x03\x04" + b"x" * 40, "不是可以接收的文件"),
    ],
)
def test_other_files_are_refused_with_a_sentence(world: World, name: str, content: bytes, words: str):
    row = draft_of(world.seat("jia_member1"))
    with pytest.raises(BadFile, match=words.replace("（", ".").replace("）", ".")):
        files.attach(row, SimpleUploadedFile(name, content), by=world["jia_member1"])
    assert not Attachment.objects.exists()
    assert not AuditEvent.objects.filter(what="attachment.add").exists()


def test_a_file_too_large_is_refused(world: World, settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    row = draft_of(world.seat("jia_member1"))
    just = PDF + b"x" * (1024 * 1024 - len(PDF))
    assert files.attach(row, SimpleUploadedFile("好.pdf", just), by=world["jia_member1"]).size == 1024 * 1024
    with pytest.raises(BadFile, match="超过 1 MB"):
        files.attach(row, SimpleUploadedFile("大.pdf", just + b"x"), by=world["jia_member1"])


def test_a_file_is_kept_under_its_hash_and_never_under_its_name(world: World):
    row = draft_of(world.seat("jia_member1"))
    upload = SimpleUploadedFile("x.pdf", PDF)
    upload._name = "../../etc/说明.pdf"  # past Django's own cleaning
    kept = files.attach(row, upload, by=world["jia_member1"])
    assert (kept.name, kept.size, kept.content_type) == ("说明.pdf", len(PDF), "application/pdf")
    assert kept.file.name == f"attachments/{kept.sha256[:2]}/{kept.sha256}"
    with kept.file.open() as stored:
        assert stored.read() == PDF
    assert AuditEvent.objects.get(what="attachment.add").detail == {"name": "说明.pdf", "sha256": kept.sha256}


def test_the_same_file_twice_is_kept_once_and_ten_are_the_most(world: World):
    row = draft_of(world.seat("jia_member1"))
    first = files.attach(row, SimpleUploadedFile("一.pdf", PDF), by=world["jia_member1"])
    assert files.attach(row, SimpleUploadedFile("二.pdf", PDF), by=world["jia_member1"]) == first
    for n in range(9):
        files.attach(row, SimpleUploadedFile("n.pdf", PDF + bytes([n])), by=world["jia_member1"])
    assert row.attachments.count() == 10
    with pytest.raises(BadFile, match="附件最多 10 个"):
        files.attach(row, SimpleUploadedFile("n.pdf", PDF + b"last"), by=world["jia_member1"])


@pytest.mark.parametrize("username", ["jia_member2", "jia_cppcc_office", "jia_gov", "root"])
def test_nobody_else_adds_or_takes_files(world: World, username: str):
    row = draft_of(world.seat("jia_member1"), co_signers=[world.seat("jia_member2")])
    kept = files.attach(row, SimpleUploadedFile("一.pdf", PDF), by=world["jia_member1"])
    with pytest.raises(NotYours):
        files.attach(row, SimpleUploadedFile("二.png", PNG), by=world[username])
    with pytest.raises(NotYours):
        files.detach(kept, by=world[username])
    assert list(row.attachments.all()) == [kept]


def test_files_are_fixed_once_submitted_until_the_item_comes_back(world: World):
    row = draft_of(world.seat("jia_member1"))
    kept = files.attach(row, SimpleUploadedFile("一.pdf", PDF), by=world["jia_member1"])
    files.detach(kept, by=world["jia_member1"])
    assert AuditEvent.objects.get(what="attachment.remove").detail["name"] == "一.pdf"
    submitted = item_of(world.seat("jia_member1"), S.SUBMITTED)
    with pytest.raises(StepNotOpen):
        files.attach(submitted, SimpleUploadedFile("一.pdf", PDF), by=world["jia_member1"])
    returned = item_of(world.seat("jia_member1"), S.RETURNED)
    assert files.attach(returned, SimpleUploadedFile("一.pdf", PDF), by=world["jia_member1"]).pk
