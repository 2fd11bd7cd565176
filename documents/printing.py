"""Print an official document, and fill the file of a frozen paper: leaf work, called by the queue."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.now import now
from documents import fonts, pictures
from documents.content import OfficialDocument, PdfKind, UnreadableContent
from documents.finishing import AttachedFile
from documents.layout import lay_out
from documents.models import FrozenPaper
from documents.render import RenderingFailed, engine_name, pdf
from documents.storing import store

logger = logging.getLogger(__name__)
MOST_TRIES = 20
SNAPSHOT_NAME = "content.json"
SNAPSHOT_DESCRIPTION = "本文件的内容数据（JSON），与所印文字一致"


@dataclass(frozen=True)
class Printed:
    """A printed paper: how many pages, and its PDF."""

    pages: int
    file: bytes


def print_document(document: OfficialDocument, picture_bytes: Mapping[str, bytes]) -> Printed:
    """Return the paper as the PDF it asks for: a PDF/A-3 with its own content attached as JSON, or a PDF/UA.

    The same document, pictures and fonts give the same bytes on any day and machine.

    Args:
        document: what the paper says.
        picture_bytes: the bytes of each picture and seal it shows, by SHA-256.

    Raises:
        RenderingFailed: when it cannot be printed; nothing is produced.
    """
    laid = lay_out(document)
    attachments = (snapshot(document),) if document.pdf_kind is PdfKind.ARCHIVE else ()
    file = pdf(
        laid.html,
        pages=laid.pages,
        kind=document.pdf_kind,
        attachments=attachments,
        pictures={**picture_bytes, **laid.pictures},
        written_on=document.printed_on,
    )
    return Printed(laid.pages, file)


def snapshot(document: OfficialDocument) -> AttachedFile:
    """Return the paper's canonical JSON as a file to attach."""
    return AttachedFile(SNAPSHOT_NAME, document.to_json().encode(), SNAPSHOT_DESCRIPTION, document.printed_on)


@transaction.atomic
def fill(model: type[FrozenPaper], pk: int) -> bool:
    """Print a frozen paper's content unless it has its file already, and say whether that was done now.

    The row is locked meanwhile, so a second worker leaves it alone; the file is kept under its own hash, so a worker
    killed after writing it leaves nothing that is in the way. A failure is written on the row for the office to see.
    """
    paper = (
        model._default_manager.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=pk, rendered_at__isnull=True)
        .first()
    )
    if paper is None:
        return False
    try:
        document = paper.document
        printed = print_document(document, pictures.bytes_of(document.picture_names()))
    except (RenderingFailed, UnreadableContent, pictures.PictureLost, OSError) as failed:
        logger.exception("%s %s could not be printed", model._meta.label, pk)
        paper.render_error = str(failed)[:300]
        paper.render_tries += 1
        paper.save(update_fields=["render_error", "render_tries"])
        return False
    _keep(paper, printed)
    return True


def left_empty(model: type[FrozenPaper], *, before: datetime, issued_at: str = "issued_at") -> QuerySet:
    """Return the papers issued before a moment that have no file yet and may be tried again, oldest first.

    issued_at: the field that holds the moment of issue, from the model.
    """
    waiting = model._default_manager.filter(rendered_at__isnull=True, render_tries__lt=MOST_TRIES)
    return waiting.filter(**{f"{issued_at}__lt": before}).order_by(issued_at, "pk")


def _keep(paper: FrozenPaper, printed: Printed) -> None:
    """Write the file under its hash, and the row."""
    paper.sha256 = hashlib.sha256(printed.file).hexdigest()
    paper.pages = printed.pages
    paper.font_digest = fonts.digest()
    paper.engine = engine_name()
    paper.render_error = ""
    paper.rendered_at = now()
    store(paper.pdf, printed.file)
    paper.save()
