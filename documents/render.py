"""HTML to PDF, the same bytes for the same text and fonts: one paper as a file, or many joined for the printer."""

import gc
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from types import SimpleNamespace

from documents.content import PdfKind
from documents.engine import (
    LANGUAGE,
    NO_PICTURES,
    RenderingFailed,
    engine,
    must_not_complain,
    stylesheet_text,
)
from documents.finishing import AttachedFile, identifier_of, write

__all__ = ("NO_PICTURES", "Joined", "PaperToJoin", "RenderingFailed", "engine_name", "joined", "pdf")

_one_at_a_time = threading.Lock()  # Pango's font map is not safe for two threads
YOUNG = 100_000  # objects: a letter makes and keeps about as many


def pdf(
    html: str,
    *,
    pages: int | None = None,
    kind: PdfKind = PdfKind.ACCESSIBLE,
    attachments: Sequence[AttachedFile] = (),
    pictures: Mapping[str, bytes] = NO_PICTURES,
    written_on: date | None = None,
) -> bytes:
    """Return the HTML document as PDF, set with documents/gongwen.css; the same arguments give the same bytes.

    Args:
        html: a whole document; its pictures stand as `<img src="picture:SHA256">`.
        pages: how many pages it must come to.
        kind: what the file claims to be; only ARCHIVE (PDF/A-3) may have attachments.
        attachments: files put into the PDF.
        pictures: the bytes of each picture by its SHA-256.
        written_on: the file's own date, none when absent; the clock is never asked.

    Raises:
        RenderingFailed: when the engine complains, when the text asks for a forbidden address or a picture that is
            not given, or when the count of pages differs.
    """
    if attachments and kind is not PdfKind.ARCHIVE:
        raise ValueError("Only a PDF/A-3 has attachments.")
    with _one_at_a_time:
        ready = engine(stylesheet_text())
        document = _set(ready, html, pages=pages, kind=kind, pictures=pictures)
        if written_on:
            document.metadata.created = document.metadata.modified = written_on.isoformat()
        identifier = None
        if kind is PdfKind.ARCHIVE:  # PDF/A demands it (ISO 19005-3 6.1.3); elsewhere it is optional
            identifier = identifier_of(html, attachments)
        with _fenced(ready), must_not_complain():
            return write(
                document,
                variant=kind.value,
                identifier=identifier,
                attachments=[_attachment(ready, file) for file in attachments],
            )


@dataclass(frozen=True)
class PaperToJoin:
    """One paper of a print file: its HTML, its pages as counted, its title for the outline, its pictures' bytes."""

    html: str
    pages: int
    title: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Joined:
    """A print file: the PDF, how many pages with the blank ones, and the page (from 1, odd) each paper begins on."""

    file: bytes
    pages: int
    first_pages: tuple[int, ...]


def joined(papers: Iterable[PaperToJoin], *, title: str, kind: PdfKind | None = None) -> Joined:
    """Return many papers as one PDF for the printer: each begins on a right-hand page, fonts stand in it once.

    Every paper is set by itself, so it looks and is numbered as in its own file; one of an odd number of pages is
    followed by a blank page without a number. An outline names each paper.

    Args:
        papers: read one by one; all their pages are held until the file is written: the caller gives at most
            some hundred at a time.
        title: the file's title.
        kind: what the file claims to be; None for a plain PDF, which is all a printer needs.

    Raises:
        RenderingFailed: as in pdf(); nothing is produced then.
        ValueError: when there are no papers.
    """
    pages: list = []
    first_pages: list[int] = []
    document = None
    images: dict = {}
    try:
        for paper in papers:
            with _one_of_many():
                ready = engine(stylesheet_text())
                document = _set(
                    ready, paper.html, pages=paper.pages, kind=kind, pictures=paper.pictures, images=images
                )
            first_pages.append(len(pages) + 1)
            document.pages[0].bookmarks = [(1, paper.title, (0, 0), "open")]
            pages += document.pages
            if len(pages) % 2:
                pages.append(ready.blank_page)
            gc.freeze()  # these pages stay until the end: looking through them again and again costs 10 %
        if document is None:
            raise ValueError("There is nothing to join.")
        with _one_of_many(), _fenced(ready), must_not_complain():
            whole = document.copy(pages)
            whole.metadata = ready.metadata(title=title, lang=LANGUAGE)
            file = write(whole, variant=kind and kind.value)
    finally:
        gc.unfreeze()
    return Joined(file, len(pages), tuple(first_pages))


def engine_name() -> str:
    """Return what sets the papers of this process, with versions: another one may place a line otherwise."""
    with _one_at_a_time:
        return engine(stylesheet_text()).name


def _set(
    ready: SimpleNamespace,
    html: str,
    *,
    pages: int | None,
    kind: PdfKind | None,
    pictures: Mapping[str, bytes],
    images: dict | None = None,
) -> object:
    """Return the engine's set document, its pages counted; images: where the engine keeps pictures it has read."""
    archive = kind is PdfKind.ARCHIVE
    ready.fetch.pictures = pictures
    try:
        with _fenced(ready), must_not_complain():
            document = ready.HTML(string=html, url_fetcher=ready.fetch).render(
                stylesheets=[ready.css],
                font_config=ready.configuration,
                color_profiles={"srgb": ready.profile} if archive else None,
                pdf_variant=kind and kind.value,
                cache=images,
            )
    finally:
        ready.fetch.pictures = NO_PICTURES
    if pages is not None and len(document.pages) != pages:
        raise RenderingFailed(f"{len(document.pages)} pages came out where {pages} were counted.")
    return document


@contextmanager
def _one_of_many() -> Iterator[None]:
    """Print alone, and look for garbage seldom meanwhile: at the interpreter's own pace that costs 7 % of a letter.

    Not for a letter by itself: a worker that prints one after the other would grow.
    """
    with _one_at_a_time:
        pace = gc.get_threshold()
        gc.set_threshold(max(YOUNG, pace[0]) if pace[0] else 0, *pace[1:])
        try:
            yield
        finally:
            gc.set_threshold(*pace)


@contextmanager
def _fenced(ready: SimpleNamespace) -> Iterator[None]:
    """Raise RenderingFailed for an address the engine was refused, be it while setting or (an attachment) writing."""
    try:
        yield
    except ready.refused as refused:
        raise RenderingFailed(str(refused)) from refused


def _attachment(ready: SimpleNamespace, file: AttachedFile) -> object:
    """Return the file as the engine wants it."""
    return ready.attachment(
        file_obj=BytesIO(file.data),
        url_fetcher=ready.fetch,
        name=file.name,
        description=file.description,
        created=file.written_on,
        modified=file.written_on,
        relationship=file.relationship,
    )
