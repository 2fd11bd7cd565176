"""A key file signs: what comes out, and what is refused."""

import re
import subprocess
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pytest_django.fixtures import Settings

from documents import render
from documents.signing.key_file import KeyFile
from documents.signing.provider import SigningRefused
from documents.signing.reading import signature_of
from tests.documents import signing_kit as kit
from tests.documents import signing_readers as readers
from tests.documents.signing_kit import SIGNED_AT

REASON = "印发答复函"


@pytest.fixture(params=["rsa", "ec"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> KeyFile:
    """A good provider, once with each algorithm."""
    return kit.office(tmp_path, request.param)


def refusal(made: KeyFile, at: datetime = SIGNED_AT) -> str:
    """The sentence with which check and sign both refuse."""
    with pytest.raises(SigningRefused) as checked:
        made.check(at.date())
    with pytest.raises(SigningRefused) as tried:
        made.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=at)
    assert checked.value.sentence == tried.value.sentence
    return tried.value.sentence


@pytest.mark.parametrize("variant", kit.VARIANTS)
def test_signature_is_added_behind_the_file_and_other_readers_accept_it(
    office: KeyFile, variant: str, tmp_path: Path, settings: Settings
) -> None:
    settings.LETTER_SIGNING_TRUST = str(tmp_path / "roots.pem")
    Path(settings.LETTER_SIGNING_TRUST).write_bytes(kit.authority().pem)
    original = kit.unsigned(variant)
    office.check(SIGNED_AT.date())
    signed = office.sign(original, reason=REASON, place=None, at=SIGNED_AT)

    assert signed.startswith(original)
    report = signature_of(signed)
    assert report.signer == office.describe()
    assert (report.intact, report.covers_whole_file, report.trusted) == (True, True, True)
    assert (report.signed_at, report.reason) == (SIGNED_AT, REASON)
    assert readers.openssl_says(signed, kit.authority().pem, tmp_path) == (0, "CMS Verification successful\n")
    assert readers.qpdf_complaints(signed, tmp_path) == (0, "")
    assert readers.pdfsig_says(signed, tmp_path) == readers.POPPLER_AGREES


def test_ranges_leave_out_nothing_but_the_signature_itself(office: KeyFile) -> None:
    signed = office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=SIGNED_AT)
    start, first, second, rest = readers.byte_range(signed)
    assert (start, second + rest) == (0, len(signed))
    assert re.fullmatch(rb"<[0-9a-f]+>", signed[first:second], re.IGNORECASE)


def test_kind_of_signature_is_pades_and_claims_the_time_it_was_given(office: KeyFile) -> None:
    signed = office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=SIGNED_AT)
    _, field = readers.widget_of(signed)
    value = field.V
    assert (value.Filter, value.SubFilter) == ("/Adobe.PPKLite", "/ETSI.CAdES.detached")
    assert str(value.M).startswith("D:20260302093000")


def test_describe_says_whose_certificate_it_is(office: KeyFile) -> None:
    name = office.describe()
    assert (name.subject, name.issuer) == (
        "云川市科学技术局，云川市人民政府",
        "云川市内部签名根，云川市人民政府",
    )
    assert (name.valid_from, name.valid_until) == (kit.BEGIN, kit.END)
    assert re.fullmatch("[0-9A-F]+", name.serial)


def test_a_document_of_our_own_engine_is_signed(office: KeyFile, tmp_path: Path) -> None:
    original = render.pdf(
        '<!doctype html><html lang="zh-CN"><head><title>函</title></head><body><p>函</p></body></html>',
        pages=1,
    )
    signed = office.sign(original, reason=REASON, place=None, at=SIGNED_AT)
    assert signed.startswith(original)
    assert readers.pdfsig_says(signed, tmp_path) == readers.POPPLER_AGREES
    assert readers.qpdf_complaints(signed, tmp_path) == (0, "")


