"""Read the signature of a stranger's file in a process of its own: a file made to hurt costs that process, no more.

The library that reads it is Python: a file of 20 MB can keep it busy for a minute and take a gigabyte.
"""

import json
import subprocess
import sys
from datetime import datetime

from django.conf import settings

from documents.signing.provider import SignerName
from documents.signing.report import DAMAGED, SignatureReport
from documents.signing.trust import WrongTrustFile, trust_file

LONGEST_WAIT = 20  # seconds, for a machine that has much to do
WRONG_TRUST = 3  # what documents/signing/alone.py ends with when a certificate of the trust file is broken


def signature_of_stranger(pdf: bytes) -> SignatureReport | None:
    """Return what the file's last signature says; None for an unsigned file and for what is no PDF.

    A file whose signature cannot be read in time and within the memory allowed comes back as a damaged one. Raises
    WrongTrustFile as `reading.signature_of` does.
    """
    if b"/ByteRange" not in pdf:  # its ranges name places in the file, so they can never be compressed
        return None
    pem = trust_file()
    asked = {"zone": settings.TIME_ZONE, "trust": None if pem is None else pem.decode("ascii", "replace")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "documents.signing.alone"],
            input=json.dumps(asked).encode() + b"\n" + pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env={"LC_ALL": "C.UTF-8"},  # no secret of ours goes along
            timeout=LONGEST_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return DAMAGED
    if done.returncode == WRONG_TRUST:
        raise WrongTrustFile("LETTER_SIGNING_TRUST holds a broken certificate.")
    return DAMAGED if done.returncode else _report(json.loads(done.stdout))


def _report(said: dict | None) -> SignatureReport | None:
    """Return what the child said as a report."""
    if said is None:
        return None
    signer, at = said["signer"], said["signed_at"]
    if signer is not None:
        days = {name: datetime.fromisoformat(signer[name]) for name in ("valid_from", "valid_until")}
        signer = SignerName(**signer | days)
    return SignatureReport(**said | {"signer": signer, "signed_at": at and datetime.fromisoformat(at)})
