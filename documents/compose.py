"""Set Chinese text into lines of whole ems: pure, knows widths and rules, nothing of files or HTML.

Rules: GB/T 15834-2011 5.1 (marks at line ends), GB/T 15834-1995 8.2.3 as practised (numbers and years stay whole).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

CLOSING = frozenset("，。、；：？！）》〉】〕］｝”’」』")
OPENING = frozenset("（《〈【〔［｛“‘「『")
NEVER_FIRST = CLOSING | frozenset("…—～·％‰℃°,.;:?!)]}%")
NEVER_LAST = OPENING | frozenset("￥№§([{")
# What may not be parted, tried in this order at every place.
WHOLE = re.compile(
    r"〔\d{4}〕\d+号"  # the year and serial of a document number
    r"|第[\d〇零一二三四五六七八九十百千]{1,8}[号届次条]"
    r"|——|……"
    r"|[+-]?\d[\d,.:/~～-]*\d\s?[%％‰℃年月日号]?|\d\s?[%％‰℃年月日号]?"
    r"|[A-Za-z0-9]+(?:[-./:@_&%#?=+'][A-Za-z0-9]+)*"
)
MARKS_IN_A_ROW = re.compile(f"[{re.escape(''.join(sorted(CLOSING | OPENING)))}]{{2,}}")
LONGEST_WHOLE = 24  # characters
SQUEEZE = 0.5  # em that the first of two neighbouring marks gives up
TIGHTEST, LOOSEST = 0.055, 0.075  # em a letter may be moved; a line that would need more stays as it is
LOOSE_IS_WORSE = 1.05
EVEN_ENOUGH = 0.02  # em: a line this near to its measure is left alone


@dataclass(frozen=True, slots=True)
class Line:
    """One set line: its text, where it starts in the paragraph, its letter-spacing in em, which marks are squeezed."""

    text: str
    start: int
    spacing: float = 0.0
    squeezed: tuple[int, ...] = ()  # places in text whose right half em is taken back


class Cluster(NamedTuple):
    """Characters that stay together: [start, stop) of the paragraph."""

    start: int
    stop: int


def clusters(text: str, longest: int = LONGEST_WHOLE) -> list[Cluster]:
    """Cut the text at every place where a line may be thought to end, before marks are looked at.

    longest: characters; a longer run (an address on the Web) is cut into single ones so that it can be set at all.
    """
    found: list[Cluster] = []
    place = 0
    for whole in WHOLE.finditer(text):
        found += (Cluster(single, single + 1) for single in range(place, whole.start()))
        if whole.end() - whole.start() <= longest:
            found.append(Cluster(whole.start(), whole.end()))
        else:
            found += (Cluster(single, single + 1) for single in range(whole.start(), whole.end()))
        place = whole.end()
    found += (Cluster(single, single + 1) for single in range(place, len(text)))
    return found


def may_break(text: str, place: int) -> bool:
    """Whether a line may end before text[place], by the marks on both sides."""
    before, after = text[place - 1], text[place]
    return before not in NEVER_LAST and after not in NEVER_FIRST and not after.isspace()


def squeezes(text: str, char_widths: Sequence[float]) -> list[float]:
    """Return for every character the em it gives up because a mark follows a mark (0 or SQUEEZE)."""
    given = [0.0] * len(text)
    for run in MARKS_IN_A_ROW.finditer(text):
        for place in range(run.start(), run.end() - 1):
            parted = text[place] in OPENING and text[place + 1] in CLOSING
            if not parted and char_widths[place] >= 1 and char_widths[place + 1] >= 1:
                given[place] = SQUEEZE
    return given


class _Setter:
    """The state of setting one paragraph: running sums, so that any stretch is measured in one subtraction."""

    def __init__(self, text: str, char_widths: Sequence[float], longest: int) -> None:
        self.text = text
        self.widths = char_widths
        self.given = squeezes(text, char_widths)
        net = (width - given for width, given in zip(char_widths, self.given, strict=True))
        self.sums = list(accumulate(net, initial=0.0))
        self.squeezed_before = list(accumulate((given > 0 for given in self.given), initial=0))
        stops = [cluster.stop for cluster in clusters(text, longest)]
        self.stops = [stop for stop in stops[:-1] if may_break(text, stop)] + stops[-1:]

    def trimmed(self, start: int, stop: int) -> int:
        """Return stop without the blanks before it: a line never ends in one."""
        while stop > start and self.text[stop - 1].isspace():
            stop -= 1
        return stop

    def width(self, start: int, stop: int) -> float:
        """Return the set width of [start, stop) in em, the last mark at its full width."""
        return self.sums[stop] - self.sums[start] + (self.given[stop - 1] if stop > start else 0.0)

    def gaps(self, start: int, stop: int) -> int:
        """Return how many gaps of [start, stop) can be moved."""
        squeezed = self.squeezed_before[stop - 1] - self.squeezed_before[start]
        return max(1, stop - start - 1 - squeezed)

    def line(self, start: int, stop: int, spacing: float = 0.0) -> Line:
        stop = self.trimmed(start, stop)
        squeezed = tuple(place - start for place in range(start, stop - 1) if self.given[place])
        return Line(self.text[start:stop], start, spacing, squeezed)


def compose(
    text: str,
    char_widths: Sequence[float],
    *,
    measure: float = 28,
    indent: float = 2,
    even: bool = True,
    longest: int = LONGEST_WHOLE,
) -> list[Line]:
    """Set one paragraph and return its lines; an empty text gives none.

    char_widths: advance of every character in em.
    measure: line length in em.
    indent: em by which the first line is shorter; when negative, the other lines are (as after 抄送：).
    even: move letters so that every line but the last is full.
    longest: characters a word or number may have to be kept whole.
    """
    if not text:
        return []
    setter = _Setter(text, char_widths, longest)
    lines, start, next_stop = [], 0, 0
    while start < len(text):
        room = measure - (max(indent, 0) if start == 0 else max(-indent, 0))
        next_stop, spacing = _choose(setter, start, next_stop, room, even=even)
        stop = setter.stops[next_stop]
        lines.append(setter.line(start, stop, spacing))
        start, next_stop = stop, next_stop + 1
        while start < len(text) and text[start].isspace():
            start += 1
    return lines


def _choose(setter: _Setter, start: int, first: int, room: float, *, even: bool) -> tuple[int, float]:
    """Return which stop ends the line and its letter-spacing: tighten to take one more in, else loosen (挤进, 推出)."""
    stops = setter.stops
    if setter.width(start, len(setter.text)) <= room + EVEN_ENOUGH:
        return len(stops) - 1, 0.0
    inside = first
    while inside + 1 < len(stops) and _reach(setter, start, stops[inside + 1]) <= room + EVEN_ENOUGH:
        inside += 1
    if not even:
        return inside, 0.0
    best, least = (inside, 0.0), float("inf")
    for candidate in (inside, inside + 1):
        if candidate >= len(stops):
            continue
        stop = setter.trimmed(start, stops[candidate])
        spacing = (room - setter.width(start, stop)) / setter.gaps(start, stop)
        last = candidate == len(stops) - 1
        if spacing < -TIGHTEST or (spacing > LOOSEST and not last):
            continue
        if last and spacing > 0:
            spacing = 0.0
        cost = -spacing if spacing < 0 else spacing * LOOSE_IS_WORSE
        cost += 0.02 if setter.text[stop - 1] == "—" else 0.0
        if cost < least:
            evened = 0.0 if abs(room - setter.width(start, stop)) <= EVEN_ENOUGH else round(spacing, 4)
            best, least = (candidate, evened), cost
    return best


def _reach(setter: _Setter, start: int, stop: int) -> float:
    return setter.width(start, setter.trimmed(start, stop))
