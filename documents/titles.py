"""Break a title into one to four lines at word sense, in the shape of a trapezium or a lozenge (GB/T 9704 7.3.1)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from documents.compose import clusters, may_break

MOST_LINES = 4
NEVER = 1000.0
INSIDE_A_NAME = 8.0  # what a break inside 《》 costs beside the rest
ONE_MORE_LINE = 6.0  # what a line more than needed costs: worth it to keep a word or a book title whole
# A line does not begin with these: they belong to what stands before them.
LEANS_BACK = frozenset("的地得号届次等之们者性化型式")
# Words of the trade that are read as one; a break inside them costs as much as a bad shape.
WORDS = re.compile(
    r"答复函|答复|复函|会办意见|提案|建议|议案|委员会|委员|代表|常委会|人大|政协|人民政府|政府|党委|会议|大会|全会"
    r"|[一二三四五六七八九十]+届|[一二三四五六七八九十]+次|关于|进一步|加快|推进|推动|促进|加强|完善|提升|提高|优化"
    r"|科技|科学|技术|成果|转化|创新|教育|医疗|卫生|交通|环境|城市|农村|乡村|振兴|企业|产业|经济|社会|文化|旅游"
    r"|管理|服务|保护|建设|发展|工作|情况|报告|方案|规划|办法|通知|意见|条例|规定|实施|贯彻|落实|若干|政策|措施"
    r"|民营|数字|智能|养老|托育|学校|社区|公共|安全|生态|水利|就业|人才|市场|改革|开放|项目|平台|机制|体系"
)
ENDS_A_PART = re.compile(r"(会议|大会|全会|期间|提出|》|〉|”)$")
OPENS_A_PART = re.compile(r"第[\d〇零一二三四五六七八九十百千]+号|[《〈“]|贯彻|实施情况")
JOINS = re.compile(r"[和与及、]")


def break_title(title: str, char_widths: Sequence[float], *, measure: float = 20.0) -> list[str]:
    """Return the title's lines; one that needs more than four is set in as many full lines as it takes.

    char_widths: advance of every character in em of the title's size; measure: longest line in the same em.
    """
    sums = [0.0]
    for width in char_widths:
        sums.append(sums[-1] + width)
    if sums[-1] <= measure:
        return [title]
    costs = {place: cost for place, cost in _break_costs(title).items() if cost < NEVER}
    fewest = int(-(-sums[-1] // measure))
    tries = range(fewest, max(MOST_LINES, fewest) + 1)
    found = [_best(tuple(sums), tuple(sorted(costs.items())), lines, measure) for lines in tries]
    priced = [(best[0] + ONE_MORE_LINE * more, best[1]) for more, best in enumerate(found) if best]
    if not priced:
        return _by_force(title, sums, measure)
    return [title[start:stop] for start, stop in pairwise((0, *min(priced)[1], len(title)))]


def _break_costs(title: str) -> dict[int, float]:
    """Return what a break before each place costs, NEVER where none may be."""
    costs = {cluster.start: _cost(title, cluster.start) for cluster in clusters(title) if cluster.start}
    for word in WORDS.finditer(title):
        for place in range(word.start() + 1, word.end()):
            if place in costs and costs[place] < NEVER:
                costs[place] += 6.0
    depth = 0
    for place, character in enumerate(title):
        if depth and place in costs and costs[place] < NEVER:
            costs[place] += INSIDE_A_NAME
        depth += (character in "《〈（“") - (character in "》〉）”")
    return costs


def _cost(title: str, place: int) -> float:
    before, after = title[:place], title[place:]
    if not may_break(title, place):
        return NEVER
    if after[0] in LEANS_BACK:
        return 40.0
    if before.endswith(("关于", "对", "第", "和", "与", "及")):
        return 9.0
    if OPENS_A_PART.match(after) or ENDS_A_PART.search(before):
        return 0.0
    if before.endswith("的") or JOINS.match(after) or before.endswith("、"):
        return 1.5
    return 4.0


def _best(
    sums: tuple[float, ...], costs: tuple[tuple[int, float], ...], lines: int, measure: float
) -> tuple[float, tuple[int, ...]] | None:
    """Return the cost and the places of the best breaks into exactly that many lines, or None if there are none."""
    ideal = sums[-1] / lines

    @lru_cache(maxsize=4096)
    def tail(start: int, left: int) -> tuple[float, tuple[int, ...]] | None:
        if left == 1:
            width = sums[-1] - sums[start]
            return (_uneven(width, ideal), ()) if width <= measure else None
        best = None
        for place, cost in costs:
            width = sums[place] - sums[start]
            if place <= start or width > measure:
                continue
            rest = tail(place, left - 1)
            if rest is not None:
                total = cost + _uneven(width, ideal) + rest[0]
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
