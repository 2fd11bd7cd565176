"""Break a title into one to four lines at word sense, in the shape of a trapezium or a lozenge (GB/T 9704 7.3.1)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from documents.compose import clusters, may_break
from documents.words import word_starts

MOST_LINES = 4
NEVER = 1000.0
INSIDE_A_WORD = 20.0  # what a break inside a word costs beside the rest: more than any other
INSIDE_A_NAME = 8.0  # inside 《》
NAME_BARELY_OPENED, OPENING_OF_A_NAME = 4.0, 5  # more, within so many characters after 《
A_TAIL = 5.0  # before a single character that belongs to the word before it: 表, 局, 带
ONE_MORE_LINE = 4.0  # a line more than needed: worth it to keep a word or a book title whole
TIGHTENED = 3.0  # a line whose letters move nearer so that it fits
# A line does not begin with these where they are words of their own: they belong to what stands before them.
LEANS_BACK = frozenset("的地得号届次等之们者性化型式")
# Single characters that are words by themselves, and lead to what follows: no line ends with them. Two others side by
# side are a word the list does not know.
LONE_WORDS = frozenset("和与及或对并为以向在把被从由让使按经到至不再更最第各全新高大小老市县区省镇乡")
# What is read as one though it is several words.
KEPT = re.compile(
    r"答复函|会办意见|人民政府|提案委员会|常务委员会|代表工作委员会|政协提案委|代表工委|进一步|若干政策"
    r"|[一二三四五六七八九十]+届|[一二三四五六七八九十]+次(?:会议|全会)?|[〇零一二三四五六七八九十]{2,}年?"
)
ENDS_A_PART = re.compile(r"(会议|大会|全会|期间|提出|》|〉|”)$")
OPENS_A_PART = re.compile(r"第[\d〇零一二三四五六七八九十百千]+号|[《〈“]|贯彻|实施情况")
JOINS = re.compile(r"[和与及、]")


def break_title(
    title: str, char_widths: Sequence[float], *, measure: float = 20.0, tightest: float = 0.0
) -> list[str]:
    """Return the title's lines; one that needs more than four is set in as many full lines as it takes.

    char_widths: advance of every character in em of the title's size; measure: longest line in the same em;
    tightest: em by which the letters of a line may move nearer when a word is kept whole that way.
    """
    sums = [0.0]
    for width in char_widths:
        sums.append(sums[-1] + width)
    if sums[-1] <= measure:
        return [title]
    costs = {place: cost for place, cost in _break_costs(title).items() if cost < NEVER}
    fewest = int(-(-sums[-1] // measure))
    tries = range(fewest, max(MOST_LINES, fewest) + 1)
    places = tuple(sorted(costs.items()))
    found = [_best(tuple(sums), places, lines, measure, tightest) for lines in tries]
    priced = [(best[0] + ONE_MORE_LINE * more, best[1]) for more, best in enumerate(found) if best]
    if not priced:
        return _by_force(title, sums, measure)
    return [title[start:stop] for start, stop in pairwise((0, *min(priced)[1], len(title)))]


def _break_costs(title: str) -> dict[int, float]:
    """Return what a break before each place costs, NEVER where none may be."""
    starts = word_starts(title) | {len(title)}
    costs = {}
    for cluster in clusters(title):
        if place := cluster.start:
            costs[place] = _cost(title, place, starts) + _tearing(title, place, starts)
    for kept in KEPT.finditer(title):
        for place in range(kept.start() + 1, kept.end()):
            if place in costs and place in starts:
                costs[place] += INSIDE_A_WORD
    depth = opened = 0
    for place, character in enumerate(title):
        if depth and place in costs:
            barely = place - opened <= OPENING_OF_A_NAME
            costs[place] += INSIDE_A_NAME + (NAME_BARELY_OPENED if barely else 0.0)
        if character in "《〈（“":
            depth, opened = depth + 1, place
        depth -= character in "》〉）”"
    return costs


def _tearing(title: str, place: int, starts: frozenset[int]) -> float:
    """Return what it costs that a break tears a word: a known one, or two characters known only singly."""
    if place not in starts:
        return INSIDE_A_WORD
    before, after = title[place - 1], title[place]
    if place + 1 not in starts or not after.isalpha() or after in LONE_WORDS:
        return 0.0
    torn = place - 1 in starts and before.isalpha() and before not in LONE_WORDS
    return INSIDE_A_WORD if torn else A_TAIL


def _cost(title: str, place: int, starts: frozenset[int]) -> float:
    """Return what a break costs by the words on both sides of it."""
    before, after = title[:place], title[place:]
    leads = place - 1 in starts and before[-1] in LONE_WORDS
    if not may_break(title, place):
        return NEVER
    if {place, place + 1} <= starts and after[0] in LEANS_BACK:
        return 40.0
    if before.endswith("关于") or leads:
        return 9.0
    if OPENS_A_PART.match(after) or ENDS_A_PART.search(before):
        return 0.0
    if before.endswith(("，", "；")):
        return 0.5
    if before.endswith(("的", "、")):
        return 1.5
    if JOINS.match(after):
        return 2.5
    return 4.0


def _best(
    sums: tuple[float, ...],
    costs: tuple[tuple[int, float], ...],
    lines: int,
    measure: float,
    tightest: float,
) -> tuple[float, tuple[int, ...]] | None:
    """Return the cost and the places of the best breaks into exactly that many lines, or None if there are none."""
    ideal = sums[-1] / lines

    def line(start: int, stop: int) -> float | None:
        """Return what it costs to set [start, stop) as one line, None when it does not fit."""
        width = sums[stop] - sums[start]
        if width <= measure:
            return _uneven(width, ideal)
        if width - tightest * (stop - start - 1) <= measure:
            return _uneven(width, ideal) + TIGHTENED
        return None

    @lru_cache(maxsize=4096)
    def tail(start: int, left: int) -> tuple[float, tuple[int, ...]] | None:
        if left == 1:
            cost = line(start, len(sums) - 1)
            return None if cost is None else (cost, ())
        best = None
        for place, cost in costs:
            own = line(start, place) if place > start else None
            rest = None if own is None else tail(place, left - 1)
            if own is not None and rest is not None:
                total = cost + own + rest[0]
                if best is None or total < best[0]:
                    best = (total, (place, *rest[1]))
        return best

    return tail(0, lines)


def _uneven(width: float, ideal: float) -> float:
    """Return what it costs that a line is longer or shorter than its share; a very short one looks like a slip."""
    return 12.0 * ((width - ideal) / ideal) ** 2


def _by_force(title: str, sums: Sequence[float], measure: float) -> list[str]:
    """Cut where the measure is full: for a run of letters that no rule lets through."""
    lines, start = [], 0
    for place in range(1, len(title) + 1):
        if sums[place] - sums[start] > measure:
            lines.append(title[start : place - 1])
            start = place - 1
    return [*lines, title[start:]]
