"""What units say while they handle an item: the co-handler's opinion, the talks with the proposers."""

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts import audit
from accounts.models import User
from accounts.notices import notify
from accounts.now import now, today
from accounts.queries import capacity, has_role
from accounts.roles import HANDLING_ROLES, Role
from proposals import recipients as tell
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.models import Assignment, ContactRecord, CoOpinion, Proposal
from proposals.models.assignment import AssignmentRole
from proposals.models.rules import LimitKey
from proposals.services.clocks import meet_clocks
from proposals.services.perform import OFFICE_PAGE, locked
from proposals.states import IN_HANDLING
from proposals.states import ProposalState as S

BEFORE_SIGNING = IN_HANDLING - {S.SIGNED}


@transaction.atomic
def give_opinion(assignment: Assignment, *, text: str, contact: str, by: User) -> CoOpinion:
    """会办意见: what a co-handler tells the lead; its clock is met, the lead is told. May be amended until signing.

    A unit that gives its opinion has the item: one not signed for yet counts as signed for (签收) now.
    """
    row = locked(assignment.proposal)
    # Read under the lock: the unit may have been released a moment ago.
    assignment = (
        Assignment.objects.select_for_update(of=("self",)).select_related("unit").get(pk=assignment.pk)
    )
    if not has_role(by, (Role.UNIT_OFFICE, Role.CLERK), assignment.unit_id):
        raise NotYours("由会办单位提出会办意见。")
    if not assignment.is_open or assignment.role == AssignmentRole.LEAD or row.state not in BEFORE_SIGNING:
        raise StepNotOpen("现在不能再提会办意见。")
    if not text.strip():
        raise StepBlocked("请写明会办意见。")
    opinion, _ = CoOpinion.objects.update_or_create(
        assignment=assignment,
        defaults={"text": text.strip(), "contact": contact.strip(), "given_by": by, "given_at": now()},
    )
    if assignment.accepted_at is None:
        assignment.accepted_at, assignment.accepted_by = now(), by
        assignment.save(update_fields=["accepted_at", "accepted_by"])
    meet_clocks(row, LimitKey.ACCEPT, LimitKey.CO_OPINION, assignment=assignment)
    audit.record("opinion.give", by=by, about=row, unit=assignment.unit, opinion=opinion.pk)
    page = reverse(OFFICE_PAGE, args=[row.pk])
    notify(tell.lead_clerk(row), f"收到{assignment.unit.short_name}会办意见：{row}", text[:200], page)
    return opinion


@transaction.atomic
def record_contact(proposal: Proposal, *, by: User, **what: object) -> ContactRecord:
    """登记沟通（面商）情况 by a unit that handles the item.

    `what`: held_on (date, not in the future), way, place, people, leader_level, content.
    """
    row = locked(proposal)
    open_units = row.assignments.filter(released_at__isnull=True).order_by(F("role").desc())
    held = next(
        (found for a in open_units if (found := capacity(by, HANDLING_ROLES, a.unit_id)) is not None), None
    )
    if held is None:
        raise NotYours("由承办单位登记沟通情况。")
    if row.state not in IN_HANDLING:
        raise StepNotOpen("这一件不在办理中，不能登记沟通情况。")
    if what["held_on"] > today():
        raise StepBlocked("沟通日期不能晚于今天。")
    record = ContactRecord.objects.create(
        proposal=row,
        unit=held.unit,
        round_no=row.round_no,
        recorded_by=by,
        recorded_at=now(),
        **what,
    )
    audit.record("contact.record", by=by, about=row, unit=held.unit, record=record.pk)
    return record
