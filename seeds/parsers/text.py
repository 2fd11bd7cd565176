"""Reading a seed document as it was given, and the key under which two texts count as the same."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from seeds.parsers.found import Found
from seeds.parsers.punctuation import display

DOCUMENTS = Path(__file__).resolve().parent.parent / "documents"
SUMS = "SHA256SUMS"

T = TypeVar("T")


class SeedAltered(Exception):
    """A seed document is missing or not as recorded; the message is Chinese, for a clerk."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file: `lines` is the text split on newlines, so line n of the file is `lines[n - 1]`."""

    name: str
    file: str
    sha256: str
    size: int
    text: str
    lines: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(self.text.split("\n")))

    @property
    def nonblank(self) -> tuple[tuple[int, str], ...]:
        """Each line that is not blank, with its number."""
        return tuple((n, line) for n, line in enumerate(self.lines, 1) if line.strip())

    def found(self, value: T, lines: int | tuple[int, ...], raw: str) -> Found[T]:
        """Wrap a value that is not text (a number, a date) with its place in this file."""
        return Found(value, self.file, (lines,) if isinstance(lines, int) else lines, raw)

    def quote(self, raw: str, lines: int | tuple[int, ...]) -> Found[str]:
        """Wrap a piece of text: its value is the same piece healed for display."""
        return self.found(display(raw), lines, raw)


def match_key(text: str) -> str:
    """Return `text` after NFKC without any white space: equal keys mean the same words."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def checksums(folder: Path) -> dict[str, str]:
    """Return file name to sha256 as `folder`/SHA256SUMS records them; raises SeedAltered without it."""
    path = folder / SUMS
    if not path.is_file():
        raise SeedAltered(f"种子文件的校验清单“{SUMS}”不存在，无法核对，不能读取。")
    pairs = (line.split(maxsplit=1) for line in path.read_text("utf-8").splitlines() if line.strip())
    return {file.strip().lstrip("*"): digest for digest, file in pairs}


def read_document(name: str, folder: Path = DOCUMENTS) -> Document:
    """Read the seed whose file name begins with `name` (such as "003") and prove that it is as given.

    Raises SeedAltered, naming the file, when the file is unknown, missing or not the one that was recorded.
    """
    recorded = checksums(folder)
    file = next((each for each in recorded if each == name or each.startswith(f"{name}_")), None)
    if file is None:
        raise SeedAltered(f"校验清单中没有编号为“{name}”的种子文件。")
    path = folder / file
    if not path.is_file():
        raise SeedAltered(f"种子文件“{file}”不存在。")
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != recorded[file]:
        raise SeedAltered(f"种子文件“{file}”与登记的校验值不一致，可能已被改动，不能读取。")
    return Document(name, file, digest, len(data), data.decode("utf-8"))
