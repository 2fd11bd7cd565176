"""用印件: checked by content, hashed, replaced only with a reason, and what deputies then get."""

import hashlib
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from PIL import Image

from documents.scans import CORRUPT
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from responses.models import ReplyLetter, SealedOriginal
from responses.services import originals
from responses.services.originals import upload_original
from responses.services.withdrawing import withdraw_letter
from tests.responses.desk import browser, item_in, printed_letter, words
from tests.world import World


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, "replied"))


def pdf(pages: int = 2, **options: object) -> bytes:
    out, file = BytesIO(), pikepdf.new()
    for _ in range(pages):
        file.add_blank_page()
    file.save(out, **options)
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (200, 300), "white").save(out, kind)
    return out.getvalue()


def upload(data: bytes, name: str = "扫描.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("data", "ending", "media", "pages"),
    [
        (pdf(3), ".pdf", "application/pdf", 3),
        (picture("PNG"), ".png", "image/png", 1),
        (picture("JPEG"), ".jpg", "image/jpeg", 1),
    ],
)
def test_a_scan_is_kept_and_deputies_get_it(
    world: World, letter: ReplyLetter, data: bytes, ending: str, media: str, pages: int
):
    row = upload_original(letter, upload(data, "随便.exe"), by=world["jia_tech_print"])
    assert (row.sha256, row.size, row.pages) == (hashlib.sha256(data).hexdigest(), len(data), pages)
    assert row.file.name.endswith(ending)
    own = browser(world["jia_member1"]).get(f"/letters/{letter.pk}/letter.pdf")
    assert (b"".join(own.streaming_content), own["Content-Type"]) == (data, media)
    desk = browser(world["jia_tech_clerk"])
    with letter.pdf.open("rb") as frozen:
        assert b"".join(desk.get(f"/letters/{letter.pk}/letter.pdf").streaming_content) == frozen.read()
    assert b"".join(desk.get(f"/letters/{letter.pk}/original/").streaming_content) == data
    for name in ("jia_member2", "jia_edu_office", "yi_gov", "root"):
        assert browser(world[name]).get(f"/letters/{letter.pk}/original/").status_code == 404


def test_replacing_it_needs_a_reason_and_keeps_the_first(world: World, letter: ReplyLetter):
    printer = world["jia_tech_print"]
    upload_original(letter, upload(pdf(1)), by=printer)
    with pytest.raises(StepBlocked) as blocked:
        upload_original(letter, upload(pdf(2)), by=printer)
    assert blocked.value.sentences == ["这一份已有用印件，更换请写明理由。"]
    upload_original(letter, upload(pdf(2)), by=printer, reason="扫描漏页")
    kept = list(SealedOriginal.objects.order_by("pk").values_list("pages", "reason"))
    assert kept == [(1, ""), (2, "扫描漏页")]
    with pytest.raises(IntegrityError), transaction.atomic():
        SealedOriginal.objects.update(reason="改")


def test_one_file_is_the_scan_of_one_paper_only(world: World, letter: ReplyLetter):
    printer, data = world["jia_tech_print"], pdf(2)
    upload_original(letter, upload(data), by=printer)
    other = printed_letter(item_in(world, "replied", "jia_member2"))
    with pytest.raises(StepBlocked) as blocked:
        upload_original(other, upload(data), by=printer)
    assert blocked.value.sentences == [f"这个扫描件已作为{letter}的用印件上传过，请核对是不是选错了文件。"]
    with pytest.raises(StepBlocked) as blocked:
        upload_original(letter, upload(data), by=printer, reason="再传一次")
    assert blocked.value.sentences == ["这个扫描件已经上传过了，不用再传。"]
    upload_original(letter, upload(pdf(3)), by=printer, reason="漏扫一页")
    with pytest.raises(StepBlocked) as blocked:
        upload_original(letter, upload(data), by=printer, reason="换回")
    assert blocked.value.sentences == ["这个扫描件以前上传过，后来换掉了；确要换回的，请重新扫描后上传。"]
    row = SealedOriginal.objects.get(pages=2)
    row.pk, row.letter = None, other
    with pytest.raises(IntegrityError, match="sealed_original_once"), transaction.atomic():
        row.save(force_insert=True)


def test_a_void_letter_takes_no_scan_and_shows_no_form(world: World, letter: ReplyLetter):
    withdraw_letter(letter, by=world["jia_tech_office"], reason="主送有误。")
    with pytest.raises(StepNotOpen, match="已作废"):
        upload_original(ReplyLetter.objects.get(), upload(pdf()), by=world["jia_tech_print"])
    client, page = browser(world["jia_tech_print"]), f"/letters/{letter.pk}/office/"
    assert "上传用印件" not in words(client.get(page))
    answer = client.post(f"/letters/{letter.pk}/original/upload/", {"file": upload(pdf())})
    assert answer.status_code == 409


