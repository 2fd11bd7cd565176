"""A token signs: a real PKCS#11 module (SoftHSM2) with keys made on it, which cannot leave it."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from pkcs11 import Attribute, KeyType
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pkcs11.util.rsa import encode_rsa_public_key
from pkcs11.util.x509 import decode_x509_certificate
from pytest_django.fixtures import Settings

from documents.signing import chosen
from documents.signing.provider import SealPlace, SigningRefused
from documents.signing.reading import signature_of
from documents.signing.token import Token
from tests.documents import signing_kit as kit
from tests.documents import signing_readers as readers
from tests.documents.signing_kit import BEGIN, END, SIGNED_AT

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
LABEL, PIN = "云川办公室令牌", "20260302"
REASON = "印发答复函"


@dataclass(frozen=True)
class SoftToken:
    """A token with keys: rsa, ec (good, under an intermediate authority) and others that must be refused."""

    module: Path
    root: bytes

    def provider(
        self, key: str = "rsa", *, pin: str = PIN, token: str = LABEL, module: Path | None = None
    ) -> Token:
        """The provider for one of the keys."""
        return Token(module or self.module, token, pin, key)

    @property
    def inserted(self) -> pkcs11.Token:
        """The token itself."""
        return pkcs11.lib(str(self.module)).get_token(token_label=LABEL)


def make_key(session: pkcs11.Session, kind: str, label: str, number: int) -> object:
    """Make a pair on the token; return its public half for a certificate."""
    if kind == "rsa":
        public, _ = session.generate_keypair(KeyType.RSA, 2048, store=True, label=label, id=bytes([number]))
        # PKCS#1, wrapped by the reader below.
        return x509_public(encode_rsa_public_key(public), "rsa")
    parameters = session.create_domain_parameters(
        KeyType.EC, {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}, local=True
    )
    public, _ = parameters.generate_keypair(store=True, label=label, id=bytes([number]))
    return x509_public(encode_ec_public_key(public), "ec")


def x509_public(der: bytes, kind: str) -> object:
    """Read a public key as PKCS#11 hands it out."""
    if kind == "rsa":
        pem = subprocess.run(
            ["openssl", "rsa", "-RSAPublicKey_in", "-inform", "DER", "-pubout", "-outform", "DER"],
            input=der,
            capture_output=True,
            check=True,
        )
        der = pem.stdout
    return load_der_public_key(der)


def put(session: pkcs11.Session, certificate: x509.Certificate, label: str, number: int) -> None:
    """Store a certificate beside the key with the same number."""
    decoded = decode_x509_certificate(certificate.public_bytes(Encoding.DER))
    session.create_object(
        {**decoded, Attribute.TOKEN: True, Attribute.LABEL: label, Attribute.ID: bytes([number])}
    )


@dataclass(frozen=True)
class PublicOnly:
    """A pair of which only the public half is at hand."""

    half: object

    def public_key(self) -> object:
        """The half an authority needs."""
        return self.half


