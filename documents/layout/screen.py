"""The letter on the screen while it is typed: one flowing page without inline styles."""

from collections.abc import Iterable, Mapping

from django.template.loader import render_to_string

from documents.content import Layout, OfficialDocument
from documents.headings import heading_of
from documents.layout.body import body_paragraphs, cleaned, one_blank, parts, title_lines
from documents.layout.head import SIGNER_LABEL, left_lines
from documents.layout.signature import note_texts
from documents.tables import parse
from documents.wording import chinese_date

LONG_MARK, LONGEST_MARK = 10, 15  # characters that a mark of the usual, and of the smaller size may have


def preview_html(content: OfficialDocument, pictures: Mapping[str, str] | None = None) -> str:
    """Return the letter as a whole page for the screen (styled by css/letter_preview.css), flowing, not paginated.

    pictures: the address of each picture by SHA-256; one without an address is shown by its caption alone.
    """
    words = screen_words(content, pictures or {})
    longest = max(map(len, content.letterheads)) + (2 if words["joint"] else 0)
    mark_class = "longest" if longest > LONGEST_MARK else "long" if longest > LONG_MARK else ""
    return render_to_string("documents/preview.html", words | {"mark_class": mark_class})


def screen_words(content: OfficialDocument, pictures: Mapping[str, str]) -> dict[str, object]:
    """Return all that the paper says as a page shows it, for documents/preview.html and the deputies' pages.

    pictures: the address of each picture by SHA-256.
    """
    joint = len(content.letterheads) > 1 and content.layout is Layout.FILE
    return {
        "letter": content,
        "letter_form": content.layout is Layout.LETTER,
        "marks": content.letterheads if joint else content.letterheads[:1],
        "joint": joint,
        "left_lines": left_lines(content),
        "signers": f"{SIGNER_LABEL}{'　'.join(content.signers)}" if content.signers else "",
        "title_lines": title_lines(content.title),
        "pieces": screen_pieces(body_paragraphs(content)),
        "written_on": chinese_date(content.written_on),
        "notes": note_texts(content),
        "annexes": screen_annexes(content, pictures),
        "printed_on": f"{chinese_date(content.printed_on)}印发",
    }


def screen_annexes(content: OfficialDocument, pictures: Mapping[str, str]) -> list[dict[str, object]]:
    """Return what a page shows of each annex: number (when there are several), title, pieces, pictures.

    pictures: the address of each picture by SHA-256.
    """
    return [
        {
            "number": str(place) if len(content.annexes) > 1 else "",
            "title": one_blank(annex.title),
            "pieces": screen_pieces(cleaned(annex.paragraphs)),
            "pictures": [(pictures.get(one.sha256, ""), one.caption) for one in annex.pictures],
        }
        for place, annex in enumerate(content.annexes, start=1)
    ]


def screen_pieces(paragraphs: Iterable[str]) -> list[dict[str, object]]:
    """Return paragraphs as documents/preview_pieces.html shows them: headings apart, rows gathered into tables."""
    return [_piece(part) for part in parts(paragraphs)]


def _piece(part: str | list[str]) -> dict[str, object]:
    """Return a paragraph's level, the part that is its heading, and the rest; or a table's head and rows."""
    if isinstance(part, list):
        rows, headed = parse(part)
        return {"table": True, "head": rows[0] if headed else [], "rows": rows[headed:]}
    heading = heading_of(part)
    return {"level": heading.level, "heading": part[: heading.length], "rest": part[heading.length :]}
