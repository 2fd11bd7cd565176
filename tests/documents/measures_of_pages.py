"""The measures of the type area, the head, the mark and 信函式: GB/T 9704-2012 5, 7.2, 7.3.1-7.3.3, 10.1."""

from tests.documents import mark_readings as m
from tests.documents import readings as r
from tests.documents.lengths import (
    FINE,
    HALF_MM,
    STEP,
    STROKE,
    TENTH_PT,
    Measure,
    file_only,
    lefts,
    letter_only,
    rights,
    tops,
)
from tests.documents.readings import CENTRE, EM, FOOT, LEFT, PITCH, RIGHT, TOP
from tests.documents.ruler import MM

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
        lambda p: lefts(p.number) if p.signers else [],
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
    Measure("主送 flush left", "7.3.2", LEFT, HALF_MM, "left", lambda p: lefts(p.addressee)),
    Measure("类别", "practice", RIGHT, HALF_MM, "right", lambda p: rights(p.class_mark)),
    Measure("类别 line", "practice", TOP, HALF_MM, "em box", lambda p: tops(file_only(p, p.class_mark))),
    Measure("份号, 密级, 紧急程度", "7.2.1", LEFT, HALF_MM, "left", lambda p: lefts(p.flush_left)),
    Measure(
        "份号 line",
        "7.2.1",
        TOP,
        HALF_MM,
        "em box",
        lambda p: [x.top for x in file_only(p, p.flush_left[:1])],
    ),
    Measure("份号 size", "7.2.1", EM / MM, TENTH_PT, "characters", lambda p: r.sizes(p.flush_left)),
    Measure("类别 size", "practice", EM / MM, TENTH_PT, "characters", lambda p: r.sizes(p.class_mark)),
    Measure("签发人 size", "7.2.6", EM / MM, TENTH_PT, "characters", lambda p: r.sizes(p.signers)),
    Measure("title in one line", "7.3.1", 1, 0, "rows of a title that one holds", r.title_rows),
    Measure("份号 pitch", "7.2.1", PITCH, HALF_MM, "middles", lambda p: r.steps(p.flush_left)),
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
        "letter: number right", "10.1", RIGHT, HALF_MM, "right", lambda p: rights(letter_only(p, p.number))
    ),
    Measure("letter: 类别", "practice", 20, HALF_MM, "em box", lambda p: tops(letter_only(p, p.class_mark))),
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
