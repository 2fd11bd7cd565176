"""Fill the files of issued letters: leaf work, called by the queue; a second run finds them filled."""

import hashlib
import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.now import now
from documents.models import SignedPaper
from documents.printing import fill
from documents.signing.chosen import provider
from documents.signing.provider import SealProvider, SigningRefused
from documents.signing.seal import seal_place
from documents.storing import store
from responses.models import AddressedLetter, ReplyLetter

logger = logging.getLogger(__name__)
NOT_SET_UP = "这份函须加数字签名，而系统的签名设置已被取消，请系统管理员恢复后重试。"
WAITS_FOR_SIGNATURE = Q(must_be_signed=True, rendered_at__isnull=False, signed_at__isnull=True)


def fill_pdf(letter_id: int) -> bool:
    """Print a letter's frozen content unless it has its PDF already, and say whether it was made now."""
    return fill(ReplyLetter, letter_id)


def fill_addressed(addressed_id: int) -> bool:
    """Print one co-signer's own copy unless it has its PDF already, and say whether it was made now."""
    return fill(AddressedLetter, addressed_id)


def waits_for_signature(model: type[SignedPaper], pk: int) -> bool:
    """Say whether a printed letter or co-signer's copy must be signed and is not."""
    return model._default_manager.filter(WAITS_FOR_SIGNATURE, pk=pk).exists()


def fill_signature(letter_id: int) -> bool:
    """Sign a letter's printed file unless it is signed already, and say whether that was done now."""
    return _sign(ReplyLetter, letter_id)


def fill_addressed_signature(addressed_id: int) -> bool:
    """Sign one co-signer's own copy unless it is signed already, and say whether that was done now."""
    return _sign(AddressedLetter, addressed_id)


def _signed(signing: SealProvider, frozen: bytes, paper: SignedPaper, at: datetime) -> bytes:
    place = seal_place(frozen, paper.document)
    return signing.sign(frozen, reason=f"印发{paper}", place=place, at=at)


@transaction.atomic
def _sign(model: type[SignedPaper], pk: int) -> bool:
    """Sign the printed file of a paper that must be signed and is not, and say whether it was done now.

    The row is locked meanwhile; the frozen file stays beside the signed one. A refusal (certificate, PIN, token) is
    written on the row as its sentence and waits for somebody who sets the paper again: a wrong PIN that is tried on
    and on locks a token.
    """
    paper = (
        model._default_manager.select_for_update(skip_locked=True, of=("self",))
        .filter(WAITS_FOR_SIGNATURE, pk=pk)
        .first()
    )
    if paper is None:
        return False
    at = now()
    try:
        signing = provider()
        if signing is None:
            raise SigningRefused(NOT_SET_UP)
        with paper.pdf.open("rb") as frozen:
            file = _signed(signing, frozen.read(), paper, at)
    except SigningRefused as refused:
        logger.warning("%s %s was not signed: %s", model._meta.label, pk, refused.sentence)
        paper.render_error = refused.sentence[:300]
        paper.save(update_fields=["render_error"])
        return False
    paper.signed_sha256 = hashlib.sha256(file).hexdigest()
    paper.signed_at = at
    paper.render_error = ""
    store(paper.signed_pdf, file)
    paper.save(update_fields=["signed_pdf", "signed_sha256", "signed_at", "render_error"])
    return True
