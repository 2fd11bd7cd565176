"""HTML to PDF, the same bytes for the same text and fonts. The only place that imports WeasyPrint (slow: 0.4 s)."""

import atexit
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from documents import fonts
from documents.paragraphs import SPACING_STEPS, spacing_class

PDF_VARIANT = "pdf/ua-1"  # tagged for screen readers; measured 5 % dearer than an untagged file
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
    from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415 - as above
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415 - as above

    if harfbuzz_subset is None:
        raise RenderingFailed(
            "libharfbuzz-subset is not installed: install the Debian package libharfbuzz-subset0."
        )

    class FencedFetcher(URLFetcher):
        """Reads allowed files and stops the rendering at any other address."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            try:
                path = allowed_file(url)
            except ForbiddenAddress as refused:
                raise FatalURLFetchingError(f"Not allowed in a document: {url}") from refused
            return URLFetcherResponse(url, path.read_bytes())

    class Gongwen(weasyprint.HTML):
        """A document that our stylesheet styles alone: matching the engine's own costs 6 % of a letter."""

        def _ua_stylesheets(self, forms: bool = False) -> list:
            return []

    fetch = FencedFetcher(allowed_protocols={"file"}, fail_on_errors=True)
    configuration = FontConfiguration()
    with _engine_must_not_complain():
        css = weasyprint.CSS(string=css_text, font_config=configuration, url_fetcher=fetch)
    return SimpleNamespace(
        HTML=Gongwen, css=css, configuration=configuration, fetch=fetch, refused=FatalURLFetchingError
    )


# The engine's fonts lie in a temporary folder, to be removed while the interpreter still can.
atexit.register(_engine.cache_clear)


def pdf(html: str, *, pages: int | None = None) -> bytes:
    """Return the HTML document as PDF, set with documents/gongwen.css.

    html: a whole document; pages: how many it must come to. Raises RenderingFailed when the engine complains, when the
    text asks for a forbidden address, or when the count differs.
    """
    css_text = stylesheet_text()
    with _one_at_a_time:
        engine = _engine(css_text)
        try:
            with _engine_must_not_complain():
                source = engine.HTML(string=html, url_fetcher=engine.fetch)
                document = source.render(
                    stylesheets=[engine.css], font_config=engine.configuration, pdf_variant=PDF_VARIANT
                )
        except engine.refused as refused:
            raise RenderingFailed(str(refused)) from refused
        if pages is not None and len(document.pages) != pages:
            raise RenderingFailed(f"{len(document.pages)} pages came out where {pages} were counted.")
        with _engine_must_not_complain():
            # No /ID (optional, ISO 32000-1 14.4): for it the engine would compress every stream twice.
            return document.write_pdf(pdf_variant=PDF_VARIANT)