@pytest.fixture(scope="module")
def soft(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftToken]:
    """A token of this module's own, in its own folder; the real one of this machine is never seen."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n",
        encoding="utf-8",
    )
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    new = ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "00000000"]
    subprocess.run(new, capture_output=True, check=True)
    module = next(Path(name) for name in MODULES if Path(name).exists())
    token = SoftToken(module, kit.authority().pem)
    middle_key = kit.key_of("ec", 7)
    middle_certificate = kit.authority().issue(
        middle_key, common="云川市内部签名中级", for_authority=True, allowed=kit.usage(key_cert_sign=True)
    )
    middle = kit.Authority(middle_key, middle_certificate)
    with token.inserted.open(rw=True, user_pin=PIN) as session:
        for number, kind in enumerate(("rsa", "ec"), start=1):
            public = PublicOnly(make_key(session, kind, kind, number))
            put(session, middle.issue(public, allowed=kit.usage(content_commitment=True)), kind, number)
        put(session, middle_certificate, "middle", 50)
        put(session, kit.authority("别处的根").certificate, "unrelated", 51)
        expired = PublicOnly(make_key(session, "ec", "expired", 3))
        put(session, middle.issue(expired, end=SIGNED_AT - timedelta(days=1)), "expired", 3)
        future = PublicOnly(make_key(session, "ec", "future", 4))
        put(session, middle.issue(future, begin=SIGNED_AT + timedelta(days=1)), "future", 4)
        renewed = PublicOnly(make_key(session, "ec", "renewed", 11))
        for years in (2, 1):
            until = SIGNED_AT.replace(year=SIGNED_AT.year + years)
            put(session, middle.issue(renewed, end=until), f"renewed {years}", 11)
        make_key(session, "ec", "bare", 5)
        make_key(session, "ec", "foreign", 6)
        put(session, middle.issue(kit.key_of("ec", 8)), "foreign", 6)
        make_key(session, "ec", "twice", 8)
        make_key(session, "ec", "twice", 9)
        sealed = PublicOnly(make_key(session, "ec", "locking", 10))
        put(session, middle.issue(sealed, allowed=kit.usage(key_encipherment=True)), "locking", 10)
    yield token
    pkcs11.unload(str(module))
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def refusal(made: Token, at: datetime = SIGNED_AT) -> str:
    """The sentence with which check and sign both refuse."""
    with pytest.raises(SigningRefused) as checked:
        made.check(at.date())
    with pytest.raises(SigningRefused) as tried:
        made.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=at)
    assert checked.value.sentence == tried.value.sentence
    return tried.value.sentence


@pytest.mark.parametrize("variant", kit.VARIANTS)
@pytest.mark.parametrize("key", ["rsa", "ec"])
def test_token_signs_and_other_readers_accept_it(
    soft: SoftToken, key: str, variant: str, tmp_path: Path, settings: Settings
) -> None:
    settings.LETTER_SIGNING_TRUST = str(tmp_path / "roots.pem")
    Path(settings.LETTER_SIGNING_TRUST).write_bytes(soft.root)
    made = soft.provider(key)
    made.check(SIGNED_AT.date())
    original = kit.unsigned(variant)
    place = SealPlace(page=1, x=100, y=100, diameter=42, picture=kit.seal_picture())
    signed = made.sign(original, reason=REASON, place=place, at=SIGNED_AT)
    report = signature_of(signed)
    assert signed.startswith(original)
    # Only the root is trusted: the certificate between came with the signature.
    assert (report.intact, report.covers_whole_file, report.trusted) == (True, True, True)
    assert (report.signer, report.signed_at, report.reason) == (made.describe(), SIGNED_AT, REASON)
    assert readers.openssl_says(signed, soft.root, tmp_path) == (0, "CMS Verification successful\n")
    assert readers.qpdf_complaints(signed, tmp_path) == (0, "")
    assert readers.pdfsig_says(signed, tmp_path) == readers.POPPLER_AGREES
    assert readers.certificates_in(signed) == ["云川市内部签名中级", "云川市科学技术局"]


def test_describe_names_the_certificate_of_the_key(soft: SoftToken) -> None:
    name = soft.provider().describe()
    assert (name.subject, name.issuer) == (
        "云川市科学技术局，云川市人民政府",
        "云川市内部签名中级，云川市人民政府",
    )
    assert (name.valid_from, name.valid_until) == (BEGIN, END)


def test_of_two_certificates_for_one_key_the_renewed_one_signs(soft: SoftToken) -> None:
    made = soft.provider("renewed")
    signed = made.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=SIGNED_AT)
    assert signature_of(signed).signer.valid_until == SIGNED_AT.replace(year=SIGNED_AT.year + 2)
    assert made.describe() == signature_of(signed).signer


def test_private_keys_cannot_leave_the_token(soft: SoftToken) -> None:
    with soft.inserted.open(user_pin=PIN) as session:
        for label in ("rsa", "ec"):
            key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)
            assert (key[Attribute.SENSITIVE], key[Attribute.EXTRACTABLE]) == (True, False)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"pin": "11111111"}, "签名令牌的PIN码不对，请更正PIN码文件；连续输错会锁定令牌。"),
        ({"pin": "1"}, "签名令牌的PIN码不对，请更正PIN码文件；连续输错会锁定令牌。"),
        ({"token": "别的令牌"}, "没有找到签名令牌“别的令牌”，请插好令牌后再试。"),
        ({"key": "absent"}, "签名令牌上没有名为“absent”的私钥，请检查设置。"),
        ({"key": "middle"}, "签名令牌上没有名为“middle”的私钥，请检查设置。"),
        ({"key": "twice"}, "签名令牌上不止一个名为“twice”的私钥，请检查设置。"),
        ({"key": "bare"}, "签名令牌上没有与私钥“bare”配套的证书，请检查令牌。"),
        ({"key": "expired"}, "签名证书已于2026年3月1日过期，请换用新证书后再签名。"),
        ({"key": "future"}, "签名证书从2026年3月3日起才有效，在此之前不能签名。"),
        ({"key": "locking"}, "签名证书的用途不包括数字签名，请换用签名证书。"),
    ],
)
def test_what_the_token_refuses_is_said(soft: SoftToken, wrong: dict[str, str], sentence: str) -> None:
    assert refusal(soft.provider(**wrong)) == sentence
    soft.provider().check(SIGNED_AT.date())  # and the next one is not disturbed


def test_a_refused_pin_is_not_tried_again(soft: SoftToken) -> None:
    guess = "22222222"
    sentence = refusal(soft.provider(pin=guess))
    with soft.inserted.open(rw=True, user_pin=PIN) as session:
        session.set_pin(PIN, guess)
    try:
        # The token would take it now: whoever asked it again would get in.
        with soft.inserted.open(user_pin=guess):
            pass
        assert refusal(soft.provider(pin=guess)) == sentence
    finally:
        with soft.inserted.open(rw=True, user_pin=guess) as session:
            session.set_pin(guess, PIN)
    soft.provider().check(SIGNED_AT.date())


def test_a_certificate_of_another_key_is_found_out_before_the_file_leaves(soft: SoftToken) -> None:
    with pytest.raises(SigningRefused) as refused:
        soft.provider("foreign").sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=SIGNED_AT)
    assert refused.value.sentence == "签名后核验没有通过：私钥与证书不是一对，请检查签名设置。"


def test_a_file_that_is_no_module_is_refused(soft: SoftToken, tmp_path: Path) -> None:
    module = tmp_path / "driver.so"
    module.write_text("not a library", encoding="utf-8")
    assert refusal(soft.provider(module=module)) == f"签名模块{module}不能使用，请系统管理员检查驱动程序。"


def test_an_absent_token_is_said_and_found_when_it_is_back(soft: SoftToken, tmp_path: Path) -> None:
    tokens = Path(os.environ["SOFTHSM2_CONF"]).parent / "tokens"
    pkcs11.unload(str(soft.module))
    shutil.move(tokens, tmp_path / "pulled out")
    tokens.mkdir()
    try:
        assert refusal(soft.provider()) == f"没有找到签名令牌“{LABEL}”，请插好令牌后再试。"
    finally:
        tokens.rmdir()
        shutil.move(tmp_path / "pulled out", tokens)
        pkcs11.unload(str(soft.module))
    soft.provider().check(SIGNED_AT.date())


def test_two_threads_take_turns(soft: SoftToken) -> None:
    results: list[bytes] = []

    def sign() -> None:
        results.append(
            soft.provider("ec").sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=None, at=SIGNED_AT)
        )

    threads = [threading.Thread(target=sign) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [signature_of(signed).intact for signed in results] == [True] * 3


def test_settings_choose_the_token(soft: SoftToken, settings: Settings, tmp_path: Path) -> None:
    settings.LETTER_SIGNING = "token"
    (tmp_path / "pin").write_text(f"{PIN}\n", encoding="utf-8")
    wanted = {
        "LETTER_SIGNING_PKCS11_MODULE": str(soft.module),
        "LETTER_SIGNING_TOKEN": LABEL,
        "LETTER_SIGNING_PIN_FILE": str(tmp_path / "pin"),
        "LETTER_SIGNING_KEY": "ec",
    }
    for name, value in wanted.items():
        with pytest.raises(SigningRefused) as refused:
            chosen.provider()
        assert refused.value.sentence == f"数字签名没有设置好：缺少{name}，请系统管理员补上。"
        setattr(settings, name, value)
    assert chosen.provider().describe().issuer == "云川市内部签名中级，云川市人民政府"
