"""Read the signature of a stranger's file in a process of its own: a file made to hurt costs that process, no more.

The library that reads it is Python: a file of 20 MB can keep it busy for a minute and take a gigabyte.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

from documents.limited import GaveUp, Limits, TooLate, read_apart
from documents.signing.provider import SignerName
from documents.signing.report import DAMAGED, SignatureReport
from documents.signing.trust import WrongTrustFile, trust_file

# A signed letter of 40 pages takes half a second of CPU and 150 MB; the wait is for a machine that has much to do.
LIMITS = Limits(seconds=2, memory=1024**3, wait=4)
WRONG_TRUST = 3  # what documents/signing/alone.py ends with when a certificate of the trust file is broken
LOCK = ".stranger.lock"


class Busy(Exception):
    """Another stranger's file is being read just now, or the machine has too much to do."""


def signature_of_stranger(pdf: bytes) -> SignatureReport | None:
    """Return what the file's last signature says; None for an unsigned file and for what is no PDF.

    A file whose signature takes more time or memory than is allowed comes back as a damaged one. Raises Busy while
    another is read, here or in another worker, and WrongTrustFile as `reading.signature_of` does.
    """
    if b"/ByteRange" not in pdf:  # its ranges name places in the file, so they can never be compressed
        return None
    pem = trust_file()
    asked = {"zone": settings.TIME_ZONE, "trust": None if pem is None else pem.decode("ascii", "replace")}
    try:
        with _alone():
            status, said = read_apart(
                "documents.signing.alone", json.dumps(asked).encode() + b"\n" + pdf, LIMITS
            )
    except GaveUp:
        return DAMAGED
    except TooLate as late:
        raise Busy from late
    if status == WRONG_TRUST:
        raise WrongTrustFile("LETTER_SIGNING_TRUST holds a broken certificate.")
    return DAMAGED if status else _report(json.loads(said))


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the one place there is for strangers' files on this machine; raise Busy where it is taken.

    Nobody has to log in to send one, so many at once would take every core and the threads that wait for them. The
    lock is a file among the private ones, which every web process shares and nobody else can hold; a process that
    dies lets go of it.
    """
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise Busy from taken
        yield
    finally:
        os.close(lock)


def _report(said: dict | None) -> SignatureReport | None:
    """Return what the child said as a report."""
    if said is None:
        return None
    signer, at = said["signer"], said["signed_at"]
    if signer is not None:
        days = {name: datetime.fromisoformat(signer[name]) for name in ("valid_from", "valid_until")}
        signer = SignerName(**signer | days)
    return SignatureReport(**said | {"signer": signer, "signed_at": at and datetime.fromisoformat(at)})
