"""The letter on the screen while it is typed: one flowing page without inline styles."""

from django.template.loader import render_to_string

from documents.content import Layout, OfficialDocument
from documents.headings import heading_of
from documents.layout.body import body_paragraphs, cleaned, one_blank, parts, title_lines
from documents.layout.head import SIGNER_LABEL, left_lines
from documents.layout.signature import note_texts
from documents.tables import parse
from documents.wording import chinese_date

LONG_MARK, LONGEST_MARK = 10, 15  # characters that a mark of the usual, and of the smaller size may have


def preview_html(content: OfficialDocument) -> str:
    """Return the letter as a whole page for the screen (styled by css/letter_preview.css), flowing, not paginated."""
    joint = len(content.letterheads) > 1 and content.layout is Layout.FILE
    longest = max(map(len, content.letterheads)) + (2 if joint else 0)
    context = {
        "letter": content,
        "letter_form": content.layout is Layout.LETTER,
        "marks": content.letterheads if joint else content.letterheads[:1],
        "joint": joint,
        "mark_class": "longest" if longest > LONGEST_MARK else "long" if longest > LONG_MARK else "",
        "left_lines": left_lines(content),
        "signers": f"{SIGNER_LABEL}{'　'.join(content.signers)}" if content.signers else "",
        "title_lines": title_lines(content.title),
        "pieces": [_piece(part) for part in parts(body_paragraphs(content))],
        "written_on": chinese_date(content.written_on),
        "notes": note_texts(content),
        "annexes": [
            {
                "number": str(place) if len(content.annexes) > 1 else "",
                "title": one_blank(annex.title),
                "pieces": [_piece(part) for part in parts(cleaned(annex.paragraphs))],
                "pictures": annex.pictures,
            }
            for place, annex in enumerate(content.annexes, start=1)
        ],
        "printed_on": f"{chinese_date(content.printed_on)}印发",
    }
    return render_to_string("documents/preview.html", context)


def _piece(part: str | list[str]) -> dict[str, object]:
    """Return a paragraph's level, the part that is its heading, and the rest; or a table's head and rows."""
    if isinstance(part, list):
        rows, headed = parse(part)
        return {"table": True, "head": rows[0] if headed else [], "rows": rows[headed:]}
    heading = heading_of(part)
    return {"level": heading.level, "heading": part[: heading.length], "rest": part[heading.length :]}
