"""Annexes (附件) as proofreading reads them, and what their places are called: 附件2, 附件2标题, 附件2图1."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

ANNEX = "附件"
_NAME = re.compile(r"附件(?P<number>\d*)(?:(?P<title>标题)|图(?P<picture>\d+))?")


@dataclass(frozen=True)
class AnnexText:
    """The words of one annex: its title, its paragraphs as in a letter's body, the captions of its pictures."""

    title: str
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """What a name means: which annex, and its title (True), one of its captions, or its paragraphs."""

    annex: int
    is_title: bool
    caption: int | None


def is_annexed(field_name: str) -> bool:
    """Say whether a finding's field is a text of an annex."""
    return _NAME.fullmatch(field_name) is not None


def order_of(field_name: str) -> tuple[int, int]:
    """Return where a text of an annex comes in reading: its annex; title, then paragraphs, then captions."""
    part = _part(field_name)
    return part.annex, -1 if part.is_title else 0 if part.caption is None else part.caption + 1


def without_number(field_name: str) -> str:
    """Return the name without its numbers, which change when another annex comes in."""
    return re.sub(r"\d", "", field_name)


def annex_texts(annexes: Sequence[AnnexText]) -> Iterator[tuple[str, int | None, str]]:
    """Yield every text of the annexes: its name, which paragraph it is (None for title and captions), the text.

    As in print, an annex has a number only where there are several.
    """
    for number, annex in enumerate(annexes, 1):
        name = f"{ANNEX}{number}" if len(annexes) > 1 else ANNEX
        yield f"{name}标题", None, annex.title
        yield from ((name, place, text) for place, text in enumerate(annex.paragraphs))
        yield from ((f"{name}图{place}", None, text) for place, text in enumerate(annex.captions, 1))


def annex_text_at(annexes: Sequence[AnnexText], field_name: str, paragraph: int | None) -> str:
    """Return the text of that name, empty where the annexes have none."""
    part = _part(field_name)
    if not 0 <= part.annex < len(annexes):
        return ""
    annex = annexes[part.annex]
    if part.is_title:
        return annex.title
    texts, place = (annex.paragraphs, paragraph) if part.caption is None else (annex.captions, part.caption)
    return texts[place] if place is not None and 0 <= place < len(texts) else ""


def annex_lines(annexes: Sequence[AnnexText], field_name: str) -> tuple[str, ...]:
    """Return the paragraphs of the annex a name belongs to."""
    return annexes[_part(field_name).annex].paragraphs


def with_annex_text(
    annexes: tuple[AnnexText, ...], field_name: str, paragraph: int | None, text: str
) -> tuple[AnnexText, ...]:
    """Return the annexes with another text in the place of that name, which they must have."""
    part = _part(field_name)
    annex = annexes[part.annex]
    if part.is_title:
        changed = replace(annex, title=text)
    elif part.caption is not None:
        changed = replace(annex, captions=_with(annex.captions, part.caption, text))
    else:
        changed = replace(annex, paragraphs=_with(annex.paragraphs, paragraph or 0, text))
    return (*annexes[: part.annex], changed, *annexes[part.annex + 1 :])


def _with(texts: tuple[str, ...], place: int, text: str) -> tuple[str, ...]:
    return (*texts[:place], text, *texts[place + 1 :])


def _part(field_name: str) -> _Part:
    name = _NAME.fullmatch(field_name)
    if name is None:
        raise ValueError(f"{field_name} names no text of an annex")
    caption = int(name["picture"]) - 1 if name["picture"] else None
    return _Part(int(name["number"] or 1) - 1, bool(name["title"]), caption)
