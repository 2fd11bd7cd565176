"""Whose names stand under what a letter answers, and which of them may rate it now."""

from django.db.models import QuerySet

from accounts.models import User
from proposals.conditions import answered
from proposals.models import Proposer
from responses.models import ReplyLetter
from responses.models.letter import LetterStatus
from responses.permissions import why_not_rated


def letter_in_its_place(letter: ReplyLetter) -> ReplyLetter:
    """Return the newest correction that stands for a letter now; the letter itself where there is none."""
    while letter.status == LetterStatus.SUPERSEDED:
        letter = letter.superseded_by
    return letter


def signatures_to_rate(user: User, letter: ReplyLetter) -> QuerySet[Proposer]:
    """Return somebody's own names under the answered items (merged ones too) whose rating may be given now."""
    if why_not_rated(letter.response):
        return Proposer.objects.none()
    return own_signatures(user, letter).exclude(evaluations__response=letter.response)


def own_signatures(user: User, letter: ReplyLetter) -> QuerySet[Proposer]:
    """Return the names somebody has by their own seats among those the letter answers."""
    return answered(letter.response.proposal).filter(member__user=user)
