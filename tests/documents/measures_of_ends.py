"""The measures of what follows the text: 附件, 署名, seals, 附注, 版记, 页码 (GB/T 9704-2012 7.3.4 to 7.5)."""

from math import cos, radians, sin

from tests.documents import annex_readings as a
from tests.documents import readings as r
from tests.documents import seal_readings as s
from tests.documents.lengths import (
    FINE,
    HALF_MM,
    STEP,
    STROKE,
    TENTH_PT,
    Measure,
    feet,
    flat,
    lefts,
    rights,
    tops,
)
from tests.documents.readings import CENTRE, EM, FOOT, LEFT, PITCH, RIGHT, SMALL, TOP
from tests.documents.ruler import MM

SLANTED = 60 * (cos(radians(35)) + sin(radians(35)))  # mm: the box of a character of 60 mm, turned by 35°

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
    Measure("抄送 left", "7.4.2", LEFT + SMALL, HALF_MM, "left", lambda p: lefts(p.copies[:1])),
    Measure("抄送 turned", "7.4.2", 0, HALF_MM, "left, under the first name", r.copies_turn),
    Measure("抄送 right", "7.4.2", 0, HALF_MM, "beyond one character before the margin", r.copies_over),
    Measure("抄送 full", "7.4.2", 0, 0, "blank of three characters or more at a row's end", r.copies_short),
    Measure("版记 as counted", "7.4.1", 0, 0.3, "height", r.imprint_as_counted),
    Measure("抄送 size", "7.4.2", 14, TENTH_PT, "characters", lambda p: r.sizes(p.copies)),
    Measure("抄送 pitch", "practice", 7.4, STEP, "middles", lambda p: r.steps(p.copies)),
    Measure("抄送 between rules", "practice", 0, FINE, "middle of rows", r.copies_between_rules),
    Measure("印发机关 left", "7.4.3", LEFT + SMALL, HALF_MM, "left", lambda p: lefts(p.imprint)),
    Measure("印发日期 right", "7.4.3", RIGHT - SMALL, HALF_MM, "right", lambda p: rights(p.imprint)),
    Measure("印发 size", "7.4.3", 14, TENTH_PT, "characters", lambda p: r.sizes(p.imprint)),
    Measure("印发 height", "practice", 8.75, STROKE, "rule to rule", r.imprint_height),
    Measure("印发 between rules", "practice", 0, HALF_MM, "middle of row", r.imprint_between_rules),
    Measure("页码 size", "7.5", 14, TENTH_PT, "characters", lambda p: r.sizes(r.page_numbers(p))),
    Measure("页码 dash", "7.5", 7, HALF_MM, "ink below 版心", r.dash_below_type_area),
    Measure("页码 baseline", "7.5", 0, 0.05, "against the first", r.page_number_baselines),
    Measure(
        "页码 odd", "7.5", RIGHT - SMALL, HALF_MM, "right", lambda p: rights(r.page_numbers(p, odd=True))
    ),
    Measure("页码 even", "7.5", LEFT + SMALL, HALF_MM, "left", lambda p: lefts(r.page_numbers(p, odd=False))),
)
MORE = (
    Measure("附件说明 below text", "7.3.4", 2 * PITCH, HALF_MM, "middles", a.annex_note_below_text),
    Measure("附件说明 left", "7.3.4", LEFT + 2 * EM, HALF_MM, "left", a.annex_note_left),
    Measure("附件说明 turned", "7.3.4", 0, HALF_MM, "left, under the name's first", a.annex_note_hang),
    Measure("附件 left", "7.3.8", LEFT, HALF_MM, "left", lambda p: lefts(p.annex_labels)),
    Measure("附件 line", "7.3.8", TOP, HALF_MM, "em box", lambda p: tops(p.annex_labels)),
    Measure("附件 title line", "7.3.8", 2, HALF_MM / PITCH, "line of the grid", a.annex_title_lines),
    Measure(
        "附件 grid",
        "5.2.3",
        0,
        HALF_MM,
        "rows off the 22 lines",
        lambda p: r.off_grid(flat(p.annex_paragraphs)),
    ),
    Measure(
        "附件 size", "5.2.2", EM / MM, TENTH_PT, "characters", lambda p: r.sizes(flat(p.annex_paragraphs))
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
    Measure("letter: 抄送 foot", "10.1", FOOT, HALF_MM, "em box", lambda p: feet(r.copies_of_letter(p))),
    Measure(
        "letter: 抄送 foot of a single page",
        "10.1",
        FOOT + PITCH,
        HALF_MM,
        "em box of the 23rd line",
        lambda p: feet(r.copies_of_letter(p, single=True)),
    ),
    Measure("table left", "5.2.1", LEFT, FINE, "outermost stroke", lambda p: a.table_edges(p, "left")),
    Measure("table right", "5.2.1", RIGHT, FINE, "outermost stroke", lambda p: a.table_edges(p, "right")),
    Measure("table strokes", "practice", 0.25, STROKE, "thickness", a.table_strokes),
    Measure("附件 title size", "7.3.8", 22, TENTH_PT, "characters", lambda p: r.sizes(flat(p.annex_titles))),
    Measure(
        "附件 title centred",
        "7.3.8",
        CENTRE,
        HALF_MM,
        "middle of rows",
        lambda p: [row.middle for row in flat(p.annex_titles)],
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
    Measure("QR code beside the date", "practice", -4, HALF_MM, "its foot to the em box", s.code_feet),
    Measure("code in letters", "practice", 9, TENTH_PT, "characters", s.letters_sizes),
    Measure("code in letters left", "practice", LEFT, HALF_MM, "left", s.letters_lefts),
    Measure(
        "code in letters below the QR code", "practice", 2, HALF_MM, "middle to its foot", s.letters_below
    ),
)
