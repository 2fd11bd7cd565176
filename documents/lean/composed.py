"""Composed paragraphs: their line boxes are filled at once, since each line is what stands between two newlines.

The engine looks for the place where a line must break, keeps what may still move, and walks over each finished line
six times. Here nothing can move, and a line that is too wide is not broken. What rows.py does not know goes the
engine's way. Sums are made in the engine's order: the last bit of a position may show in the file.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.layout import inline
from weasyprint.layout.percent import resolve_one_percentage

from documents.lean.lines import shaper_of, strut
from documents.lean.rows import NotPlainError, Part, rows_from
from documents.lean.swap import Swap

CLEARANCE = 1 + 1e-9  # what the engine allows for sums of floats, once for each box around a text
_iter_line_boxes = inline.iter_line_boxes


def iter_line_boxes(
    context: Any, box: Any, position_y: float, bottom_space: Any, begin: Any, block: Any, *rest: Any
) -> Iterator[tuple[Any, Any]]:
    """Yield each line of a paragraph and where the next one begins."""
    try:
        if context.excluded_shapes or rest[-2:] != (None, None):  # floats; a first letter or line of its own
            raise NotPlainError
        rows = rows_from(begin, box, block)
        if begin is None:
            resolve_one_percentage(box, "text_indent", block.width)
        else:
            box.text_indent = 0
        for row in rows:
            line = _line(context, box, row.parts, position_y, block)
            yield line, row.next
            position_y, begin, box.text_indent = line.position_y + line.height, row.next, 0
    except NotPlainError:
        yield from _iter_line_boxes(context, box, position_y, bottom_space, begin, block, *rest)


def _line(context: Any, box: Any, parts: list[Part], position_y: float, block: Any) -> Any:
    """Return a copy of the line box with these parts in their places."""
    left = block.content_box_x()
    width = left + block.width - left
    inside: list[Any] = []
    line = box.copy_with_children(_filled(parts, left + box.text_indent, (left + width) * CLEARANCE, inside))
    line.width = line.children[-1].position_x + line.children[-1].width - left
    _lead(line)
    top, bottom = -line.baseline, -line.baseline + line.margin_height()
    for part in inside:
        part.position_y = -part.baseline
        top = min(top, part.position_y)
        bottom = max(bottom, part.position_y + part.margin_height())
    aside = inline.text_align(context, line, width, last=True)
    for part in inside:
        part.position_x += aside
        part.position_y += position_y - top
    vars(line).update(
        position_x=left + aside,
        position_y=position_y,
        baseline=-top,
        height=bottom - top,
        margin_top=0,
        margin_bottom=0,
    )
    return line


def _filled(parts: list[Part], x: float, right: float, inside: list[Any]) -> list[Any]:
    """Return boxes for the parts, side by side from x on, and add them to those inside the line.

    right: where the line ends.

    Raises:
        NotPlainError: for a text that only the engine knows to set.
    """
    filled = []
    for box, shown in parts:
        new = box.copy()
        new.position_x = x
        if type(shown) is str:
            _set(new, shown, right - x)
        else:
            new.children = _filled(shown, x, right * CLEARANCE, inside)
            new.width = new.children[-1].position_x + new.children[-1].width - x
            _lead(new)
        x += new.width
        filled.append(new)
        inside.append(new)
    return filled


def _set(box: Any, text: str, room: float) -> None:
    """Have a text box hold a text, as high as its style's lines are."""
    measured = shaper_of(box.style).set(text, room, box.justification_spacing)
    if measured is None:
        raise NotPlainError
    half_leading = (strut(box.style)[0] - measured.height) / 2
    vars(box).update(
        text=text,
        pango_layout=measured.line,
        width=measured.width,
        height=measured.height,
        margin_top=half_leading,
        margin_bottom=half_leading,
        baseline=measured.baseline + half_leading,
    )


def _lead(box: Any) -> None:
    """Give a line or a span the height of its letters, and half the leading above and below."""
    line_height, baseline = strut(box.style)
    height = box.style["font_size"]
    half_leading = (line_height - height) / 2
    vars(box).update(height=height, baseline=baseline, margin_top=half_leading, margin_bottom=half_leading)


SWAPS = (Swap.of(inline, "iter_line_boxes", iter_line_boxes),)
