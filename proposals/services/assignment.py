"""Assignment: hand an item to units, take it in, send it on to another."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.models import Unit, User
from accounts.notices import notify
from accounts.now import now, today
from accounts.queries import has_role
from accounts.roles import Role, UnitKind
from proposals import recipients as tell
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.models import AdjustRequest, Assignment, Proposal
from proposals.models.assignment import AssignmentRole, Decision
from proposals.models.rules import LimitKey
from proposals.permissions import distributor, open_lead
from proposals.queries import running_clocks
from proposals.services.clocks import (
    REPLY_KEYS,
    meet_clocks,
    office_calendar,
    reply_key,
    start_clock,
    stop_clocks,
    term_of,
)
from proposals.services.perform import OFFICE_PAGE, locked, perform
from proposals.states import IN_HANDLING
from proposals.states import ProposalState as S
from proposals.terms import due


@transaction.atomic
def assign(
    proposal: Proposal,
    *,
    lead: Unit | None,
    co: Sequence[Unit] = (),
    by: User,
    seen: int,
    handed_over_on: date | None = None,
    fixed_due: date | None = None,
    is_long: bool = False,
    reason: str = "",
) -> Proposal:
    """交办: one lead, any co-handlers; starts the clocks of signing in, of the reply and of each co-opinion.

    `handed_over_on` is 交办之日 (default today), which starts the legal clock; `fixed_due` the day a notice names.
    Units of another city, or a lead that is also a co-handler, raise StepBlocked.
    """

    def prepare(row: Proposal) -> None:
        day = handed_over_on or today()
        units = [lead, *co] if lead is not None else []
        if not all(_may_handle(unit, row) for unit in units):
            raise StepBlocked("只能交给本市在用的承办单位。")
        if len({unit.pk for unit in units}) != len(units):
            raise StepBlocked("同一单位不能既主办又会办，请核对。")
        if day > today():
            raise StepBlocked("交办日期不能晚于今天。")
        if fixed_due is not None and fixed_due < day:
            raise StepBlocked("办理期限不能早于交办日期。")
        row.handed_over_on = day
        row.is_long = is_long
        for unit in units:
            Assignment.objects.create(
                proposal=row,
                unit=unit,
                role=AssignmentRole.LEAD if unit == lead else AssignmentRole.CO_HANDLER,
                round_no=row.round_no,
                assigned_at=now(),
                handed_over_on=day,
            )

    row = perform("assign", proposal, by=by, seen=seen, reason=reason, prepare=prepare)
    for assignment in row.assignments.filter(released_at__isnull=True):
        start_clock(row, LimitKey.ACCEPT, row.handed_over_on, assignment=assignment)
        if assignment.role == AssignmentRole.CO_HANDLER:
            start_clock(row, LimitKey.CO_OPINION, row.handed_over_on, assignment=assignment)
    if not running_clocks().filter(proposal=row, key__in=REPLY_KEYS).exists():
        start_clock(row, reply_key(row), row.handed_over_on, fixed_due=fixed_due)
    return row


def _may_handle(unit: Unit, proposal: Proposal) -> bool:
    return (
        unit.city_id == proposal.assembly.city_id
        and unit.is_active
        and unit.kind in (UnitKind.HANDLING, UnitKind.GOVERNMENT_OFFICE)
    )


@transaction.atomic
def accept(proposal: Proposal, *, by: User, seen: int, clerk: User | None = None) -> Proposal:
    """签收 by the lead's office, which may name the clerk; the clock of signing in is met."""

    def prepare(row: Proposal) -> None:
        _take_in(open_lead(row), by=by, clerk=clerk)

    row = perform("accept", proposal, by=by, seen=seen, prepare=prepare)
    meet_clocks(row, LimitKey.ACCEPT, assignment=open_lead(row))
    return row


@transaction.atomic
def accept_as_co_handler(assignment: Assignment, *, by: User, clerk: User | None = None) -> Assignment:
    """签收 by a co-handler: a fact on its assignment, no step of the item."""
    row = locked(assignment.proposal)
    held = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if not has_role(by, Role.UNIT_OFFICE, held.unit_id):
        raise NotYours("由会办单位办公室签收。")
    waits = held.is_open and held.role != AssignmentRole.LEAD and held.accepted_at is None
    if not waits or row.state not in IN_HANDLING:
        raise StepNotOpen("这一件不需要签收，或已经签收。")
    _take_in(held, by=by, clerk=clerk)
    meet_clocks(row, LimitKey.ACCEPT, assignment=held)
    audit.record("assignment.accept", by=by, about=row, unit=held.unit, assignment=held.pk)
    return held


def _take_in(assignment: Assignment, *, by: User, clerk: User | None) -> None:
    if clerk is not None and not has_role(clerk, Role.CLERK, assignment.unit_id):
        raise StepBlocked("所选经办人不是本单位的经办人。")
    assignment.accepted_at = now()
    assignment.accepted_by = by
    assignment.clerk = clerk or assignment.clerk
    assignment.save(update_fields=["accepted_at", "accepted_by", "clerk"])


