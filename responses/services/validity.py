"""What may still be done with a letter that is void or was corrected: nothing that sends it out."""

from proposals.errors import StepNotOpen
from responses.models import ReplyLetter
from responses.models.letter import LetterStatus


def why_not_sent(letter: ReplyLetter) -> str:
    """Return why a letter must not go out any more, to be said after its number; empty for one in force."""
    if letter.status == LetterStatus.WITHDRAWN:
        return "已作废，不能再打印和送达"
    if letter.status == LetterStatus.SUPERSEDED:
        return f"已被更正，请打印、送达更正后的{letter.superseded_by.number}"
    return ""


def refuse_invalid(letter: ReplyLetter) -> None:
    """Raise StepNotOpen for a letter that must not go out any more: 已作废 or 已被更正."""
    words = why_not_sent(letter)
    if words:
        raise StepNotOpen(f"{letter.number}{words}。")
