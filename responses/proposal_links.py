"""What the office page of an item links to here: its text in the workbench, the form for paper ratings."""

from accounts.models import User
from proposals.models import Proposal
from proposals.page_links import register
from proposals.permissions import assembly_office, lead_clerk
from proposals.states import ProposalState as S
from responses.queries import visible_responses


def _may_write(proposal: Proposal, user: User) -> bool:
    return proposal.state == S.DRAFTING and lead_clerk(proposal, user) is not None


def _may_read(proposal: Proposal, user: User) -> bool:
    texts = visible_responses(user).filter(proposal=proposal, round_no=proposal.round_no)
    return not _may_write(proposal, user) and texts.exists()


def _may_enter_paper_rating(proposal: Proposal, user: User) -> bool:
    return proposal.state == S.REPLIED and assembly_office(proposal, user) is not None


register("拟写答复", "admin:responses_response_start", _may_write)
register("查看答复稿", "admin:responses_response_start", _may_read)
register("代录纸质评价", "admin:responses_evaluation_paper", _may_enter_paper_rating)
