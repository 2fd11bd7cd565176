"""What the standard asks of a printed paper, as a table: name, clause, expected length, tolerance, how it is read.

Clauses are those of GB/T 9704-2012; em and pitch follow from 28 characters in 156 mm and 22 lines in 225 mm (5.2).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import cos, radians, sin

from documents.content import OfficialDocument
from tests.documents import annex_readings as a
from tests.documents import mark_readings as m
from tests.documents import readings as r
from tests.documents import seal_readings as s
from tests.documents.parts import Paper
from tests.documents.readings import CENTRE, EM, FOOT, LEFT, PITCH, RIGHT, SMALL, TOP
from tests.documents.ruler import MM, Row, read

HALF_MM, TENTH_PT = 0.5, 0.1
SLANTED = 60 * (cos(radians(35)) + sin(radians(35)))  # mm: the box of a character of 60 mm, turned by 35°
FINE = 0.3  # mm: what is centred moves by half of what moves beside it
STROKE = 0.05  # mm: a rule of 0.35 mm is told from one of 0.25
STEP = 0.06  # mm: a pitch is read finer than a place, as 21 of them add up


@dataclass(frozen=True)
class Measure:
    """One length: what the standard says, and how it is found on a paper (every place where it must hold)."""

    name: str
    clause: str
    expected: float
    tolerance: float
    how: str
    found: Callable[[Paper], Iterable[float]]


def measure(document: OfficialDocument, file: bytes) -> tuple[set[str], list[str]]:
    """Return the names of the measures that the printed file shows, and a sentence for each that it misses."""
    taken = list(_taken(Paper(document, read(file))))
    return {name for name, _ in taken}, [sentence for _, sentence in taken if sentence]


def missed(paper: Paper) -> list[str]:
    """Return a sentence for every measure that the paper misses, with its worst place."""
    return [sentence for _, sentence in _taken(paper) if sentence]


def first_missed(document: OfficialDocument, file: bytes) -> str:
    """Return the sentence for the first measure that the printed file misses, empty when it keeps all."""
    return next((sentence for _, sentence in _taken(Paper(document, read(file))) if sentence), "")


def _taken(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield the name of each measure found, with a sentence when it is missed.

    A part that cannot be found where it must be is a miss of all that hangs on it.
    """
    for one in MEASURES:
        try:
            found = list(one.found(paper))
        except LookupError as lost:
            yield one.name, f"{one.name}: {lost}"
            continue
        if not found:
            continue
        worst = max(found, key=lambda value, wanted=one.expected: abs(value - wanted))
        within = abs(worst - one.expected) <= one.tolerance
        yield one.name, "" if within else f"{one.name}: {worst:.2f} instead of {one.expected:.2f} ({one.how})"


def _lefts(rows: Iterable[Row]) -> list[float]:
    return [row.left for row in rows]


def _rights(rows: Iterable[Row]) -> list[float]:
    return [row.right for row in rows]


def _tops(rows: Iterable[Row]) -> list[float]:
    return [row.top for row in rows]


def _feet(rows: list[Row]) -> list[float]:
    return [row.foot for row in rows[-1:]]


def _flat(paragraphs: list[list[Row]]) -> list[Row]:
    return [row for rows in paragraphs for row in rows]


def _file_only(paper: Paper, rows: list[Row]) -> list[Row]:
    return [] if paper.is_letter else rows


def _letter_only(paper: Paper, rows: list[Row]) -> list[Row]:
    return rows if paper.is_letter else []


