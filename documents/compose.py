"""Set Chinese text into lines of whole ems: pure, knows widths and rules, nothing of files or HTML.

Rules: GB/T 15834-2011 5.1 (marks at line ends), GB/T 15834-1995 8.2.3 as practised (numbers and years stay whole).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
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
    r"|(?:[A-Za-z]+://)?[A-Za-z0-9]+(?:[-./:@_&%#?=+'][A-Za-z0-9]+)*"
)
MARKS_IN_A_ROW = re.compile(f"[{re.escape(''.join(sorted(CLOSING | OPENING)))}]{{2,}}")
# Where a document number may be parted when no other break fills the lines: never in its brackets or before 号.
BEFORE_SERIAL = re.compile(r"〔\d{4}〕(?=\d+号)")
WESTERN = re.compile(r"[\u0020-\u024f]")
PIECES = re.compile(r"[^/.]*[/.]+|[^/.]+")  # of an address on the Web
LONGEST_WHOLE = 24  # characters
SQUEEZE = 0.5  # em that the first of two neighbouring marks gives up
TIGHTEST, LOOSEST = 0.055, 0.075  # em a letter may be moved where lines are set one by one
WIDEST = (
    0.16  # em, where no way of setting the whole paragraph does with less; a line that needs more stays short
)
LOOSE_IS_WORSE = 1.05
# What a line costs when a whole paragraph is weighed, beside the square of its spacing in TIGHTEST:
NOT_28 = 30.0  # a line without Western text that could have been full as it is
PARTED_NUMBER = 10.0  # a document number parted before its serial
TOO_LOOSE, TOO_LOOSE_STEP = 12.0, 0.01  # a line looser than LOOSEST, and the em more that cost one square
TOO_SHORT = 1000.0  # a line that cannot be filled at all
EVEN_ENOUGH = 0.02  # em: a line this near to its measure is left alone


@dataclass(frozen=True, slots=True)
class Line:
    """One set line: its text, where it starts in the paragraph, its letter-spacing in em, which marks are squeezed."""

    text: str
    start: int
    spacing: float = 0.0
    squeezed: tuple[int, ...] = ()  # places in text whose right half em is taken back


class Cut(NamedTuple):
    """A line as cut from its paragraph: [start, stop) and its letter-spacing in em."""

    start: int
    stop: int
    spacing: float


class Cluster(NamedTuple):
    """Characters that stay together: [start, stop) of the paragraph."""

    start: int
    stop: int


def clusters(text: str, longest: int = LONGEST_WHOLE) -> list[Cluster]:
    """Cut the text at every place where a line may be thought to end, before marks are looked at.

    longest: characters; a longer run (an address on the Web) is cut behind its slashes and dots, and what is then
    still longer into single ones, so that it can be set at all.
    """
    return [Cluster(start, stop) for start, stop in pairwise((0, *_stops(text, longest)))]


def _stops(text: str, longest: int) -> list[int]:
    """Return where the clusters of the text end."""
    found: list[int] = []
    place = 0
    for whole in WHOLE.finditer(text):
        start, stop = whole.span()
        found += range(place + 1, start + 1)
        if stop - start <= longest:
            found.append(stop)
        else:
            found += _stops_of_pieces(whole, longest)
        place = stop
    found += range(place + 1, len(text) + 1)
    return found


def _stops_of_pieces(run: re.Match[str], longest: int) -> Iterator[int]:
    """Yield where the pieces of a run that is too long to stay whole end."""
    for piece in PIECES.finditer(run.string, run.start(), run.end()):
        start, stop = piece.span()
        yield from (stop,) if stop - start <= longest else range(start + 1, stop + 1)


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
        stops = _stops(text, longest)
        last = stops.pop()
        # may_break() written out: it is asked of every character of a letter.
        self.stops = [
            stop
            for stop in stops
            if text[stop] not in NEVER_FIRST and text[stop - 1] not in NEVER_LAST and not text[stop].isspace()
        ]
        self.stops.append(last)
        self.sums_at_stops = [self.sums[stop] for stop in self.stops]

    def after_blanks(self, place: int) -> int:
        """Return where the line after one that ends at place begins."""
        while place < len(self.text) and self.text[place].isspace():
            place += 1
        return place

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
    first, others = measure - max(indent, 0), measure - max(-indent, 0)
    cuts = _one_by_one(setter, first, others, even=even) or _weighed(setter, first, others)
    return [setter.line(*cut) for cut in cuts]


def _one_by_one(setter: _Setter, room: float, others: float, *, even: bool) -> list[Cut]:
    """Return every line's start, stop and spacing, each as full as it gets; none when one of them would stay short."""
    cuts, start, next_stop = [], 0, 0
    while start < len(setter.text):
        next_stop, spacing = _choose(setter, start, next_stop, room, even=even)
        if spacing is None:
            return []
        stop = setter.stops[next_stop]
        cuts.append(Cut(start, stop, spacing))
        start, next_stop, room = setter.after_blanks(stop), next_stop + 1, others
    return cuts


