"""Certificates: whose they are, when they may sign, and which others belong to them."""

from collections.abc import Iterable
from datetime import date, datetime

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.utils.timezone import localtime

from documents.signing.provider import SignerName, SigningRefused

NARROWEST_FIRST = (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.ORGANIZATION_NAME)
LONGEST_CHAIN = 8  # certificates; real chains have two to four


def _words(name: x509.Name) -> str:
    """Return the parts people know somebody by, each once; the whole name where it has none of them."""
    parts = [str(part.value) for oid in NARROWEST_FIRST for part in name.get_attributes_for_oid(oid)]
    return "，".join(dict.fromkeys(parts)) or name.rfc4514_string()


def name_of(certificate: x509.Certificate) -> SignerName:
    """Return the certificate's own words in plain values."""
    return SignerName(
        subject=_words(certificate.subject),
        issuer=_words(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def may_sign(certificate: x509.Certificate) -> bool:
    """Tell whether the key usage allows signing documents; a certificate without one allows everything (RFC 5280)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def refuse_unfit(certificate: x509.Certificate, when: date | datetime) -> None:
    """Raise SigningRefused when the certificate may not sign then.

    Args:
        when: a moment with time zone, or a day of the office's time zone on which it must be valid for some time.
    """
    begin, end = localtime(certificate.not_valid_before_utc), localtime(certificate.not_valid_after_utc)
    first, last = (begin, end) if isinstance(when, datetime) else (begin.date(), end.date())
    if when < first:
        raise SigningRefused(f"签名证书从{_said(begin.date())}起才有效，在此之前不能签名。")
    if when > last:
        raise SigningRefused(f"签名证书已于{_said(end.date())}过期，请换用新证书后再签名。")
    if not may_sign(certificate):
        raise SigningRefused("签名证书的用途不包括数字签名，请换用签名证书。")
    uses_ec(certificate)


def uses_ec(certificate: x509.Certificate) -> bool:
    """Tell ECDSA (True) from RSA (False); raise SigningRefused for every other key, SM2 among them."""
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        key = None
    if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey):
        raise SigningRefused("签名证书的算法不是RSA或ECDSA，本方式不能使用；国密证书须接入电子印章系统。")
    return isinstance(key, EllipticCurvePublicKey)


def for_signing(certificate: x509.Certificate) -> asn1.Certificate:
    """Return the certificate as the signing library wants it."""
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def chain_of(certificate: x509.Certificate, others: Iterable[x509.Certificate]) -> list[x509.Certificate]:
    """Return who issued the certificate, who issued that one, and so on, as far as `others` go."""
    by_subject = {other.subject.public_bytes(): other for other in others}
    chain: list[x509.Certificate] = []
    current = certificate
    while len(chain) < LONGEST_CHAIN and current.issuer != current.subject:
        issuer = by_subject.get(current.issuer.public_bytes())
        if issuer is None:
            break
        chain.append(issuer)
        current = issuer
    return chain
