"""Who signed a file: for the page that verifies one. Imports pyHanko only for a file that carries a signature."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from documents.signing.report import SignatureReport


def signature_of(pdf: bytes, *, at: datetime | None = None) -> SignatureReport | None:
    """Return what the file's last signature says; None for an unsigned file and for what is no PDF.

    Args:
        pdf: anybody's bytes; a file made to hurt comes back as a damaged signature.
        at: when the signer's certificate must have been valid, with time zone; None for the time the signature claims.

    Raises:
        ImproperlyConfigured: LETTER_SIGNING_TRUST names no readable PEM file.
    """
    # A signature's ranges name places in the file, so they can never be compressed.
    if b"/ByteRange" not in pdf:
        return None
    from documents.signing import inspection  # noqa: PLC0415 - slow, and only signed files need it

    trust = None
    if settings.LETTER_SIGNING_TRUST:
        try:
            trust = inspection.trusted_certificates(Path(settings.LETTER_SIGNING_TRUST).read_bytes())
        except (OSError, ValueError) as wrong:
            raise ImproperlyConfigured(
                f"LETTER_SIGNING_TRUST={settings.LETTER_SIGNING_TRUST!r} is no file of PEM certificates."
            ) from wrong
    return inspection.inspected(pdf, trust=trust, at=at)
