"""A certificate that may not sign, a key nobody can read, a token pulled out: a sentence, no number, no blind try."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pkcs11
import pytest
from pytest_django.fixtures import Settings

from documents.signing.reading import signature_of
from responses import jobs
from responses.letters.printing import fill_pdf, fill_signature
from responses.models import PrintJob, ReplyLetter
from responses.services.printing import set_again
from tests.documents.signing_kit import BEIJING, PASSPHRASE, authority, key_file, key_of, usage
from tests.documents.test_signing_token import LABEL, PIN, SoftToken, soft
from tests.responses.desk import browser, errors_on, item_in, words
from tests.security.bad_letters import issued_by_hand, nothing_written, refused_issue
from tests.world import World

__all__ = ["soft"]  # the token of another room's tests, made anew for this file


def set_up(settings: Settings, folder: Path, data: bytes, passphrase: str = PASSPHRASE) -> Path:
    """Let letters be signed with a key file of these bytes, and return its path."""
    path, secret = folder / "office.p12", folder / "passphrase"
    path.write_bytes(data)
    secret.write_text(passphrase, encoding="utf-8")
    settings.LETTER_SIGNING = "key_file"
    settings.LETTER_SIGNING_KEY_FILE = str(path)
    settings.LETTER_SIGNING_PASSPHRASE_FILE = str(secret)
    return path


def keyed(**options: object) -> bytes:
    """Return a key file whose certificate was issued with these options."""
    key = key_of("rsa")
    return key_file(key, authority().issue(key, **({"allowed": usage(digital_signature=True)} | options)))


def expired(settings: Settings, folder: Path) -> str:
    set_up(settings, folder, keyed(end=datetime(2026, 2, 1, tzinfo=BEIJING)))
    return "签名证书已于2026年2月1日过期，请换用新证书后再签名。"


def too_young(settings: Settings, folder: Path) -> str:
    set_up(settings, folder, keyed(begin=datetime(2026, 3, 3, tzinfo=BEIJING)))
    return "签名证书从2026年3月3日起才有效，在此之前不能签名。"


def for_another_use(settings: Settings, folder: Path) -> str:
    set_up(settings, folder, keyed(allowed=usage(key_encipherment=True)))
    return "签名证书的用途不包括数字签名，请换用签名证书。"


def wrong_passphrase(settings: Settings, folder: Path) -> str:
    set_up(settings, folder, keyed(), "不是这个口令")
    return "签名密钥文件的口令不对，或者文件已损坏，请检查。"


def no_key_file(settings: Settings, folder: Path) -> str:
    path = set_up(settings, folder, b"")
    path.unlink()
    return f"数字签名没有设置好：LETTER_SIGNING_KEY_FILE指定的文件{path}不存在，请系统管理员检查。"


def empty_key_file(settings: Settings, folder: Path) -> str:
    set_up(settings, folder, b"")
    return "签名密钥文件不是PKCS#12文件（.p12、.pfx）或已损坏，请检查。"


def certificate_alone(settings: Settings, folder: Path) -> str:
    key = key_of("rsa")
    set_up(settings, folder, key_file(None, authority().issue(key)))
    return "签名密钥文件里没有私钥，请换用带私钥的文件。"


def unreadable_passphrase(settings: Settings, folder: Path) -> str:
    set_up(settings, folder, keyed())
    path = folder / "passphrase"
    path.write_bytes(b"\xff\xfe\x00")
    return f"数字签名没有设置好：LETTER_SIGNING_PASSPHRASE_FILE指定的文件{path}读不出来，请系统管理员检查。"


def unknown_way(settings: Settings, folder: Path) -> str:
    settings.LETTER_SIGNING = "no.such.Provider"
    return "数字签名没有设置好：LETTER_SIGNING=no.such.Provider无法使用，请系统管理员检查。"


BROKEN: list[Callable[[Settings, Path], str]] = [
    expired,
    too_young,
    for_another_use,
    wrong_passphrase,
    no_key_file,
    empty_key_file,
    certificate_alone,
    unreadable_passphrase,
    unknown_way,
]


@pytest.mark.parametrize("harm", BROKEN, ids=lambda harm: harm.__name__)
def test_what_cannot_sign_stops_the_issue_before_a_number_is_taken(
    world: World, settings: Settings, tmp_path: Path, harm: Callable[[Settings, Path], str]
) -> None:
    item = item_in(world, "signed")
    sentence = harm(settings, tmp_path)
    assert refused_issue(world, item) == [sentence]
    settings.LETTER_SIGNING = ""
    assert issued_by_hand(world, item).serial == 1


POSTED = {"channel": "post", "sent_on": "2026-03-02"}


def printed(world: World) -> ReplyLetter:
    """Return a letter that must be signed, issued and printed, not signed yet."""
    letter = issued_by_hand(world, item_in(world, "signed"))
    assert fill_pdf(letter.pk)
    letter.refresh_from_db()
    assert (letter.must_be_signed, letter.is_ready) == (True, False)
    return letter


def assert_waits(world: World, letter: ReplyLetter, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold an unsigned letter to the promise: the sentence is on the print office's page, nothing can be printed,
    sent or read by a deputy, and the clock leaves it alone."""
    letter.refresh_from_db()
    assert (letter.render_error, letter.signed_at, letter.signed_pdf.name) == (sentence, None, "")
    printer = browser(world["jia_tech_print"])
    assert sentence in words(printer.get(f"/print/{letter.pk}/"))
    with nothing_written():
        order = {"letter": letter.pk, "to_each": 1, "to_copied": 1, "archive": 1}
        refused = printer.post("/print/jobs/new/", order)
        noted = printer.post(f"/print/{letter.pk}/printed/", {"copies": 1})
        delivery = letter.deliveries.get()
        form = {f"delivery-{delivery.pk}-{name}": value for name, value in POSTED.items()}
        sent = printer.post(f"/print/{letter.pk}/delivered/{delivery.pk}/", form)
    assert [answer.status_code for answer in (refused, noted, sent)] == [422, 422, 422]
    assert errors_on(refused) == [f"{letter.number}：文件还没有生成好，请稍候再打印。"]
    assert errors_on(sent) == ["文件还没有生成好（或还没有签名），请稍候再登记送达。"]
    assert not PrintJob.objects.exists()
    assert browser(world["jia_member1"]).get(f"/letters/{letter.pk}/letter.pdf").status_code == 404
    queued: list[int] = []
    monkeypatch.setattr(jobs.sign_letter, "delay", queued.append)
    jobs.requeue_letters()
    assert queued == []


