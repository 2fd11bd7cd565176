"""What services queue: one id in, one piece of leaf work; a task may run twice."""

from celery import shared_task

from responses.letters.printing import fill_pdf


@shared_task
def render_letter(letter_id: int) -> None:
    """Fill the PDF of one issued letter; a second run finds it filled."""
    fill_pdf(letter_id)
