"""The lines of the PDF carried over into Word: each as a run whose letters are moved so that it is full and ends alike.

The office program breaks the lines itself, but a full line leaves no room for another letter. No program is asked to
squeeze marks beside marks: Word, WPS and LibreOffice each do it in a way of their own, so the letters of such a line
stand a little nearer instead. Whoever changes a word sees the paragraph flow as usual.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from documents.compose import Line, compose
from documents.content import HEADING_ROLES
from documents.fonts import Role, widths
from documents.headings import heading_of
from documents.word.markup import BODY, TWIPS_A_POINT, Look, run

LOOSEST = (
    5.0  # points; a line that would need more (before a long address on the Web) stays as short as it is
)
ROUNDING = 0.7  # points a stretch of one script may come out wider
SLACK = 0.5  # points by which the type area is wider than 28 characters and a line may be, too


def text_runs(text: str) -> list[str]:
    """Return a paragraph of 仿宋 as runs, its heading (if it opens with one) in that level's face."""
    heading = heading_of(text)
    role = HEADING_ROLES.get(heading.level, Role.FANGSONG)
    led = heading.length if role is not Role.FANGSONG else 0
    measured = widths(role, text[:led]) + widths(Role.FANGSONG, text[led:])
    return runs_of(text, compose(text, measured), measured, led=led, led_role=role)


def runs_of(
    text: str,
    lines: Sequence[Line],
    measured: Sequence[float],
    *,
    measure: float = 28,
    indent: float = 2,
    look: Look = BODY,
    full: bool = True,
    led: int = 0,
    led_role: Role = Role.FANGSONG,
) -> list[str]:
    """Return the whole text as runs, line by line as composed; the first `led` characters in led_role.

    measured: advance of every character in em; measure, indent: as documents.compose.compose() had them; full: every
    line but the last is filled, otherwise only what is too long is drawn together.
    """
    room, others = measure - max(indent, 0), measure - max(-indent, 0)
    runs = []
    edges = [*(line.start for line in lines), len(text)]
    for line, (start, stop) in zip(lines, pairwise(edges), strict=True):
        fitting = _fitting(line, measured, room * (look.size + look.spacing) + SLACK, look, led)
        short = fitting > look.spacing and (not full or stop == len(text) or fitting > LOOSEST)
        spaced = look if short else replace(look, spacing=fitting)
        cuts = {start, stop, led if start < led < stop else start}
        for first, last in pairwise(sorted(cuts)):
            runs.append(run(text[first:last], replace(spaced, role=led_role) if first < led else spaced))
        room = others
    return runs


def _fitting(line: Line, measured: Sequence[float], room: float, look: Look, led: int) -> float:
    """Return the letter-spacing in points that fills the room with a line, down to a whole twentieth."""
    # LibreOffice moves nothing after the last letter of a stretch of one script or face, and rounds each stretch up.
    stretches = sum(1 for _ in groupby(line.text, key=_is_western)) + (
        line.start < led < line.start + len(line.text)
    )
    natural = look.size * sum(measured[line.start : line.start + len(line.text)]) + stretches * ROUNDING
    moved = max(1, len(line.text) - stretches)
    return math.floor((room - natural) / moved * TWIPS_A_POINT) / TWIPS_A_POINT


def _is_western(letter: str) -> bool:
    return "!" <= letter <= "~"
