"""数字签名 of issued letters: checked before a number is taken, made after printing, never retried blindly."""

import hashlib
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from django.db import IntegrityError, transaction

from accounts.now import now
from documents import pictures
from documents.models import NumberSeries, Stationery
from documents.signing.reading import signature_of
from proposals.errors import StepBlocked
from proposals.models import AssemblyRules
from proposals.queries import last_step_number
from responses import jobs, tasks
from responses.letters.piles import make
from responses.letters.printing import (
    fill_addressed,
    fill_addressed_signature,
    fill_pdf,
    fill_signature,
)
from responses.models import AddressedLetter, ReplyLetter
from responses.services.issuing import issue
from responses.services.print_job_copies import CopiesRule
from responses.services.print_jobs import create_job, hindrances, letters_to_print
from responses.services.printing import record_print, set_again
from responses.verification import ADDRESSED, SIGNED_ADDRESSED, letter_by_hash
from tests.documents.sample_papers import SEAL_FILE
from tests.documents.signing_kit import BEIJING, PASSPHRASE, authority, key_file, key_of, usage
from tests.documents.test_signing_seal_place import drawn
from tests.responses.desk import browser, item_in, printed_letter, words
from tests.responses.pile import letters_file
from tests.road import again, draft_of, walk
from tests.world import World


def use_key_file(settings, folder: Path, *, end: datetime | None = None) -> Path:
    """Set signing up with a key file whose certificate ends on a day."""
    key = key_of("rsa")
    options = {} if end is None else {"end": end}
    certificate = authority().issue(key, allowed=usage(digital_signature=True), **options)
    path, secret = folder / "office.p12", folder / "passphrase"
    path.write_bytes(key_file(key, certificate))
    secret.write_text(PASSPHRASE, encoding="utf-8")
    settings.LETTER_SIGNING = "key_file"
    settings.LETTER_SIGNING_KEY_FILE = str(path)
    settings.LETTER_SIGNING_PASSPHRASE_FILE = str(secret)
    return path


def issued(world: World, seat: str = "jia_member1") -> ReplyLetter:
    item = item_in(world, "signed", seat)
    return issue(item, by=world["jia_tech_office"], seen=last_step_number(item))


def test_where_nothing_is_set_up_nothing_is_signed(world: World):
    letter = issued(world)
    fill_pdf(letter.pk)
    assert not fill_signature(letter.pk)
    letter.refresh_from_db()
    assert (letter.must_be_signed, letter.signed_at, letter.is_ready) == (False, None, True)
    assert letter.delivered_pdf == letter.pdf


def test_the_signed_file_goes_out_and_the_frozen_one_stays(world: World, settings, tmp_path: Path):
    use_key_file(settings, tmp_path)
    letter = issued(world)
    assert not fill_signature(letter.pk)  # there is nothing to sign yet
    fill_pdf(letter.pk)
    address = f"/letters/{letter.pk}/letter.pdf"
    assert browser(world["jia_member1"]).get(address).status_code == 404
    with pytest.raises(StepBlocked):
        record_print(letter, copies=1, by=world["jia_tech_print"])
    assert fill_signature(letter.pk)
    assert not fill_signature(letter.pk)
    letter.refresh_from_db()
    with letter.pdf.open("rb") as frozen, letter.signed_pdf.open("rb") as signed:
        plain, sealed = frozen.read(), signed.read()
    assert sealed.startswith(plain)
    report = signature_of(sealed)
    assert (report.intact, report.covers_whole_file, report.reason) == (True, True, f"印发{letter.number}")
    assert signature_of(plain) is None
    for name in ("jia_member1", "jia_tech_office"):
        assert b"".join(browser(world[name]).get(address).streaming_content) == sealed
    kept = browser(world["jia_tech_office"]).get(f"/letters/{letter.pk}/frozen.pdf")
    assert b"".join(kept.streaming_content) == plain
    assert letter.is_ready


