"""Whose names stand under what a letter answers, and which of them may rate it now."""

from django.db.models import QuerySet

from accounts.models import User
from proposals.conditions import answered
from proposals.models import Proposer
from proposals.states import ProposalState as S
from responses.models import ReplyLetter


def signatures_to_rate(user: User, letter: ReplyLetter) -> QuerySet[Proposer]:
    """Return somebody's own names under the answered items (merged ones too) whose rating may be given now."""
    response = letter.response
    if response.proposal.state != S.REPLIED or response.round_no != response.proposal.round_no:
        return Proposer.objects.none()
    return own_signatures(user, letter).exclude(evaluations__response=response)


def own_signatures(user: User, letter: ReplyLetter) -> QuerySet[Proposer]:
    """Return the names somebody has by their own seats among those the letter answers."""
    return answered(letter.response.proposal).filter(member__user=user)
