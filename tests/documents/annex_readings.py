"""How the measures of annexes, seals and drafts are taken: every function returns the lengths found, in mm."""

from itertools import pairwise

from tests.documents.parts import Paper
from tests.documents.readings import PITCH, down, grid_line, imprint_rules
from tests.documents.ruler import Box, Row


def annex_note_below_text(paper: Paper) -> list[float]:
    return down(paper.paragraphs[-1], paper.annex_note[0]) if paper.annex_note else []


def annex_note_left(paper: Paper) -> list[float]:
    return [paper.annex_note[0][0].left] if paper.annex_note else []


def annex_note_hang(paper: Paper) -> list[float]:
    """How far later rows of an annex's name begin from its first character (after 附件： and the number)."""
    found = []
    for place, rows in enumerate(paper.annex_note):
        name = paper.document.annexes[place].title[0]
        first = next(glyph for glyph in rows[0].glyphs if glyph.text == name)
        found += [row.left - first.left for row in rows[1:]]
    return found


def annex_title_lines(paper: Paper) -> list[float]:
    """On which line of the grid an annex's title begins, counted from 0."""
    return [grid_line(rows[0]) for rows in paper.annex_titles]


def sealed_names(paper: Paper) -> list[tuple[Box, Row]]:
    """Each seal with the name it belongs to."""
    if not any(body.seal for body in paper.document.signing):
        return []
    seals = [box for box in paper.sheets.pages[paper.date[0].page - 1].pictures if box.right - box.left > 30]
    names = [rows[0] for body, rows in zip(paper.document.signing, paper.names, strict=True) if body.seal]
    return list(zip(seals, names, strict=True))


def seal_widths(paper: Paper) -> list[float]:
    return [seal.right - seal.left for seal, _ in sealed_names(paper)]


def seal_over_name(paper: Paper) -> list[float]:
    return [(seal.left + seal.right) / 2 - name.middle for seal, name in sealed_names(paper)]


def last_seal_over_date(paper: Paper) -> list[float]:
    found = sealed_names(paper)[-1:]
    return [(seal.left + seal.right) / 2 - paper.date[0].middle for seal, _ in found]


def seals_too_near(paper: Paper) -> list[float]:
    """By how much neighbouring seals cross."""
    seals = [seal for seal, _ in sealed_names(paper)]
    return [max(0.0, left.right - right.left) for left, right in pairwise(seals)]


def seal_top_off(paper: Paper) -> list[float]:
    """By how much the first seal's top misses the line below the text."""
    tops = [seal.top - paper.last_text.foot for seal, _ in sealed_names(paper)[:1]]
    return [max(0.0, top - PITCH, -top) for top in tops]


def outside_seal(paper: Paper) -> list[float]:
    """By how much the last name or the date reaches above or below the last seal."""
    found = sealed_names(paper)[-1:]
    return [max(0.0, seal.top - name.top, paper.date[0].foot - seal.foot) for seal, name in found]


def watermark(paper: Paper, edge: str) -> list[float]:
    """The middle of the watermark on each page: across, down, or the height of one slanted character."""
    found = []
    for page in paper.sheets.pages:
        boxes = page.slanted
        if boxes and edge == "size":
            found.append(boxes[0].foot - boxes[0].top)
        elif boxes:
            low, high = ("left", "right") if edge == "across" else ("top", "foot")
            found.append((min(getattr(b, low) for b in boxes) + max(getattr(b, high) for b in boxes)) / 2)
    return found


def table_strokes(paper: Paper) -> list[float]:
    """How thick the strokes of the tables are: every black box of the papers with annexes but those of 版记."""
    imprint = imprint_rules(paper)
    boxes = [
        rule for page in paper.sheets.pages for rule in page.rules if not rule.red and rule not in imprint
    ]
    return [min(box.foot - box.top, box.right - box.left) for box in boxes if paper.document.annexes]


def _stacked(paper: Paper) -> list[Row]:
    """The names of a joint paper without seals, one below the other."""
    if not paper.is_joint or any(body.seal for body in paper.document.signing):
        return []
    return [row for rows in paper.names for row in rows]


def stacked_right(paper: Paper) -> list[float]:
    """Where the longest of the names or the date ends."""
    rows = _stacked(paper)
    return [max(row.right for row in (*rows, *paper.date))] if rows else []


def stacked_lefts(paper: Paper) -> list[float]:
    """How far each name begins from the first."""
    rows = _stacked(paper)
    return [row.left - rows[0].left for row in rows]


def date_after_names(paper: Paper) -> list[float]:
    """How far the date begins right of where the names do."""
    return [paper.date[0].left - row.left for row in _stacked(paper)[:1]]


def text_to_stack(paper: Paper) -> list[float]:
    return down([paper.last_text], _stacked(paper)[:1])
