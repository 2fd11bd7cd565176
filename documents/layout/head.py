"""版头: everything above the title, in 文件式 (GB/T 9704-2012 7.2) and 信函式 (10.1)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from documents import fonts
from documents.content import Layout, OfficialDocument
from documents.fonts import Role, widths
from documents.layout.measures import BODY_TOP, EM, HALF_LEADING, PITCH, ROW, TYPE_AREA

FILE_ROWS, LETTER_ROWS = 10, 4  # of the grid, for the plain head
MARK_TOP = 72.0  # mm from the paper's edge to the ink of the 发文机关标志 (7.2.4)
LETTER_MARK_TOP = 30.0  # mm, likewise (10.1)
MARK_SIZE, MARK_WIDTH = (
    42 * 25.4 / 72,
    150.0,
)  # mm: the usual size of joint marks and of 信函式, and the longest mark
NUMBER_TOP = 107.93 - HALF_LEADING  # mm: two lines below the mark, 4 mm above the rule
STACK_FOOT = NUMBER_TOP + HALF_LEADING - 2 * PITCH  # mm: two blank lines above the number's em box
NARROWEST = 0.6  # part of its width that a long mark may be narrowed to
LOWEST_INK = 0.5  # em: a mark of strokes alone, such as 一, is set no larger than if it were so high
STACK_LEADING = 1.15  # of the size, from name to name of a joint mark
STACK_GAP = 0.4  # em of the mark, between the names and 文件
HIGHEST_STACK = (
    6  # lines of the grid a joint mark may take beyond a single one: the first page must show text
)
DOUBLE_RULE_BELOW_MARK, DOUBLE_RULE_HEIGHT = 4.0, 1.4  # mm
BELOW_DOUBLE_RULE = EM * 7 / 8  # mm
# mm from the paper's edge. The standard gives 20 mm from the lower edge and 4.88 mm from the text above, which stands
# on the grid, and says of neither to which edge of the double line it counts: here both count to its foot.
SECOND_DOUBLE_RULE = 277.3 - DOUBLE_RULE_HEIGHT
LETTER_CLASS_MARK = 20.0  # mm from the paper's edge to the em box
SIGNER_LABEL = "签发人："
BLANK = "\u3000"


@dataclass(frozen=True, slots=True)
class Head:
    """A head ready to stand above the title: its HTML and how many lines of the grid it takes."""

    html: SafeString
    rows: int


def set_head(content: OfficialDocument) -> Head:
    """Return the head in the document's layout."""
    return _letter_head(content) if content.layout is Layout.LETTER else _file_head(content)


def left_lines(content: OfficialDocument) -> list[dict[str, str]]:
    """Return 份号, 密级 and 紧急程度 in their order, as far as used, with the class of their face (7.2.1-7.2.3)."""
    given = ((content.copy_number, ""), (content.secrecy, "heiti"), (content.urgency, "heiti"))
    return [{"label": "", "text": text, "face": face} for text, face in given if text]


def _file_head(content: OfficialDocument) -> Head:
    signers = signer_lines(content.signers)
    more_signers = max(len(signers) - 1, 0)
    context = {"letter": content, "left_lines": left_lines(content), "signer_lines": "\n".join(signers)}
    if len(content.letterheads) > 1:
        joint, more = _joint_mark(content.letterheads)
        context |= joint
    else:
        more = 0
        context |= _single_mark(content.letterheads[0])
    if signers:
        start = 27 - sum(widths(Role.FANGSONG, SIGNER_LABEL)) - max(map(_kaiti, signers))
        context |= {
            "label": SIGNER_LABEL,
            "signers_style": f"padding-left:{max(start, 0):.3f}em",
            "names_style": f"margin:-{ROW}mm 0 0 {sum(widths(Role.FANGSONG, SIGNER_LABEL)):.3f}em",
            "signers_height": f"height:{len(signers) * ROW:.3f}mm",
        }
    return Head(render_to_string("documents/head_file.html", context), FILE_ROWS + more + more_signers)


def signer_lines(signers: Sequence[str]) -> list[str]:
    """Return the names of 签发人 two a line, in columns; one a line when two do not fit beside the number."""
    names = [" ".join(name.split()) for name in signers if name.strip()]
    if not names:
        return []
    longest = max(map(_kaiti, names))
    if len(names) == 1 or longest > 5:
        return names
    lines = []
    for first, *second in (names[place : place + 2] for place in range(0, len(names), 2)):
        blank = BLANK * round(longest - _kaiti(first) + 1)
        lines.append(first + blank + second[0] if second else first)
    return lines


def _kaiti(text: str) -> float:
    return sum(widths(Role.KAITI, text))


def _mark_ems(text: str) -> float:
    return sum(widths(Role.XIAOBIAOSONG, text))


def single_mark(letterhead: str) -> tuple[float, float]:
    """Return the size in mm of a lone 发文机关标志 and the part of its width it is narrowed to.

    Its ink reaches from 72 mm to two lines above the number (7.2.4, 7.2.5); what would be narrower than NARROWEST is
    made smaller instead.
    """
    above, below = _ink(letterhead)
    ems = _mark_ems(letterhead) or 1.0
    height = max(1 - above - below, LOWEST_INK)
    size = min((STACK_FOOT - MARK_TOP) / height, MARK_WIDTH / (ems * NARROWEST))
    return size, min(1.0, MARK_WIDTH / (ems * size))


