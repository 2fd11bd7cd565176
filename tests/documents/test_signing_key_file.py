"""A key file signs: what comes out, what is refused, and that nobody is asked over the network."""

import re
import socket
import subprocess
import sys
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops
from pytest_django.fixtures import Settings

from documents.signing import chosen
from documents.signing.key_file import KeyFile
from documents.signing.provider import SealPlace, SigningRefused
from documents.signing.reading import signature_of
from tests.documents import signing_kit as kit
from tests.documents.signing_kit import SIGNED_AT

REASON = "印发答复函"
MM = 72 / 25.4


def provider(folder: Path, data: bytes, passphrase: str = kit.PASSPHRASE) -> KeyFile:
    """The provider over a file of these bytes."""
    path = folder / "office.p12"
    path.write_bytes(data)
    return KeyFile(path, passphrase)


@pytest.fixture(params=["rsa", "ec"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> KeyFile:
    """A good provider, once with each algorithm."""
    key = kit.key_of(request.param)
    certificate = kit.authority().issue(key, allowed=kit.usage(digital_signature=True))
    return provider(tmp_path, kit.key_file(key, certificate, others=(kit.authority().certificate,)))


def refusal(made: KeyFile, at: datetime = SIGNED_AT) -> str:
    """The sentence with which check and sign both refuse."""
    with pytest.raises(SigningRefused) as checked:
        made.check(at.date())
    with pytest.raises(SigningRefused) as tried:
        made.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=at)
    assert checked.value.sentence == tried.value.sentence
    return tried.value.sentence


@pytest.mark.parametrize("variant", kit.VARIANTS)
def test_signature_is_added_behind_the_file_and_two_readers_accept_it(
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
    assert kit.openssl_says(signed, kit.authority().pem, tmp_path) == (0, "CMS Verification successful\n")
    assert kit.qpdf_complaints(signed, tmp_path) == (0, "")


def test_ranges_leave_out_nothing_but_the_signature_itself(office: KeyFile) -> None:
    signed = office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=SIGNED_AT)
    start, first, second, rest = kit.byte_range(signed)
    assert (start, second + rest) == (0, len(signed))
    assert re.fullmatch(rb"<[0-9a-f]+>", signed[first:second], re.IGNORECASE)


def test_kind_of_signature_is_pades_and_claims_the_time_it_was_given(office: KeyFile) -> None:
    signed = office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=SIGNED_AT)
    _, field = kit.widget_of(signed)
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


@pytest.mark.parametrize("variant", kit.VARIANTS)
def test_an_invisible_signature_keeps_the_file_what_it_was(office: KeyFile, variant: str) -> None:
    original = kit.unsigned(variant)
    signed = office.sign(original, reason=REASON, place=None, at=SIGNED_AT)
    before, (after, field) = pikepdf.open(BytesIO(original)), kit.widget_of(signed)
    # PDF/A: printed, never hidden; PDF/UA: an untagged widget stands off the page and has a name.
    assert (int(field.F) & 0b111, "/StructParent" in field) == (0b100, False)
    assert [float(edge) for edge in field.Rect] == [-9999.0] * 4
    assert str(field.TU) == "电子签名"
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


# -- the visible seal ----------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", kit.VARIANTS)
@pytest.mark.parametrize("size", [100, 1200])
def test_a_visible_seal_stands_where_it_was_told(
    office: KeyFile, variant: str, size: int, tmp_path: Path
) -> None:
    place = SealPlace(page=2, x=130, y=200, diameter=42, picture=kit.seal_picture(size))
    signed = office.sign(kit.unsigned(variant), reason=REASON, place=place, at=SIGNED_AT)
    opened, field = kit.widget_of(signed)
    edges = [float(edge) for edge in field.Rect]
    height = float(opened.pages[1].MediaBox[3])
    wanted = [109 * MM, height - 221 * MM, 151 * MM, height - 179 * MM]
    assert edges == pytest.approx(wanted, abs=0.02)
    assert field.P.objgen == opened.pages[1].obj.objgen
    assert int(field.F) & 0b111 == 0b100

    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)
    # 254 dots to the inch are ten to the millimetre.
    command = [
        "pdftoppm",
        "-r",
        "254",
        "-f",
        "2",
        "-l",
        "2",
        "-png",
        "-singlefile",
        str(file),
        str(tmp_path / "p"),
    ]
    subprocess.run(command, check=True)
    page = tmp_path / "p.png"
    image = Image.open(page).convert("RGB")
    red, green, _ = image.split()
    coloured = ImageChops.multiply(
        red.point(lambda n: 255 * (n > 150)), green.point(lambda n: 255 * (n < 120))
    )
    assert [edge / 10 for edge in coloured.getbbox()] == pytest.approx([109, 179, 151, 221], abs=0.6)
    # The dot of the upper left quarter is still there, the right way up, and the paper shows through beside it.
    column = round((109 + 42 * 0.3) * 10)
    assert coloured.getpixel((column, round((179 + 42 * 0.3) * 10))) == 255
    assert image.getpixel((column, round((179 + 42 * 0.7) * 10))) == (255, 255, 255)
    assert kit.qpdf_complaints(signed, tmp_path) == (0, "")
    assert kit.openssl_says(signed, kit.authority().pem, tmp_path)[0] == 0


