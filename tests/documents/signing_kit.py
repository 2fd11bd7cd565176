"""Real keys, certificates and files to sign, made when a test asks for them."""

import warnings
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import weasyprint
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.signing.certificate import for_signing
from documents.signing.key_file import KeyFile
from documents.signing.pades import signed

BEIJING = ZoneInfo("Asia/Shanghai")
SIGNED_AT = datetime(2026, 3, 2, 9, 30, tzinfo=BEIJING)
BEGIN = datetime(2026, 1, 1, tzinfo=BEIJING)
END = datetime(2028, 12, 31, tzinfo=BEIJING)
PASSPHRASE = "春江花月夜2026"
VARIANTS = ("pdf/ua-1", "pdf/a-3a")

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def unsigned(variant: str) -> bytes:
    """A file of two pages as the layout engine writes it: tagged, no form."""
    html = (
        '<html lang="zh-CN"><head><title>答复函</title></head><body><h1>答复函</h1><p>一、关于绿化。</p>'
        '<p style="break-before: page">二、关于道路。</p></body></html>'
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the engine leaves its colour profile open
        return weasyprint.HTML(string=html).write_pdf(pdf_variant=variant)


@cache
def key_of(kind: str, _which: int = 0) -> Key:
    """A private key: rsa or ec; another one for another number."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def named(common: str) -> x509.Name:
    """A fictional office's name."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "云川市人民政府"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def usage(**allowed: bool) -> x509.KeyUsage:
    """A key usage with only these bits."""
    none = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**{**none, **allowed})


@dataclass(frozen=True)
class Authority:
    """Who issues certificates."""

    key: Key
    certificate: x509.Certificate

    def issue(
        self,
        key: Key,
        *,
        begin: datetime = BEGIN,
        end: datetime = END,
        allowed: x509.KeyUsage | None = None,
        common: str = "云川市科学技术局",
        for_authority: bool = False,
    ) -> x509.Certificate:
        """A certificate for this key; its addresses for revocation lead nowhere and must never be asked."""
        builder = (
            x509.CertificateBuilder()
            .subject_name(named(common))
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=for_authority, path_length=None), critical=True)
            .add_extension(
                x509.CRLDistributionPoints(
                    [
                        x509.DistributionPoint(
                            [x509.UniformResourceIdentifier("http://crl.invalid/list.crl")], None, None, None
                        )
                    ]
                ),
                critical=False,
            )
            .add_extension(
                x509.AuthorityInformationAccess(
                    [
                        x509.AccessDescription(
                            x509.oid.AuthorityInformationAccessOID.OCSP,
                            x509.UniformResourceIdentifier("http://ocsp.invalid/"),
                        )
                    ]
                ),
                critical=False,
            )
        )
        if allowed is not None:
            builder = builder.add_extension(allowed, critical=True)
        return builder.sign(self.key, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        """The authority's certificate as a trust file holds it."""
        return self.certificate.public_bytes(Encoding.PEM)


@cache
def authority(common: str = "云川市内部签名根") -> Authority:
    """A root that signed itself."""
    key = key_of("ec", 100 + len(common))
    name = named(common)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(END)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Authority(key, certificate)


def key_file(
    key: Key | None,
    certificate: x509.Certificate | None,
    *,
    others: tuple[x509.Certificate, ...] = (),
    passphrase: str = PASSPHRASE,
) -> bytes:
    """The bytes of a PKCS#12 file."""
    lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"office", key, certificate, list(others) or None, lock)


def seal_picture(size: int = 420) -> bytes:
    """A red ring with a red dot in its upper left quarter on nothing: the dot tells up from down."""
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((0, 0, size - 1, size - 1), outline=(220, 20, 20, 255), width=size // 42)
    pen.ellipse((size * 0.25, size * 0.25, size * 0.35, size * 0.35), fill=(220, 20, 20, 255))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def signed_without_asking(pdf: bytes, key: Key, certificate: x509.Certificate) -> bytes:
    """Sign as a tool would that does not look at the certificate first."""
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        for_signing(certificate), PrivateKeyInfo.load(private), SimpleCertificateStore.from_certs([])
    )
    return signed(pdf, signer, reason="", place=None, at=SIGNED_AT)


def provider(folder: Path, data: bytes, passphrase: str = PASSPHRASE) -> KeyFile:
    """The provider over a key file of these bytes."""
    path = folder / "office.p12"
    path.write_bytes(data)
    return KeyFile(path, passphrase)


def office(folder: Path, kind: str) -> KeyFile:
    """A good provider: rsa or ec, issued by our authority, whose certificate is in the file too."""
    key = key_of(kind)
    certificate = authority().issue(key, allowed=usage(digital_signature=True))
    return provider(folder, key_file(key, certificate, others=(authority().certificate,)))
