"""What a web page leaves in a copied paper: navigation, copyright, the site's own phone, residue."""

import re

from seeds.parsers.found import Finding, Found
from seeds.parsers.text import Document

_COMMANDS = re.compile(r"(?:[\[【][^\]】]{2,8}[\]】]\s*)+")
_OWNER = re.compile(r"(?P<owner>[\u4e00-\u9fff]{4,30})版权所有")
_SITE_PHONE = re.compile(r"电话\s*[:：]\s*(?P<phone>\+?[\d\-()（）]{7,})")
_RESIDUE = re.compile(r"\b[a-z-]+='[^']*'|style=|^'\s|&[a-z]+;")
_NUMBER = re.compile(r"\d{1,3}")


def furniture_lines(document: Document) -> tuple[int, ...]:
    """List the lines that belong to the page, not to the paper.

    A phone line counts only below a copyright line: elsewhere it may be a contact. A bare number counts only
    as the last line, below other furniture.
    """
    found: list[int] = []
    copyright_seen = False
    for number, line in document.nonblank:
        text = line.strip()
        copyright_line = "版权所有" in text or "ICP备" in text
        copyright_seen = copyright_seen or copyright_line
        command = bool(_COMMANDS.fullmatch(text))
        site_phone = copyright_seen and bool(_SITE_PHONE.fullmatch(text))
        if command or copyright_line or site_phone or _RESIDUE.search(text):
            found.append(number)
    last, text = document.nonblank[-1]
    if found and _NUMBER.fullmatch(text.strip()):
        found.append(last)
    return tuple(found)


def read_owner(document: Document) -> Found[str] | None:
    """Return who holds the copyright of the page (…版权所有); None when no line says."""
    for number, line in document.nonblank:
        if match := _OWNER.search(line):
            return document.quote(match["owner"], number)
    return None


def read_site_phone(document: Document) -> Found[str] | None:
    """Return the phone of the site from its footer; it is nobody's contact."""
    for number in furniture_lines(document):
        if match := _SITE_PHONE.fullmatch(document.lines[number - 1].strip()):
            return document.found(match["phone"], number, match["phone"])
    return None


def check_furniture(document: Document) -> tuple[Finding, ...]:
    """List each line of the page as a finding: residue of code, a stray last number, or navigation."""
    return tuple(
        Finding(
            document.file, (number,), _rule(document.lines[number - 1].strip()), document.lines[number - 1]
        )
        for number in furniture_lines(document)
    )


def _rule(text: str) -> str:
    if _RESIDUE.search(text):
        return "html_residue"
    return "stray_last_line" if _NUMBER.fullmatch(text) else "web_furniture"
