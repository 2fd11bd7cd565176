"""Turn composed lines into the few inline elements that documents/gongwen.css knows; every text is escaped."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents.compose import TIGHTEST, WIDEST, Line, compose
from documents.content import HEADING_ROLES
from documents.fonts import Role, is_mixed, widths
from documents.headings import heading_of

# Letter-spacing in thousandths of an em, one class of the stylesheet each: quicker to set than a style of its own.
SPACING_STEPS = range(-round(TIGHTEST * 1000), round(WIDEST * 1000) + 1)


@dataclass(slots=True)
class Outline:
    """The ranks of the headings under a title: none is more than one below what it stands under (PDF/UA 7.4.2).

    title: rank of the title itself, 1 to 6; under_first: whether a heading of the first level has been given.
    """

    title: int = 1
    under_first: bool = False

    def rank(self, level: int) -> int:
        """Return the rank of the next heading, whose level by its numbering is 1 or 2."""
        self.under_first = self.under_first or level == 1
        return self.title + (2 if level == 2 and self.under_first else 1)


def set_paragraph(paragraph: str, outline: Outline) -> tuple[SafeString, int]:
    """Return one body paragraph as an HTML element and how many lines of the grid it takes."""
    heading = heading_of(paragraph)
    role = HEADING_ROLES.get(heading.level, Role.FANGSONG)
    whole = role is not Role.FANGSONG and heading.length == len(paragraph)
    led = heading.length if role is not Role.FANGSONG else 0
    measured = widths(role, paragraph[:led]) + widths(Role.FANGSONG, paragraph[led:])
    lines = compose(paragraph, measured)
    if whole:
        rank = outline.rank(heading.level)
        html = f'<h{rank} class="z i2 {role.value}">{lines_html(lines, role)}</h{rank}>'
    else:
        html = f'<p class="z i2">{lines_html(lines, led=led, led_class=role.value)}</p>'
    return mark_safe(html), len(lines)  # noqa: S308 - lines are escaped


def lines_html(
    lines: Sequence[Line], role: Role = Role.FANGSONG, *, led: int = 0, led_class: str = ""
) -> SafeString:
    """Return the lines as inline text, a newline between two; one that holds a second face is in .t, so as not to grow.

    role: the face of the block; led: how many first characters of the paragraph are set in led_class.
    """
    set_lines = [_line_html(line, role, led, led_class) for line in lines]
    return mark_safe("\n".join(set_lines))  # noqa: S308 - each line is escaped


def _line_html(line: Line, role: Role, led: int, led_class: str) -> str:
    cut = min(max(led - line.start, 0), len(line.text))
    inner = _squeezed_html(line, cut, len(line.text))
    if cut:
        inner = f'<span class="{led_class}">{_squeezed_html(line, 0, cut)}</span>{inner}'
    return spaced_html(inner, line.spacing, mixed=bool(cut) or is_mixed(role, line.text))


def spaced_html(inner: str, spacing: float, *, mixed: bool) -> str:
    """Return a line's HTML with its letters moved by so many em; mixed: it holds more than one face.

    One element does both: the engine takes as long for each as for the text in it.
    """
    step = round(spacing * 1000)
    classes = (["t"] if mixed else []) + ([spacing_class(step)] if step else [])
    return f'<span class="{" ".join(classes)}">{inner}</span>' if classes else inner


def spacing_class(step: int) -> str:
    """Return the class that moves letters by so many thousandths of an em: w12 wider, n12 nearer."""
    return f"w{step}" if step > 0 else f"n{-step}"


def _squeezed_html(line: Line, start: int, stop: int) -> str:
    """Return [start, stop) of the line, each squeezed mark in an element of its own."""
    parts, place = [], start
    for squeezed in line.squeezed:
        if start <= squeezed < stop:
            parts += (
                escape(line.text[place:squeezed]),
                f'<span class="q">{escape(line.text[squeezed])}</span>',
            )
            place = squeezed + 1
    return "".join((*parts, escape(line.text[place:stop])))