@pytest.mark.parametrize("variant", kit.VARIANTS)
def test_a_visible_seal_is_tagged_as_a_form(office: KeyFile, variant: str) -> None:
    place = SealPlace(page=2, x=130, y=200, diameter=42, picture=kit.seal_picture())
    opened, field = kit.widget_of(
        office.sign(kit.unsigned(variant), reason=REASON, place=place, at=SIGNED_AT)
    )
    tree = opened.Root.StructTreeRoot
    document = tree.K[0]
    form = document.K[-1]
    assert (form.S, form.P.objgen, form.K[0].Type) == ("/Form", document.objgen, "/OBJR")
    assert form.K[0].Obj.objgen == field.objgen
    numbers = list(tree.ParentTree.Nums)
    keys = [int(key) for key in numbers[0::2]]
    assert keys == sorted(set(keys))
    assert int(field.StructParent) == keys[-1]
    assert numbers[-1].objgen == form.objgen
    assert opened.pages[1].obj.Tabs == "/S"


@pytest.mark.parametrize(
    ("page", "picture", "sentence"),
    [
        (3, kit.seal_picture(), "文件没有第3页，印章放不上去。"),
        (0, kit.seal_picture(), "文件没有第0页，印章放不上去。"),
        (1, b"", "印章图片不是PNG图片或已损坏，请重新上传。"),
        (1, b"GIF89a" + bytes(30), "印章图片不是PNG图片或已损坏，请重新上传。"),
        (1, kit.seal_picture()[:-200], "印章图片不是PNG图片或已损坏，请重新上传。"),
    ],
)
def test_a_seal_that_cannot_be_set_stops_the_signing(
    office: KeyFile, page: int, picture: bytes, sentence: str
) -> None:
    place = SealPlace(page=page, x=100, y=100, diameter=42, picture=picture)
    with pytest.raises(SigningRefused) as refused:
        office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=place, at=SIGNED_AT)
    assert refused.value.sentence == sentence


def test_a_picture_of_too_many_dots_is_refused(office: KeyFile) -> None:
    out = BytesIO()
    Image.new("1", (5000, 5000)).save(out, "PNG")
    place = SealPlace(page=1, x=100, y=100, diameter=42, picture=out.getvalue())
    with pytest.raises(SigningRefused, match="太大"):
        office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=place, at=SIGNED_AT)


# -- what is refused -----------------------------------------------------------------------------------


def test_certificates_out_of_their_time_are_refused_on_the_day(tmp_path: Path) -> None:
    key = kit.key_of("ec")
    begin, end = datetime(2026, 2, 10, 12, tzinfo=kit.BEIJING), datetime(2026, 3, 1, 12, tzinfo=kit.BEIJING)
    made = provider(tmp_path, kit.key_file(key, kit.authority().issue(key, begin=begin, end=end)))
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
    made = provider(tmp_path, kit.key_file(key, kit.authority().issue(key, allowed=allowed)))
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
        "passphrase": refusal(provider(tmp_path, kit.key_file(key, certificate), "猜的口令")),
        "no passphrase": refusal(provider(tmp_path, kit.key_file(key, certificate), "")),
        "damaged": refusal(provider(tmp_path, bytes(damaged))),
        "no certificate": refusal(provider(tmp_path, kit.key_file(key, None))),
        "no key": refusal(provider(tmp_path, kit.key_file(None, certificate))),
        "garbage": refusal(provider(tmp_path, bytes(range(256)) * 8)),
        "empty": refusal(provider(tmp_path, b"")),
        "cut": refusal(provider(tmp_path, kit.key_file(key, certificate)[:-20])),
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
    assert "没有与私钥配套的证书" in refusal(provider(tmp_path, kit.key_file(key, None, others=(foreign,))))


