"""What each line of a composed paragraph shows: its plain text and plain spans, cut at the newlines."""

from typing import Any, NamedTuple

from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

from documents.lean.boxes import RULES, SPACES, has_square_corners, is_in_normal_flow, resolve_percentages

# A box of the paragraph and what a line shows of it: some text, or such parts of the boxes in it.
Part = tuple[Any, Any]
# Where a text goes on: the number of the child in its parent, and so on inwards, at last bytes of the text.
Path = tuple[int, ...]
LEAST = 1e-6  # px: smaller letters are not drawn
PLAIN = (LineBox, InlineBox, TextBox)


class Row(NamedTuple):
    """What a line of a paragraph shows, and where the next line begins, as the engine says it ("skip stack")."""

    parts: list[Part]
    next: Any


class NotPlainError(Exception):
    """A paragraph holds what only the engine knows to set."""


def rows_from(begin: Any, box: Any, block: Any) -> list[Row]:
    """Return the lines of a paragraph from where it begins, and give what they show its lengths.

    begin: the engine's skip stack; box: the line box that holds the paragraph; block: what that stands in.

    Raises:
        NotPlainError: for anything but plain text and plain spans, empty lines, and beginnings inside a line.
    """
    if block.style["direction"] != "ltr":
        raise NotPlainError
    reading = _Reading(block)
    reading.must_be_plain(box)
    whole = _Shown(box)
    reading.read(box.children, (), [whole])
    if whole.parts:
        reading.rows.append(Row(whole.parts, None))
    if begin is None:
        return reading.rows
    for number, row in enumerate(reading.rows, 1):
        if row.next == begin:
            return reading.rows[number:]
    raise NotPlainError


class _Shown:
    """A box whose children are being read, and what the line being read shows of it."""

    def __init__(self, box: Any) -> None:
        self.box = box
        self.parts: list[Part] = []


class _Reading:
    """Reads a paragraph into rows."""

    def __init__(self, block: Any) -> None:
        self._block = block
        self.rows: list[Row] = []

    def read(self, children: Any, path: Path, around: list[_Shown]) -> None:
        """Read the children of the last of the boxes around them."""
        if not children:
            raise NotPlainError
        for number, child in enumerate(children):
            self.must_be_plain(child)
            if type(child) is TextBox:
                self._read_text(child, (*path, number), around)
            else:
                self.read(child.children, (*path, number), [*around, _Shown(child)])

    def _read_text(self, box: Any, path: Path, around: list[_Shown]) -> None:
        if not box.text:
            raise NotPlainError
        *ended, last = box.text.split("\n")
        at = 0
        for text in ended:
            if text:
                _show(around, box, text)
            elif not around[-1].parts:  # an empty line, or a span that shows nothing on it
                raise NotPlainError
            at += len(text.encode()) + 1
            self.rows.append(Row(around[0].parts, _skip_stack((*path, at))))
            for shown in around:
                shown.parts = []
        if last:
            _show(around, box, last)

    def must_be_plain(self, box: Any) -> None:
        """Have a box of the paragraph take no room but that of its letters, and give it its lengths."""
        plain = vars(box.style).get("plain_text")
        if plain is None:
            plain = box.style.plain_text = _takes_no_room(box.style)
        if (
            not plain
            or type(box) not in PLAIN
            or box.is_leader
            or box.trailing_collapsible_space
            or not is_in_normal_flow(box)
        ):
            raise NotPlainError
        resolve_percentages(box, self._block)


def _takes_no_room(style: Any) -> bool:
    """Whether letters of the style stand on the line one after the other, with nothing around them."""
    return (
        style["white_space"] == "pre"
        and style["direction"] == "ltr"
        and style["position"] == "static"
        and style["vertical_align"] == "baseline"
        and style["font_size"] >= LEAST
        and all(getattr(style[name], "value", None) == 0 for name in SPACES)
        and all(style[name] == 0 for name in RULES)
        and has_square_corners(style)  # where a span is cut they would change
    )


def _show(around: list[_Shown], box: Any, text: str) -> None:
    """Have the line show the text of a box, and the boxes around that."""
    part: Part = (box, text)
    for shown in reversed(around):
        shown.parts.append(part)
        if len(shown.parts) > 1:  # the line shows this box already
            return
        part = (shown.box, shown.parts)


def _skip_stack(path: Path) -> Any:
    stack = None
    for number in reversed(path):
        stack = {number: stack}
    return stack
