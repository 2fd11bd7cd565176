"""Start, meet and stop the clocks of an item; the dates come from `terms`, the lengths from the item's rules."""

from datetime import date

from accounts.now import today
from proposals import terms
from proposals.models import Assignment, CalendarDay, CalendarYear, Clock, Proposal, RuleLimit
from proposals.models.rules import LimitKey
from proposals.workdays import Calendar


def office_calendar() -> Calendar:
    """Return the official calendar as the tables know it today."""
    return Calendar.of(
        CalendarDay.objects.values_list("date", "kind", "name"),
        CalendarYear.objects.filter(announced=True).values_list("year", flat=True),
    )


def term_of(limit: RuleLimit) -> terms.Limit:
    """Return a rule's limit as the pure value `terms` counts with."""
    return terms.Limit(limit.length, limit.unit, limit.start_event, limit.source)


def start_clock(
    proposal: Proposal,
    key: str,
    starts_on: date,
    *,
    assignment: Assignment | None = None,
    fixed_due: date | None = None,
) -> Clock | None:
    """Start one clock from a day under the item's own rules; None where its rules set no such limit.

    `fixed_due` is the day the hand-over notice names, which overrides the counted one.
    """
    limit = RuleLimit.objects.filter(rules=proposal.rules_id, key=key).first()
    if limit is None:
        return None
    due = terms.due(term_of(limit), starts_on, office_calendar(), fixed_due)
    return Clock.objects.create(
        proposal=proposal,
        assignment=assignment,
        key=key,
        round_no=proposal.round_no,
        limit=limit,
        starts_on=starts_on,
        due_on=due.date,
        original_due_on=due.date,
        provisional=due.provisional,
        explanation=due.explanation,
    )


def reply_key(proposal: Proposal) -> str:
    """Return which limit the reply of this round runs under."""
    if proposal.round_no > 1:
        return LimitKey.REDO
    return LimitKey.REPLY_LONG if proposal.is_long else LimitKey.REPLY


REPLY_KEYS = (LimitKey.REPLY, LimitKey.REPLY_LONG, LimitKey.REDO)


def meet_clocks(proposal: Proposal, *keys: str, assignment: Assignment | None = None) -> int:
    """Mark the running clocks of these kinds as met today (of one assignment, if named); return how many."""
    running = proposal.clocks.filter(key__in=keys, met_on__isnull=True, stopped_on__isnull=True)
    if assignment is not None:
        running = running.filter(assignment=assignment)
    return running.update(met_on=today())


def stop_clocks(proposal: Proposal, *, assignment: Assignment | None = None) -> int:
    """Stop every running clock of an item (of one assignment, if named); return how many."""
    running = proposal.clocks.filter(met_on__isnull=True, stopped_on__isnull=True)
    if assignment is not None:
        running = running.filter(assignment=assignment)
    return running.update(stopped_on=today())
