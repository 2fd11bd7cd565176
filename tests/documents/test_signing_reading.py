"""What the page that verifies a letter is told: whose signature, whether the file is still what was signed."""

import random
import subprocess
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pytest_django.fixtures import Settings

from documents.signing.key_file import KeyFile
from documents.signing.reading import signature_of
from documents.signing.report import LEGAL_NOTE, SignatureReport
from documents.signing.trust import WrongTrustFile
from tests.documents import signing_kit as kit
from tests.documents import signing_readers as readers
from tests.documents.signing_kit import SIGNED_AT

REASON = "印发答复函"


@pytest.fixture
def trust(settings: Settings, tmp_path: Path) -> Path:
    """The trust file, holding our authority."""
    path = tmp_path / "trusted.pem"
    path.write_bytes(kit.authority().pem)
    settings.LETTER_SIGNING_TRUST = str(path)
    return path


def signed_by(folder: Path, certificate: object, key: object, at: datetime = SIGNED_AT) -> bytes:
    """A file signed with this pair."""
    path = folder / "k.p12"
    path.write_bytes(kit.key_file(key, certificate))
    return KeyFile(path, kit.PASSPHRASE).sign(kit.unsigned("pdf/a-3a"), reason=REASON, place=None, at=at)


@pytest.fixture
def signed(tmp_path: Path) -> bytes:
    """A file with a good signature."""
    key = kit.key_of("ec")
    return signed_by(tmp_path, kit.authority().issue(key), key)


def facts(report: SignatureReport | None) -> tuple[bool, bool, bool | None]:
    """Intact, whole, trusted."""
    return (report.intact, report.covers_whole_file, report.trusted)


@pytest.mark.parametrize(
    "pdf", [b"", b"hello", b"\x00" * 100, b"%PDF-1.7\n%%EOF\n", kit.unsigned("pdf/ua-1")]
)
def test_what_is_not_signed_has_no_report(pdf: bytes) -> None:
    assert signature_of(pdf) is None


def test_words_alone_make_no_signature() -> None:
    pdf = pikepdf.open(BytesIO(kit.unsigned("pdf/ua-1")))
    pdf.docinfo["/Title"] = "/ByteRange [0 1 2 3]"
    out = BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"/ByteRange" in out.getvalue()
    assert signature_of(out.getvalue()) is None


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_one_changed_byte_is_noticed(signed: bytes, trust: Path, place: str, tmp_path: Path) -> None:
    pdf = pikepdf.open(BytesIO(signed))
    stream = pdf.pages[0].Contents.read_raw_bytes()
    begin = signed.index(stream)
    changed = bytearray(signed)
    changed[begin + {"first": 20, "middle": len(stream) // 2, "last": len(stream) - 1}[place]] ^= 1
    report = signature_of(bytes(changed))
    assert (report.intact, report.sentence) == (False, "签名无效：文件在签名后被改动过，或者签名已损坏。")
    assert report.signer.subject == "云川市科学技术局，云川市人民政府"
    assert readers.openssl_says(bytes(changed), kit.authority().pem, tmp_path)[0] != 0
    assert readers.openssl_says(signed, kit.authority().pem, tmp_path)[0] == 0


def test_a_changed_signature_is_noticed(signed: bytes, trust: Path) -> None:
    begin, first, _, _ = readers.byte_range(signed)
    _opened, field = readers.widget_of(signed)
    value = field.V.Contents
    end = begin + first + 1 + 2 * len(bytes(value).rstrip(b"\x00"))
    changed = bytearray(signed)
    changed[end - 4] = ord("0") if changed[end - 4] != ord("0") else ord("1")
    report = signature_of(bytes(changed))
    assert report.intact is False


def test_something_added_behind_the_signature_is_not_covered(signed: bytes, trust: Path) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer.root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    longer = out.getvalue()
    assert longer.startswith(signed)
    report = signature_of(longer)
    assert facts(report) == (True, False, True)
    assert report.sentence == "签名只覆盖文件的一部分：签名后又添加了内容，添加的内容不受签名保护。"


def test_a_page_replaced_behind_the_signature_is_not_covered(
    signed: bytes, trust: Path, tmp_path: Path
) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page, _ = writer.find_page_for_modification(0)
    other, _ = writer.find_page_for_modification(1)
    page.get_object()[NameObject("/Contents")] = other.get_object().raw_get("/Contents")
    writer.mark_update(page)
    out = BytesIO()
    writer.write(out)
    assert facts(signature_of(out.getvalue()))[1] is False


def test_bytes_put_between_are_noticed(signed: bytes, trust: Path) -> None:
    begin, first, second, _ = readers.byte_range(signed)
    stuffed = signed[: begin + first] + b" " + signed[begin + first :]
    assert signature_of(stuffed).intact is False or signature_of(stuffed).covers_whole_file is False
    assert signature_of(signed + b"%appended\n").covers_whole_file is False
    assert signature_of(signed[:-3]).covers_whole_file is False
    assert second > first


def test_range_that_leaves_out_more_than_the_signature_does_not_cover_the_file(signed: bytes) -> None:
    numbers = readers.byte_range(signed)
    old = f"/ByteRange [{' '.join(map(str, numbers))}]".encode()
    assert signed.count(old) == 1
    smaller = [*numbers[:3], numbers[3] - 10]
    new = f"/ByteRange [{' '.join(map(str, smaller))}]".encode().ljust(len(old))
    report = signature_of(signed.replace(old, new))
    assert (report.intact, report.covers_whole_file) == (False, False)


# -- trust ---------------------------------------------------------------------------------------------


def test_without_a_trust_file_nobody_is_vouched_for(signed: bytes) -> None:
    report = signature_of(signed)
    assert facts(report) == (True, True, None)
    assert report.sentence == (
        "签名完好，文件在签名后没有改动；本系统没有设置受信任的证书，签名人身份未经核对。"
    )


def test_only_what_leads_to_a_trusted_certificate_is_trusted(
    signed: bytes, trust: Path, tmp_path: Path
) -> None:
    assert facts(signature_of(signed)) == (True, True, True)
    assert signature_of(signed).sentence == "签名有效：文件在签名后没有改动，签名证书受本系统信任。"
    trust.write_bytes(kit.authority("别处的根").pem)
    assert facts(signature_of(signed)) == (True, True, False)
    assert signature_of(signed).sentence == (
        "签名完好，文件在签名后没有改动；但签名证书不在本系统信任的范围内，请核实签名人身份。"
    )
    trust.write_bytes(kit.authority("别处的根").pem + kit.authority().pem)
    assert facts(signature_of(signed)) == (True, True, True)


def test_a_namesake_of_the_authority_is_not_trusted(trust: Path, tmp_path: Path) -> None:
    forger = kit.Authority(kit.key_of("ec", 66), kit.authority().certificate)
    key = kit.key_of("ec", 67)
    forged = signed_by(tmp_path, forger.issue(key), key)
    assert facts(signature_of(forged)) == (True, True, False)


def test_an_offices_own_certificate_can_be_trusted_itself(settings: Settings, tmp_path: Path) -> None:
    own = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem"]
    packed = ["openssl", "pkcs12", "-export", "-inkey", "k.pem", "-in", "c.pem", "-out", "k.p12"]
    for command in (
        [*own, "-days", "900", "-subj", "/CN=office", "-addext", "keyUsage=digitalSignature"],
        [*packed, "-passout", "pass:abc"],
    ):
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    office = KeyFile(tmp_path / "k.p12", "abc")
    at = office.describe().valid_from + timedelta(days=3)
    signed = office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=at)
    settings.LETTER_SIGNING_TRUST = str(tmp_path / "c.pem")
    assert facts(signature_of(signed)) == (True, True, True)
    assert signature_of(signed).signer.subject == signature_of(signed).signer.issuer == "office"


def test_trust_is_asked_for_the_time_of_signing_unless_told_otherwise(signed: bytes, trust: Path) -> None:
    after = kit.END + timedelta(days=1)
    assert signature_of(signed).trusted is True
    assert facts(signature_of(signed, at=after)) == (True, True, False)


def test_a_certificate_not_for_signing_is_not_trusted(trust: Path, signed: bytes, tmp_path: Path) -> None:
    key = kit.key_of("rsa", 5)
    certificate = kit.authority().issue(key, allowed=kit.usage(key_encipherment=True))
    unfit = kit.signed_without_asking(kit.unsigned("pdf/ua-1"), key, certificate)
    assert facts(signature_of(unfit)) == (True, True, False)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no certificate",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ],
)
def test_a_wrong_trust_file_is_a_wrong_setting_and_no_answer(
    signed: bytes, trust: Path, content: bytes
) -> None:
    trust.write_bytes(content)
    with pytest.raises(WrongTrustFile, match="LETTER_SIGNING_TRUST"):
        signature_of(signed)
    trust.unlink()
    with pytest.raises(WrongTrustFile, match="LETTER_SIGNING_TRUST"):
        signature_of(signed)


