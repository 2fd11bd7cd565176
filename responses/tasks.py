"""What services queue: one id in, one piece of leaf work; a task may run twice."""

from celery import shared_task

from responses.letters.piles import make
from responses.letters.printing import (
    fill_addressed,
    fill_addressed_signature,
    fill_pdf,
    fill_signature,
    waits_for_signature,
)
from responses.models import AddressedLetter, ReplyLetter


@shared_task
def render_letter(letter_id: int) -> None:
    """Fill the PDF of one issued letter, then queue its signature where it must have one; may run twice."""
    if fill_pdf(letter_id) and waits_for_signature(ReplyLetter, letter_id):
        sign_letter.delay(letter_id)


@shared_task
def sign_letter(letter_id: int) -> None:
    """Sign the file of one letter digitally where it must be; a second run finds it signed."""
    fill_signature(letter_id)


@shared_task
def render_addressed(addressed_id: int) -> None:
    """Fill the PDF of one co-signer's copy, then queue its signature where it must have one; may run twice."""
    if fill_addressed(addressed_id) and waits_for_signature(AddressedLetter, addressed_id):
        sign_addressed.delay(addressed_id)


@shared_task
def sign_addressed(addressed_id: int) -> None:
    """Sign the file of one co-signer's copy digitally where it must be; a second run finds it signed."""
    fill_addressed_signature(addressed_id)


@shared_task
def make_print_job(job_id: int) -> None:
    """Make what is missing of a print job; a second run goes on after the last finished part."""
    make(job_id)
