"""Fill the PDF of one issued letter: leaf work, called by the queue; a second run finds it filled."""

import hashlib
import json
import logging

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.now import now
from documents import fonts
from documents.content import OfficialDocument
from documents.layout import lay_out
from documents.render import RenderingFailed, pdf
from responses.models import ReplyLetter

logger = logging.getLogger(__name__)
MOST_TRIES = 20


@transaction.atomic
def fill_pdf(letter_id: int) -> bool:
    """Render a letter's frozen content unless it has its PDF already, and say whether it was made now.

    The row is locked meanwhile, so a second worker leaves it alone; the file is kept under its own hash, so a worker
    killed after writing it leaves nothing that is in the way. A failure is written on the row for the office to see.
    """
    letter = (
        ReplyLetter.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=letter_id, rendered_at__isnull=True)
        .first()
    )
    if letter is None:
        return False
    content = OfficialDocument.from_json(json.dumps(letter.content))
    try:
        page_count, file = render(content)
    except RenderingFailed as failed:
        logger.exception("letter %s could not be rendered", letter.number)
        letter.render_error = str(failed)[:300]
        letter.render_tries += 1
        letter.save(update_fields=["render_error", "render_tries"])
        return False
    letter.sha256 = hashlib.sha256(file).hexdigest()
    letter.pages = page_count
    letter.font_digest = fonts.digest()
    letter.render_error = ""
    letter.rendered_at = now()
    path = letter.pdf.field.generate_filename(letter, "letter.pdf")
    if letter.pdf.storage.exists(path):
        letter.pdf.storage.delete(path)
    letter.pdf.save("letter.pdf", ContentFile(file), save=False)
    letter.save()
    return True


def render(content: OfficialDocument) -> tuple[int, bytes]:
    """Return how many pages a letter has, and its PDF."""
    printed = lay_out(content)
    return printed.pages, pdf(printed.html, pages=printed.pages)