def _choose(setter: _Setter, start: int, first: int, room: float, *, even: bool) -> tuple[int, float | None]:
    """Return which stop ends the line and its letter-spacing: tighten to take one more in, else loosen (挤进, 推出).

    No spacing: the line cannot be filled by moving its letters as far as they may be.
    """
    stops = setter.stops
    if setter.width(start, len(setter.text)) <= room + EVEN_ENOUGH:
        return len(stops) - 1, 0.0
    # So far every stop is inside whatever its mark takes back; from there on they are tried one by one.
    surely = bisect_right(setter.sums_at_stops, setter.sums[start] + room - SQUEEZE) - 1
    inside = max(first, surely)
    while inside + 1 < len(stops) and _reach(setter, start, stops[inside + 1]) <= room + EVEN_ENOUGH:
        inside += 1
    if not even:
        return inside, 0.0
    best: tuple[int, float | None] = (inside, None)
    least = float("inf")
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


def _weighed(setter: _Setter, first: float, others: float) -> list[Cut]:
    """Return the lines of a paragraph that cost least together: where one would stay short, those above it give way.

    first, others: em of the first line and of the others.
    """
    text = setter.text
    parted = {found.end() for found in BEFORE_SERIAL.finditer(text)} - set(setter.stops)
    stops = sorted(parted.union(setter.stops))
    best: dict[int, tuple[float, Cut | None]] = {
        0: (0.0, None)
    }  # where a line begins: the least cost, the line before
    for place, start in enumerate((0, *stops)):
        begin = setter.after_blanks(start)
        if begin not in best or begin == len(text):
            continue
        so_far, room = best[begin][0], others if begin else first
        for cost, cut in _candidates(setter, begin, stops[place:], room):
            total = so_far + cost + (PARTED_NUMBER if cut.stop in parted else 0.0)
            after = setter.after_blanks(cut.stop)
            if after not in best or total < best[after][0]:
                best[after] = total, cut
    cuts, before = [], best[len(text)][1]
    while before:
        cuts.append(before)
        before = best[before.start][1]
    return cuts[::-1]


def _candidates(setter: _Setter, start: int, stops: Sequence[int], room: float) -> list[tuple[float, Cut]]:
    """Return the lines that may begin at start with their costs; when none can be filled, the fullest of the short."""
    text, fullest = setter.text, stops[0]
    full: list[tuple[float, Cut]] = []
    moved: list[tuple[float, Cut]] = []
    for stop in stops:
        trimmed = setter.trimmed(start, stop)
        missing = room - setter.width(start, trimmed)
        spacing = missing / setter.gaps(start, trimmed)
        if spacing < -TIGHTEST:
            break
        if missing > -EVEN_ENOUGH:
            fullest = stop
        if abs(missing) <= EVEN_ENOUGH or (stop == len(text) and missing > 0):
            full.append((0.0, Cut(start, stop, 0.0)))
        elif spacing <= WIDEST:
            moved.append((_cost(text[start:trimmed], spacing), Cut(start, stop, round(spacing, 4))))
    if full:  # a line of Chinese text alone then stays as it is
        moved = [
            (cost if WESTERN.search(text, cut.start, cut.stop) else cost + NOT_28, cut) for cost, cut in moved
        ]
    short = room - setter.width(start, setter.trimmed(start, fullest))
    return full + moved or [(TOO_SHORT + max(short, 0.0), Cut(start, fullest, 0.0))]


def _cost(line: str, spacing: float) -> float:
    """Return what it costs to move the letters of a line so far."""
    cost = (spacing / TIGHTEST) ** 2 + (0.2 if line.endswith("—") else 0.0)
    if spacing > LOOSEST:
        cost += TOO_LOOSE + ((spacing - LOOSEST) / TOO_LOOSE_STEP) ** 2
    return cost
