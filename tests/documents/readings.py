"""How each measure is taken from a paper: every function returns the lengths found, in mm, one for each place."""

from collections.abc import Iterable
from itertools import pairwise

from documents.content import Layout
from documents.layout import imprint
from tests.documents.parts import Paper
from tests.documents.ruler import MM, Box, Row

EM = 156 / 28
PITCH = (225 - EM) / 21
SMALL = 14 * MM  # one character of 4号
TOP, FOOT, LEFT, RIGHT = 37.0, 262.0, 28.0, 184.0
CENTRE = (LEFT + RIGHT) / 2
COPIES_PITCH, COPIES_BLANK = 7.4, 0.675  # mm: from row to row of 抄送, and above the first
LONG_RULE = 100.0  # mm: shorter boxes are no rules of head or foot


def grid_line(row: Row) -> float:
    """Return on which line of the page's grid the middle of a row stands, the first being 0."""
    return (row.centre - TOP - EM / 2) / PITCH


def off_grid(rows: Iterable[Row]) -> list[float]:
    return [(grid_line(row) - round(grid_line(row))) * PITCH for row in rows]


def steps(rows: list[Row]) -> list[float]:
    """Return the distances between the middles of neighbouring rows of one page."""
    return [low.centre - high.centre for high, low in pairwise(rows) if low.page == high.page]


def down(upper: list[Row], lower: list[Row]) -> list[float]:
    """Return the distance from the last row of one part to the first of the next, when they share a page."""
    return steps([*upper[-1:], *lower[:1]])


def sizes(rows: Iterable[Row]) -> list[float]:
    """Return the size of every character in pt."""
    return [glyph.size for row in rows for glyph in row.glyphs]


def page_numbers(paper: Paper, *, odd: bool | None = None) -> list[Row]:
    feet = [page.foot for page in paper.sheets.pages if page.foot]
    return [row for row in feet if odd is None or row.page % 2 == odd]


# --- the type area ----------------------------------------------------------------------------------------------


def first_tops(paper: Paper) -> list[float]:
    """The em boxes' upper edge where the text goes on on a new page."""
    firsts = {}
    for row in paper.text_rows:
        firsts.setdefault(row.page, row)
    return [row.top for page, row in firsts.items() if page > 1]


def last_feet(paper: Paper) -> list[float]:
    """The em boxes' lower edge where the text leaves a page for the next; 信函式 holds one line more on its first."""
    return [rows[-1].foot for rows in full_pages(paper) if not (paper.is_letter and rows[0].page == 1)]


def full_pages(paper: Paper) -> list[list[Row]]:
    """The rows of the pages that the text leaves because they are full.

    Left out: a page left early, as the last line goes along with the signature; papers with tables in their text.
    """
    if any(text.startswith("|") for text in paper.document.paragraphs):
        return []
    pages: dict[int, list[Row]] = {}
    for row in paper.text_rows:
        pages.setdefault(row.page, []).append(row)
    *full, last = pages.values()
    return full[:-1] if len(last) == 1 else full


def rights_of_whole_rows(paper: Paper) -> list[float]:
    return [row.right for row in paper.whole_rows]


def lefts_of_turned_rows(paper: Paper) -> list[float]:
    rows = [row for rows in (paper.addressee, *paper.paragraphs) for row in rows[1:]]
    return [row.left for row in rows]


def indents(paper: Paper) -> list[float]:
    return [rows[0].left - LEFT for rows in paper.paragraphs if rows]


# --- the head ---------------------------------------------------------------------------------------------------


def mark_ink_top(paper: Paper) -> list[float]:
    """The highest red ink of the first page that is letters'."""
    top = paper.mark[0].top - 4
    box = (LEFT - 8, max(top, 5), RIGHT + 8, paper.mark[0].foot)
    return [paper.sheets.ink(1, box, red=True)[1]]


def file_rule(paper: Paper) -> list[Box]:
    """红色分隔线 of 文件式, under the number."""
    return [rule for rule in paper.red_rules if not paper.is_letter]


def number_above_rule(paper: Paper) -> list[float]:
    return [rule.top - paper.number[-1].foot for rule in file_rule(paper)] if paper.number else []


def title_below_rule(paper: Paper) -> list[float]:
    """From the red rule to the upper edge of the title's first line box."""
    return [paper.title[0].centre - PITCH / 2 - rule.foot for rule in file_rule(paper)]


