"""What every form shares: words made printable, lines made to fit their box, the stylesheet, the PDF."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from django.template.loader import render_to_string

from documents import fonts
from documents.compose import compose
from documents.engine import families
from documents.fonts import Role, widths
from documents.render import NO_PICTURES, pdf

POINT = 25.4 / 72  # mm
SMALLEST = 6.0  # pt; nobody reads less
LINE = 1.25  # line height in sizes, as .fit in forms.css
STEP = 0.5  # pt by which a line that does not fit is made smaller
LITTLE_SMALLER = 0.8  # of the size wished for: so much is given up for a single line
SHORTEST_LAST = 0.3  # of the measure
WITHOUT_WIDTH = dict.fromkeys(
    map(ord, "\u200b\u2060\ufeff")
)  # blanks nobody sees, pasted along from other programs


class FormRefused(ValueError):
    """A form cannot be printed as asked; the text is a sentence for people."""


@dataclass(frozen=True)
class Fitted:
    """A text cut into lines that fit a box, and the size they are set in, in pt."""

    lines: tuple[str, ...]
    size: float

    @property
    def text(self) -> str:
        """The lines with a newline between two."""
        return "\n".join(self.lines)


def one_line(text: str) -> str:
    """Return the text with every run of blanks and line ends as one space, and none where a blank has no width."""
    return " ".join(text.translate(WITHOUT_WIDTH).split())


def mend_blanks(row: object) -> None:
    """Make one line of every text of a frozen dataclass, in place: what is pasted brings tabs and no-break spaces.

    No face holds these, and the paper would be refused for a character nobody sees.
    """
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, str):
            object.__setattr__(row, field.name, one_line(value))


def fitted(text: str, field: str, *, width: float, height: float, size: float) -> Fitted:
    """Return the text in lines that fill no more than a box: as large as it can be, a little smaller for one line.

    field: what the reader is told when it cannot be; width, height: mm; size: pt wished for. Raises FormRefused when
    the text does not fit even in 6 pt.
    """
    text = one_line(text)
    tried = size
    found: Fitted | None = None
    while tried >= SMALLEST and (found is None or tried >= size * LITTLE_SMALLER):
        lines = _lines(text, width / (tried * POINT))
        if lines is not None and len(lines) * tried * LINE * POINT <= height:
            if found is None or len(lines) == 1:
                found = Fitted(lines, tried)
            if len(lines) == 1:
                break
        tried -= STEP
    if found is None:
        raise FormRefused(f"{field}“{text[:30]}…”太长，信封或标签上印不下，请先改短。")
    return replace(found, lines=_balanced(text, found, width))


def _balanced(text: str, found: Fitted, width: float) -> tuple[str, ...]:
    """Return the lines anew, each a little shorter, where the last one would be a leftover of few characters."""
    measure = width / (found.size * POINT)
    lines = found.lines
    while len(lines) > 1 and sum(widths(Role.FANGSONG, lines[-1])) < measure * SHORTEST_LAST:
        measure -= 1
        tried = _lines(text, measure)
        if tried is None or len(tried) > len(found.lines):
            break
        lines = tried
    return lines


def _lines(text: str, measure: float) -> tuple[str, ...] | None:
    """Return the lines of a text in a measure (em), or None when one would stand out."""
    composed = compose(text, widths(Role.FANGSONG, text), measure=measure, indent=0, even=False)
    lines = tuple(line.text for line in composed)
    return lines if all(sum(widths(Role.FANGSONG, line)) <= measure for line in lines) else None


def refuse_unprintable(texts: Iterable[tuple[str, str]]) -> None:
    """Raise FormRefused naming the first character that no face can print; texts: pairs of field and text."""
    for sentence in unprintable(texts):
        raise FormRefused(sentence)


def unprintable(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a sentence for each character that no face can print; texts: pairs of field and text."""
    for field, text in texts:
        for character, name in fonts.missing_characters({field: text}):
            yield f"{name}“{one_line(text)[:30]}”中的字符 U+{ord(character):04X} 没有字体可印，请先更正。"


def form_pdf(
    template: str, context: dict[str, object], *, page: str, pictures: Mapping[str, bytes] = NO_PICTURES
) -> bytes:
    """Return a template of documents/forms/ as PDF.

    page: name of the paper in forms.css (zl, a4, a4_landscape, labels); pictures: the bytes of each by its SHA-256.
    """
    faces = {role.value: families(role) for role in Role}
    style = render_to_string("documents/forms/forms.css", {"page": page, **faces})
    return pdf(
        render_to_string(f"documents/forms/{template}", {"style": style, **context}), pictures=pictures
    )
