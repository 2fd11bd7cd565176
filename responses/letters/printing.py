"""Fill the PDF of one issued letter: leaf work, called by the queue; a second run finds it filled."""

from documents.printing import MOST_TRIES, fill
from responses.models import ReplyLetter

__all__ = ["MOST_TRIES", "fill_pdf"]


def fill_pdf(letter_id: int) -> bool:
    """Print a letter's frozen content unless it has its PDF already, and say whether it was made now."""
    return fill(ReplyLetter, letter_id)
