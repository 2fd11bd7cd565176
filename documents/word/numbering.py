"""Turn Word's automatic numbers into typed ones: what a paragraph of a list shows before its text."""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from documents.word.markup import NAMESPACES

W = f"{{{NAMESPACES['w']}}}"
CHINESE_DIGITS = "〇一二三四五六七八九"
CHINESE_FORMATS = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
        "taiwaneseCounting",
    }
)
DECIMAL_FORMATS = frozenset({"decimal", "decimalFullWidth", "decimalHalfWidth"})
MOST_LEVELS = 9


class UnknownNumber(Exception):
    """A list whose numbers cannot be computed; the text names its format."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, its number format, its text with %1 … %9, whether it ever starts anew."""

    start: int
    format: str
    text: str
    restarts: bool = True


class Numbering:
    """The lists of one file, and how far each has counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int], dict[int, Level]]] = {}
        self._counted: dict[str, dict[int, int]] = defaultdict(dict)
        self._opened: set[str] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        for abstract in root.iterchildren(f"{W}abstractNum"):
            levels = dict(filter(None, map(_level, abstract.iterchildren(f"{W}lvl"))))
            self._abstract[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in root.iterchildren(f"{W}num"):
            starts: dict[int, int] = {}
            own: dict[int, Level] = {}
            for override in number.iterchildren(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    starts[_whole(override.get(f"{W}ilvl"))] = _whole(start.get(f"{W}val"), 1)
                own |= dict(filter(None, map(_level, override.iterchildren(f"{W}lvl"))))
            self._lists[number.get(f"{W}numId", "")] = (value_of(number, "abstractNumId"), starts, own)

    def next(self, list_id: str, level: int) -> str:
        """Count the list on at that level (from 0) and return what is shown, brackets full-width.

        Raises UnknownNumber for a bullet, an unknown list or an unknown format.
        """
        abstract, starts, own = self._lists.get(list_id, ("", {}, {}))
        levels = self._abstract.get(abstract, {}) | own
        if level not in levels:
            raise UnknownNumber("自动编号")
        counted = self._counted[abstract]
        if list_id not in self._opened:
            self._opened.add(list_id)
            for restarted in starts:
                counted.pop(restarted, None)
        first = starts.get(level, levels[level].start)
        counted[level] = counted.get(level, first - 1) + 1
        for deeper in [place for place in counted if place > level]:
            if deeper not in levels or levels[deeper].restarts:
                del counted[deeper]
        if levels[level].format == "bullet":
            raise UnknownNumber("项目符号")
        if levels[level].format == "none":
            return ""
        shown = re.sub(
            r"%([1-9])", lambda place: self._figure(levels, counted, int(place[1]) - 1), levels[level].text
        )
        return gb_brackets(shown)

    @staticmethod
    def _figure(levels: dict[int, Level], counted: dict[int, int], level: int) -> str:
        if level not in levels:
            raise UnknownNumber("自动编号")
        return figure(counted.get(level, levels[level].start), levels[level].format)


def figure(number: int, kind: str) -> str:
    """Return a number as Word writes it in that format; raise UnknownNumber for one not known here."""
    if kind in DECIMAL_FORMATS:
        return str(number)
    if kind in CHINESE_FORMATS and 0 < number < 100:
        return chinese(number)
    if kind in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if kind in {"lowerLetter", "upperLetter"} and 0 < number <= 26:
        return chr(ord("a" if kind == "lowerLetter" else "A") + number - 1)
    raise UnknownNumber("自动编号")


def chinese(number: int) -> str:
    """Return 1 to 99 as 一 … 九十九."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else CHINESE_DIGITS[tens] + "十"
    return lead + (CHINESE_DIGITS[ones] if ones or not tens else "")


def gb_brackets(shown: str) -> str:
    """Return a number with the brackets of GB/T 9704 7.3.3: （一） and （1）, never half-width."""
    return re.sub(r"^\((.+)\)$", r"（\1）", shown.strip())


def value_of(element: etree._Element, name: str) -> str:
    """Return the w:val of a child, empty when there is none."""
    child = element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")


def _level(element: etree._Element) -> tuple[int, Level] | None:
    place = _whole(element.get(f"{W}ilvl"), -1)
    if not 0 <= place < MOST_LEVELS:
        return None
    kind = value_of(element, "numFmt") or "decimal"
    restarts = value_of(element, "lvlRestart") != "0"
    return place, Level(_whole(value_of(element, "start"), 1), kind, value_of(element, "lvlText"), restarts)


def _whole(text: str | None, otherwise: int = 0) -> int:
    """Return a small whole number as written in the file."""
    return int(text) if text and re.fullmatch(r"\d{1,6}", text, re.ASCII) else otherwise