def test_a_file_without_passphrase_signs(tmp_path: Path) -> None:
    key = kit.key_of("ec")
    made = provider(tmp_path, kit.key_file(key, kit.authority().issue(key), passphrase=""), "")
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
    assert refused.value.sentence == "这份文件已经有电子签名，不能重复签名。"


def test_a_time_without_zone_is_a_mistake_of_ours(office: KeyFile) -> None:
    with pytest.raises((ValueError, TypeError)):
        office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=SIGNED_AT.replace(tzinfo=None))


# -- nobody is asked -----------------------------------------------------------------------------------


def test_signing_and_reading_ask_no_network(
    office: KeyFile, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def refuse(*address: object, **_: object) -> None:
        asked.append(address)
        raise OSError("no network in this test")

    settings.LETTER_SIGNING_TRUST = str(tmp_path / "roots.pem")
    Path(settings.LETTER_SIGNING_TRUST).write_bytes(kit.authority().pem)
    original = socket.socket.__init__

    def guarded(self: socket.socket, family: int = -1, *rest: object, **named: object) -> None:
        # An event loop talks to itself over a pair of Unix sockets; that is no network.
        if family != socket.AF_UNIX:
            refuse(family)
        original(self, family, *rest, **named)

    monkeypatch.setattr(socket.socket, "__init__", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(OSError, match="no network in this test"):
        socket.socket(socket.AF_INET)
    asked.clear()
    report = signature_of(office.sign(kit.unsigned("pdf/a-3a"), reason=REASON, place=None, at=SIGNED_AT))
    assert (report.intact, report.trusted, asked) == (True, True, [])


# -- the choice ----------------------------------------------------------------------------------------


def chosen_sentence() -> str:
    """The sentence with which the settings are refused."""
    with pytest.raises(SigningRefused) as refused:
        chosen.provider()
    return refused.value.sentence


def test_settings_choose_the_provider(settings: Settings, tmp_path: Path) -> None:
    assert chosen.provider() is None
    key = kit.key_of("ec")
    settings.LETTER_SIGNING = "key_file"
    assert chosen_sentence() == "电子签名没有设置好：缺少LETTER_SIGNING_KEY_FILE，请系统管理员补上。"
    settings.LETTER_SIGNING_KEY_FILE = str(tmp_path / "office.p12")
    assert "不存在" in chosen_sentence()
    Path(settings.LETTER_SIGNING_KEY_FILE).write_bytes(kit.key_file(key, kit.authority().issue(key)))
    chosen.provider()
    settings.LETTER_SIGNING_PASSPHRASE_FILE = str(tmp_path / "passphrase")
    assert "LETTER_SIGNING_PASSPHRASE_FILE" in chosen_sentence()
    Path(settings.LETTER_SIGNING_PASSPHRASE_FILE).write_text(f"{kit.PASSPHRASE}\n二", encoding="utf-8")
    assert chosen.provider().describe().subject == "云川市科学技术局，云川市人民政府"
    Path(settings.LETTER_SIGNING_PASSPHRASE_FILE).write_bytes(b"\xff\xfe\n")
    assert "读不出来" in chosen_sentence()


@pytest.mark.parametrize(
    "name", ["keyfile", "no.such.module.Class", "documents.signing.key_file.Nothing", "json.loads"]
)
def test_a_name_that_leads_nowhere_is_refused(settings: Settings, name: str) -> None:
    settings.LETTER_SIGNING = name
    assert chosen_sentence() == f"电子签名没有设置好：LETTER_SIGNING={name}无法使用，请系统管理员检查。"


def test_a_class_of_the_office_stands_behind_the_same_door(settings: Settings, tmp_path: Path) -> None:
    key = kit.key_of("ec")
    settings.LETTER_SIGNING = "documents.signing.key_file.KeyFile"
    settings.LETTER_SIGNING_KEY_FILE = str(tmp_path / "k.p12")
    Path(settings.LETTER_SIGNING_KEY_FILE).write_bytes(
        kit.key_file(key, kit.authority().issue(key), passphrase="")
    )
    assert type(chosen.provider()) is KeyFile


def test_a_start_without_signing_does_not_load_the_library() -> None:
    program = (
        "import django, sys; django.setup()\n"
        "from config import checks\n"
        "from documents.signing import chosen, reading\n"
        "assert checks.signing_is_usable() == []\n"
        "assert chosen.provider() is None and reading.signature_of(b'%PDF-1.7 nothing') is None\n"
        "print([name for name in ('pyhanko', 'pkcs11', 'cryptography', 'aiohttp') if name in sys.modules])"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": "postgresql://a/b"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**environment, "REDIS_URL": "redis://a", "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr
