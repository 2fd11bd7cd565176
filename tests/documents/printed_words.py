"""All that a paper says, its own words included, in the order in which it is to be read."""

from collections.abc import Iterator, Sequence

from documents.content import Annex, ContactPlace, Layout, OfficialDocument
from documents.wording import chinese_date

CLOSING_MARKS = "。；，、.;, "
MARK_OF_MANY = "文件"


def words(document: OfficialDocument) -> list[str]:
    """Return the parts of the paper from its head to its foot; a watermark and the page numbers are left out."""
    return [part for part in _parts(document) if part.strip()]


def _parts(document: OfficialDocument) -> Iterator[str]:
    yield from _head(document)
    yield document.title
    yield document.addressee
    yield from _text(document.paragraphs)
    if document.contact_place is ContactPlace.BEFORE_SIGNATURE:
        yield document.contact
    yield from _annex_names(document.annexes)
    yield from (body.name for body in document.signing)
    yield chinese_date(document.written_on)
    if document.verify_address:
        yield f"核验码{document.verify_address.rstrip('/').split('/')[-1]}"
    yield from _notes(document)
    for place, annex in enumerate(document.annexes, start=1):
        yield f"附件{place if len(document.annexes) > 1 else ''}"
        yield annex.title
        yield from _text(annex.paragraphs)
        yield from (picture.caption for picture in annex.pictures)
    yield document.copies
    if document.layout is Layout.FILE:
        yield f"{document.imprint_office}{chinese_date(document.printed_on)}印发"


def _head(document: OfficialDocument) -> Iterator[str]:
    """信函式 has the class above its mark, and what stands at the left below it (GB/T 9704 10.1)."""
    left = (document.copy_number, document.secrecy, document.urgency)
    signers = ["签发人：", *document.signers] if document.signers else []
    if document.layout is Layout.LETTER:
        yield from (document.class_mark, document.letterheads[0], *left, *signers, document.number)
        return
    yield from (*left, document.class_mark, *document.letterheads)
    if len(document.letterheads) > 1:
        yield MARK_OF_MANY
    yield from (*signers, document.number)


def _text(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield paragraphs, and of a table its cells; its line of dashes is not printed."""
    for paragraph in paragraphs:
        if not paragraph.startswith("|"):
            yield paragraph
        elif set(paragraph) - set("|-: "):
            yield from paragraph.strip("|").split("|")


def _annex_names(annexes: Sequence[Annex]) -> Iterator[str]:
    names = [annex.title.rstrip(CLOSING_MARKS) for annex in annexes]
    for place, name in enumerate(names, start=1):
        number = f"{place}. " if len(names) > 1 else ""
        yield f"{'附件：' if place == 1 else ''}{number}{name}"


def _notes(document: OfficialDocument) -> Iterator[str]:
    """附注 stands in brackets; those it has are kept."""
    contact = [document.contact] if document.contact_place is ContactPlace.NOTE else []
    for note in (text.strip() for text in (*document.notes, *contact)):
        bracketed = note.startswith("（") and note.endswith("）")
        yield note if bracketed or not note else f"（{note}）"
