"""Rating, a new round, closing."""

from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.models import User
from accounts.notices import notify
from accounts.now import now, today
from proposals import recipients as tell
from proposals.conditions import answered, still_to_rate
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.models import Proposal, Proposer
from proposals.models.rules import LimitKey
from proposals.services.assignment import let_go
from proposals.services.clocks import meet_clocks, start_clock, stop_clocks
from proposals.services.perform import OFFICE_PAGE, perform
from responses.models import Evaluation, Rating, Response
from responses.models.evaluation import EvaluationChannel
from responses.permissions import is_own_seat, may_rate, why_not_rated
from responses.services.locking import locked_text


@transaction.atomic
def rate(
    response: Response, proposer: Proposer, *, work: str, result: str, by: User, comment: str = ""
) -> Evaluation:
    """评价 of one round by one proposer: online by the seat holder, or typed from paper by the assembly's office.

    Both parts must be chosen; 不满意 needs words. Once given it is never changed. Raises NotYours, StepNotOpen or
    StepBlocked.
    """
    row = locked_text(response)
    proposal = row.proposal
    if not answered(proposal).filter(pk=proposer.pk).exists() or not may_rate(by, proposer):
        raise NotYours("只有提出人本人可以评价；纸质意见由工作机构代录。")
    closed = why_not_rated(row)
    if closed:
        raise StepNotOpen(closed)
    if Evaluation.objects.filter(response=response, proposer=proposer).exists():
        raise StepNotOpen("已经评价过，不能再改。")
    sentences = []
    if work not in Rating.values:
        sentences.append("请评价办理工作。")
    if result not in Rating.values:
        sentences.append("请评价办理结果。")
    if Rating.DISSATISFIED in (work, result) and not comment.strip():
        sentences.append("评价为不满意的，请写明意见，以便重新办理。")
    if sentences:
        raise StepBlocked(*sentences)
    channel = EvaluationChannel.ONLINE if is_own_seat(by, proposer) else EvaluationChannel.PAPER
    evaluation = Evaluation.objects.create(
        response=response,
        proposer=proposer,
        work=work,
        result=result,
        comment=comment.strip(),
        channel=channel,
        by=by,
        at=now(),
    )
    if not still_to_rate(proposal).exists():
        meet_clocks(proposal, LimitKey.RATING)
    audit.record("response.rate", by=by, about=response, proposer=proposer.pk, work=work, result=result)
    page = reverse(OFFICE_PAGE, args=[proposal.pk])
    told = [*tell.assembly_office(proposal), *tell.lead_unit_office(proposal)]
    words = f"办理工作：{evaluation.get_work_display()}，办理结果：{evaluation.get_result_display()}。"
    notify(told, f"收到评价：{proposal}", words, page)
    return evaluation


@transaction.atomic
def redo(proposal: Proposal, *, by: User, seen: int, reason: str, reassign: bool = False) -> Proposal:
    """重办 after 不满意: a new round with its own clock, text, number and rating; the first stays frozen.

    `reassign` sends the item back to the distributor for another unit.
    """
    row = perform("redo", proposal, by=by, seen=seen, reason=reason, reassign=reassign)
    stop_clocks(row)
    if reassign:
        let_go(row, reason)
    start_clock(row, LimitKey.REDO, today())
    return row


@transaction.atomic
def supplement(proposal: Proposal, *, by: User, seen: int, reason: str) -> Proposal:
    """再次答复: the unit has more to say (a promise is kept); a new round begins, the last one's clocks stop."""
    row = perform("supplement", proposal, by=by, seen=seen, reason=reason)
    stop_clocks(row)
    return row


@transaction.atomic
def close(proposal: Proposal, *, by: User, seen: int) -> Proposal:
    """办结 by the assembly's office, or by the clock when the time for rating is over."""
    row = perform("close", proposal, by=by, seen=seen)
    stop_clocks(row)
    return row
