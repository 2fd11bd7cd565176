"""Signing with a PKCS#12 file (.p12, .pfx): key, certificate and what issued it, under a passphrase."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Self

from asn1crypto import pkcs12 as asn1_pkcs12
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)
from django.conf import settings
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.signing.certificate import chain_of, for_signing, name_of, refuse_unfit
from documents.signing.configured import existing, secret_in
from documents.signing.pades import signed
from documents.signing.provider import SealPlace, SignerName, SigningRefused


@dataclass(frozen=True)
class _Content:
    """What the file holds."""

    key: PrivateKeyInfo
    certificate: x509.Certificate
    chain: list[x509.Certificate]


def _opened(data: bytes, passphrase: str) -> pkcs12.PKCS12KeyAndCertificates:
    """Return the opened file; raise SigningRefused saying whether the file or the passphrase is wrong."""
    try:
        asn1_pkcs12.Pfx.load(data, strict=True).native  # noqa: B018 - parses the envelope
    except (ValueError, TypeError) as wrong:
        raise SigningRefused("签名密钥文件不是PKCS#12文件（.p12、.pfx）或已损坏，请检查。") from wrong
    try:
        return pkcs12.load_pkcs12(data, passphrase.encode() or None)
    except (ValueError, TypeError) as wrong:
        raise SigningRefused("签名密钥文件的口令不对，或者文件已损坏，请检查。") from wrong
    except UnsupportedAlgorithm as wrong:
        raise SigningRefused("签名密钥文件的算法不受支持，本方式只能使用RSA、ECDSA证书。") from wrong


class KeyFile:
    """Signs with the key in LETTER_SIGNING_KEY_FILE; reads the file once, when first needed."""

    def __init__(self, path: Path, passphrase: str) -> None:
        self._path = path
        self._passphrase = passphrase

    @classmethod
    def from_settings(cls) -> Self:
        """Return the provider of LETTER_SIGNING_KEY_FILE and …_PASSPHRASE_FILE; raise SigningRefused without them."""
        path = existing("LETTER_SIGNING_KEY_FILE")
        named = settings.LETTER_SIGNING_PASSPHRASE_FILE
        return cls(path, secret_in("LETTER_SIGNING_PASSPHRASE_FILE") if named else "")

    @cached_property
    def _content(self) -> _Content:
        try:
            data = self._path.read_bytes()
        except OSError as wrong:
            raise SigningRefused(f"签名密钥文件{self._path}读不出来，请检查文件和权限。") from wrong
        content = _opened(data, self._passphrase)
        if content.key is None:
            raise SigningRefused("签名密钥文件里没有私钥，请换用带私钥的文件。")
        if content.cert is None:
            raise SigningRefused("签名密钥文件里没有与私钥配套的证书，请换用带证书的文件。")
        certificate = content.cert.certificate
        public = [
            key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            for key in (content.key.public_key(), certificate.public_key())
        ]
        if public[0] != public[1]:
            raise SigningRefused("签名密钥文件里的私钥与证书不是一对，请检查文件。")
        private = content.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        others = [extra.certificate for extra in content.additional_certs]
        return _Content(PrivateKeyInfo.load(private), certificate, chain_of(certificate, others))

    def check(self, on: date) -> None:
        """Raise SigningRefused when the file cannot be opened or its certificate may not sign on this day."""
        refuse_unfit(self._content.certificate, on)

    def describe(self) -> SignerName:
        """Return whose certificate it is."""
        return name_of(self._content.certificate)

    def sign(self, pdf: bytes, *, reason: str, place: SealPlace | None, at: datetime) -> bytes:
        """Return the file with the signature appended (documents/signing/pades.py)."""
        content = self._content
        refuse_unfit(content.certificate, at)
        signer = SimpleSigner(
            signing_cert=for_signing(content.certificate),
            signing_key=content.key,
            cert_registry=SimpleCertificateStore.from_certs([for_signing(link) for link in content.chain]),
        )
        return signed(pdf, signer, reason=reason, place=place, at=at)
