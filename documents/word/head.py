"""版头 of a paper in Word: marks, number, red rules, and how many lines of the grid they take."""

from documents import fonts
from documents.content import Layout, OfficialDocument
from documents.fonts import Role, widths
from documents.word.markup import (
    EM,
    PITCH,
    RED,
    Box,
    Look,
    Shape,
    anchored,
    mm,
    paragraph,
    run,
    table,
)

TOP, LEFT, WIDTH = 34.56, 28.0, 156.0  # mm: first line box, 订口, 版心
FILE_ROWS, LETTER_ROWS = 10, 4
MARK_TOP, LETTER_MARK_TOP = 72.0, 30.0  # mm from the paper's edge to the ink (7.2.4, 10.1)
MARK_SIZE, MARK_WIDTH = 42.0, 150.0  # points; mm a long name is fitted to
MARK_LEADING, BASELINE = 1.25, 0.8  # an exact line carries its text with the baseline at 0.8 of its height
NUMBER_TOP = 104.6  # mm: the line of the number, whose text then ends 4 mm above the rule
RULE_GAP, RULE_WIDTH = 7.0, 1.375  # points
DOUBLE_LEFT, DOUBLE_WIDTH = 20.0, 170.0  # mm
THICK, GAP, THIN = 0.8, 0.35, 0.25  # mm
LETTER_RULE_TOP = 46.67  # mm: 4 mm below the name
FOOT_RULE_END = 277.0  # mm: 20 mm above the paper's foot
BLACK = Look(role=Role.HEITI)
LETTER_NUMBER_ROW = 1.5
LETTER_CLASS_MARK, CLASS_MARK_LINE = 19.5, 20.0  # mm from the paper's edge; points
FILE_WORD = "文件"


def head(document: OfficialDocument) -> tuple[list[str], int]:
    """Return the paragraphs of the head and how many lines of the grid they take."""
    return _letter_head(document) if document.layout is Layout.LETTER else _file_head(document)


def marks_at_left(document: OfficialDocument) -> list[str]:
    """Return 份号, 密级和保密期限, 紧急程度 as far as given, in the order of 7.2.1 to 7.2.3, as runs."""
    given = ((document.copy_number, Look()), (document.secrecy, BLACK), (document.urgency, BLACK))
    return [run(text, look) for text, look in given if text]


def mark_size(names: tuple[str, ...], room: float = MARK_WIDTH) -> float:
    """Return the size in points at which the longest name fits the room (mm), at most the usual one."""
    ems = max(sum(widths(Role.XIAOBIAOSONG, name)) for name in names) or 1.0
    return min(MARK_SIZE, round(2 * mm(room) / ems) / 2)


def _ink_top(name: str) -> float:
    """Return how far the ink of the name reaches above its baseline, in em."""
    faces = fonts.chain(Role.XIAOBIAOSONG)
    return fonts.metrics(faces[0]).ink(name)[0] if faces else 0.85


def _line_top(name: str, size: float, ink_at: float) -> float:
    """Return where (mm from the paper's edge) an exact line stands whose ink begins at ink_at."""
    return ink_at + (_ink_top(name) - BASELINE * MARK_LEADING) * size / mm(1)


