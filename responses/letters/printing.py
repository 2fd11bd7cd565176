"""Fill the files of issued letters: leaf work, called by the queue; a second run finds them filled."""

import hashlib
import logging

from django.db import transaction

from accounts.now import now
from documents.printing import fill
from documents.signing.chosen import provider
from documents.signing.provider import SigningRefused
from documents.storing import store
from responses.models import AddressedLetter, ReplyLetter

logger = logging.getLogger(__name__)
NOT_SET_UP = "这份函须加数字签名，而系统的签名设置已被取消，请系统管理员恢复后重试。"


def fill_pdf(letter_id: int) -> bool:
    """Print a letter's frozen content unless it has its PDF already, and say whether it was made now."""
    return fill(ReplyLetter, letter_id)


def fill_addressed(addressed_id: int) -> bool:
    """Print one co-signer's own copy unless it has its PDF already, and say whether it was made now."""
    return fill(AddressedLetter, addressed_id)


def waits_for_signature(letter_id: int) -> bool:
    """Say whether a printed letter must be signed and is not."""
    return ReplyLetter.objects.filter(
        pk=letter_id, must_be_signed=True, rendered_at__isnull=False, signed_at__isnull=True
    ).exists()


@transaction.atomic
def fill_signature(letter_id: int) -> bool:
    """Sign the printed file of a letter that must be signed and is not, and say whether it was done now.

    The row is locked meanwhile; the frozen file stays beside the signed one. A refusal (certificate, PIN, token) is
    written on the row as its sentence and waits for somebody who sets the letter again: a wrong PIN that is tried on
    and on locks a token.
    """
    letter = (
        ReplyLetter.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=letter_id, must_be_signed=True, rendered_at__isnull=False, signed_at__isnull=True)
        .first()
    )
    if letter is None:
        return False
    at = now()
    try:
        signing = provider()
        if signing is None:
            raise SigningRefused(NOT_SET_UP)
        with letter.pdf.open("rb") as frozen:
            file = signing.sign(frozen.read(), reason=f"印发{letter.number}", place=None, at=at)
    except SigningRefused as refused:
        logger.warning("letter %s was not signed: %s", letter.pk, refused.sentence)
        letter.render_error = refused.sentence[:300]
        letter.save(update_fields=["render_error"])
        return False
    letter.signed_sha256 = hashlib.sha256(file).hexdigest()
    letter.signed_at = at
    letter.render_error = ""
    store(letter.signed_pdf, file)
    letter.save(update_fields=["signed_pdf", "signed_sha256", "signed_at", "render_error"])
    return True
