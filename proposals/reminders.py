"""Reminders: a ledger row for each (clock, recipient, kind, planned day), then its notice. Safe to run at any time."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction
from django.urls import reverse

from accounts.models import Notice, User
from accounts.notices import notify
from accounts.now import now
from accounts.queries import people_with
from accounts.roles import Role
from proposals import recipients as tell
from proposals.conditions import still_to_rate
from proposals.models import Clock, Proposal, Reminder
from proposals.models.rules import LimitKey
from proposals.queries import running_clocks
from proposals.services.clocks import office_calendar
from proposals.services.perform import OFFICE_PAGE, PORTAL_PAGE
from proposals.terms import days_left, reminder_days
from proposals.workdays import Calendar

# A clock is late for whoever has to move; from its last day on the office that presses hears too.
ESCALATED_KINDS = ("due_today", "overdue")
CHUNK = 200


def recipients_of(clock: Clock, kind: str) -> Iterable[User]:
    """Return who is reminded of a clock: who must act, and for lateness also who presses."""
    proposal = clock.proposal
    pressing = list(tell.distributor(proposal)) if kind.startswith(ESCALATED_KINDS) else []
    if clock.key == LimitKey.RATING:
        return list(
            User.objects.filter(seats__proposed__in=still_to_rate(proposal), is_active=True).order_by("pk")
        )
    if clock.assignment is not None:
        return [*people_with(Role.UNIT_OFFICE, clock.assignment.unit_id), *pressing]
    return [*tell.lead_clerk(proposal), *tell.lead_unit_office(proposal), *pressing]


def due_reminders(clock: Clock, today: date, calendar: Calendar) -> list[tuple[date, str]]:
    """Return what should have been sent of a clock by today, oldest first: every planned day since it started."""
    return reminder_days(
        clock.due_on,
        clock.limit.ladder,
        clock.limit.overdue_every,
        calendar,
        today,
        since=clock.starts_on,
    )


def write_due(today: date) -> int:
    """Write every reminder that is due and not in the ledger yet; return how many people were told something.

    A run that was missed is caught up: of several missed reminders of one clock a person gets the newest as a notice,
    and the ledger notes all of them, so nothing is sent twice and nobody gets a heap.
    """
    calendar = office_calendar()
    told = 0
    for clock in _running(today):
        plan = due_reminders(clock, today, calendar)
        if plan:
            told += _write(clock, plan, today, calendar)
    return told


def _running(today: date) -> Iterator[Clock]:
    clocks = running_clocks().select_related(
        "limit", "assignment__unit", "proposal__session__term__assembly", "proposal__distributor"
    )
    yield from clocks.filter(starts_on__lte=today).order_by("pk").iterator(chunk_size=CHUNK)


@transaction.atomic
def _write(clock: Clock, plan: list[tuple[date, str]], today: date, calendar: Calendar) -> int:
    """Insert the missing ledger rows of one clock and one notice for each person who gets a new one."""
    # Locked and asked again: the reply may have gone out since the list was read.
    held = Clock.objects.select_for_update(of=("self",)).filter(
        pk=clock.pk, met_on__isnull=True, stopped_on__isnull=True
    )
    if held.first() is None:
        return 0
    known = set(clock.reminders.values_list("recipient", "kind", "planned_on"))
    newest: dict[int, Reminder] = {}
    rows = []
    for planned_on, kind in plan:
        for person in {user.pk: user for user in recipients_of(clock, kind)}.values():
            if (person.pk, kind, planned_on) not in known:
                row = Reminder(
                    clock=clock, recipient=person, kind=kind, planned_on=planned_on, written_at=now()
                )
                rows.append(row)
                newest[person.pk] = row
    for row in newest.values():
        row.notice = _notice(clock, row, today, calendar)
    Reminder.objects.bulk_create(rows)
    return len(newest)


def _notice(clock: Clock, row: Reminder, today: date, calendar: Calendar) -> Notice:
    proposal: Proposal = clock.proposal
    left = days_left(clock.due_on, today, calendar)
    when = f"还剩 {left} 个工作日" if left > 0 else "今天到期" if left == 0 else f"已逾期 {-left} 个工作日"
    page = PORTAL_PAGE if clock.key == LimitKey.RATING else OFFICE_PAGE
    subject = f"{clock.get_key_display()}{when}：{proposal}"
    body = f"到期日：{clock.due_on}。\n{clock.explanation}"
    return notify([row.recipient], subject, body, reverse(page, args=[proposal.pk]))[0]