def test_the_signature_shows_the_seal_and_the_printed_pile_shows_it_too(
    world: World, settings, tmp_path: Path
):
    use_key_file(settings, tmp_path)
    seal = pictures.accept(SEAL_FILE, by=world["jia_tech_office"])
    Stationery.objects.create(unit=world.jia.tech, seal=seal, print_seal=True)
    letter = issued(world)
    assert letter.content["signing"][0]["seal_by_signature"] is True
    fill_pdf(letter.pk)
    assert fill_signature(letter.pk)
    letter.refresh_from_db()
    with letter.pdf.open("rb") as frozen, letter.signed_pdf.open("rb") as signed:
        plain, sealed = frozen.read(), signed.read()
    with pdfplumber.open(BytesIO(plain)) as file:
        assert [page.images for page in file.pages] == [[] for _ in file.pages]
    with pikepdf.open(BytesIO(sealed)) as file:
        (field,) = file.Root.AcroForm.Fields
        assert float(field.Rect[2]) - float(field.Rect[0]) == pytest.approx(42 * 72 / 25.4, abs=0.1)
    order = create_job(
        [letter.pk], by=world["jia_tech_print"], rule=CopiesRule(to_each=1, to_copied=0, archive=0), wants=[]
    )
    assert make(order.pk)
    pile = letters_file(order)
    with pikepdf.open(BytesIO(pile)) as file:
        assert "/AcroForm" not in file.Root
        assert all("/Annots" not in page for page in file.pages)
    for page in range(1, letter.pages + 1):
        assert drawn(pile, page) == drawn(sealed, page)
    assert any(drawn(plain, page) != drawn(sealed, page) for page in range(1, letter.pages + 1))


def test_a_seal_that_went_lost_stops_the_signature_with_a_sentence(world: World, settings, tmp_path: Path):
    use_key_file(settings, tmp_path)
    seal = pictures.accept(SEAL_FILE, by=world["jia_tech_office"])
    Stationery.objects.create(unit=world.jia.tech, seal=seal, print_seal=True)
    letter = issued(world)
    fill_pdf(letter.pk)
    seal.file.storage.delete(seal.file.name)
    assert not fill_signature(letter.pk)
    letter.refresh_from_db()
    assert letter.render_error == "印章图样在系统里找不到了，请在“用纸设置”中重新上传后重试。"
    assert letter.signed_at is None


def test_each_co_signers_copy_is_signed_as_the_letter_is(
    world: World, settings, tmp_path: Path, django_capture_on_commit_callbacks
):
    AssemblyRules.objects.filter(assembly=world.jia.npc.assembly).update(answer_each_co_signer=True)
    path = use_key_file(settings, tmp_path)
    draft = draft_of(world.seat("jia_deputy1"), co_signers=[world.seat("jia_deputy2")])
    letter = printed_letter(walk(draft, "replied", lead=world.jia.tech))
    copy = letter.addressed.get()
    assert (letter.must_be_signed, copy.must_be_signed) == (True, True)
    assert fill_signature(letter.pk)
    own, page = f"/letters/{letter.pk}/letter.pdf", f"/print/{letter.pk}/"
    deputy, printer = browser(world["jia_deputy2"]), browser(world["jia_tech_print"])
    kept = f"{page}addressed/{copy.pk}/"

    assert not fill_addressed_signature(copy.pk)  # there is nothing to sign yet
    assert fill_addressed(copy.pk)
    assert (deputy.get(own).status_code, printer.get(kept).status_code) == (404, 404)
    assert f"分送{copy.proposer.name}的一份等待数字签名" in words(printer.get(page))
    good = path.read_bytes()
    path.write_bytes(b"broken")
    assert not fill_addressed_signature(copy.pk)
    assert f"分送{copy.proposer.name}的一份签名失败：签名密钥文件不是" in words(printer.get(page))
    letter.refresh_from_db()
    assert hindrances(letters_to_print([letter.pk])) == {"文件还没有生成好，请稍候再打印": [letter]}
    path.write_bytes(good)
    with django_capture_on_commit_callbacks() as queued:
        set_again(letter, by=world["jia_tech_office"])
    assert len(queued) == 1
    assert fill_addressed_signature(copy.pk)
    assert not fill_addressed_signature(copy.pk)

    copy.refresh_from_db()
    with copy.pdf.open("rb") as frozen, copy.signed_pdf.open("rb") as signed:
        plain, sealed = frozen.read(), signed.read()
    assert sealed.startswith(plain)
    report = signature_of(sealed)
    assert (report.intact, report.covers_whole_file, report.reason) == (True, True, f"印发{copy}")
    for client, address in ((deputy, own), (printer, kept)):
        assert b"".join(client.get(address).streaming_content) == sealed
    for file, kind in ((plain, ADDRESSED), (sealed, SIGNED_ADDRESSED)):
        match = letter_by_hash(hashlib.sha256(file).hexdigest())
        assert (match.letter, match.kind) == (letter, kind)
    assert hindrances(letters_to_print([letter.pk])) == {}
    for change in ({"signed_sha256": "0" * 64}, {"must_be_signed": False}, {"engine": "another"}):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            AddressedLetter.objects.filter(pk=copy.pk).update(**change)


