"""The certificates this installation trusts, as a file; imports nothing slow."""

from pathlib import Path

from django.conf import settings


class WrongTrustFile(Exception):
    """LETTER_SIGNING_TRUST names something that is no readable file of PEM certificates."""


def trust_file() -> bytes | None:
    """Return the PEM text of LETTER_SIGNING_TRUST, None when it is not set; raise WrongTrustFile when it is none."""
    if not settings.LETTER_SIGNING_TRUST:
        return None
    try:
        pem = Path(settings.LETTER_SIGNING_TRUST).read_bytes()
    except OSError as wrong:
        raise WrongTrustFile(
            f"LETTER_SIGNING_TRUST={settings.LETTER_SIGNING_TRUST!r} cannot be read."
        ) from wrong
    if b"-----BEGIN CERTIFICATE-----" not in pem:
        raise WrongTrustFile(
            f"LETTER_SIGNING_TRUST={settings.LETTER_SIGNING_TRUST!r} holds no PEM certificate."
        )
    return pem