@transaction.atomic
def name_clerk(assignment: Assignment, clerk: User, *, by: User) -> Assignment:
    """Let the unit's office name (or change) who handles the item."""
    row = locked(assignment.proposal)
    if not has_role(by, Role.UNIT_OFFICE, assignment.unit_id):
        raise NotYours("由承办单位办公室指定经办人。")
    # Read under the lock: the unit may have been released a moment ago.
    is_open = row.assignments.filter(pk=assignment.pk, released_at__isnull=True).exists()
    if not is_open or not has_role(clerk, Role.CLERK, assignment.unit_id):
        raise StepBlocked("所选经办人不是本单位的经办人。")
    audit.record("assignment.clerk", by=by, about=row, before=assignment.clerk_id, after=clerk.pk)
    assignment.clerk = clerk
    assignment.save(update_fields=["clerk"])
    page = reverse(OFFICE_PAGE, args=[row.pk])
    notify([clerk], f"请办理：{row}", f"{by}指定您为经办人。", page)
    return assignment


@transaction.atomic
def ask_adjustment(
    assignment: Assignment, *, reason: str, by: User, proposed_unit: Unit | None = None
) -> AdjustRequest:
    """申请调整: the lead's office asks to be let go, within the limit of the rules, with reason and a better unit."""
    row = locked(assignment.proposal)
    if not has_role(by, Role.UNIT_OFFICE, assignment.unit_id):
        raise NotYours("由主办单位办公室提出调整申请。")
    if row.state not in (S.ASSIGNED, S.DRAFTING, S.IN_REVIEW) or open_lead(row) != assignment:
        raise StepNotOpen("这一件现在不能申请调整。")
    if not reason.strip():
        raise StepBlocked("请写明申请调整的理由和依据。")
    if assignment.adjust_requests.filter(decision=Decision.WAITING).exists():
        raise StepNotOpen("已有一份调整申请等待决定。")
    limit = row.rules.limits.filter(key=LimitKey.ADJUST).first()
    if limit is not None:
        last_day = due(term_of(limit), assignment.handed_over_on, office_calendar())
        if today() > last_day.date:
            raise StepBlocked(f"已过申请调整的期限（{last_day.explanation}），请继续办理或与交办单位联系。")
    request = AdjustRequest.objects.create(
        assignment=assignment,
        reason=reason.strip(),
        proposed_unit=proposed_unit,
        asked_by=by,
        asked_at=now(),
    )
    audit.record("adjust.ask", by=by, about=row, unit=assignment.unit, request=request.pk)
    page = reverse(OFFICE_PAGE, args=[row.pk])
    notify(tell.distributor(row), f"{assignment.unit.short_name}申请调整：{row}", reason.strip(), page)
    return request


@transaction.atomic
def release(proposal: Proposal, *, by: User, seen: int, reason: str = "") -> Proposal:
    """同意调整: the lead is let go with its reason, its clocks stop, the item waits to be handed over again.

    Co-handlers are let go too: the next 交办 names them anew.
    """
    row = perform("release", proposal, by=by, seen=seen, reason=reason)
    request = AdjustRequest.objects.get(assignment=open_lead(row), decision=Decision.WAITING)
    _decide(request, Decision.AGREED, by=by, words=reason)
    let_go(row, request.reason)
    return row


@transaction.atomic
def refuse_adjustment(request: AdjustRequest, *, by: User, words: str) -> AdjustRequest:
    """不同意调整: the unit carries on; the words say why."""
    row = locked(request.assignment.proposal)
    if distributor(row, by) is None:
        raise NotYours("由交办单位决定。")
    if not words.strip():
        raise StepBlocked("请写明不同意调整的理由。")
    held = AdjustRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if held.decision != Decision.WAITING:
        raise StepNotOpen("这份申请已经有了决定。")
    _decide(held, Decision.REFUSED, by=by, words=words)
    audit.record("adjust.refuse", by=by, about=row, request=held.pk)
    page = reverse(OFFICE_PAGE, args=[row.pk])
    notify(tell.lead_unit_office(row), f"不同意调整：{row}", words.strip(), page)
    return held


def _decide(request: AdjustRequest, decision: str, *, by: User, words: str) -> None:
    request.decision = decision
    request.decided_by = by
    request.decided_at = now()
    request.words = words.strip()
    request.save(update_fields=["decision", "decided_by", "decided_at", "words"])


def let_go(proposal: Proposal, reason: str) -> None:
    """Release every open unit of an item and stop the clocks; the rows stay and say who held it and why it ended."""
    stop_clocks(proposal)
    proposal.assignments.filter(released_at__isnull=True).update(
        released_at=now(), release_reason=reason[:300]
    )
