"""CPU of a warm reply letter, as a ratio to bare WeasyPrint setting the same text.

Ours: compose every line, count the pages, fill the template, render, check (responses.letters, documents.render).
The floor: the same paragraphs in the same faces, sizes and pages, with page numbers, as the same kind of PDF, by
WeasyPrint alone, which breaks the lines itself; its stylesheet is parsed once and its FontConfiguration kept. Neither
file has an identifier. The letter is the reply to proposal No. 426, eight pages either way.
"""

import logging
import sys

import weasyprint
from django.utils.html import escape
from weasyprint.text.fonts import FontConfiguration

from benchmarks._figures import Figure, least_costs, report
from documents import fonts
from documents.content import OfficialDocument, PdfKind, SigningBody
from documents.fonts import Role
from documents.headings import heading_of
from documents.layout import body_paragraphs, lay_out
from documents.render import pdf
from documents.wording import chinese_date
from seeds.parsers import parse_reply_letter

PDF_VARIANT = PdfKind.ACCESSIBLE.value
ROUNDS = 40
GOAL = 1.25


def letter_426() -> OfficialDocument:
    """Return the letter 温科提复〔2023〕125号 in the words of the given document."""
    given = parse_reply_letter("003")
    return OfficialDocument(
        letterheads=(given.letterhead.value,),
        number=given.number.value,
        title=given.title.value,
        addressee=f"{given.addressee.whole.value}：",
        paragraphs=tuple(paragraph.text for paragraph in given.body),
        contact=given.contact_line.value,
        signing=(SigningBody(name=given.signed_by.value),),
        written_on=given.written_on.value,
        copies=given.copies_line.value,
        imprint_office=given.imprint_office.value,
        printed_on=given.printed_on.value,
    )


def ours(content: OfficialDocument) -> bytes:
    """Make the letter as the worker does."""
    letter = lay_out(content)
    return pdf(letter.html, pages=letter.pages)


class Bare:
    """WeasyPrint by itself, warm."""

    def __init__(self, content: OfficialDocument) -> None:
        self.html = bare_html(content)
        self.configuration = FontConfiguration()
        self.css = weasyprint.CSS(string=bare_css(), font_config=self.configuration)

    def render(self) -> weasyprint.Document:
        """Set the letter."""
        return weasyprint.HTML(string=self.html).render(
            stylesheets=[self.css], font_config=self.configuration, pdf_variant=PDF_VARIANT
        )

    def __call__(self) -> bytes:
        return self.render().write_pdf(pdf_variant=PDF_VARIANT)


def bare_html(content: OfficialDocument) -> str:
    """Return the letter's text as plain HTML: every text of it once, in reading order."""
    body = "\n".join(_paragraph(text) for text in body_paragraphs(content))
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(content.title)}</title></head><body>
<p class="mark">{escape(content.letterheads[0])}</p>
<p class="number">{escape(content.number)}</p>
<h1>{escape(content.title)}</h1>
<p>{escape(content.addressee)}</p>
{body}
<p class="sign">{escape(content.signing[0].name)}<br>{chinese_date(content.written_on)}</p>
<p class="imprint">{escape(content.copies)}</p>
<p class="imprint">{escape(content.imprint_office)}</p>
<p class="imprint">{chinese_date(content.printed_on)}印发</p>
</body></html>"""


def _paragraph(text: str) -> str:
    heading = heading_of(text)
    if heading.level in (1, 2) and heading.length == len(text):
        return f'<h{heading.level + 1} class="indented">{escape(text)}</h{heading.level + 1}>'
    return f'<p class="indented">{escape(text)}</p>'


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
.sign {{ padding-top: 10.449mm; text-align: right }}
.imprint {{ font-size: 14pt; line-height: 7mm }}
"""


def _families(*roles: Role) -> str:
    return ", ".join(f'"{face.family}"' for role in roles for face in fonts.chain(role))


def main() -> int:
    """Measure, print the figure and return the exit status."""
    logging.disable(logging.INFO)
    content = letter_426()
    bare = Bare(content)
    costs = least_costs({"ours": lambda: ours(content), "bare": bare}, rounds=ROUNDS)
    for name, pages in (("ours", lay_out(content).pages), ("bare", len(bare.render().pages))):
        print(f"{name}: {pages} pages, {costs[name][0] * 1000:.1f} ms CPU, the least of {ROUNDS} runs")
    return report([Figure("letter_cpu_to_bare_weasyprint", costs["ours"][0] / costs["bare"][0], GOAL)])


if __name__ == "__main__":
    sys.exit(main())
