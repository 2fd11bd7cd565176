"""A PDF made to keep the reader of signatures busy is read in a process of its own, which ends in time."""

import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.signing import apart
from documents.signing.apart import signature_of_stranger
from documents.signing.reading import signature_of
from documents.signing.report import DAMAGED
from documents.signing.trust import WrongTrustFile
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


def test_what_would_take_a_minute_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST_WAIT", 1)
    begun = time.monotonic()
    assert signature_of_stranger(with_endless_fields(700_000)) == DAMAGED
    assert time.monotonic() - begun < 5


def test_nothing_of_ours_is_told_to_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, object] = {}

    def run(command: list[str], **how: object) -> object:
        said.update(how)
        raise apart.subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(apart.subprocess, "run", run)
    assert signature_of_stranger(b"%PDF-1.7 /ByteRange") == DAMAGED
    assert said["env"] == {"LC_ALL": "C.UTF-8"}
    assert settings.SECRET_KEY.encode() not in said["input"]


def test_the_page_says_so_and_stays(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.delete("verify:127.0.0.1")
    monkeypatch.setattr(apart, "LONGEST_WAIT", 1)
    file = SimpleUploadedFile("a.pdf", with_endless_fields(700_000))
    answer = client.post("/verify/", {"file": file})
    assert (answer.status_code, answer.context["signature"]) == (200, DAMAGED)
    assert "签名无效：文件在签名后被改动过，或者签名已损坏。" in answer.content.decode()
