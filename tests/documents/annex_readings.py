"""How the measures of annexes, drafts and unsealed joint papers are taken: every function returns lengths in mm."""

from tests.documents.parts import Paper
from tests.documents.readings import down, grid_line, imprint_rules, off_grid
from tests.documents.ruler import Row


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


def pictures_middle(paper: Paper) -> list[float]:
    """The middles across of the pictures of annexes."""
    first = min((rows[0].page for rows in paper.annex_titles), default=None)
    pages = paper.sheets.pages[first - 1 :] if first else ()
    return [(box.left + box.right) / 2 for page in pages for box in page.pictures]


def captions_off_grid(paper: Paper) -> list[float]:
    """How far the captions of pictures stand off the 22 lines."""
    captions = [picture.caption for annex in paper.document.annexes for picture in annex.pictures]
    rows = [row for text in captions if text for row in paper.sheets.rows_at(paper.sheets.place(text), text)]
    return off_grid(rows)


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


def table_edges(paper: Paper, edge: str) -> list[float]:
    """Where the outermost strokes of a page's tables stand: left or right."""
    imprint = imprint_rules(paper)
    found = []
    for page in paper.sheets.pages if paper.document.annexes else ():
        boxes = [rule for rule in page.rules if not rule.red and rule not in imprint]
        if boxes:
            found.append(min(b.left for b in boxes) if edge == "left" else max(b.right for b in boxes))
    return found


def _stacked(paper: Paper) -> list[Row]:
    """The names of a paper that bears no seal, one below the other."""
    if not paper.document.unsealed:
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
