"""HTML to PDF, the same bytes for the same text and fonts. The only place that imports WeasyPrint (slow: 0.4 s)."""

import atexit
import gc
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from documents import fonts
from documents.content import PdfKind
from documents.finishing import AttachedFile, identifier_of, write
from documents.page_tree import page_tree
from documents.paragraphs import SPACING_STEPS, spacing_class

PICTURE_SCHEME = "picture"  # <img src="picture:SHA256">: served from the bytes the caller gives alone
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
PROFILE = "sRGB2014.icc"
LANGUAGE = "zh-CN"
BLANK_SHEET = "@page { size: 210mm 297mm; margin: 0 }"
BLANK_PAGE = f'<!doctype html><html lang="{LANGUAGE}"><head><title> </title></head><body></body></html>'
ENGINE_LOGGER = logging.getLogger("weasyprint")
_one_at_a_time = threading.Lock()  # Pango's font map is not safe for two threads


class RenderingFailed(Exception):
    """The engine complained, or the pages did not come out as counted; nothing was produced."""


class ForbiddenAddress(ValueError):
    """A document asked for something outside the templates and the letter fonts."""


def allowed_file(url: str) -> Path:
    """Return the file a document may load; raise ForbiddenAddress for every other address.

    Allowed are file: addresses below templates/ and static/fonts/ and the font files in use, links followed.
    """
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        raise ForbiddenAddress(url)
    path = Path(unquote(parts.path)).resolve()
    base = Path(settings.BASE_DIR).resolve()
    rooms = (base / "templates", base / "static" / "fonts")
    in_use = {face.path.resolve() for face in fonts.all_faces()}
    if not (path in in_use or any(path.is_relative_to(room) for room in rooms)) or not path.is_file():
        raise ForbiddenAddress(url)
    return path


class _Complaints(logging.Handler):
    """Collects what the engine would only log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.sentences.append(record.getMessage())


@contextmanager
def _engine_must_not_complain() -> Iterator[None]:
    """Raise RenderingFailed when the engine logs a warning or an error inside the block."""
    complaints = _Complaints()
    ENGINE_LOGGER.addHandler(complaints)
    try:
        yield
    finally:
        ENGINE_LOGGER.removeHandler(complaints)
    if complaints.sentences:
        raise RenderingFailed("; ".join(complaints.sentences))


def _families(role: fonts.Role, *, latin_first: bool = True) -> str:
    """Return the role's font-family list, the Latin face first (its range is U+0021-007E) except in titles."""
    latin = fonts.chain(fonts.Role.LATIN) if latin_first and role is not fonts.Role.XIAOBIAOSONG else ()
    return ", ".join(f'"{face.family}"' for face in (*latin, *fonts.chain(role)))


def stylesheet_text() -> str:
    """Return the stylesheet of every public document, with the faces found on this machine."""
    return _stylesheet_text(tuple(fonts.chain(role) for role in fonts.Role))


@lru_cache(maxsize=2)
def _stylesheet_text(_chains: tuple[tuple[fonts.Face, ...], ...]) -> str:
    """Write the stylesheet once for these faces."""
    faces = [
        {
            "family": face.family,
            "url": face.path.as_uri(),
            "latin": face in fonts.chain(fonts.Role.LATIN),
            "bold": face in fonts.chain(fonts.Role.XIAOBIAOSONG),
        }
        for face in fonts.all_faces()
        if not face.in_collection
    ]
    spacings = [{"name": spacing_class(step), "em": step / 1000} for step in SPACING_STEPS if step]
    families = {role.value: _families(role) for role in fonts.Role}
    families["heiti_alone"] = _families(fonts.Role.HEITI, latin_first=False)
    return render_to_string("documents/gongwen.css", {"faces": faces, "spacings": spacings, **families})


