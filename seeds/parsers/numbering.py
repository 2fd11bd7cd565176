"""The numbering of Chinese official papers: 一、 then （一） then 1. and, inside a paragraph, 一是."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from seeds.parsers.found import Found
from seeds.parsers.punctuation import close_title, full_width

_DIGITS = "一二三四五六七八九"
_NUMBER = r"[一二三四五六七八九十]{1,3}"
_PATTERNS = {
    "chapter": re.compile(rf"^(?P<no>{_NUMBER})、"),
    "section": re.compile(rf"^[(（](?P<no>{_NUMBER})[)）]"),
    "item": re.compile(r"^(?P<no>\d{1,2})[.．](?!\d)"),
    "point": re.compile(rf"^(?P<no>{_NUMBER})是"),
}
LONGEST_HEADING = 80  # characters


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at the start of a line: `no` as written, `value` as an integer, `rest` what follows it."""

    kind: str
    no: str
    value: int
    rest: str


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading. `path` names it with its parent: 二, 二(一), 二.1 or 二.一是."""

    level: int
    path: str
    mark: Mark
    heading: Found[str]

    @property
    def line(self) -> int:
        return self.heading.line


def chinese_number(text: str) -> int:
    """Return the value of a Chinese number from 一 to 九十九; raises ValueError for anything else."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.index(text) + 1
    if len(tens) > 1 or len(ones) > 1:
        raise ValueError(f"not a number below one hundred: {text}")
    return (_DIGITS.index(tens) + 1 if tens else 1) * 10 + (_DIGITS.index(ones) + 1 if ones else 0)


def mark_of(line: str) -> Mark | None:
    """Read the number at the start of a line; a decimal such as 2.6 is not one."""
    for kind, pattern in _PATTERNS.items():
        if match := pattern.match(line.strip()):
            no = match["no"]
            try:
                value = int(no) if kind == "item" else chinese_number(no)
            except ValueError:
                return None
            return Mark(kind, no, value, line.strip()[match.end() :])
    return None


def heading_text(mark: Mark) -> str | None:
    """Return the heading after a number without its closing 。, or None when the line is no heading.

    A line that begins 一是 is a heading only when one short clause ends in 。; otherwise it is a sentence
    that counts its own parts.
    """
    head, stop, _ = mark.rest.partition("。")
    head = head.strip()
    if not head or len(head) > LONGEST_HEADING:
        return None
    if mark.kind == "point" and (not stop or re.search(r"[，,；;]", head)):
        return None
    return head


def is_heading_line(line: str) -> bool:
    """Tell whether a whole line is a numbered heading, with no sentence after it."""
    mark = mark_of(line)
    return mark is not None and heading_text(mark) is not None and "。" not in mark.rest.rstrip("。")


def read_sections(file: str, lines: Iterable[tuple[int, str]], kinds: tuple[str, str]) -> tuple[Section, ...]:
    """Find the two levels of headings in numbered lines.

    `kinds` names the numbering of the first and the second level. A number counts only when it follows the
    one before it; the second level starts again from one under each heading of the first.
    """
    sections: list[Section] = []
    counts = [0, 0]
    parent = ""
    for number, line in lines:
        mark = mark_of(line)
        if mark is None or mark.kind not in kinds:
            continue
        depth = kinds.index(mark.kind)
        heading = heading_text(mark)
        if heading is None or mark.value != counts[depth] + 1 or (depth and not parent):
            continue
        counts[depth] = mark.value
        if depth == 0:
            counts[1], parent = 0, mark.no
        path = mark.no if depth == 0 else _child_path(parent, mark)
        found = Found(full_width(close_title(heading)), file, (number,), heading)
        sections.append(Section(depth + 1, path, mark, found))
    return tuple(sections)


def _child_path(parent: str, mark: Mark) -> str:
    forms = {"section": f"({mark.no})", "item": f".{mark.no}", "point": f".{mark.no}是"}
    return parent + forms[mark.kind]
