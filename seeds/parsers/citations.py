"""Papers cited in a text: 《title》 and, in the brackets after it, the document number."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from seeds.parsers.found import Found
from seeds.parsers.punctuation import display
from seeds.parsers.text import match_key

DOC_NUMBER = re.compile(
    r"(?P<agency>[\u4e00-\u9fff]{2,10})\s*[〔\[（(]\s*(?P<year>\d{4})\s*[〕\]）)]\s*第?(?P<serial>\d+)\s*号"
)
_TITLE = re.compile(r"《([^《》]+)》(?:[(（]([^()（）]*)[)）])?")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number in its parts: 温科提复〔2023〕125号 is 温科提复, 2023, 125."""

    agency: str
    year: int
    serial: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited paper: `title` without a bracket that lost its partner, `title.raw` as written."""

    title: Found[str]
    number: Found[str] | None


def number_parts(text: str) -> DocNumber | None:
    """Return the parts of the document number in `text`; None when there is none."""
    match = DOC_NUMBER.search(text)
    return DocNumber(match["agency"], int(match["year"]), int(match["serial"])) if match else None


def read_citations(
    file: str, lines: Iterable[tuple[int, str]], without: Iterable[str] = ()
) -> tuple[Citation, ...]:
    """List each paper cited once, in order of first mention, leaving out the titles in `without`."""
    seen = {match_key(title) for title in without}
    cited = []
    for number, line in lines:
        for match in _TITLE.finditer(line):
            key = match_key(match[1])
            if key in seen:
                continue
            seen.add(key)
            title = Found(display(without_stray_bracket(match[1])), file, (number,), match[1])
            known = DOC_NUMBER.fullmatch((match[2] or "").strip())
            cited.append(Citation(title, Found(match[2], file, (number,), match[2]) if known else None))
    return tuple(cited)


def without_stray_bracket(text: str) -> str:
    """Drop a round bracket at the end of a title that nothing opened."""
    plain = unicodedata.normalize("NFKC", text)
    return text[:-1] if plain.endswith(")") and plain.count(")") > plain.count("(") else text
