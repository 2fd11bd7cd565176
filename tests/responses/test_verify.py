"""核验页: open to everybody, says what a letter is by code or by file, keeps nothing, names no person."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.now import now
from documents.models import NumberSeries, Picture
from documents.signing.report import LEGAL_NOTE
from proposals.models import AssemblyRules
from proposals.permissions import open_lead
from proposals.queries import last_step_number
from proposals.services.issued_papers import withdraw_paper
from proposals.tasks import print_paper
from responses.letters.printing import fill_addressed
from responses.models import ReplyLetter, SealedOriginal
from responses.services import originals
from responses.services.issuing import issue
from responses.services.originals import upload_original
from responses.services.withdrawing import withdraw_letter
from responses.views import verify
from tests.documents.signing_kit import SIGNED_AT, office
from tests.proposals.paper_kinds import KINDS
from tests.responses.desk import item_in, printed_letter, words
from tests.road import again, draft_of, take, walk
from tests.world import World


@pytest.fixture(autouse=True)
def nobody_asked_before(world: World):
    asked = ("verify:code:127.0.0.1", "verify:file:127.0.0.1")
    cache.delete_many(asked)
    yield
    cache.delete_many(asked)


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, "replied"))


def compare(client: Client, data: bytes):
    return client.post("/verify/", {"file": SimpleUploadedFile("函.pdf", data)})


def kept_files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_a_code_says_what_the_letter_is_and_names_nobody(client: Client, world: World, letter: ReplyLetter):
    answer = client.get(f"/verify/{letter.verify_code}/")
    shown = words(answer)
    assert answer.status_code == 200
    for known in (letter.number, letter.title, "甲市科学技术局", letter.sha256, "有效", "2026-03-02"):
        assert known in shown
    names = {user.name for user in world.people.values() if not user.is_clock}
    assert [name for name in names if name in shown] == []


def test_small_letters_and_the_box_lead_there(client: Client, letter: ReplyLetter):
    code = letter.verify_code
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    grouped = (code[:4], code[4:8], code[8:])
    for typed in (
        f" {code.lower()} ",
        "\u3000".join(grouped),
        "-".join(grouped),
        "—".join(grouped),
        full_width,
    ):
        assert client.get("/verify/", {"code": typed})["Location"] == f"/verify/{code}/"
    assert client.get(f"/verify/{letter.verify_code.lower()}/").status_code == 200


@pytest.mark.parametrize("code", ["AAAAAAAAAAAA", "x", "1" * 60])
def test_an_unknown_code_gets_one_sentence(client: Client, letter: ReplyLetter, code: str):
    answer = client.get(f"/verify/{code}/")
    assert (answer.status_code, answer.context["code_error"]) == (404, verify.UNKNOWN_CODE)
    assert letter.number not in words(answer)


def test_a_code_that_is_none_is_answered_on_the_page(client: Client, world: World):
    answer = client.get("/verify/", {"code": "<script>alert(1)</script>"})
    assert (answer.status_code, answer.context["code_error"]) == (404, verify.UNKNOWN_CODE)
    assert "<script>alert" not in answer.content.decode()


def test_superseded_and_withdrawn_are_said(client: Client, world: World, letter: ReplyLetter):
    walk(take("correct", again(letter.response.proposal)), "replied")
    new = ReplyLetter.objects.get(supersedes=letter)
    shown = words(client.get(f"/verify/{letter.verify_code}/"))
    assert "已被更正" in shown
    assert f"这份函已由 {new.number} 更正" in shown
    withdraw_letter(new, by=world["jia_tech_office"], reason="内部理由不外传")
    shown = words(client.get(f"/verify/{new.verify_code}/"))
    assert "已作废" in shown
    assert "内部理由不外传" not in shown


def test_the_file_itself_is_recognised_and_nothing_is_kept(client: Client, letter: ReplyLetter):
    before, rows = kept_files(), Picture.objects.count()
    with letter.pdf.open("rb") as file:
        data = file.read()
    answer = compare(client, data)
    shown = words(answer)
    assert answer.status_code == 200
    assert "内容完全相同：这是本系统的印发文件" in shown
    assert letter.number in shown
    assert LEGAL_NOTE not in shown
    changed = compare(client, data + b"\n")
    assert verify.NO_MATCH in words(changed)
    assert letter.number not in words(changed)
    assert (kept_files(), Picture.objects.count()) == (before, rows)


def test_a_file_of_another_letter_is_not_taken_for_the_one_that_is_looked_at(
    client: Client, world: World, letter: ReplyLetter
):
    other = printed_letter(item_in(world, "replied", "jia_member2"))
    with letter.pdf.open("rb") as file:
        data = file.read()
    said = f"所选文件不是 {other.number}，而是下面这一份。"

    def compared_on(code: str) -> str:
        return words(client.post("/verify/", {"file": SimpleUploadedFile("函.pdf", data), "code": code}))

    assert f'value="{other.verify_code}"' in client.get(f"/verify/{other.verify_code}/").content.decode()
    assert said in compared_on(other.verify_code)
    for code in (letter.verify_code, "", "AAAAAAAAAAAA", "\x00"):
        shown = compared_on(code)
        assert "这是另一份函" not in shown
        assert "内容完全相同" in shown


def test_the_largest_scan_taken_in_can_be_compared():
    assert verify.MOST_BYTES >= originals.MOST_BYTES


def test_a_large_upload_never_touches_a_disk(client: Client, world: World, monkeypatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", refuse)
    assert compare(client, b"%PDF-" + b"x" * (4 * 1024 * 1024)).status_code == 200
    monkeypatch.setattr(verify, "MOST_BYTES", 1000)
    answer = compare(client, b"x" * 200_000)
    assert (answer.status_code, answer.context["file_error"]) == (413, verify.TOO_LARGE)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [({}, verify.NO_FILE), ({"file": SimpleUploadedFile("a.pdf", b"")}, verify.EMPTY)],
)
def test_no_file_and_an_empty_one_get_a_sentence(client: Client, world: World, data: dict, sentence: str):
    answer = client.post("/verify/", data)
    assert (answer.status_code, answer.context["file_error"]) == (422, sentence)


def test_a_forged_form_is_refused(world: World):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-")})
    assert answer.status_code == 403


def test_a_scan_of_the_sealed_letter_is_recognised(client: Client, world: World, letter: ReplyLetter):
    with letter.pdf.open("rb") as file:
        scan = file.read() + b"\n% scanned"
    upload_original(letter, SimpleUploadedFile("扫描.pdf", scan), by=world["jia_tech_print"])
    shown = words(compare(client, scan))
    assert "这是本系统的用印扫描件" in shown
    for digest in (hashlib.sha256(scan).hexdigest(), letter.sha256):
        assert shown.count(digest) == 1
    newer, by = scan + b" again", world["jia_tech_print"]
    upload_original(letter, SimpleUploadedFile("扫描.pdf", newer), by=by, reason="漏扫一页")
    shown = words(compare(client, scan))
    assert "这是本系统的已更换的用印扫描件" in shown
    assert "漏扫一页" not in shown
    assert "这是本系统的用印扫描件" in words(compare(client, newer))


def test_a_co_signers_copy_is_recognised_by_its_own_digest(client: Client, world: World):
    AssemblyRules.objects.filter(assembly=world.jia.npc.assembly).update(answer_each_co_signer=True)
    draft = draft_of(world.seat("jia_deputy1"), co_signers=[world.seat("jia_deputy2")])
    letter = printed_letter(walk(draft, "replied", lead=world.jia.tech))
    copy = letter.addressed.get()
    fill_addressed(copy.pk)
    copy.refresh_from_db()
    with copy.pdf.open("rb") as file:
        shown = words(compare(client, file.read()))
    assert "这是本系统的分送件" in shown
    assert f"所选文件的摘要 （SHA-256） {copy.sha256}" in shown
    assert f"印发文件摘要 （SHA-256） {letter.sha256}" in shown
    assert copy.proposer.name not in shown
    scans = {one: f"%PDF-{one}".encode() for one in ("letter", "copy", "copy again")}
    for one, scan in scans.items():
        of = None if one == "letter" else copy
        SealedOriginal.objects.create(
            letter=letter,
            addressed=of,
            sha256=hashlib.sha256(scan).hexdigest(),
            size=1,
            pages=1,
            by=world["jia_tech_print"],
            at=now(),
        )
    replaced = [one for one, scan in scans.items() if "已更换的用印扫描件" in words(compare(client, scan))]
    assert replaced == ["copy"]


@pytest.mark.parametrize("numbered", [True, False])
def test_a_paper_between_offices_is_recognised_and_says_little(client: Client, world: World, numbered: bool):
    item = item_in(world, "drafting")
    if numbered:
        NumberSeries.objects.create(unit=world.jia.tech, kind="extension", year=2026, code="甲科延")
    made = KINDS["extension"](open_lead(item), world["jia_tech_office"])
    print_paper(made.pk)
    made.refresh_from_db()
    with made.pdf.open("rb") as file:
        data = file.read()
    shown = words(compare(client, data))
    number = "甲科延〔2026〕1号" if numbered else "不编文号"
    for known in ("这是本系统印发的延期函", "有效", number, "甲市科学技术局", "2026-03-02", made.sha256):
        assert known in shown
    assert "已作废" not in shown
    withdraw_paper(made, by=world["jia_tech_office"], reason="内部理由不外传")
    void = words(compare(client, data))
    assert "这份公文已由印发单位作废" in void
    assert verify.NO_MATCH in words(compare(client, data + b"\n"))
    names = [user.name for user in world.people.values() if not user.is_clock]
    for secret in (*names, item.title, made.title, "涉及面广", "内部理由不外传"):
        assert secret not in shown + void


def test_no_match_claims_nothing(client: Client, world: World):
    shown = words(compare(client, b"%PDF-1.7 something else"))
    assert "没有与它完全相同的" in shown
    assert "不能断定它是不是本系统印发的" in shown
    for claim in ("它不是本系统印发的", "伪造", "有效"):
        assert claim not in shown


def test_numbers_and_corrections_are_told_in_words_the_public_knows(client: Client, world: World):
    signed = item_in(world, "signed")
    by, seen = world["jia_tech_office"], last_step_number(signed)
    issue(signed, by=by, seen=seen, external_number="甲科函〔2026〕9号")
    letter = ReplyLetter.objects.get()
    walk(take("correct", again(signed)), "replied")
    shown = words(client.get(f"/verify/{letter.verify_code}/"))
    assert "甲科函〔2026〕9号（印发单位自行编号）" in shown
    new = ReplyLetter.objects.get(supersedes=letter)
    assert "本函更正的原函 甲科函〔2026〕9号" in words(client.get(f"/verify/{new.verify_code}/"))


def test_the_page_says_where_the_code_stands(client: Client, world: World):
    shown = words(client.get("/verify/"))
    assert "印在函上二维码的下方，四位一组" in shown
    assert "网址的最后 12 位" not in shown


def test_the_signature_of_any_file_is_reported(client: Client, letter: ReplyLetter, tmp_path: Path):
    with letter.pdf.open("rb") as file:
        signed = office(tmp_path, "rsa").sign(file.read(), reason="印发", place=None, at=SIGNED_AT)
    shown = words(compare(client, signed))
    assert verify.NO_MATCH in shown
    assert "签名完好" in shown
    assert LEGAL_NOTE in shown
    assert "云川市科学技术局" in shown


def test_a_scan_is_read_as_a_strangers_file(client: Client, world: World, letter: ReplyLetter, monkeypatch):
    """Print staff scan what came from outside: only what this system made is read in the process of the pages."""
    read: list[bytes] = []
    monkeypatch.setattr(verify, "signature_of", lambda data: read.append(data))
    monkeypatch.setattr(verify, "signature_of_stranger", lambda data: None)
    with letter.pdf.open("rb") as file:
        frozen = file.read()
    scan = frozen + b"\n% scanned"
    upload_original(letter, SimpleUploadedFile("扫描.pdf", scan), by=world["jia_tech_print"])
    assert compare(client, scan).context["letter"] == letter
    assert not read
    compare(client, frozen)
    assert read == [frozen]


def test_guessing_codes_is_slowed_down(client: Client, letter: ReplyLetter, monkeypatch):
    monkeypatch.setattr(verify, "MOST_A_MINUTE", 3)
    codes = [client.get("/verify/AAAAAAAAAAAA/").status_code for _ in range(4)]
    assert codes == [404, 404, 404, 429]
    assert client.get(f"/verify/{letter.verify_code}/").status_code == 429


def test_files_have_a_lower_limit_of_their_own(client: Client, letter: ReplyLetter, monkeypatch):
    """A file is up to 30 MB to take in and hash, a code one row to look up."""
    assert verify.MOST_FILES_A_MINUTE < verify.MOST_A_MINUTE
    monkeypatch.setattr(verify, "MOST_FILES_A_MINUTE", 2)
    assert [compare(client, b"x").status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(f"/verify/{letter.verify_code}/").status_code == 200


def test_pages_carry_no_inline_style_or_script(client: Client, letter: ReplyLetter):
    with letter.pdf.open("rb") as file:
        data = file.read()
    for answer in (
        client.get("/verify/"),
        client.get(f"/verify/{letter.verify_code}/"),
        compare(client, data),
    ):
        page = answer.content.decode()
        assert not re.search(r"<script|style=|\son\w+=", page)
        assert "css/verify" in page
        assert "unsafe" not in answer["Content-Security-Policy"]


def test_who_came_by_the_code_compares_the_file_right_there(world: World, letter: ReplyLetter):
    client = Client(enforce_csrf_checks=True)
    shown = client.get(f"/verify/{letter.verify_code}/").content.decode()
    form = shown[shown.index('<form method="post"') :]
    assert form.startswith('<form method="post" action="/verify/" enctype="multipart/form-data">')
    assert '<input type="file" id="file" name="file" required>' in form
    token = form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    with letter.pdf.open("rb") as file:
        upload = SimpleUploadedFile("函.pdf", file.read())
    answer = client.post("/verify/", {"file": upload, "csrfmiddlewaretoken": token})
    assert (answer.status_code, answer.context["letter"]) == (200, letter)
