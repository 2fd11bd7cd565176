"""Bind many letters into one file for a duplex printer: each copy begins on a right-hand (odd) page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf


@dataclass(frozen=True, kw_only=True)
class Sheets:
    """One letter inside a source file: its first page there (from 0), how many pages and copies (both at least 1).

    title: what the outline of the bound file calls it.
    """

    source: pikepdf.Pdf
    first: int
    pages: int
    copies: int
    title: str


@dataclass(frozen=True, kw_only=True)
class Pile:
    """A bound file: its bytes, its pages, and for each letter the page (from 1) its first copy begins on."""

    file: bytes
    pages: int
    first_pages: tuple[int, ...]


def bind(letters: Sequence[Sheets]) -> Pile:
    """Return the letters as one PDF, in the given order, the copies of a letter one after the other.

    A copy of an odd number of pages is followed by a blank page without a number, so that the next begins on an odd
    page (left-bound duplex paper, GB/T 9704-2012 7.5). Copies repeat their pages by reference: fonts and text stand in
    the file once, however many copies. The same letters give the same bytes. Raises pikepdf.PdfError for a source that
    cannot be read.
    """
    bound = pikepdf.new()
    first_pages = []
    for letter in letters:
        first_pages.append(len(bound.pages) + 1)
        for page in _copies(bound, letter):
            bound.pages.append(page)
    with bound.open_outline() as outline:
        outline.root.extend(
            pikepdf.OutlineItem(letter.title, page - 1)
            for letter, page in zip(letters, first_pages, strict=True)
        )
    written = BytesIO()
    bound.save(
        written,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return Pile(file=written.getvalue(), pages=len(bound.pages), first_pages=tuple(first_pages))


def _copies(bound: pikepdf.Pdf, letter: Sheets) -> Iterator[pikepdf.Page]:
    """Yield the pages of every copy: those of the source first, then new pages with the same contents."""
    begun = len(bound.pages)
    for number in range(letter.pages):
        yield letter.source.pages[letter.first + number]
    padded = letter.pages % 2 == 1
    size = bound.pages[-1].mediabox
    if padded:
        yield _blank(bound, size)
    for _ in range(letter.copies - 1):
        for number in range(letter.pages):
            # A shallow copy of the page's dictionary: contents and resources are shared.
            yield pikepdf.Page(pikepdf.Dictionary(bound.pages[begun + number].obj))
        if padded:
            yield _blank(bound, size)


def _blank(bound: pikepdf.Pdf, size: pikepdf.Array) -> pikepdf.Page:
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=pikepdf.Array(size),
        Resources=pikepdf.Dictionary(),
        Contents=bound.make_stream(b""),
    )
    return pikepdf.Page(bound.make_indirect(page))
