"""The lines of the PDF carried over into Word: each as a run whose letters are moved as there, so that it ends alike.

The office program breaks the lines itself and lets neighbouring marks give up half an em (w:characterSpacingControl);
the letter-spacing only fills each line as the PDF does. Whoever changes a word sees the paragraph flow as usual.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from documents.compose import Line, compose
from documents.fonts import Role, widths
from documents.headings import heading_of
from documents.paragraphs import HEADING_ROLES
from documents.word.markup import BODY_SPACING, EM, TWIPS_A_POINT, Look, run


def text_runs(text: str) -> list[str]:
    """Return a paragraph of 仿宋 as runs, its heading (if it opens with one) in that level's face."""
    heading = heading_of(text)
    role = HEADING_ROLES.get(heading.level, Role.FANGSONG)
    led = heading.length if role is not Role.FANGSONG else 0
    measured = widths(role, text[:led]) + widths(Role.FANGSONG, text[led:])
    return runs_of(text, compose(text, measured), led=led, led_role=role)


def runs_of(text: str, lines: Sequence[Line], *, led: int = 0, led_role: Role = Role.FANGSONG) -> list[str]:
    """Return the whole text as runs, one for each line; the first `led` characters in led_role."""
    runs = []
    edges = [*(line.start for line in lines), len(text)]
    for line, (start, stop) in zip(lines, pairwise(edges), strict=True):
        # Down to a whole twentieth of a point: a line must never come out longer than it was set.
        moved = BODY_SPACING + math.floor(line.spacing * EM * TWIPS_A_POINT) / TWIPS_A_POINT
        cuts = {start, stop, led if start < led < stop else start}
        for first, last in pairwise(sorted(cuts)):
            look = Look(role=led_role if first < led else Role.FANGSONG, spacing=moved)
            runs.append(run(text[first:last], look))
    return runs
