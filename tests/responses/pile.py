"""Piles of letters for the tests of print jobs, and what a printed file holds."""

import hashlib
import json
from io import BytesIO

import pdfplumber
import pikepdf
from django.core.files.base import ContentFile

from documents import fonts
from documents.content import OfficialDocument
from documents.printing import print_document
from documents.render import engine_name
from responses.models import AddressedLetter, Delivery, PrintJob, PrintJobFile, ReplyLetter

SENTENCE = "本局对此项工作十分重视，逐条研究，逐项落实，现将有关情况答复如下。"


def another(
    letter: ReplyLetter, serial: int, *, paragraphs: int = 1, printed: bool = True, **more: object
) -> ReplyLetter:
    """Write one more letter of the unit by hand, as issued: the road would take long fifty times.

    paragraphs: how long its text is; printed: whether its file is made too; more: other fields of its row.
    """
    first = ReplyLetter.objects.select_related("response__proposal", "response__assignment").get(pk=letter.pk)
    proposer = first.deliveries.get().proposer
    response, item, held = first.response, first.response.proposal, first.response.assignment
    item.pk, item.number, item.number_text = None, 1000 + serial, str(1000 + serial)
    item._state.adding = True
    item.save()
    proposer.pk, proposer.proposal = None, item
    proposer.save()
    held.pk, held.proposal = None, item
    held.save()
    response.pk, response.proposal, response.assignment = None, item, held
    response.save()
    number = f"甲科提复〔2026〕{serial}号"
    text = [f"第{place}段：{SENTENCE * 3}" for place in range(1, paragraphs + 1)]
    content = first.content | {"number": number, "paragraphs": text}
    made = ReplyLetter(
        response=response,
        series=first.series,
        serial=serial,
        number=number,
        title=first.title,
        written_on=first.written_on,
        printed_on=first.printed_on,
        issued_by=first.issued_by,
        issued_at=first.issued_at,
        content=content,
        verify_code=f"TEST{serial:08d}",
        template_version=first.template_version,
    )
    if printed:
        file = print_document(OfficialDocument.from_json(json.dumps(content)), {})
        made.sha256 = hashlib.sha256(file.file).hexdigest()
        made.pages = file.pages
        made.font_digest = fonts.digest()
        made.engine = engine_name()
        made.rendered_at = first.issued_at
        made.pdf.save("letter.pdf", ContentFile(file.file), save=False)
    for name, value in more.items():
        setattr(made, name, value)
    made.save()
    Delivery.objects.create(letter=made, proposer=proposer)
    return made


def co_signed(letter: ReplyLetter, number: int) -> list[AddressedLetter]:
    """Give a letter co-signers with a letter of their own, each with its file."""
    made = []
    for order in range(2, number + 2):
        proposer = letter.response.proposal.proposers.create(
            name=f"联名{order}", role="co_signer", order=order
        )
        letter.deliveries.create(proposer=proposer)
        own = AddressedLetter(
            letter=letter,
            proposer=proposer,
            content=letter.content,
            template_version=letter.template_version,
            sha256=letter.sha256,
            pages=letter.pages,
            rendered_at=letter.rendered_at,
        )
        own.pdf.name = letter.pdf.name
        own.save()
        made.append(own)
    return made


def letters_file(job: PrintJob, part: int = 1) -> bytes:
    """Return the bytes of one part of a job's letters."""
    row = PrintJobFile.objects.get(job=job, kind="letters", part=part)
    with row.file.open("rb") as file:
        return file.read()


def page_count(file: bytes) -> int:
    with pikepdf.open(BytesIO(file)) as read:
        return len(read.pages)


def text_by_page(file: bytes) -> list[str]:
    """Return the text of every page without spaces."""
    with pdfplumber.open(BytesIO(file)) as read:
        return ["".join((page.extract_text() or "").split()) for page in read.pages]
