"""What may still be done with a letter that is void or was corrected: nothing that sends it out."""

from proposals.errors import StepNotOpen
from responses.models import ReplyLetter
from responses.models.letter import LetterStatus


def refuse_invalid(letter: ReplyLetter) -> None:
    """Raise StepNotOpen for a letter that must not go out any more: 已作废 or 已被更正."""
    if letter.status == LetterStatus.WITHDRAWN:
        raise StepNotOpen(f"{letter.number}已作废，不能再登记打印和送达。")
    if letter.status == LetterStatus.SUPERSEDED:
        raise StepNotOpen(f"{letter.number}已被更正，请打印、送达更正后的{letter.superseded_by.number}。")
