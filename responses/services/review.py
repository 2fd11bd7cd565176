"""The review chain and the signature: each service wraps perform() and writes its own rows."""

from django.db import transaction

from accounts.models import User
from accounts.now import now, today
from accounts.roles import Role, UnitKind
from proposals.models import Proposal
from proposals.models.rules import PreCheck
from proposals.permissions import open_lead, open_response, pending_stage
from proposals.queries import lead_proposer
from proposals.services.fitness import refuse_endless
from proposals.services.perform import perform
from responses.letters.frozen import draft_content
from responses.models import Response, ReviewChainStage, ReviewStage
from responses.models.review import DEFAULT_CHAIN, StageDecision
from responses.services.locking import locked_text
from responses.services.proofreading import count_open


def submit_for_review(proposal: Proposal, *, by: User, seen: int) -> Proposal:
    """送审: the text, unless it is one without end, goes to the first stage of the unit's chain or the default one.

    It is proofread once more first: since it was saved a co-handler, a demand or the number may have changed.
    """

    def proofread_as_it_is(row: Proposal) -> None:
        response = open_response(row)
        if response is not None:
            count_open(locked_text(response))

    def effect(row: Proposal) -> None:
        response = open_response(row)
        refuse_endless(draft_content(response, day=today()))
        _open_stages(response)

    return perform("submit_for_review", proposal, by=by, seen=seen, prepare=proofread_as_it_is, effect=effect)


def _open_stages(response: Response) -> None:
    unit = response.assignment.unit
    own = list(ReviewChainStage.objects.filter(unit=unit).order_by("order"))
    chain = [(stage.role, stage.reviewing_unit or unit) for stage in own] or [
        (role, unit) for role in DEFAULT_CHAIN
    ]
    # 会签: whoever signs along reads the text after the unit's own chain.
    chain += [(Role.SIGNER, one.unit) for one in response.signing_units.select_related("unit")]
    response.pass_no += 1
    response.save(update_fields=["pass_no"])
    stages = [ReviewStage(role=role, unit=reviewing) for role, reviewing in chain]
    stages += _pre_check(response.proposal)
    for order, stage in enumerate(stages, start=1):
        stage.response, stage.pass_no, stage.order = response, response.pass_no, order
    ReviewStage.objects.bulk_create(stages)


def _pre_check(proposal: Proposal) -> list[ReviewStage]:
    """Return the stage of the 送审稿 the rules ask for: of the distributor, or of the lead seat."""
    asked = proposal.rules.pre_check
    if asked == PreCheck.DISTRIBUTOR and proposal.distributor is not None:
        government = proposal.distributor.kind == UnitKind.GOVERNMENT_OFFICE
        role = Role.GOVERNMENT_OFFICE if government else Role.ASSEMBLY_OFFICE
        return [ReviewStage(role=role, unit=proposal.distributor)]
    lead = lead_proposer(proposal)
    if asked == PreCheck.PROPOSER and lead is not None:
        return [ReviewStage(seat=lead)]
    return []


def approve(proposal: Proposal, *, by: User, seen: int, remark: str = "") -> Proposal:
    """审核通过: one stage further."""

    def effect(row: Proposal) -> None:
        _decide(pending_stage(row), StageDecision.APPROVED, by=by, remark=remark)

    return perform("approve", proposal, by=by, seen=seen, reason=remark, effect=effect)


def send_back(proposal: Proposal, *, by: User, seen: int, reason: str) -> Proposal:
    """退回重拟 with reason, by the waiting stage or, once all are done, by the signer."""

    def effect(row: Proposal) -> None:
        stage = pending_stage(row)
        if stage is not None:
            _decide(stage, StageDecision.SENT_BACK, by=by, remark=reason)

    return perform("send_back", proposal, by=by, seen=seen, reason=reason, effect=effect)


def _decide(stage: ReviewStage, decision: str, *, by: User, remark: str) -> None:
    stage.decision = decision
    stage.decided_by = by
    stage.decided_at = now()
    stage.remark = remark.strip()
    stage.save(update_fields=["decision", "decided_by", "decided_at", "remark"])


def sign(proposal: Proposal, *, by: User, seen: int, remark: str = "") -> Proposal:
    """签发: the day is the letter's 成文日期."""

    def effect(row: Proposal) -> None:
        _sign_response(open_response(row), by)

    return perform("sign", proposal, by=by, seen=seen, reason=remark, effect=effect)


def _sign_response(response: Response, by: User) -> None:
    response.signed_by = by
    response.signed_on = today()
    response.save(update_fields=["signed_by", "signed_on"])


@transaction.atomic
def recall(proposal: Proposal, *, by: User, seen: int, reason: str) -> Proposal:
    """撤回签发: the office found a fault at numbering; the signer is told, the text is open again."""
    row = perform("recall", proposal, by=by, seen=seen, reason=reason)
    open_lead(row).responses.filter(round_no=row.round_no, is_open=True).update(
        signed_by=None, signed_on=None
    )
    return row