@pytest.mark.parametrize("variant", kit.VARIANTS)
def test_an_invisible_signature_keeps_the_file_what_it_was(office: KeyFile, variant: str) -> None:
    original = kit.unsigned(variant)
    signed = office.sign(original, reason=REASON, place=None, at=SIGNED_AT)
    before, (after, field) = pikepdf.open(BytesIO(original)), readers.widget_of(signed)
    # PDF/A: printed, never hidden; PDF/UA: an untagged widget stands off the page and has a name.
    assert (int(field.F) & 0b111, "/StructParent" in field) == (0b100, False)
    assert [float(edge) for edge in field.Rect] == [-9999.0] * 4
    assert str(field.TU) == "数字签名"
    assert "/NeedAppearances" not in after.Root.AcroForm
    assert int(after.Root.AcroForm.SigFlags) == 3
    assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
    assert dict(after.docinfo) == dict(before.docinfo)
    assert [page.Contents.read_bytes() for page in after.pages] == [
        page.Contents.read_bytes() for page in before.pages
    ]
    if variant == "pdf/a-3a":
        assert "/ID" in after.trailer
        assert after.trailer.ID[0] == before.trailer.ID[0]


# -- what is refused -----------------------------------------------------------------------------------


def test_certificates_out_of_their_time_are_refused_on_the_day(tmp_path: Path) -> None:
    key = kit.key_of("ec")
    begin, end = datetime(2026, 2, 10, 12, tzinfo=kit.BEIJING), datetime(2026, 3, 1, 12, tzinfo=kit.BEIJING)
    made = kit.provider(tmp_path, kit.key_file(key, kit.authority().issue(key, begin=begin, end=end)))
    assert refusal(made) == "签名证书已于2026年3月1日过期，请换用新证书后再签名。"
    assert refusal(made, begin - timedelta(days=1)) == "签名证书从2026年2月10日起才有效，在此之前不能签名。"
    for day in (begin.date(), end.date()):
        made.check(day)
    # The day is enough for a page; the signature itself is held to the minute.
    for at in (begin - timedelta(minutes=1), end + timedelta(minutes=1)):
        with pytest.raises(SigningRefused):
            made.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=at)
    assert made.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=end).endswith(b"%%EOF\n")


@pytest.mark.parametrize(
    ("allowed", "fits"),
    [
        (None, True),
        (kit.usage(digital_signature=True), True),
        (kit.usage(content_commitment=True), True),
        (kit.usage(key_encipherment=True), False),
    ],
)
def test_certificate_must_be_for_signing(tmp_path: Path, allowed: object, *, fits: bool) -> None:
    key = kit.key_of("ec")
    made = kit.provider(tmp_path, kit.key_file(key, kit.authority().issue(key, allowed=allowed)))
    if fits:
        made.check(SIGNED_AT.date())
    else:
        assert refusal(made) == "签名证书的用途不包括数字签名，请换用签名证书。"


