"""Signed files read by others than the library that signs: qpdf, OpenSSL, Poppler, pikepdf."""

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
from asn1crypto import cms
from asn1crypto.core import Sequence

from tests.documents.signing_kit import SIGNED_AT

POPPLER_AGREES = [
    "Signature Type: ETSI.CAdES.detached",
    "Total document signed",
    "Signature Validation: Signature is Valid.",
]


def widget_of(pdf: bytes) -> tuple[pikepdf.Pdf, pikepdf.Object]:
    """The opened file and its one form field."""
    opened = pikepdf.open(BytesIO(pdf))
    (field,) = opened.Root.AcroForm.Fields
    return opened, field


def qpdf_complaints(pdf: bytes, folder: Path) -> tuple[int, str]:
    """What `qpdf --check` returns and says on its error channel."""
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def openssl_says(pdf: bytes, trusted: bytes, folder: Path) -> tuple[int, str]:
    """Let OpenSSL verify the file's signature by itself, at the time it was made: (status, its words).

    Cuts the file by its own /ByteRange and takes the CMS from between the two parts.
    """
    begin, first, second, rest = byte_range(pdf)
    envelope = bytes.fromhex(pdf[begin + first + 1 : second - 1].decode())
    bare = Sequence.load(envelope).dump()  # without the zeros that fill the space
    (folder / "content").write_bytes(pdf[begin : begin + first] + pdf[second : second + rest])
    (folder / "signature.der").write_bytes(bare)
    (folder / "trusted.pem").write_bytes(trusted)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature.der"]
    command += ["-content", "content", "-CAfile", "trusted.pem", "-purpose", "any", "-out", "/dev/null"]
    command += ["-attime", str(int(SIGNED_AT.timestamp()))]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def pdfsig_says(pdf: bytes, folder: Path) -> list[str]:
    """What Poppler finds: kind, coverage and validity of the one signature; the certificate is not judged."""
    file = folder / "signed.pdf"
    file.write_bytes(pdf)
    home = {"HOME": str(folder), "PATH": "/usr/bin"}
    done = subprocess.run(
        ["pdfsig", "-nocert", str(file)], env=home, capture_output=True, text=True, check=False
    )
    lines = [line.strip(" -") for line in done.stdout.splitlines()]
    wanted = ("Signature Type", "Total document", "Not total document", "Signature Validation")
    return [line for line in lines if line.startswith(wanted)]


def byte_range(pdf: bytes) -> list[int]:
    """The four numbers of the file's last signature: start, length, start, length."""
    _, field = widget_of(pdf)
    return [int(number) for number in field.V.ByteRange]


def certificates_in(pdf: bytes) -> list[str]:
    """The common names of the certificates that travel with the signature, sorted."""
    begin, first, second, _ = byte_range(pdf)
    content = cms.ContentInfo.load(bytes.fromhex(pdf[begin + first + 1 : second - 1].decode()))["content"]
    return sorted(item.chosen.subject.native["common_name"] for item in content["certificates"])