@lru_cache(maxsize=1)
def _engine(css_text: str) -> SimpleNamespace:
    """Import WeasyPrint and prepare fonts and stylesheet once in a process (again when the faces change)."""
    import weasyprint  # noqa: PLC0415 - slow, and only printing needs it
    from cssselect2 import ElementWrapper  # noqa: PLC0415 - as above
    from weasyprint.css import ColorProfile  # noqa: PLC0415 - as above
    from weasyprint.pdf.metadata import DocumentMetadata  # noqa: PLC0415 - as above
    from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415 - as above
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415 - as above

    if harfbuzz_subset is None:
        raise RenderingFailed(
            "libharfbuzz-subset is not installed: install the Debian package libharfbuzz-subset0."
        )

    class FencedFetcher(URLFetcher):
        """Reads allowed files and the pictures given, and stops the rendering at any other address."""

        pictures: Mapping[str, bytes] = NO_PICTURES

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            scheme, _, name = url.partition(":")
            if scheme == PICTURE_SCHEME and name in self.pictures:
                return URLFetcherResponse(url, self.pictures[name])
            try:
                path = allowed_file(url)
            except ForbiddenAddress as refused:
                raise FatalURLFetchingError(f"Not allowed in a document: {url}") from refused
            return URLFetcherResponse(url, path.read_bytes())

    class Gongwen(weasyprint.HTML):
        """A document that our stylesheet styles alone: matching the engine's own costs 6 % of a letter."""

        def __init__(self, string: str, url_fetcher: URLFetcher) -> None:
            tree = page_tree(string)
            if tree is None:
                super().__init__(string=string, url_fetcher=url_fetcher)
                return
            self.base_url, self.url_fetcher, self.media_type = None, url_fetcher, "print"
            self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
            self.etree_element = tree

        def _ua_stylesheets(self, forms: bool = False) -> list:
            return []

    profile = (files("weasyprint.pdf") / PROFILE).read_bytes()

    class FixedProfile(ColorProfile):
        """The output intent as it stands in its file: written anew, its bytes differ from one time to the next."""

        content = profile

    fetch = FencedFetcher(fail_on_errors=True)
    configuration = FontConfiguration()
    with _engine_must_not_complain():
        css = weasyprint.CSS(string=css_text, font_config=configuration, url_fetcher=fetch)
        blank = Gongwen(string=BLANK_PAGE, url_fetcher=fetch).render(
            stylesheets=[weasyprint.CSS(string=BLANK_SHEET)], font_config=configuration
        )
    return SimpleNamespace(
        HTML=Gongwen,
        css=css,
        configuration=configuration,
        fetch=fetch,
        refused=FatalURLFetchingError,
        attachment=weasyprint.Attachment,
        metadata=DocumentMetadata,
        profile=FixedProfile(BytesIO(profile), PROFILE, "relative-colorimetric", (["r"], ["g"], ["b"])),
        blank_page=blank.pages[0],
    )


# The engine's fonts lie in a temporary folder, to be removed while the interpreter still can.
atexit.register(_engine.cache_clear)


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
        engine = _engine(stylesheet_text())
        document = _set(engine, html, pages=pages, kind=kind, pictures=pictures)
        if written_on:
            document.metadata.created = document.metadata.modified = written_on.isoformat()
        identifier = None
        if kind is PdfKind.ARCHIVE:  # PDF/A demands it (ISO 19005-3 6.1.3); elsewhere it is optional
            identifier = identifier_of(html, attachments)
        with _engine_must_not_complain():
            return write(
                document,
                variant=kind.value,
                identifier=identifier,
                attachments=[_attachment(engine, file) for file in attachments],
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
            with _one_at_a_time:
                engine = _engine(stylesheet_text())
                document = _set(
                    engine, paper.html, pages=paper.pages, kind=kind, pictures=paper.pictures, images=images
                )
            first_pages.append(len(pages) + 1)
            document.pages[0].bookmarks = [(1, paper.title, (0, 0), "open")]
            pages += document.pages
            if len(pages) % 2:
                pages.append(engine.blank_page)
            gc.freeze()  # these pages stay until the end: looking through them again and again costs 10 %
        if document is None:
            raise ValueError("There is nothing to join.")
        with _one_at_a_time, _engine_must_not_complain():
            whole = document.copy(pages)
            whole.metadata = engine.metadata(title=title, lang=LANGUAGE)
            file = write(whole, variant=kind and kind.value)
    finally:
        gc.unfreeze()
    return Joined(file, len(pages), tuple(first_pages))


def _set(
    engine: SimpleNamespace,
    html: str,
    *,
    pages: int | None,
    kind: PdfKind | None,
    pictures: Mapping[str, bytes],
    images: dict | None = None,
) -> object:
    """Return the engine's set document, its pages counted; images: where the engine keeps pictures it has read."""
    archive = kind is PdfKind.ARCHIVE
    engine.fetch.pictures = pictures
    try:
        with _engine_must_not_complain():
            document = engine.HTML(string=html, url_fetcher=engine.fetch).render(
                stylesheets=[engine.css],
                font_config=engine.configuration,
                color_profiles={"srgb": engine.profile} if archive else None,
                pdf_variant=kind and kind.value,
                cache=images,
            )
    except engine.refused as refused:
        raise RenderingFailed(str(refused)) from refused
    finally:
        engine.fetch.pictures = NO_PICTURES
    if pages is not None and len(document.pages) != pages:
        raise RenderingFailed(f"{len(document.pages)} pages came out where {pages} were counted.")
    return document


def _attachment(engine: SimpleNamespace, file: AttachedFile) -> object:
    """Return the file as the engine wants it."""
    return engine.attachment(
        file_obj=BytesIO(file.data),
        url_fetcher=engine.fetch,
        name=file.name,
        description=file.description,
        created=file.written_on,
        modified=file.written_on,
        relationship=file.relationship,
    )
