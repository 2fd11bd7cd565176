"""The floor of the letters' benchmark: bare WeasyPrint sets the same words and breaks the lines itself, warm.

The words are read off our own page before anything is measured, so both sides set the same ones; what places them
there (composed lines, spacings, rows counted beforehand) is dropped. Faces, sizes, pitch, page, page numbers and the
kind of PDF are ours; the stylesheet is parsed once and the FontConfiguration kept.
"""

from html import escape, unescape
from html.parser import HTMLParser

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from documents import fonts
from documents.content import PdfKind
from documents.fonts import Role
from documents.lean import engine_as_delivered

BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "caption", "td", "th", "tr", "table", "body"})
HEADINGS = frozenset({"h1", "h2", "h3"})
FRAMES = frozenset({"table", "tr"})
CLASSES = ("mark", "number", "sign", "imprint", "copies", "printed")


class _Words(HTMLParser):
    """Reads a set page and writes the same words as plain blocks, one for each block that holds text itself."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self.open: list[tuple[str, str]] = []  # tag and classes of every block around
        self.text = ""
        self.in_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_body |= tag == "body"
        if tag == "br":
            self.text += "\n"
        if tag not in BLOCKS:
            return
        self._flush()
        self.open.append((tag, dict(attrs).get("class") or ""))
        if tag in FRAMES:
            self.out.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in BLOCKS:
            return
        self._flush()
        self.open.pop()
        if tag in FRAMES:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.in_body:
            self.text += data

    def _flush(self) -> None:
        text, self.text = self.text.replace("\n", ""), ""
        if not text.strip():
            return
        tag = self.open[-1][0]
        if tag in ("td", "th"):
            self.out.append(f"<{tag}>{escape(text)}</{tag}>")
            return
        classes = " ".join(classes for _, classes in self.open).split()
        known = next((name for name in CLASSES if name in classes), "indented")
        if tag not in HEADINGS:
            tag = "p"
        self.out.append(f'<{tag} class="{known}">{escape(text)}</{tag}>')


def bare_html(ours: str) -> str:
    """Return the words of our page as plain HTML, each once, in the same order."""
    reader = _Words()
    reader.feed(ours)
    reader.close()
    title = unescape(ours[ours.index("<title>") + 7 : ours.index("</title>")])
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>\n'
        + "\n".join(reader.out)
        + "\n</body></html>"
    )


class Bare:
    """WeasyPrint by itself, warm."""

    def __init__(self) -> None:
        self.configuration = FontConfiguration()
        self.css = weasyprint.CSS(string=bare_css(), font_config=self.configuration)

    def render(self, html: str, kind: PdfKind | None) -> weasyprint.Document:
        """Set a page made by bare_html()."""
        return weasyprint.HTML(string=html).render(
            stylesheets=[self.css], font_config=self.configuration, pdf_variant=kind and kind.value
        )

    def __call__(self, html: str, kind: PdfKind | None) -> bytes:
        with engine_as_delivered():
            return self.render(html, kind).write_pdf(pdf_variant=kind and kind.value)


def bare_css() -> str:
    """Return a plain stylesheet with the faces, page, type sizes and line pitch of the letter."""
    faces = "\n".join(
        f'@font-face {{ font-family: "{face.family}"; src: url("{face.path.as_uri()}")'
        + ("; unicode-range: U+0021-007E" if face in fonts.chain(Role.LATIN) else "")
        + " }"
        for face in fonts.all_faces()
        if not face.in_collection
    )
    return f"""{faces}
@page {{ size: 210mm 297mm; margin: 34.56mm 26mm 32.52mm 28mm;
  @bottom-center {{ content: "— " counter(page) " —"; font: 14pt {_families(Role.SONGTI)} }} }}
html {{ font: 5.57143mm/10.449mm {_families(Role.LATIN, Role.FANGSONG)} }}
p, h1, h2, h3 {{ margin: 0; font-weight: normal; font-size: 1em }}
.indented {{ text-indent: 2em }}
h2 {{ font-family: {_families(Role.LATIN, Role.HEITI)} }}
h3 {{ font-family: {_families(Role.LATIN, Role.KAITI)} }}
.mark {{ margin: 10mm 0 5mm; font: 42pt {_families(Role.XIAOBIAOSONG)}; text-align: center; color: #e60012 }}
.number {{ margin-bottom: 10.449mm; text-align: center }}
h1 {{ margin-bottom: 10.449mm; font: 22pt/10.449mm {_families(Role.XIAOBIAOSONG)}; text-align: center }}
.sign {{ text-align: right }}
.imprint, .copies, .printed {{ font-size: 14pt; line-height: 7mm }}
table {{ width: 100%; border-collapse: collapse }}
td, th {{ border: .25mm solid; padding: 0 1mm; font-weight: normal; font-size: 14pt; line-height: 7mm }}
"""


def _families(*roles: Role) -> str:
    return ", ".join(f'"{face.family}"' for role in roles for face in fonts.chain(role))