def test_key_file_without_its_half_is_refused(tmp_path: Path) -> None:
    key, other = kit.key_of("ec"), kit.key_of("ec", 1)
    certificate = kit.authority().issue(key)
    damaged = bytearray(kit.key_file(key, certificate))
    damaged[len(damaged) // 2] ^= 0xFF
    said = {
        "passphrase": refusal(kit.provider(tmp_path, kit.key_file(key, certificate), "猜的口令")),
        "no passphrase": refusal(kit.provider(tmp_path, kit.key_file(key, certificate), "")),
        "damaged": refusal(kit.provider(tmp_path, bytes(damaged))),
        "no certificate": refusal(kit.provider(tmp_path, kit.key_file(key, None))),
        "no key": refusal(kit.provider(tmp_path, kit.key_file(None, certificate))),
        "garbage": refusal(kit.provider(tmp_path, bytes(range(256)) * 8)),
        "empty": refusal(kit.provider(tmp_path, b"")),
        "cut": refusal(kit.provider(tmp_path, kit.key_file(key, certificate)[:-20])),
    }
    locked = "签名密钥文件的口令不对，或者文件已损坏，请检查。"
    broken = "签名密钥文件不是PKCS#12文件（.p12、.pfx）或已损坏，请检查。"
    assert said == {
        "passphrase": locked,
        "no passphrase": locked,
        "damaged": locked,
        "no certificate": "签名密钥文件里没有与私钥配套的证书，请换用带证书的文件。",
        "no key": "签名密钥文件里没有私钥，请换用带私钥的文件。",
        "garbage": broken,
        "empty": broken,
        "cut": broken,
    }
    foreign = kit.authority().issue(other)
    with pytest.raises(ValueError, match="match"):
        kit.key_file(
            key, foreign
        )  # no tool of ours can make such a file; KeyFile is asked with the next best
    assert "没有与私钥配套的证书" in refusal(
        kit.provider(tmp_path, kit.key_file(key, None, others=(foreign,)))
    )


def test_a_file_without_passphrase_signs(tmp_path: Path) -> None:
    key = kit.key_of("ec")
    made = kit.provider(tmp_path, kit.key_file(key, kit.authority().issue(key), passphrase=""), "")
    assert signature_of(made.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=SIGNED_AT)).intact


def test_key_file_that_vanished_is_refused(tmp_path: Path) -> None:
    assert "读不出来" in refusal(KeyFile(tmp_path / "gone.p12", kit.PASSPHRASE))


def test_a_key_that_is_neither_rsa_nor_ecdsa_is_refused(tmp_path: Path) -> None:
    own = ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", "k.pem", "-out", "c.pem"]
    packed = ["openssl", "pkcs12", "-export", "-inkey", "k.pem", "-in", "c.pem", "-out", "k.p12"]
    for command in ([*own, "-days", "900", "-subj", "/CN=t"], [*packed, "-passout", "pass:abc"]):
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    file = KeyFile(tmp_path / "k.p12", "abc")
    with pytest.raises(SigningRefused) as refused:
        file.check(file.describe().valid_from.date() + timedelta(days=2))
    assert (
        refused.value.sentence == "签名证书的算法不是RSA或ECDSA，本方式不能使用；国密证书须接入电子印章系统。"
    )


def test_a_chinese_sm2_certificate_is_refused_and_not_signed_with(tmp_path: Path) -> None:
    key = ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", "k.pem"]
    own = [
        "openssl",
        "req",
        "-x509",
        "-key",
        "k.pem",
        "-sm3",
        "-out",
        "c.pem",
        "-days",
        "900",
        "-subj",
        "/CN=t",
    ]
    packed = ["openssl", "pkcs12", "-export", "-inkey", "k.pem", "-in", "c.pem", "-out", "k.p12"]
    for command in (key, own, [*packed, "-passout", "pass:abc"]):
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    with pytest.raises(SigningRefused, match="RSA"):
        KeyFile(tmp_path / "k.p12", "abc").check(SIGNED_AT.date())


@pytest.mark.parametrize("pdf", [b"", b"hello", b"%PDF-1.7\n%%EOF\n", kit.unsigned("pdf/ua-1")[:3000]])
def test_what_is_no_whole_pdf_is_not_signed(office: KeyFile, pdf: bytes) -> None:
    with pytest.raises(SigningRefused) as refused:
        office.sign(pdf, reason=REASON, place=None, at=SIGNED_AT)
    assert refused.value.sentence == "这份PDF文件读不出来，不能签名，请重新生成文件。"


def test_a_signed_file_is_not_signed_again(office: KeyFile) -> None:
    signed = office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=SIGNED_AT)
    with pytest.raises(SigningRefused) as refused:
        office.sign(signed, reason=REASON, place=None, at=SIGNED_AT)
    assert refused.value.sentence == "这份文件已经有数字签名，不能重复签名。"


def test_a_time_without_zone_is_a_mistake_of_ours(office: KeyFile) -> None:
    with pytest.raises((ValueError, TypeError)):
        office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=SIGNED_AT.replace(tzinfo=None))