def test_replaced_scans_stay_readable_for_the_unit_alone(world: World, letter: ReplyLetter):
    printer, first, second = world["jia_tech_print"], pdf(letter.pages), pdf(letter.pages + 1)
    upload_original(letter, upload(first), by=printer)
    client = browser(printer)
    answer = client.post(
        f"/letters/{letter.pk}/original/upload/",
        {"file": upload(second), "reason": "漏盖章"},
        follow=True,
    )
    remark = f"扫描件有 {letter.pages + 1} 页，印发文件是 {letter.pages} 页，请核对有没有漏扫、错扫。"
    assert remark in words(answer)
    for row, data in zip(SealedOriginal.objects.order_by("pk"), (first, second), strict=True):
        address = f"/letters/{letter.pk}/originals/{row.pk}/"
        assert f'href="{address}"' in answer.content.decode()
        assert b"".join(client.get(address).streaming_content) == data
        for name in ("jia_member1", "jia_tech_clerk", "jia_gov", "yi_gov", "root"):
            assert browser(world[name]).get(address).status_code in (403, 404)
    assert client.get(f"/letters/{letter.pk}/originals/{row.pk + 1}/").status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "所选文件是空文件（0 字节），请重新选择。"),
        (b"MZ not a scan", "用印件只收 PDF、JPG 或 PNG 格式的扫描件。"),
        (b"%PDF-1.7 broken", CORRUPT),
        (pdf(0), "扫描件应有 1 到 300 页，请核对文件。"),
        (picture("PNG")[:100], "图片文件已损坏，读不出来，请重新导出后再上传。"),
        (pdf(1, encryption=pikepdf.Encryption(owner="a", user="b")), CORRUPT),
    ],
)
def test_what_is_no_scan_is_refused(world: World, letter: ReplyLetter, data: bytes, sentence: str):
    with pytest.raises(StepBlocked) as blocked:
        upload_original(letter, upload(data), by=world["jia_tech_office"])
    assert blocked.value.sentences == [sentence]
    assert not SealedOriginal.objects.exists()


def test_a_scan_that_is_too_large_is_refused(world: World, letter: ReplyLetter, monkeypatch):
    monkeypatch.setattr(originals, "MOST_BYTES", 100)
    with pytest.raises(StepBlocked, match="请降低扫描分辨率"):
        upload_original(letter, upload(pdf()), by=world["jia_tech_office"])


def test_only_the_units_print_staff_and_office_upload(world: World, letter: ReplyLetter):
    for name, user in world.people.items():
        if name not in ("jia_tech_print", "jia_tech_office"):
            with pytest.raises(NotYours):
                upload_original(letter, upload(pdf()), by=user)
    assert not SealedOriginal.objects.exists()


def test_a_file_is_read_before_any_row_is_locked(world: World, letter: ReplyLetter, monkeypatch):
    """Reading takes seconds, and whoever works on the item would wait; others' files are not read at all."""
    real, locked = originals.checked_scan, []
    monkeypatch.setattr(originals, "checked_scan", lambda file: (locked.append(len(read)), real(file))[1])
    with CaptureQueriesContext(connection) as read:
        with pytest.raises(NotYours):
            upload_original(letter, upload(pdf()), by=world["jia_edu_print"])
        assert not locked
        upload_original(letter, upload(pdf()), by=world["jia_tech_print"])
    locks = [n for n, query in enumerate(read.captured_queries) if "FOR UPDATE" in query["sql"]]
    assert locked[0] <= min(locks)


def test_the_page_uploads_and_says_what_is_wrong(world: World, letter: ReplyLetter):
    client, address = browser(world["jia_tech_print"]), f"/letters/{letter.pk}/original/upload/"
    answer = client.post(address, {"file": upload(b"x")})
    sentence = "用印件只收 PDF、JPG 或 PNG 格式的扫描件。"
    assert (answer.status_code, answer.context["errors"]) == (422, [(sentence, "id_file")])
    assert f'<p class="field-error">{sentence}</p><input type="file"' in answer.content.decode()
    void = browser(world["jia_tech_office"]).post(f"/letters/{letter.pk}/withdraw/", {"reason": " "})
    assert (void.status_code, void.context["errors"]) == (422, [("请写明作废的理由。", "id_void-reason")])
    assert '<p class="field-error">请写明作废的理由。</p><textarea name="reason"' in void.content.decode()
    answer = client.post(address, {"file": upload(pdf(2))}, follow=True)
    assert "用印件已上传。" in words(answer)
    assert "2 页" in words(answer)
