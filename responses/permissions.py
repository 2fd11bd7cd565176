"""Who may edit a text, print a letter, rate a reply: asked by admin, print office, portal and files alike."""

from accounts.models import User
from accounts.queries import has_role
from accounts.roles import PRINTING_ROLES, Role
from documents.models import NumberSeries
from proposals.models import Proposer
from proposals.permissions import lead_clerk, open_lead
from proposals.states import ProposalState as S
from responses.models import ReplyLetter, Response
from responses.models.letter import LetterStatus


def may_edit_draft(user: User, response: Response) -> bool:
    """Only a clerk of the present lead unit, and only while the item is being drafted."""
    proposal = response.proposal
    lead = open_lead(proposal)
    return (
        response.is_open
        and proposal.state == S.DRAFTING
        and lead is not None
        and response.assignment_id == lead.pk
        and lead_clerk(proposal, user) is not None
    )


def may_print(user: User, letter: ReplyLetter) -> bool:
    """Print staff and office of the unit that issued the letter."""
    return has_role(user, PRINTING_ROLES, letter.response.assignment.unit_id)


def may_withdraw(user: User, letter: ReplyLetter) -> bool:
    """Only the office of the unit that issued the letter."""
    return has_role(user, Role.UNIT_OFFICE, letter.response.assignment.unit_id)


def may_keep_series(user: User, series: NumberSeries) -> bool:
    """Only the office of the unit whose numbers they are."""
    return has_role(user, Role.UNIT_OFFICE, series.unit_id)


def may_rate(user: User, proposer: Proposer) -> bool:
    """Only the seat holder, or the assembly's office from a signed paper form; never the unit that answered."""
    return is_own_seat(user, proposer) or may_enter_rating(user, proposer)


def why_not_rated(response: Response) -> str:
    """Return in a sentence why nobody may rate this reply now, whoever it is; empty while it may be rated."""
    letter = getattr(response, "letter", None)
    if letter is not None and letter.status == LetterStatus.WITHDRAWN:
        return "这份答复函已作废，不能评价。承办单位重新答复后再评价。"
    if letter is not None and letter.status == LetterStatus.SUPERSEDED:
        return f"这份答复函已被更正，请评价更正后的{letter.superseded_by.number}。"
    proposal = response.proposal
    if letter is None or proposal.state != S.REPLIED or response.round_no != proposal.round_no:
        return "现在不能评价：答复尚未印发，或已经办结、重办。"
    return ""


def is_own_seat(user: User, proposer: Proposer) -> bool:
    """Say whether this signature is the user's own."""
    return proposer.member is not None and proposer.member.user_id == user.pk and user.is_active


def may_enter_rating(user: User, proposer: Proposer) -> bool:
    """The assembly's office types in what came on paper, marked as such."""
    return has_role(user, Role.ASSEMBLY_OFFICE, proposer.proposal.assembly.office_id)