def number_middle(paper: Paper) -> list[float]:
    if paper.is_letter or paper.document.signers:
        return []
    return [row.middle for row in paper.number]


def beside_signers(paper: Paper) -> list[float]:
    """发文字号 and 签发人 share a line."""
    if not paper.signers:
        return []
    return [paper.number[0].baseline - row.baseline for row in paper.signers[-1:]]


# --- 信函式 --------------------------------------------------------------------------------------------------------


def double_lines(paper: Paper) -> list[list[Box]]:
    """The two double lines, each from its first stroke to its last."""
    if paper.document.layout is not Layout.LETTER:
        return []
    rules = [rule for rule in paper.red_rules if rule.right - rule.left > LONG_RULE]
    return [pair for pair in ([r for r in rules if r.top < 148], [r for r in rules if r.top > 148]) if pair]


def line_below_mark(paper: Paper) -> list[float]:
    if not double_lines(paper):
        return []
    last = paper.mark[-1]
    ink = paper.sheets.ink(1, (LEFT - 1, last.top - 2, RIGHT + 1, last.foot + 1), red=True)
    return [double_lines(paper)[0][0].top - ink[3]]


def below_first_line(paper: Paper) -> list[float]:
    """From the first double line to 发文字号 and to what stands at its left."""
    if not double_lines(paper):
        return []
    line = double_lines(paper)[0][-1].foot
    return [row.top - line for row in (*paper.number, *paper.flush_left[:1])]


# --- 署名, 附注, 版记, 页码 -------------------------------------------------------------------------------------------


def _is_lone(paper: Paper) -> bool:
    """Whether one body signs, and leaves room for its seal."""
    return not paper.is_joint and not paper.document.unsealed


def date_end(paper: Paper) -> list[float]:
    """The room right of the date, in em, where no longer name pushes it to the left."""
    names = [row for rows in paper.names for row in rows]
    longest = max(row.right - row.left for row in names)
    date = paper.date[0].right - paper.date[0].left
    fits = _is_lone(paper) and longest / 2 <= date / 2 + 4 * EM
    return [(RIGHT - paper.date[0].right) / EM] if fits else []


def name_over_date(paper: Paper) -> list[float]:
    """How far the middle of a lone body's name lies from the date's."""
    return [row.middle - paper.date[0].middle for row in paper.names[0]] if _is_lone(paper) else []


def name_to_date(paper: Paper) -> list[float]:
    return down(paper.names[-1], paper.date)


def text_to_name(paper: Paper) -> list[float]:
    return down([paper.last_text], paper.names[0]) if _is_lone(paper) else []


def note_indents(paper: Paper) -> list[float]:
    """How far 附注 is indented; its bracket belongs to it."""
    rows = [row for rows in paper.notes for row in rows[:1]]
    return [row.left - LEFT - EM for row in rows]


def imprint_rules(paper: Paper) -> list[Box]:
    """The rules of 版记, the lowest of the last page: two, and one between when there is 抄送."""
    if paper.is_letter:
        return []
    rules = [
        rule for rule in paper.sheets.pages[-1].rules if not rule.red and rule.right - rule.left > LONG_RULE
    ]
    return rules[-3 if paper.copies else -2 :]


def copies_turn(paper: Paper) -> list[float]:
    """Where the later rows of 抄送 begin: under the first name, after the colon."""
    rows = paper.copies
    first = next((glyph.right for glyph in rows[0].glyphs if glyph.text in "：:"), None) if rows else None
    return [row.left - first for row in rows[1:]] if first else []


def imprint_between_rules(paper: Paper) -> list[float]:
    """How far the last row of the imprint stands from the middle between its rules."""
    rules = imprint_rules(paper)
    if len(rules) < 2:
        return []
    return [row.centre - (rules[-2].foot + rules[-1].top) / 2 for row in paper.imprint]


def copies_between_rules(paper: Paper) -> list[float]:
    rules = imprint_rules(paper)
    if len(rules) < 3 or not paper.copies:
        return []
    return [(paper.copies[0].centre + paper.copies[-1].centre) / 2 - (rules[0].foot + rules[1].top) / 2]