PAGE = (
    Measure("paper width", "5.1", 210, 0.1, "page box", lambda p: [page.width for page in p.sheets.pages]),
    Measure("paper height", "5.1", 297, 0.1, "page box", lambda p: [page.height for page in p.sheets.pages]),
    Measure("天头", "5.2.1", TOP, HALF_MM, "em box of the first row of a page", r.first_tops),
    Measure("版心 foot", "5.2.1", FOOT, HALF_MM, "em box of the last row of a page", r.last_feet),
    Measure("订口", "5.2.1", LEFT, HALF_MM, "left of rows that are turned", r.lefts_of_turned_rows),
    Measure("版心 right", "5.2.1", RIGHT, HALF_MM, "right of rows that go on", r.rights_of_whole_rows),
    Measure("pitch", "5.2.3", PITCH, STEP, "middle to middle of rows", lambda p: r.steps_of_text(p)),
    Measure("grid", "5.2.3", 0, HALF_MM, "rows of text off the 22 lines", lambda p: r.off_grid(p.text_rows)),
    Measure("body size", "5.2.2", EM / MM, TENTH_PT, "characters", lambda p: r.sizes(p.text_rows)),
    Measure("indent", "7.3.3", 2 * EM, HALF_MM, "first row of a paragraph", r.indents),
)
HEAD = (
    Measure(
        "mark", "7.2.4", 72, HALF_MM, "top of red ink", lambda p: r.mark_ink_top(p) if not p.is_letter else []
    ),
    Measure("mark centred", "7.2.4", CENTRE, HALF_MM, "middle of its rows", r.mark_middle),
    Measure("number to rule", "7.2.7", 4, HALF_MM, "em box to red rule", r.number_above_rule),
    Measure(
        "number size",
        "7.2.5",
        EM / MM,
        TENTH_PT,
        "characters",
        lambda p: r.sizes(p.number),
    ),
    Measure("number centred", "7.2.5", CENTRE, HALF_MM, "middle of its row", r.number_middle),
    Measure("number beside 签发人", "7.2.6", 0, HALF_MM, "baselines", r.beside_signers),
    Measure(
        "number of 上行文",
        "7.2.6",
        LEFT + EM,
        HALF_MM,
        "left",
        lambda p: _lefts(p.number) if p.signers else [],
    ),
    Measure("签发人", "7.2.6", RIGHT - EM, HALF_MM, "right of its longest row", r.signers_right),
    Measure("rule left", "7.2.7", LEFT, HALF_MM, "red rule", lambda p: [b.left for b in r.file_rule(p)]),
    Measure(
        "rule width", "7.2.7", 156, HALF_MM, "red rule", lambda p: [b.right - b.left for b in r.file_rule(p)]
    ),
    Measure(
        "rule stroke", "practice", 0.5, STROKE, "red rule", lambda p: [b.foot - b.top for b in r.file_rule(p)]
    ),
    Measure("title below rule", "7.3.1", 2 * PITCH, HALF_MM, "red rule to line box", r.title_below_rule),
    Measure("title size", "7.3.1", 22, TENTH_PT, "characters", lambda p: r.sizes(p.title)),
    Measure(
        "title centred", "7.3.1", CENTRE, HALF_MM, "middle of rows", lambda p: [t.middle for t in p.title]
    ),
    Measure("title pitch", "7.3.1", PITCH, HALF_MM, "middle to middle of rows", lambda p: r.steps(p.title)),
    Measure("title on the grid", "7.3.1", 0, HALF_MM, "middle of rows", lambda p: r.off_grid(p.title)),
    Measure(
        "主送 below title", "7.3.2", 2 * PITCH, HALF_MM, "middles", lambda p: r.down(p.title, p.addressee)
    ),
    Measure("主送 flush left", "7.3.2", LEFT, HALF_MM, "left", lambda p: _lefts(p.addressee)),
    Measure("类别", "practice", RIGHT, HALF_MM, "right", lambda p: _rights(p.class_mark)),
    Measure("类别 line", "practice", TOP, HALF_MM, "em box", lambda p: _tops(_file_only(p, p.class_mark))),
    Measure("份号, 密级, 紧急程度", "7.2.1", LEFT, HALF_MM, "left", lambda p: _lefts(p.flush_left)),
    Measure(
        "份号 line",
        "7.2.1",
        TOP,
        HALF_MM,
        "em box",
        lambda p: [x.top for x in _file_only(p, p.flush_left[:1])],
    ),
    Measure("份号 size", "7.2.1", EM / MM, TENTH_PT, "characters", lambda p: r.sizes(p.flush_left)),
    Measure("类别 size", "practice", EM / MM, TENTH_PT, "characters", lambda p: r.sizes(p.class_mark)),
    Measure("签发人 size", "7.2.6", EM / MM, TENTH_PT, "characters", lambda p: r.sizes(p.signers)),
    Measure("title in one line", "7.3.1", 1, 0, "rows of a title that one holds", r.title_rows),
    Measure("份号 pitch", "7.2.1", PITCH, HALF_MM, "middles", lambda p: r.steps(p.flush_left)),
)
LETTER = (
    Measure(
        "letter: mark",
        "10.1",
        30,
        HALF_MM,
        "top of red ink",
        lambda p: r.mark_ink_top(p) if p.is_letter else [],
    ),
    Measure("letter: line below mark", "10.1", 4, HALF_MM, "ink to upper stroke", r.line_below_mark),
    Measure(
        "letter: lines left",
        "10.1",
        20,
        HALF_MM,
        "strokes",
        lambda p: [b.left for x in r.double_lines(p) for b in x],
    ),
    Measure(
        "letter: lines width",
        "10.1",
        170,
        HALF_MM,
        "strokes",
        lambda p: [b.right - b.left for x in r.double_lines(p) for b in x],
    ),
    Measure(
        "letter: second line",
        "10.1",
        277,
        HALF_MM,
        "lower stroke",
        lambda p: [x[-1].foot for x in r.double_lines(p)[1:]],
    ),
    Measure("letter: first line thick", "practice", 0.8, STROKE, "stroke", lambda p: r.stroke(p, 0, 0)),
    Measure("letter: first line thin", "practice", 0.25, STROKE, "stroke", lambda p: r.stroke(p, 0, -1)),
    Measure("letter: second line thin", "practice", 0.25, STROKE, "stroke", lambda p: r.stroke(p, 1, 0)),
    Measure("letter: second line thick", "practice", 0.8, STROKE, "stroke", lambda p: r.stroke(p, 1, -1)),
    Measure("letter: gap of lines", "practice", 0.35, STROKE, "between strokes", r.gaps),
    Measure("letter: below line", "10.1", 7 / 8 * EM, HALF_MM, "stroke to em box", r.below_first_line),
    Measure(
        "letter: number right", "10.1", RIGHT, HALF_MM, "right", lambda p: _rights(_letter_only(p, p.number))
    ),
    Measure(
        "letter: 类别", "practice", 20, HALF_MM, "em box", lambda p: _tops(_letter_only(p, p.class_mark))
    ),
    Measure("letter: title line", "10.1", 4, HALF_MM / PITCH, "line of the grid", r.letter_title_line),
    Measure(
        "letter: text above line",
        "10.1",
        7 / 8 * EM,
        HALF_MM,
        "em box to its lower edge",
        r.above_second_line,
    ),
)
FOOT_PARTS = (
    Measure("date to margin", "7.3.5", 4, HALF_MM / EM, "em right of the date", r.date_end),
    Measure("name over date", "7.3.5", 0, HALF_MM, "middles across", r.name_over_date),
    Measure("name to date", "7.3.5", PITCH, HALF_MM, "middles", r.name_to_date),
    Measure("text to name", "7.3.5", 3 * PITCH, HALF_MM, "middles", r.text_to_name),
    Measure(
        "name size",
        "7.3.5",
        EM / MM,
        TENTH_PT,
        "characters",
        lambda p: r.sizes(x for y in p.names for x in y),
    ),
    Measure("date size", "7.3.5", EM / MM, TENTH_PT, "characters", lambda p: r.sizes(p.date)),
    Measure("附注 below date", "7.3.6", PITCH, HALF_MM, "middles", r.note_below_date),
    Measure("附注 indent", "7.3.6", 2 * EM, HALF_MM, "left, bracket counted", r.note_indents),
    Measure(
        "imprint foot",
        "7.4.1",
        FOOT,
        HALF_MM,
        "last rule",
        lambda p: [b.foot for b in r.imprint_rules(p)[-1:]],
    ),
    Measure("imprint left", "7.4.1", LEFT, HALF_MM, "rules", lambda p: [b.left for b in r.imprint_rules(p)]),
    Measure(
        "imprint width",
        "7.4.1",
        156,
        HALF_MM,
        "rules",
        lambda p: [b.right - b.left for b in r.imprint_rules(p)],
    ),
    Measure("imprint outer rules", "7.4.1", 0.35, STROKE, "first and last", r.outer_strokes),
    Measure("imprint inner rules", "7.4.1", 0.25, STROKE, "between", r.inner_strokes),
    Measure("抄送 left", "7.4.2", LEFT + SMALL, HALF_MM, "left", lambda p: _lefts(p.copies[:1])),
    Measure("抄送 turned", "7.4.2", 0, HALF_MM, "left, under the first name", r.copies_turn),
    Measure("抄送 right", "7.4.2", 0, HALF_MM, "beyond one character before the margin", r.copies_over),
    Measure("抄送 full", "7.4.2", 0, 0, "blank of three characters or more at a row's end", r.copies_short),
    Measure("版记 as counted", "7.4.1", 0, 0.3, "height", r.imprint_as_counted),
    Measure("抄送 size", "7.4.2", 14, TENTH_PT, "characters", lambda p: r.sizes(p.copies)),
    Measure("抄送 pitch", "practice", 7.4, STEP, "middles", lambda p: r.steps(p.copies)),
    Measure("抄送 between rules", "practice", 0, FINE, "middle of rows", r.copies_between_rules),
    Measure("印发机关 left", "7.4.3", LEFT + SMALL, HALF_MM, "left", lambda p: _lefts(p.imprint)),
    Measure("印发日期 right", "7.4.3", RIGHT - SMALL, HALF_MM, "right", lambda p: _rights(p.imprint)),
    Measure("印发 size", "7.4.3", 14, TENTH_PT, "characters", lambda p: r.sizes(p.imprint)),
    Measure("印发 height", "practice", 8.75, STROKE, "rule to rule", r.imprint_height),
    Measure("印发 between rules", "practice", 0, HALF_MM, "middle of row", r.imprint_between_rules),
    Measure("页码 size", "7.5", 14, TENTH_PT, "characters", lambda p: r.sizes(r.page_numbers(p))),
    Measure("页码 dash", "7.5", 7, HALF_MM, "ink below 版心", r.dash_below_type_area),
    Measure("页码 baseline", "7.5", 0, 0.05, "against the first", r.page_number_baselines),
    Measure(
        "页码 odd", "7.5", RIGHT - SMALL, HALF_MM, "right", lambda p: _rights(r.page_numbers(p, odd=True))
    ),
    Measure(
        "页码 even", "7.5", LEFT + SMALL, HALF_MM, "left", lambda p: _lefts(r.page_numbers(p, odd=False))
    ),
)
MORE = (
    Measure("附件说明 below text", "7.3.4", 2 * PITCH, HALF_MM, "middles", a.annex_note_below_text),
    Measure("附件说明 left", "7.3.4", LEFT + 2 * EM, HALF_MM, "left", a.annex_note_left),
    Measure("附件说明 turned", "7.3.4", 0, HALF_MM, "left, under the name's first", a.annex_note_hang),
    Measure("附件 left", "7.3.8", LEFT, HALF_MM, "left", lambda p: _lefts(p.annex_labels)),
    Measure("附件 line", "7.3.8", TOP, HALF_MM, "em box", lambda p: _tops(p.annex_labels)),
    Measure("附件 title line", "7.3.8", 2, HALF_MM / PITCH, "line of the grid", a.annex_title_lines),
    Measure(
        "附件 grid",
        "5.2.3",
        0,
        HALF_MM,
        "rows off the 22 lines",
        lambda p: r.off_grid(_flat(p.annex_paragraphs)),
    ),
    Measure(
        "附件 size", "5.2.2", EM / MM, TENTH_PT, "characters", lambda p: r.sizes(_flat(p.annex_paragraphs))
    ),
    Measure(
        "unsealed names right",
        "7.3.5.2",
        RIGHT - 2 * EM,
        HALF_MM,
        "longest of names and date",
        a.stacked_right,
    ),
    Measure("unsealed names left", "7.3.5.2", 0, HALF_MM, "against the first", a.stacked_lefts),
    Measure("unsealed date", "7.3.5.2", 2 * EM, HALF_MM, "left, from the names", a.date_after_names),
    Measure("text to unsealed names", "7.3.5.2", 2 * PITCH, HALF_MM, "middles", a.text_to_stack),
    Measure("letter: 抄送 foot", "10.1", FOOT, HALF_MM, "em box", lambda p: _feet(_letter_only(p, p.copies))),
    Measure("table strokes", "practice", 0.25, STROKE, "thickness", a.table_strokes),
    Measure("附件 title size", "7.3.8", 22, TENTH_PT, "characters", lambda p: r.sizes(_flat(p.annex_titles))),
    Measure(
        "附件 title centred",
        "7.3.8",
        CENTRE,
        HALF_MM,
        "middle of rows",
        lambda p: [row.middle for row in _flat(p.annex_titles)],
    ),
    Measure("附件 mark size", "7.3.8", EM / MM, TENTH_PT, "characters", lambda p: r.sizes(p.annex_labels)),
    Measure("picture centred", "practice", CENTRE, FINE, "middle", a.pictures_middle),
    Measure("caption on the grid", "5.2.3", 0, HALF_MM, "rows off the 22 lines", a.captions_off_grid),
    Measure("watermark across", "practice", CENTRE, FINE, "middle", lambda p: a.watermark(p, "across")),
    Measure("watermark down", "practice", 154.56, FINE, "middle", lambda p: a.watermark(p, "down")),
    Measure(
        "watermark size",
        "practice",
        SLANTED,
        HALF_MM,
        "box of a slanted character",
        lambda p: a.watermark(p, "size"),
    ),
)
SEALS = (
    Measure("seal", "practice", 0, FINE, "width of its picture against the body's", s.widths_off),
    Measure("seal over name", "7.3.5.1", 0, HALF_MM, "middles across", s.over_name),
    Measure("seal over date", "7.3.5.1", 0, HALF_MM, "middles across", s.last_over_date),
    Measure("seals crossing", "7.3.5.1", 0, 0, "edges", s.too_near),
    Measure("seals in 版心", "7.3.5.1", 0, 0.01, "edges", s.outside_type_area),
    Measure("seal within a line of the text", "7.3.5.1", 0, HALF_MM, "its top", s.top_off),
    Measure("seal below text", "practice", 6, HALF_MM, "line box to its top", s.below_text),
    Measure("small seal below text", "practice", 8, HALF_MM, "line box to its top", s.small_below_text),
    Measure("name and date in the seal", "7.3.5.1", 0, HALF_MM, "upper and lower edges", s.outside_seal),
    Measure("QR code", "practice", 18, FINE, "its sides", s.code_sides),
    Measure("QR code left", "practice", LEFT, HALF_MM, "left", s.code_lefts),
    Measure("QR code beside the date", "practice", 0, HALF_MM, "its foot to the em box", s.code_feet),
)
MARK = (
    Measure("number below mark", "7.2.5", m.TWO_LINES, HALF_MM, "ink to em box", m.number_below),
    Measure("number below long mark", "7.2.5", 0, HALF_MM, "nearer than two lines", m.number_too_near),
    Measure("mark width", "practice", 150, HALF_MM, "of a long name", m.widths),
    Measure("mark in 版心", "7.2.4", 0, HALF_MM, "edges", m.beyond_type_area),
    Measure("letter: mark size", "practice", 42, TENTH_PT, "characters of a short name", m.sizes),
    Measure("joint mark steps", "7.2.4", 0, FINE, "from name to name", m.stack_steps),
    Measure("joint mark edges", "7.2.4", 0, HALF_MM, "left and right of its names", m.stack_edges),
    Measure("joint mark 文件", "7.2.4", 0, FINE, "from the middle of the names", m.file_middle),
    Measure("joint mark gap", "practice", 0.4, 0.03, "em before 文件", m.file_gap),
    Measure("joint mark centred", "7.2.4", CENTRE, HALF_MM, "middle", m.stack_middle),
)
# Those that look at drawn ink, which takes longest, last.
MEASURES = (*SEALS, *MORE, *PAGE, *HEAD, *LETTER, *FOOT_PARTS, *MARK)