def test_a_certificate_that_ends_between_number_and_signature_is_said_and_the_number_stays(
    world: World, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = set_up(settings, tmp_path, keyed())
    letter = printed(world)
    good = path.read_bytes()
    path.write_bytes(keyed(end=datetime(2026, 2, 1, tzinfo=BEIJING)))
    assert not fill_signature(letter.pk)
    assert_waits(world, letter, "签名证书已于2026年2月1日过期，请换用新证书后再签名。", monkeypatch)
    path.write_bytes(good)
    set_again(letter, by=world["jia_tech_office"])
    assert fill_signature(letter.pk)
    letter.refresh_from_db()
    assert (letter.number, letter.render_error, letter.is_ready) == ("甲科提复〔2026〕1号", "", True)


@contextmanager
def pulled_out(token: SoftToken, folder: Path) -> Iterator[None]:
    """Take the token out of the machine for the length of the block."""
    tokens = Path(os.environ["SOFTHSM2_CONF"]).parent / "tokens"
    pkcs11.unload(str(token.module))
    shutil.move(tokens, folder / "pulled out")
    tokens.mkdir()
    try:
        yield
    finally:
        tokens.rmdir()
        shutil.move(folder / "pulled out", tokens)
        pkcs11.unload(str(token.module))


def test_a_token_pulled_out_between_number_and_signature_is_said_and_found_when_it_is_back(
    world: World,
    settings: Settings,
    tmp_path: Path,
    soft: SoftToken,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pin = tmp_path / "pin"
    pin.write_text(PIN, encoding="utf-8")
    settings.LETTER_SIGNING = "token"
    settings.LETTER_SIGNING_PKCS11_MODULE = str(soft.module)
    settings.LETTER_SIGNING_TOKEN, settings.LETTER_SIGNING_KEY = LABEL, "rsa"
    settings.LETTER_SIGNING_PIN_FILE = str(pin)
    letter = printed(world)
    with pulled_out(soft, tmp_path):
        assert not fill_signature(letter.pk)
        assert_waits(world, letter, f"没有找到签名令牌“{LABEL}”，请插好令牌后再试。", monkeypatch)
        assert refused_issue(world, item_in(world, "signed", "jia_member2")) == [
            f"没有找到签名令牌“{LABEL}”，请插好令牌后再试。"
        ]
    set_again(letter, by=world["jia_tech_office"])
    assert fill_signature(letter.pk)
    letter.refresh_from_db()
    with letter.signed_pdf.open("rb") as file:
        report = signature_of(file.read())
    assert (report.intact, report.covers_whole_file) == (True, True)


def test_a_wrong_pin_is_tried_once_and_never_again(
    world: World,
    settings: Settings,
    tmp_path: Path,
    soft: SoftToken,
) -> None:
    pin = tmp_path / "pin"
    pin.write_text("19990101", encoding="utf-8")
    settings.LETTER_SIGNING = "token"
    settings.LETTER_SIGNING_PKCS11_MODULE = str(soft.module)
    settings.LETTER_SIGNING_TOKEN, settings.LETTER_SIGNING_KEY = LABEL, "rsa"
    settings.LETTER_SIGNING_PIN_FILE = str(pin)
    item = item_in(world, "signed")
    for _ in range(12):  # a token locks itself after ten
        assert refused_issue(world, item) == ["签名令牌的PIN码不对，请更正PIN码文件；连续输错会锁定令牌。"]
    pin.write_text(PIN, encoding="utf-8")
    assert issued_by_hand(world, item).serial == 1