def _single_mark(letterhead: str) -> dict[str, str]:
    """Return where 发文机关标志 and 发文字号 stand."""
    size, narrowed = single_mark(letterhead)
    above_ink = size * _ink(letterhead)[0]
    from_class_mark = MARK_TOP - above_ink - BODY_TOP - PITCH
    to_number = NUMBER_TOP - (MARK_TOP - above_ink) - size
    beyond = (
        max(0.0, _mark_ems(letterhead) * size - TYPE_AREA) / 2 + 1
    )  # narrowed about its middle, in a wider box
    style = (
        f"margin:{from_class_mark:.3f}mm {-beyond:.3f}mm 0;font-size:{size:.3f}mm;line-height:{size:.3f}mm"
    )
    if narrowed < 1:
        # Below the rest so that it is drawn first: a transformed box would otherwise be read last.
        style += f";transform:scaleX({narrowed:.4f});position:relative;z-index:-1"
    return {"mark_style": style, "number_style": f"margin-top:{to_number:.3f}mm"}


@dataclass(frozen=True, slots=True)
class JointMark:
    """A joint 发文机关标志: names of one width stacked evenly, 文件 at their right in the middle (7.2.4).

    size: of its type, mm; top: of the first name's line box below the foot of the first line of the type area, mm;
    step: from name to name, mm; left: of the names in the type area, mm; longest: width of the longest name, em;
    more: lines of the grid it is higher than a single mark; names: how many.
    """

    size: float
    top: float
    step: float
    left: float
    longest: float
    more: int
    names: int

    @property
    def file_top(self) -> float:
        """Return where the line box of 文件 begins, as top is counted."""
        return self.top + (self.names - 1) * self.step / 2

    @property
    def file_left(self) -> float:
        """Return where 文件 begins in the type area, in mm."""
        return self.left + (self.longest + STACK_GAP) * self.size

    def spread(self, name: str) -> float:
        """Return the em between two characters of a name that make it as wide as the longest."""
        return (self.longest - _mark_ems(name)) / max(len(name) - 1, 1)


def joint_mark(names: Sequence[str]) -> JointMark:
    """Return the measures of a joint mark of two names or more.

    Its first ink stands 72 mm below the paper's edge and the foot of its last name two lines above the number.
    """
    longest, between = max(map(_mark_ems, names)) or 1.0, len(names) - 1
    size = min(MARK_SIZE, MARK_WIDTH / (longest + STACK_GAP + 2))
    size = min(size, HIGHEST_STACK * PITCH / (STACK_LEADING * between))
    above, below = _ink(names[0])[0] * size, _ink(names[-1])[1] * size
    spare = STACK_FOOT - MARK_TOP - (size - above - below)  # what a single mark of this size would leave
    more = max(0, math.ceil((between * STACK_LEADING * size - spare) / PITCH - 1e-6))
    return JointMark(
        size=size,
        top=MARK_TOP - above - BODY_TOP - PITCH,
        step=(spare + more * PITCH) / between,
        left=(TYPE_AREA - (longest + STACK_GAP + 2) * size) / 2,
        longest=longest,
        more=more,
        names=len(names),
    )


def _joint_mark(names: Sequence[str]) -> tuple[dict[str, object], int]:
    """Return what the template says of a joint mark, and the lines of the grid it is higher than a single one."""
    mark = joint_mark(names)
    stacked = [
        {
            "text": name,
            "style": f"top:{mark.top + place * mark.step:.3f}mm;left:{mark.left:.3f}mm;"
            f"letter-spacing:{mark.spread(name):.4f}em",
        }
        for place, name in enumerate(names)
    ]
    height = NUMBER_TOP + mark.more * PITCH - BODY_TOP - PITCH
    return {
        "stacked": stacked,
        "stack_style": f"height:{height:.3f}mm;font-size:{mark.size:.3f}mm;line-height:{mark.size:.3f}mm",
        "file_style": f"top:{mark.file_top:.3f}mm;left:{mark.file_left:.3f}mm",
        "number_style": "",
    }, mark.more


def _ink(letterhead: str) -> tuple[float, float]:
    """Return the blank above and below the mark's ink in a line of its own height, in em."""
    faces = fonts.chain(Role.XIAOBIAOSONG)
    if not faces:
        return 0.05, 0.05
    face = fonts.metrics(faces[0])
    ascent, descent = face.content_box()
    baseline = (1 - ascent - descent) / 2 + ascent
    above, below = face.ink(letterhead)
    return baseline - above, 1 - baseline - below


def _letter_head(content: OfficialDocument) -> Head:
    """Return the head of 信函式: of several bodies the lead alone gives its name (10.1)."""
    letterhead = content.letterheads[0]
    size = min(MARK_SIZE, MARK_WIDTH / (_mark_ems(letterhead) or 1.0))
    above, below = (blank * size for blank in _ink(letterhead))
    rule = LETTER_MARK_TOP + size - above - below + DOUBLE_RULE_BELOW_MARK
    line = rule + DOUBLE_RULE_HEIGHT + BELOW_DOUBLE_RULE - HALF_LEADING
    left = left_lines(content)
    signers = [
        {"text": name, "label": "" if place else SIGNER_LABEL, "face": "kaiti"}
        for place, name in enumerate(signer_lines(content.signers))
    ]
    rows = LETTER_ROWS + max(len(left) + len(signers) - 1, 0)
    context = {
        "letter": content,
        "left_lines": left + signers,
        "head_style": f"height:{rows * ROW:.3f}mm",
        "mark_style": f"top:{LETTER_MARK_TOP - above - BODY_TOP:.3f}mm;font-size:{size:.3f}mm;line-height:{size:.3f}mm",
        "class_mark_style": f"top:{LETTER_CLASS_MARK - HALF_LEADING - BODY_TOP:.3f}mm",
        "first_rule_style": f"top:{rule - BODY_TOP:.3f}mm",
        "line_style": f"top:{line - BODY_TOP:.3f}mm",
        "second_rule_style": f"top:{SECOND_DOUBLE_RULE - BODY_TOP:.3f}mm",
    }
    return Head(render_to_string("documents/head_letter.html", context), rows)
