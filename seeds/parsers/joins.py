"""Paragraphs that a page break cut in two, put together again; every join is a finding that can be undone."""

import re
import unicodedata
from collections.abc import Iterable

from seeds.parsers.citations import DOC_NUMBER
from seeds.parsers.dates import is_date_line
from seeds.parsers.found import Finding, Paragraph
from seeds.parsers.labels import opens_with_label
from seeds.parsers.numbering import is_heading_line, mark_of
from seeds.parsers.punctuation import close_title, display

_UNIT = re.compile(r"[\u4e00-\u9fff]{3,30}(?:局|府|委|办|会|室|院|部|处|厅|中心)")
_TITLE = re.compile(r"关于.*(?:函|答复|复函|通知|报告|意见|决定)")
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff]{4,40}文件")
_ENDS = ("。", "!", "?", ";", ":", "”", ")", "…")
SHOWN = 12  # characters of each side that a finding shows


def is_label_line(text: str) -> bool:
    """Tell whether a line stands for itself (heading, title, unit, date, field) and is never continued."""
    line = close_title(text.strip())
    whole = (DOC_NUMBER, _UNIT, _TITLE, _LETTERHEAD)
    return (
        any(pattern.fullmatch(line) for pattern in whole)
        or is_date_line(line)
        or is_heading_line(line)
        or opens_with_label(line)
        or line.endswith("印发")
    )


def continues(first: str, second: str) -> bool:
    """Tell whether `second` goes on with the sentence that `first` leaves open."""
    closed = unicodedata.normalize("NFKC", first.rstrip()).endswith(_ENDS)
    if closed or is_label_line(first):
        return False
    starts_anew = mark_of(second) is not None or second.startswith(("——", "下一步"))
    return not starts_anew and not is_label_line(second)


def heal(file: str, lines: Iterable[tuple[int, str]]) -> tuple[tuple[Paragraph, ...], tuple[Finding, ...]]:
    """Make paragraphs out of nonblank lines and list each join.

    `lines` are (number, text). A bracket left open before a join is a finding of its own.
    """
    paragraphs: list[Paragraph] = []
    findings: list[Finding] = []
    for number, line in lines:
        last = paragraphs[-1] if paragraphs else None
        if last is not None and continues(last.raw, line):
            findings += _join_findings(last, number, line)
            paragraphs[-1] = _paragraph(file, last.raw.rstrip() + line.strip(), (*last.lines, number))
        else:
            paragraphs.append(_paragraph(file, line, (number,)))
    return tuple(paragraphs), tuple(findings)


def _paragraph(file: str, raw: str, lines: tuple[int, ...]) -> Paragraph:
    healed = close_title(raw) if is_label_line(raw) else raw
    return Paragraph(display(healed), raw, file, lines)


def _join_findings(last: Paragraph, number: int, line: str) -> list[Finding]:
    tail, head = last.raw.rstrip()[-SHOWN:], line.strip()[:SHOWN]
    places = (last.lines[-1], number)
    before = f"{tail}\n{head}"
    joined = [Finding(last.file, places, "page_break_join", before, before, tail + head, applied=True)]
    plain = unicodedata.normalize("NFKC", last.raw)
    if plain.count("(") > plain.count(")"):
        joined.append(Finding(last.file, places, "bracket_across_join", before))
    return joined
