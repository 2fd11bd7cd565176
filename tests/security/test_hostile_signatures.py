"""A PDF made to keep the reader of signatures busy is read in a process of its own, which ends in time."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents import limited
from documents.limited import GaveUp
from documents.signing import apart
from documents.signing.apart import LIMITS, Busy, signature_of_stranger
from documents.signing.reading import signature_of
from documents.signing.report import DAMAGED
from documents.signing.trust import WrongTrustFile
from responses.views import verify
from tests.documents.signing_kit import SIGNED_AT, authority, office, unsigned
from tests.world import World

TAIL = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"


def with_endless_fields(count: int) -> bytes:
    """Return a PDF with so many fields that each takes the reader a moment."""
    fields = b"<</FT/Sig/T(a)/V 3 0 R>>" * count
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/ByteRange 0/AcroForm<</Fields[" + fields + b"]>>>>\nendobj\n"
    return body + b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n" + TAIL % (2, len(body))


def test_strangers_files_are_read_as_ours_are(settings, tmp_path: Path) -> None:
    plain = unsigned("pdf/a-3a")
    signed = office(tmp_path, "rsa").sign(plain, reason="印发", place=None, at=SIGNED_AT)
    torn = signed.replace(b"/ByteRange", b"/ByteRang\x00")
    for file in (plain, signed, signed + b"\n% more", torn, b"", b"/ByteRange"):
        assert signature_of_stranger(file) == signature_of(file)
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(authority().pem)
    settings.LETTER_SIGNING_TRUST = str(trusted)
    assert signature_of_stranger(signed).trusted is True
    trusted.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(WrongTrustFile):
        signature_of_stranger(signed)


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.delete("verify:file:127.0.0.1")


def test_what_would_take_a_minute_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = with_endless_fields(300_000)
    monkeypatch.setattr(apart, "LIMITS", replace(LIMITS, seconds=1, wait=60))
    assert signature_of_stranger(hostile) == DAMAGED
    monkeypatch.setattr(apart, "LIMITS", replace(LIMITS, memory=300 * 1024**2, wait=60))
    assert signature_of_stranger(hostile) == DAMAGED


def test_a_file_is_not_called_damaged_because_the_machine_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIMITS", replace(LIMITS, wait=0.01))
    with pytest.raises(Busy):
        signature_of_stranger(b"%PDF-1.7 /ByteRange")


def test_nobody_waits_or_computes_for_long() -> None:
    """Each holds a thread of the pages and a core."""
    assert LIMITS.wait <= 5
    assert LIMITS.seconds <= 2
    assert LIMITS.memory <= 1024**3


def test_nothing_of_ours_is_told_to_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, object] = {}

    def run(command: list[str], **how: object) -> object:
        said.update(how)
        raise limited.subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(limited.subprocess, "run", run)
    with pytest.raises(Busy):
        signature_of_stranger(b"%PDF-1.7 /ByteRange")
    assert said["env"] == {"LC_ALL": "C.UTF-8"}
    assert settings.SECRET_KEY.encode() not in said["input"]


def test_one_stranger_is_read_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """In whichever process: the place is a file's lock, which another opening of the file finds taken."""
    started: list[str] = []

    def slow(module: str, *_: object) -> tuple[int, bytes]:
        started.append(module)
        with pytest.raises(Busy):
            signature_of_stranger(b"%PDF-1.7 /ByteRange of another")
        raise GaveUp

    monkeypatch.setattr(apart, "read_apart", slow)
    for _ in range(2):  # and the place is free again, however the first one ended
        assert signature_of_stranger(b"%PDF-1.7 /ByteRange") == DAMAGED
    assert len(started) == 2
    assert signature_of_stranger(b"%PDF-1.7 unsigned") is None
    assert (Path(settings.MEDIA_ROOT) / apart.LOCK).stat().st_mode & 0o077 == 0


def test_the_page_says_so_and_stays(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIMITS", replace(LIMITS, seconds=1, wait=60))
    answer = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", with_endless_fields(300_000))})
    assert (answer.status_code, answer.context["signature"]) == (200, DAMAGED)
    assert "签名无效：文件在签名后被改动过，或者签名已损坏。" in answer.content.decode()


def test_while_another_is_read_the_page_still_compares(client: Client, world: World) -> None:
    with apart._alone():
        answer = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 /ByteRange")})
        plain = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert verify.NOT_NOW in page
    assert verify.NO_MATCH in page
    assert verify.NOT_NOW not in plain.content.decode()
