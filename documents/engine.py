"""The engine made ready once in a process: its fonts and stylesheet, the fence around it, its complaints.

Here alone WeasyPrint is imported, which takes 0.4 s (documents.lean is imported with it); documents.render hands
it the papers.
"""

import atexit
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from documents import fonts
from documents.page_tree import page_tree
from documents.paragraphs import SPACING_STEPS, spacing_class

PICTURE_SCHEME = "picture"  # <img src="picture:SHA256">: served from the bytes the caller gives alone
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
PROFILE = "sRGB2014.icc"
LANGUAGE = "zh-CN"
BLANK_SHEET = "@page { size: 210mm 297mm; margin: 0 }"
BLANK_PAGE = f'<!doctype html><html lang="{LANGUAGE}"><head><title> </title></head><body></body></html>'
ENGINE_LOGGER = logging.getLogger("weasyprint")


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
def must_not_complain() -> Iterator[None]:
    """Raise RenderingFailed when the engine logs a warning or an error inside the block."""
    complaints = _Complaints()
    ENGINE_LOGGER.addHandler(complaints)
    try:
        yield
    finally:
        ENGINE_LOGGER.removeHandler(complaints)
    if complaints.sentences:
        raise RenderingFailed("; ".join(complaints.sentences))


def families(role: fonts.Role, *, latin_first: bool = True) -> str:
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
    by_role = {role.value: families(role) for role in fonts.Role}
    by_role["heiti_alone"] = families(fonts.Role.HEITI, latin_first=False)
    return render_to_string("documents/gongwen.css", {"faces": faces, "spacings": spacings, **by_role})


@lru_cache(maxsize=1)
def engine(css_text: str) -> SimpleNamespace:
    """Import WeasyPrint and prepare fonts and stylesheet once in a process (again when the faces change)."""
    import weasyprint  # noqa: PLC0415 - slow, and only printing needs it
    from cssselect2 import ElementWrapper  # noqa: PLC0415 - as above
    from weasyprint.css import ColorProfile  # noqa: PLC0415 - as above
    from weasyprint.pdf.metadata import DocumentMetadata  # noqa: PLC0415 - as above
    from weasyprint.text.ffi import harfbuzz_subset, pango  # noqa: PLC0415 - as above
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415 - as above

    if harfbuzz_subset is None:
        raise RenderingFailed(
            "libharfbuzz-subset is not installed: install the Debian package libharfbuzz-subset0."
        )
    from documents.lean import use_lean_engine  # noqa: PLC0415 - imports the engine

    use_lean_engine()

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
    with must_not_complain():
        css = weasyprint.CSS(string=css_text, font_config=configuration, url_fetcher=fetch)
        blank = Gongwen(string=BLANK_PAGE, url_fetcher=fetch).render(
            stylesheets=[weasyprint.CSS(string=BLANK_SHEET)], font_config=configuration
        )
    pango_version = pango.pango_version()  # 15012 for 1.50.12
    return SimpleNamespace(
        name=f"WeasyPrint {weasyprint.__version__}, Pango {pango_version}",
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
atexit.register(engine.cache_clear)
