"""Reading a signature back. Imports pyHanko: ask through documents/signing/reading.py unless signing anyway."""

import struct
import zlib
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from django.utils.timezone import is_naive, make_aware
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.context import ValidationContext

from documents.signing.certificate import for_signing, may_sign, name_of
from documents.signing.report import DAMAGED, SignatureReport

# What reading a file made to hurt raises: an uploaded PDF is anybody's.
UNREADABLE = (
    PdfError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    EOFError,
    UnsupportedAlgorithm,
    zlib.error,
    struct.error,
)
# The library refuses a certificate without a key usage, which RFC 5280 lets do anything; may_sign() is asked instead.
ANY_USAGE = KeyUsageConstraints(key_usage=set())


def trusted_certificates(pem: bytes) -> list[asn1.Certificate]:
    """Return the certificates of a PEM file; raise ValueError when it holds none or a broken one."""
    return [for_signing(certificate) for certificate in x509.load_pem_x509_certificates(pem)]


def _last_signature(pdf: bytes) -> EmbeddedPdfSignature | None:
    """Return the newest signature, the only one that can cover the whole file; None when there is none."""
    signatures = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures
    return signatures[-1] if signatures else None


def inspected(
    pdf: bytes, *, trust: Sequence[asn1.Certificate] | None = None, at: datetime | None = None
) -> SignatureReport | None:
    """Return what the file's last signature says, None when it has none or is no PDF. Asks no network.

    Args:
        trust: certificates to lead to; None leaves `trusted` unanswered.
        at: when the signer's certificate must have been valid; None for the time the signature claims.
    """
    try:
        signature = _last_signature(pdf)
    except UNREADABLE:
        return DAMAGED if b"/ByteRange" in pdf else None
    if signature is None:
        return None
    try:
        claimed = signature.self_reported_timestamp
        if claimed is not None and is_naive(claimed):
            claimed = make_aware(claimed)  # other programs leave the zone out: then it is ours
        context = ValidationContext(trust_roots=list(trust or ()), allow_fetching=False, moment=at or claimed)
        status = validate_pdf_signature(signature, context, key_usage_settings=ANY_USAGE, skip_diff=True)
        certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
        return SignatureReport(
            signer=name_of(certificate),
            signed_at=claimed,
            reason=str(signature.sig_object.get("/Reason", "")),
            intact=status.intact and status.valid,
            covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
            trusted=None if trust is None else status.trusted and may_sign(certificate),
        )
    except UNREADABLE:
        return DAMAGED
