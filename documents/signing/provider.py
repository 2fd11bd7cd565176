"""What every way of signing can do; a national e-seal service would stand behind the same interface."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, Self


class SigningRefused(Exception):
    """Nothing was signed.

    Attributes:
        sentence: what is wrong and what to do, in Chinese, for the page.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class SignerName:
    """Whose certificate it is, in plain values.

    Attributes:
        subject, issuer: the names in the certificate, the narrowest first, separated by “，”.
        serial: the certificate's number, hexadecimal, capital letters.
        valid_from, valid_until: first and last moment, with time zone.
    """

    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True)
class SealPlace:
    """Where a visible seal stands.

    Attributes:
        page: 1 is the first.
        x, y: the seal's centre in mm from the left and the upper edge of the page.
        diameter: in mm.
        picture: a PNG, square, transparent where the paper shows through.
    """

    page: int
    x: float
    y: float
    diameter: float
    picture: bytes


class SealProvider(Protocol):
    """A way of signing: a key file, a token, or a national e-seal service (GB/T 38540, SM2).

    LETTER_SIGNING names the class. Nothing behind it may ask the network for more than the service itself.
    """

    @classmethod
    def from_settings(cls) -> Self:
        """Return the provider the settings describe; raise SigningRefused when one is missing or names no file."""
        ...

    def check(self, on: date) -> None:
        """Raise SigningRefused when nothing could be signed on this day (certificate, PIN, token, key, key usage)."""
        ...

    def sign(self, pdf: bytes, *, reason: str, place: SealPlace | None, at: datetime) -> bytes:
        """Return the file with a signature over all of it; `pdf` stays its beginning, byte for byte.

        Args:
            reason: stands in the signature.
            place: None for an invisible signature.
            at: with time zone, the time the signature claims.

        Raises:
            SigningRefused: nothing was signed.
        """
        ...

    def describe(self) -> SignerName:
        """Return whose certificate signs; raise SigningRefused when it cannot be read."""
        ...