# -- files made to hurt --------------------------------------------------------------------------------


def test_a_file_broken_anywhere_is_never_called_whole_and_never_crashes(signed: bytes, trust: Path) -> None:
    dice = random.Random(20260302)
    begin, first, second, _ = readers.byte_range(signed)
    for _ in range(60):
        changed = bytearray(signed)
        place = dice.choice([dice.randrange(begin + first), dice.randrange(second, len(signed))])
        changed[place] = (changed[place] + dice.randrange(1, 256)) % 256
        report = signature_of(bytes(changed))
        assert report is None or report.intact is False or report.covers_whole_file is False
    for _ in range(60):
        changed = bytearray(signed)
        place = dice.randrange(begin + first, second)
        changed[place : place + 40] = dice.randbytes(40)
        signature_of(bytes(changed))
        signature_of(signed[: dice.randrange(len(signed))])


def test_a_signature_of_garbage_is_a_damaged_signature(signed: bytes) -> None:
    begin, first, second, _ = readers.byte_range(signed)
    length = second - begin - first - 2
    garbage = signed[: begin + first + 1] + b"ab" * (length // 2) + signed[second - 1 :]
    report = signature_of(garbage)
    assert (report.intact, report.signer, report.signed_at) == (False, None, None)


def test_a_time_without_zone_is_taken_for_ours(signed: bytes, trust: Path) -> None:
    with_zone = rb"/M (D\07220260302093000\05308\04700\047)"
    without = b"/M (D:20260302093000)"
    assert signed.count(with_zone) == 1
    report = signature_of(signed.replace(with_zone, without.ljust(len(with_zone))))
    assert (report.intact, report.signed_at) == (False, SIGNED_AT)
    assert report.signer == signature_of(signed).signer


def test_the_page_is_told_that_this_is_no_official_electronic_seal() -> None:
    assert "不是符合GB/T 38540的电子印章" in LEGAL_NOTE
    assert "不能代替加盖公章的正式文件" in LEGAL_NOTE
