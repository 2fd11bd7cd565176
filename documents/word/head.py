"""版头 of a paper in Word: marks, number, red rules, and how many lines of the grid they take."""

from dataclasses import replace

from documents import fonts
from documents.content import Layout, OfficialDocument
from documents.fonts import Role, widths
from documents.layout.head import (
    BELOW_DOUBLE_RULE,
    DOUBLE_RULE_BELOW_MARK,
    DOUBLE_RULE_HEIGHT,
    FILE_ROWS,
    LETTER_MARK_TOP,
    MARK_SIZE,
    MARK_TOP,
    MARK_WIDTH,
    SECOND_DOUBLE_RULE,
    SIGNER_LABEL,
    STACK_GAP,
    JointMark,
    joint_mark,
    left_lines,
    set_head,
    signer_lines,
    single_mark,
)
from documents.layout.measures import HALF_LEADING
from documents.word.markup import EM, PITCH, RED, Box, Look, Shape, anchored, mm, paragraph, run, table

TOP, LEFT, WIDTH = 34.56, 28.0, 156.0  # mm: first line box, 订口, 版心
MARK_LEADING, BASELINE = 1.25, 0.8  # an exact line carries its text with the baseline at 0.8 of its height
NUMBER_TOP = 104.6  # mm: the line of the number, whose text then ends 4 mm above the rule
RULE_GAP, RULE_WIDTH = 7.0, 1.375  # points
DOUBLE_LEFT, DOUBLE_WIDTH = 20.0, 170.0  # mm
THICK, GAP, THIN = 0.8, 0.35, 0.25  # mm
CELL_PADDING = 2.85  # points, of the two cells that hold a joint mark
RIGHT_EDGE = mm(WIDTH) - 0.5  # points: a text that ends on the very edge would be squeezed
LOWER = 1.0  # mm that an exact line shows its text lower than the PDF
BLACK, NAME = Look(role=Role.HEITI, alone=True), Look(role=Role.KAITI)
LETTER_CLASS_MARK, CLASS_MARK_LINE = 19.5, 20.0  # mm from the paper's edge; points
FILE_WORD = "文件"


def head(document: OfficialDocument) -> list[str]:
    """Return the paragraphs of the head, as many lines of the grid high as the PDF's."""
    rows = set_head(document).rows
    return _letter_head(document, rows) if document.layout is Layout.LETTER else _file_head(document, rows)


def marks_at_left(document: OfficialDocument) -> list[str]:
    """Return 份号, 密级和保密期限, 紧急程度 as far as given, in the order of 7.2.1 to 7.2.3, as runs."""
    return [run(line["text"], BLACK if line["face"] else Look()) for line in left_lines(document)]


def _ink(name: str) -> tuple[float, float]:
    """Return how far the ink of the name reaches above and below its baseline, in em."""
    faces = fonts.chain(Role.XIAOBIAOSONG)
    return fonts.metrics(faces[0]).ink(name) if faces else (0.85, 0.05)


def _line_top(name: str, size: float, ink_at: float) -> float:
    """Return where (mm from the paper's edge) an exact line stands whose ink begins at ink_at."""
    return ink_at + (_ink(name)[0] - BASELINE * MARK_LEADING) * size / mm(1)


def _file_head(document: OfficialDocument, rows: int) -> list[str]:
    left = marks_at_left(document)
    lines = [paragraph(*_at_both_ends(left[:1], document.class_mark), shape=_row_shape())]
    lines += [paragraph(item, shape=_row_shape()) for item in left[1:]]
    marks, bottom = _marks(document, TOP + len(lines) * PITCH / mm(1))
    number_top = NUMBER_TOP + (rows - FILE_ROWS) * PITCH / mm(1)
    rule_end = number_top + (PITCH + RULE_GAP + RULE_WIDTH) / mm(1)
    after = mm(TOP) + rows * PITCH - mm(rule_end)
    return [*lines, *marks, *_number(document, number_top - bottom, after)]


def _row_shape() -> Shape:
    return Shape(align="left", tabs=((RIGHT_EDGE, "right"),))


def _at_both_ends(left: list[str], right: str) -> list[str]:
    return [*left, run("\t" + right, BLACK)] if right else left


def _marks(document: OfficialDocument, above: float) -> tuple[list[str], float]:
    """Return 发文机关标志 set below `above` (mm), and where it ends (mm); joint names stand beside 文件."""
    names = document.letterheads
    if len(names) > 1:
        return _joint_marks(names, joint_mark(names), above)
    size, narrowed = single_mark(names[0])
    size = _half_points(size)
    line = size * MARK_LEADING
    top = _line_top(names[0], size, MARK_TOP)
    mark = run(names[0], _mark_look(size, narrowed))
    return [paragraph(mark, shape=Shape(align="center", line=line, before=mm(top - above)))], top + line / mm(
        1
    )