def _file_head(document: OfficialDocument) -> tuple[list[str], int]:
    left = marks_at_left(document)
    lines = [paragraph(*_at_both_ends(left[:1], document.class_mark), shape=_row_shape())]
    lines += [paragraph(item, shape=_row_shape()) for item in left[1:]]
    marks, bottom = _marks(document, TOP + len(lines) * PITCH / mm(1))
    rule_end = NUMBER_TOP + (PITCH + RULE_GAP + RULE_WIDTH) / mm(1)
    shift = max(0.0, bottom - MARK_TOP - 36.0)  # several names push what follows down, by whole lines
    rows = FILE_ROWS + (-(-int(mm(shift) * 100) // int(PITCH * 100)))
    number_top = NUMBER_TOP + (rows - FILE_ROWS) * PITCH / mm(1)
    after = mm(TOP) + rows * PITCH - mm(rule_end) - (rows - FILE_ROWS) * PITCH
    number = _number(document, before=mm(number_top - bottom), after=after)
    return [*lines, *marks, number], rows


def _row_shape() -> Shape:
    return Shape(align="left", right_tab=mm(WIDTH))


def _at_both_ends(left: list[str], right: str) -> list[str]:
    return [*left, run("\t" + right, BLACK)] if right else left


def _marks(document: OfficialDocument, above: float) -> tuple[list[str], float]:
    """Return 发文机关标志 set below `above` (mm), and where it ends (mm); joint names stand beside 文件."""
    names = document.letterheads
    joint = len(names) > 1
    size = mark_size(names, 100.0) if joint else mark_size(names)
    look = Look(role=Role.XIAOBIAOSONG, size=size, spacing=0, color=RED)
    top, line = _line_top(names[0], size, MARK_TOP), size * MARK_LEADING
    before = mm(top - above)
    bottom = top + len(names) * line / mm(1)
    if not joint:
        return [paragraph(run(names[0], look), shape=Shape(align="center", line=line, before=before))], bottom
    column = max(sum(widths(Role.XIAOBIAOSONG, name)) for name in names) * size + 14
    word = 2 * size + 14
    stacked = "".join(
        paragraph(run(name, look), shape=Shape(align="distribute", line=line)) for name in names
    )
    beside = paragraph(run(FILE_WORD, look), shape=Shape(align="center", line=line))
    # A table has no space before it: an empty line of that height stands there.
    space = paragraph(shape=Shape(line=max(before, 1.0)))
    return [space, table([[stacked, beside]], [column, word], ruled=False)], bottom


def _number(document: OfficialDocument, *, before: float, after: float) -> str:
    rule = (("bottom", RULE_WIDTH, RULE_GAP, RED),)
    if not document.signers:
        shape = Shape(align="center", before=before, after=after, rules=rule)
        return paragraph(run(document.number), shape=shape)
    names = "　".join(document.signers[:2])
    shape = Shape(align="left", before=before, after=after, rules=rule, first=EM, right_tab=mm(WIDTH) - EM)
    signers = [run(f"{document.number}\t签发人："), run(names, Look(role=Role.KAITI))]
    more = document.signers[2:]
    signers += [
        run("\n\t" + "　".join(more[place : place + 2]), Look(role=Role.KAITI))
        for place in range(0, len(more), 2)
    ]
    return paragraph(*signers, shape=shape)


def _letter_head(document: OfficialDocument) -> tuple[list[str], int]:
    """Return the head of 10.1: the name and both double lines hang on the first page, the number ends line 1."""
    names = document.letterheads
    size = mark_size(names)
    look = Look(role=Role.XIAOBIAOSONG, size=size, spacing=0, color=RED)
    line = size * MARK_LEADING
    top = _line_top(names[0], size, LETTER_MARK_TOP)
    stacked = [paragraph(run(name, look), shape=Shape(align="center", line=line)) for name in names]
    height = len(names) * line / mm(1)
    rule = LETTER_RULE_TOP + (len(names) - 1) * line / mm(1)
    shapes = [anchored(Box(LEFT, top, WIDTH, height), 1, content=stacked, behind=True)]
    shapes += _double(rule, 2, thick_first=True) + _double(
        FOOT_RULE_END - THICK - GAP - THIN, 4, thick_first=False
    )
    if document.class_mark:
        mark = paragraph(run(document.class_mark, BLACK), shape=Shape(align="right", line=CLASS_MARK_LINE))
        place = Box(LEFT, LETTER_CLASS_MARK, WIDTH, CLASS_MARK_LINE / mm(1))
        shapes.append(anchored(place, 6, content=[mark], behind=True))
    left = marks_at_left(document)
    before = (LETTER_NUMBER_ROW + (len(names) - 1) * 2) * PITCH - mm(1.0)
    shape = Shape(align="left", right_tab=mm(WIDTH), before=before)
    lines = [paragraph(*shapes, *left[:1], run("\t" + document.number), shape=shape)]
    lines += [paragraph(item, shape=_row_shape()) for item in left[1:]]
    for start in range(0, len(document.signers), 2):
        label = run("签发人：" if start == 0 else "\u3000" * 4)
        names = run("\u3000".join(document.signers[start : start + 2]), Look(role=Role.KAITI))
        lines.append(paragraph(label, names, shape=_row_shape()))
    used = before + len(lines) * PITCH
    rows = max(LETTER_ROWS, -(-int(used * 100) // int(PITCH * 100)) + 1)
    lines.append(paragraph(shape=Shape(line=rows * PITCH - used)))
    return lines, rows


def _double(top: float, number: int, *, thick_first: bool) -> list[str]:
    """Return the two bars of a double line whose upper edge lies at top (mm)."""
    first, second = (THICK, THIN) if thick_first else (THIN, THICK)
    return [
        anchored(Box(DOUBLE_LEFT, top, DOUBLE_WIDTH, first), number, fill=RED, behind=True),
        anchored(
            Box(DOUBLE_LEFT, top + first + GAP, DOUBLE_WIDTH, second), number + 1, fill=RED, behind=True
        ),
    ]
