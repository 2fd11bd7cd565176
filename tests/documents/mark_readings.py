"""How the measures of 发文机关标志 and what hangs on it are taken: every function returns the lengths found, in mm."""

from itertools import pairwise

from tests.documents.parts import Paper
from tests.documents.readings import LEFT, PITCH, RIGHT
from tests.documents.ruler import Glyph

TWO_LINES = 2 * PITCH
LONG_MARK = 14  # characters: a longer one is set smaller, which leaves more blank below it


def _ink_foot(paper: Paper) -> float:
    """The lowest ink of the mark on the first page."""
    last = paper.mark[-1]
    box = (LEFT - 8, last.top - 2, RIGHT + 8, last.foot + 3)
    return paper.sheets.ink(1, box, red=True)[3]


def _number_gap(paper: Paper) -> float:
    first = (paper.signers_label or paper.number)[0]
    return first.top - _ink_foot(paper)


def number_below(paper: Paper) -> list[float]:
    """From the mark's ink to the em box of the line below: 发文字号, or the first line of 签发人."""
    if paper.is_letter or not paper.number or len(paper.document.letterheads[0]) > LONG_MARK:
        return []
    return [_number_gap(paper)]


def number_too_near(paper: Paper) -> list[float]:
    """By how much the number stands nearer than two lines to a mark that is long, hence smaller."""
    if paper.is_letter or not paper.number or len(paper.document.letterheads[0]) <= LONG_MARK:
        return []
    return [max(0.0, TWO_LINES - _number_gap(paper))]


def widths(paper: Paper) -> list[float]:
    """How wide a lone mark is that would be wider than 150 mm if it were not narrowed or made smaller."""
    rows = [] if paper.is_letter or len(paper.document.letterheads) > 1 else paper.mark
    return [row.right - row.left for row in rows if row.right - row.left > 140]


def beyond_type_area(paper: Paper) -> list[float]:
    return [max(0.0, LEFT - row.left, row.right - RIGHT) for row in paper.mark]


def _stack(paper: Paper) -> tuple[list[list[Glyph]], list[Glyph]]:
    """The names of a joint mark, each from left to right, and 文件 at their right; nothing of a lone one."""
    if paper.is_letter or len(paper.document.letterheads) < 2:
        return [], []
    glyphs = sorted((glyph for row in paper.mark for glyph in row.glyphs), key=lambda glyph: glyph.left)
    *names, first, second = glyphs
    heaped: dict[float, list[Glyph]] = {}
    for glyph in names:
        heaped.setdefault(round(glyph.baseline, 1), []).append(glyph)
    return [heaped[baseline] for baseline in sorted(heaped)], [first, second]


def stack_steps(paper: Paper) -> list[float]:
    """By how much the steps from name to name differ from the first."""
    names, _ = _stack(paper)
    steps = [low[0].baseline - high[0].baseline for high, low in pairwise(names)]
    return [step - steps[0] for step in steps]


def stack_edges(paper: Paper) -> list[float]:
    """How far the names begin and end from where the first does."""
    names, _ = _stack(paper)
    return [
        edge
        for name in names
        for edge in (name[0].left - names[0][0].left, name[-1].right - names[0][-1].right)
    ]


def file_middle(paper: Paper) -> list[float]:
    """How far 文件 stands from the middle of the names, up and down."""
    names, file = _stack(paper)
    return [glyph.baseline - (names[0][0].baseline + names[-1][0].baseline) / 2 for glyph in file]


def file_gap(paper: Paper) -> list[float]:
    """The blank between the names and 文件, in em of the mark."""
    names, file = _stack(paper)
    return [(file[0].left - names[0][-1].right) / (file[0].right - file[0].left)] if names else []


def stack_middle(paper: Paper) -> list[float]:
    """The middle of names and 文件 together."""
    names, file = _stack(paper)
    return [(names[0][0].left + file[1].right) / 2] if names else []


def sizes(paper: Paper) -> list[float]:
    """The size in pt of the mark of 信函式, where its name is short enough."""
    short = paper.is_letter and len(paper.document.letterheads[0]) <= 10
    return [glyph.size for row in paper.mark for glyph in row.glyphs if short]
