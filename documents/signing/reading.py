"""Who signed a file: for the page that verifies one. Imports pyHanko only for a file that carries a signature."""

from datetime import datetime

from documents.signing.report import SignatureReport
from documents.signing.trust import WrongTrustFile, trust_file


def signature_of(pdf: bytes, *, at: datetime | None = None) -> SignatureReport | None:
    """Return what the file's last signature says; None for an unsigned file and for what is no PDF.

    Args:
        pdf: anybody's bytes; a file made to hurt comes back as a damaged signature.
        at: when the signer's certificate must have been valid, with time zone; None for the time the signature claims.

    Raises:
        WrongTrustFile: LETTER_SIGNING_TRUST names no readable file of certificates.
    """
    # A signature's ranges name places in the file, so they can never be compressed.
    if b"/ByteRange" not in pdf:
        return None
    from documents.signing import inspection  # noqa: PLC0415 - slow, and only signed files need it

    pem = trust_file()
    try:
        trust = None if pem is None else inspection.trusted_certificates(pem)
    except ValueError as wrong:
        raise WrongTrustFile("LETTER_SIGNING_TRUST holds a broken certificate.") from wrong
    return inspection.inspected(pdf, trust=trust, at=at)