def _joint_marks(names: tuple[str, ...], mark: JointMark, above: float) -> tuple[list[str], float]:
    """Return the names of one width, from line to line as in the PDF, beside 文件 in the middle (7.2.4)."""
    size, line = _half_points(mark.size), mm(mark.step)
    # An exact line carries its text with the baseline at 0.8 of its height, whatever the height.
    top = MARK_TOP + (_ink(names[0])[0] * size - BASELINE * line) / mm(1)
    column, word = mark.longest * size + 2 * CELL_PADDING + 1, (2 + STACK_GAP) * size - 1
    look = _mark_look(size)
    stacked = "".join(
        paragraph(run(name, look), shape=Shape(align="distribute", line=line)) for name in names
    )
    beside = paragraph(run(FILE_WORD, look), shape=Shape(align="right", line=line))
    # A table has no space before it: an empty line of that height stands there.
    space = paragraph(shape=Shape(line=max(mm(top - above), 1.0)))
    bottom = top + len(names) * line / mm(1)
    return [space, table([[stacked, beside]], [column, word], ruled=False, padding=CELL_PADDING)], bottom


def _mark_look(size: float, narrowed: float = 1.0) -> Look:
    return Look(role=Role.XIAOBIAOSONG, size=size, spacing=0, color=RED, scale=narrowed)


def _half_points(size: float) -> float:
    """Return a size in mm as points, to the half that a file can say."""
    return round(2 * mm(size)) / 2


def _number(document: OfficialDocument, above: float, after: float) -> list[str]:
    """Return 发文字号 over the red rule; with 签发人 it stands at the left of their last line (7.2.6).

    above: mm from the mark to the line of the number; after: points below the rule.
    """
    rule = (("bottom", RULE_WIDTH, RULE_GAP, RED),)
    names = signer_lines(document.signers)
    if not names:
        shape = Shape(align="center", before=mm(above), after=after, rules=rule)
        return [paragraph(run(document.number), shape=shape)]
    last = len(names) - 1
    label = sum(widths(Role.FANGSONG, SIGNER_LABEL))
    start = max(27 - label - max(sum(widths(Role.KAITI, line)) for line in names), 0) * EM
    stops = ((start, "left"), (start + label * EM, "left"))
    found = []
    for place, line in enumerate(names):
        shape = Shape(
            align="left",
            first=EM,
            tabs=stops,
            before=0 if place else mm(above) - last * PITCH,
            after=after if place == last else 0,
            rules=rule if place == last else (),
        )
        opening = (document.number if place == last else "") + ("\t\t" if place else f"\t{SIGNER_LABEL}")
        found.append(paragraph(run(opening), run(line, NAME), shape=shape))
    return found


def _letter_head(document: OfficialDocument, rows: int) -> list[str]:
    """Return the head of 10.1: the name and both double lines hang on the first page, the number ends line 1."""
    name = document.letterheads[0]  # of several bodies the lead alone gives its name
    size = _half_points(min(MARK_SIZE, MARK_WIDTH / (sum(widths(Role.XIAOBIAOSONG, name)) or 1.0)))
    line = size * MARK_LEADING
    mark = paragraph(run(name, _mark_look(size)), shape=Shape(align="center", line=line))
    top = _line_top(name, size, LETTER_MARK_TOP)
    shapes = [anchored(Box(LEFT, top, WIDTH, line / mm(1)), 1, content=[mark], behind=True)]
    rule = LETTER_MARK_TOP + sum(_ink(name)) * size / mm(1) + DOUBLE_RULE_BELOW_MARK
    shapes += _double(rule, 2, thick_first=True) + _double(SECOND_DOUBLE_RULE, 4, thick_first=False)
    if document.class_mark:
        mark = paragraph(run(document.class_mark, BLACK), shape=Shape(align="right", line=CLASS_MARK_LINE))
        box = Box(LEFT, LETTER_CLASS_MARK, WIDTH, CLASS_MARK_LINE / mm(1))
        shapes.append(anchored(box, 6, content=[mark], behind=True))
    left = marks_at_left(document)
    before = mm(rule + DOUBLE_RULE_HEIGHT + BELOW_DOUBLE_RULE - HALF_LEADING - LOWER - TOP)
    # At the right by its alignment where it stands alone: some programs squeeze the brackets beside a tab at the edge.
    number = replace(_row_shape(), before=before, align="left" if left else "right")
    words = run(f"\t{document.number}" if left else document.number)
    lines = [paragraph(*shapes, *left[:1], words, shape=number)]
    lines += [paragraph(item, shape=_row_shape()) for item in left[1:]]
    for place, names in enumerate(signer_lines(document.signers)):
        label = run("\u3000" * len(SIGNER_LABEL) if place else SIGNER_LABEL)
        lines.append(paragraph(label, run(names, NAME), shape=_row_shape()))
    used = before + len(lines) * PITCH
    return [*lines, paragraph(shape=Shape(line=max(rows * PITCH - used, 1.0)))]


def _double(top: float, number: int, *, thick_first: bool) -> list[str]:
    """Return the two bars of a double line whose upper edge lies at top (mm)."""
    first, second = (THICK, THIN) if thick_first else (THIN, THICK)
    return [
        anchored(Box(DOUBLE_LEFT, top, DOUBLE_WIDTH, first), number, fill=RED, behind=True),
        anchored(
            Box(DOUBLE_LEFT, top + first + GAP, DOUBLE_WIDTH, second), number + 1, fill=RED, behind=True
        ),
    ]