def dash_below_type_area(paper: Paper) -> list[float]:
    """The ink of the 一字线, looked for on the first numbered page; the others share its baseline."""
    found = page_numbers(paper)[:1]
    boxes = [(row.glyphs[0].left, FOOT + 1, row.glyphs[0].right, FOOT + 12) for row in found]
    inks = [paper.sheets.ink(row.page, box) for row, box in zip(found, boxes, strict=True)]
    return [ink[1] - FOOT for ink in inks]


def steps_of_text(paper: Paper) -> list[float]:
    """Return the distance of each row of the text to the row above; a row of tables or pictures between is left out."""
    return [step for step in steps(paper.text_rows) if step < 1.5 * PITCH]


def mark_middle(paper: Paper) -> list[float]:
    """The middle of each row of a lone body's mark: a joint one has 文件 at its right."""
    return [] if paper.is_joint else [row.middle for row in paper.mark]


def signers_right(paper: Paper) -> list[float]:
    return [max(row.right for row in paper.signers)] if paper.signers else []


def stroke(paper: Paper, line: int, which: int) -> list[float]:
    """How thick one stroke of a double line is."""
    lines = double_lines(paper)
    return [lines[line][which].foot - lines[line][which].top] if len(lines) > line else []


def gaps(paper: Paper) -> list[float]:
    return [line[-1].top - line[0].foot for line in double_lines(paper)]


def letter_title_line(paper: Paper) -> list[float]:
    """On which line of the grid the title of 信函式 begins, counted from 0, when one line of marks stands above."""
    plain = paper.is_letter and len(paper.flush_left) < 2
    return [grid_line(paper.title[0])] if plain else []


def above_second_line(paper: Paper) -> list[float]:
    """From the text's last row on the first page of 信函式 to the foot of the second line, when the text goes on."""
    rows = [row for row in paper.text_rows if row.page == 1]
    full = paper.is_letter and len(rows) < len(paper.text_rows) and len(double_lines(paper)) > 1
    return [double_lines(paper)[1][-1].foot - rows[-1].foot] if full else []


def outer_strokes(paper: Paper) -> list[float]:
    rules = imprint_rules(paper)
    return [rule.foot - rule.top for rule in (*rules[:1], *rules[-1:])]


def inner_strokes(paper: Paper) -> list[float]:
    return [rule.foot - rule.top for rule in imprint_rules(paper)[1:-1]]


def imprint_height(paper: Paper) -> list[float]:
    rules = imprint_rules(paper)
    return [rules[-1].top - rules[-2].foot] if len(rules) > 1 else []


def copies_of_letter(paper: Paper, *, single: bool = False) -> list[Row]:
    """抄送 of 信函式, on its last page, or on its only one, which holds one line more."""
    return paper.copies if paper.is_letter and (len(paper.sheets.pages) == 1) == single else []


def copies_over(paper: Paper) -> list[float]:
    """How far rows of 抄送 reach beyond one character before the margin; they are not evened."""
    return [max(0.0, row.right - (RIGHT - SMALL)) for row in paper.copies]


def page_number_baselines(paper: Paper) -> list[float]:
    found = page_numbers(paper)
    return [row.baseline - found[0].baseline for row in found]


def copies_short(paper: Paper) -> list[float]:
    """By how much a row of 抄送 that goes on stops before its end beyond what a mark or a whole word explains."""
    return [max(0.0, RIGHT - SMALL - row.right - 3 * SMALL) for row in paper.copies[:-1]]


def imprint_as_counted(paper: Paper) -> list[float]:
    """How much higher the imprint is than the layout counts it; the half leading below it counts."""
    counted = imprint.imprint_height(len(paper.copies), letter_form=paper.is_letter)
    below = (PITCH - EM) / 2
    if paper.is_letter:
        tops = [paper.copies[0].centre - COPIES_PITCH / 2 - COPIES_BLANK] if paper.copies else []
        foot = paper.copies[-1].foot if paper.copies else FOOT
    else:
        tops, foot = [rule.top for rule in imprint_rules(paper)[:1]], FOOT
    return [foot - top + below - counted for top in tops]


def note_below_date(paper: Paper) -> list[float]:
    """From the date to 附注, where no seal hangs between."""
    sealed = any(body.seal for body in paper.document.signing)
    return down(paper.date, paper.notes[0]) if paper.notes and not sealed else []


def title_rows(paper: Paper) -> list[float]:
    """In how many rows a title stands that one would hold."""
    width = sum(row.right - row.left for row in paper.title)
    return [float(len(paper.title))] if width <= RIGHT - LEFT - 1 else []