def test_the_clock_queues_an_unsigned_copy_after_half_a_minute(
    world: World, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    AssemblyRules.objects.filter(assembly=world.jia.npc.assembly).update(answer_each_co_signer=True)
    use_key_file(settings, tmp_path)
    draft = draft_of(world.seat("jia_deputy1"), co_signers=[world.seat("jia_deputy2")])
    letter = printed_letter(walk(draft, "replied", lead=world.jia.tech))
    copy = letter.addressed.get()
    assert fill_signature(letter.pk)
    signing: list[int] = []
    monkeypatch.setattr(tasks.sign_addressed, "delay", signing.append)
    tasks.render_addressed(copy.pk)
    tasks.render_addressed(copy.pk)
    assert signing == [copy.pk]
    copy.refresh_from_db()
    for seconds, expected in ((30, []), (31, [copy.pk])):
        signing.clear()
        monkeypatch.setattr(jobs, "now", lambda late=seconds: copy.rendered_at + timedelta(seconds=late))
        assert jobs.requeue_letters() == len(expected)
        assert signing == expected


def test_an_expired_certificate_stops_the_issue_before_a_number_is_taken(
    world: World, settings, tmp_path: Path
):
    use_key_file(settings, tmp_path, end=datetime(2026, 2, 1, tzinfo=BEIJING))
    item = item_in(world, "signed")
    with pytest.raises(StepBlocked) as blocked:
        issue(item, by=world["jia_tech_office"], seen=last_step_number(item))
    assert len(blocked.value.sentences) == 1
    assert "证书" in blocked.value.sentences[0]
    assert again(item).state == "signed"
    assert not ReplyLetter.objects.exists()
    assert NumberSeries.objects.get(unit=world.jia.tech, kind="proposal").next_number == 1


def test_a_refused_signature_is_written_down_and_waits_for_somebody(
    world: World, settings, tmp_path: Path, django_capture_on_commit_callbacks
):
    path = use_key_file(settings, tmp_path)
    letter = issued(world)
    fill_pdf(letter.pk)
    good = path.read_bytes()
    path.write_bytes(b"broken")
    assert not fill_signature(letter.pk)
    letter.refresh_from_db()
    assert letter.render_error == "签名密钥文件不是PKCS#12文件（.p12、.pfx）或已损坏，请检查。"
    assert letter.signed_at is None
    assert letter.issued_at <= now()
    path.write_bytes(good)
    with django_capture_on_commit_callbacks() as queued:
        set_again(letter, by=world["jia_tech_office"])
    assert len(queued) == 1
    letter.refresh_from_db()
    assert letter.render_error == ""
    assert fill_signature(letter.pk)


def test_settings_that_vanished_are_said(world: World, settings, tmp_path: Path):
    use_key_file(settings, tmp_path)
    letter = issued(world)
    fill_pdf(letter.pk)
    settings.LETTER_SIGNING = ""
    assert not fill_signature(letter.pk)
    letter.refresh_from_db()
    assert letter.render_error.startswith("这份函须加数字签名，而系统的签名设置已被取消")


def test_the_clock_queues_an_unsigned_letter_after_half_a_minute_and_a_refused_one_never(
    world: World, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = use_key_file(settings, tmp_path)
    letter, refused = issued(world), issued(world, "jia_member2")
    for one in (refused, letter):
        fill_pdf(one.pk)
    good = path.read_bytes()
    path.write_bytes(b"broken")
    assert not fill_signature(refused.pk)
    path.write_bytes(good)
    rendered: list[int] = []
    queued: list[int] = []
    monkeypatch.setattr(jobs.render_letter, "delay", rendered.append)
    monkeypatch.setattr(jobs.sign_letter, "delay", queued.append)
    letter.refresh_from_db()
    for seconds, expected in ((30, []), (31, [letter.pk])):
        monkeypatch.setattr(jobs, "now", lambda late=seconds: letter.rendered_at + timedelta(seconds=late))
        assert jobs.requeue_letters() == len(expected)
        assert queued == expected
    assert fill_signature(letter.pk)
    monkeypatch.setattr(jobs, "now", lambda: letter.rendered_at + timedelta(days=1))
    assert jobs.requeue_letters() == 0
    assert (rendered, queued) == ([], [letter.pk])
