"""What no form of ours sends: files made to hurt, numbers beyond every column, characters no column takes."""

import io
import struct
import time
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from proposals.errors import BadFile
from proposals.queries import last_step_number
from proposals.services.files import content_type_of
from proposals.states import ProposalState as S
from responses.services.drafting import start_response
from tests.proposals.office import LIST, browser, step_page
from tests.road import again, draft_of, item_of
from tests.world import World

ENDLESS = "9" * 5000  # more digits than Python reads


def docx(name: str = "word/document.xml") -> bytearray:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        package.writestr(name, "<x/>")
    return bytearray(kept.getvalue())


def with_a_name_that_is_no_text() -> bytes:
    return bytes(docx("wörd.xml")).replace("wörd".encode(), b"w\xff\xfe\xfdd")


def with_a_version_nobody_knows() -> bytes:
    raw = docx()
    where = raw.index(b"PK\x01\x02") + 6
    raw[where : where + 2] = struct.pack("<H", 99)
    return bytes(raw)


def with_a_directory_of(entries: int) -> bytes:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, *[0] * 7, 1, *[0] * 6) + b"a"
    start = b"PK\x03\x04" + bytes(26)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, entries * len(entry), len(start), 0)
    return start + entry * entries + end


@pytest.mark.parametrize(
    "content",
    [
        with_a_name_that_is_no_text(),
        with_a_version_nobody_knows(),
        b"PK\x03\x04",
        bytes(docx())[:-1],
        bytes(docx())[:40],
    ],
    ids=["name", "version", "signature only", "cut at the end", "cut early"],
)
def test_a_broken_zip_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadFile, match="不是可以接收的文件"):
        content_type_of("资料.docx", content)


def test_a_zip_of_a_hundred_thousand_names_is_not_read() -> None:
    content = with_a_directory_of(400_000)
    begun = time.process_time()
    with pytest.raises(BadFile):
        content_type_of("资料.docx", content)
    assert time.process_time() - begun < 0.2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("页.pdf", b"<html><script>alert(1)</script>"),
        ("页.pdf", b"\n%PDF-1.7 behind something else"),
        ("页.html", b"%PDF-1.7\n<script>alert(1)</script>"),
        ("页.pdf.html", b"%PDF-1.7\n"),
        ("宏.docx", None),
    ],
)
def test_a_file_in_disguise_is_refused(name: str, content: bytes | None) -> None:
    if content is None:
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w") as package:
            package.writestr("word/document.xml", "<x/>")
            package.writestr("word/vbaProject.bin", "x")
        content = kept.getvalue()
    with pytest.raises(BadFile):
        content_type_of(name, content)


@pytest.mark.parametrize("number", ["2147483648", "9" * 30, "1000000000"])
def test_a_case_number_beyond_the_column_is_refused(world: World, number: str) -> None:
    item = item_of(world.seat("jia_member1"), S.SUBMITTED)
    answer = browser(world["jia_cppcc_office"]).post(
        step_page(item, "register"), {"seen": 1, "number": number}
    )
    assert answer.status_code == 422
    assert again(item).state == S.SUBMITTED


def test_endless_numbers_are_stale_pages_and_unknown_rows(world: World) -> None:
    seat = world.seat("jia_member1")
    item = item_of(seat, S.SUBMITTED)
    office = browser(world["jia_cppcc_office"])
    assert office.post(step_page(item, "register"), {"seen": ENDLESS}).status_code == 409
    draft = draft_of(seat)
    typed = {"title": "标题", "may_publish": "yes", "remove": ENDLESS, "co_signer": ENDLESS, "seen": ENDLESS}
    answer = browser(world["jia_member1"]).post(reverse("portal:edit", args=[draft.pk]), typed)
    assert answer.status_code == 302
    handled = item_of(seat, S.DRAFTING, lead=world.jia.tech)
    text = start_response(handled, by=world["jia_tech_clerk"])
    page = reverse("admin:responses_response_step", args=[text.pk, "submit_for_review"])
    assert browser(world["jia_tech_clerk"]).post(page, {"seen": ENDLESS}).status_code == 409


@pytest.mark.parametrize("reason", ["不妥\x00", "长" * 501], ids=["control character", "too long"])
def test_a_reason_no_column_takes_is_refused_in_words(world: World, reason: str) -> None:
    item = item_of(world.seat("jia_member1"), S.IN_REVIEW, lead=world.jia.tech)
    page = reverse("admin:responses_response_step", args=[item.responses.get().pk, "send_back"])
    typed = {"seen": last_step_number(item), "reason": reason}
    answer = browser(world["jia_tech_head"]).post(page, typed)
    assert answer.status_code == 422
    assert again(item).state == S.IN_REVIEW


@pytest.mark.parametrize(
    "query",
    [
        "state=%00",
        "lead=%00",
        "session=-1",
        "topic=1;drop",
        "assembly=99999999999999999999",
        "q=%00",
        "q='%22%25_%5C",
        "due=%00",
        "p=99999999999999999999",
        "o=%00",
        "state=' OR 1=1 --",
    ],
)
def test_no_query_breaks_the_list(world: World, query: str) -> None:
    item_of(world.seat("jia_member1"), S.SUBMITTED)
    client = browser(world["jia_cppcc_office"])
    client.raise_request_exception = False
    assert client.get(f"{LIST}?{query}").status_code in (200, 302)


@pytest.mark.parametrize("pk", ["0", "9223372036854775808", "9" * 60])
def test_keys_beyond_every_row_are_404(world: World, pk: str) -> None:
    client = browser(world["jia_member1"])
    for address in (f"/my/{pk}/", f"/my/files/{pk}/", f"/letters/{pk}/letter.pdf", f"/print/{pk}/"):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize(
    "where",
    [
        "https://evil.test/",
        "//evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "javascript:alert(1)",
        "///evil.test/",
    ],
)
def test_nobody_is_led_to_another_host(world: World, client: Client, where: str) -> None:
    client.force_login(world["jia_member1"])
    assert client.post("/large-type/", {"next": where})["Location"] == "/"
    notice = world["jia_member1"].notices.create(subject="x", path=where, created_at="2026-03-02T00:00Z")
    assert client.post(f"/notices/{notice.pk}/open/")["Location"] == "/notices/"
    assert client.get("/login/", {"next": where})["Location"] == "/"
