"""The words of a list's row that need the day and the calendar: read once for the whole list, never per row."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from proposals.models import Proposal
from proposals.models.rules import LimitKey
from proposals.queries import due_by, running_clocks
from proposals.services.clocks import REPLY_KEYS
from proposals.stages import SOON, deadline
from proposals.workdays import Calendar


def number_words(proposal: Proposal) -> str:
    """Return the number as a table shows it: 426, 426之1, or that there is none yet."""
    if not proposal.number_text:
        return "未编号"
    return f"{proposal.number_text}之{proposal.part_no}" if proposal.part_no else proposal.number_text


def with_nearest_limit(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Add the limit that ends first of those that run (nearest_due_on, nearest_key, nearest_provisional).

    For lists of what is soon due or late: it may be 签收 or 会办意见, not the reply. Rating is the proposers' own.
    """
    clock = (
        running_clocks().filter(proposal=OuterRef("pk")).exclude(key=LimitKey.RATING).order_by("due_on", "pk")
    )
    return proposals.annotate(
        nearest_due_on=Subquery(clock.values("due_on")[:1]),
        nearest_key=Subquery(clock.values("key")[:1]),
        nearest_provisional=Subquery(clock.values("provisional")[:1]),
    )


def soon_due(proposals: QuerySet[Proposal], today: date, calendar: Calendar) -> QuerySet[Proposal]:
    """Return the items with a limit that ends within SOON workdays and none that is late: those are listed as late."""
    late = running_clocks().filter(proposal=OuterRef("pk"), due_on__lt=today).exclude(key=LimitKey.RATING)
    return due_by(proposals, today, calendar.add_workdays(today, SOON)).filter(~Exists(late))


def ready_to_list(rows: Iterable[Proposal], today: date, calendar: Calendar) -> list[Proposal]:
    """Give rows their number_words, deadline (None where no clock runs) and limit_words (if it is not the reply's).

    Rows are read with `with_list_columns`; with `with_nearest_limit` as well the deadline is the nearest one.
    """
    listed = list(rows)
    for row in listed:
        key = getattr(row, "nearest_key", None)
        due_on, provisional = (
            (row.nearest_due_on, row.nearest_provisional)
            if key
            else (row.reply_due_on, row.reply_provisional)
        )
        row.number_words = number_words(row)
        row.limit_words = "" if key in (None, *REPLY_KEYS) else LimitKey(key).label
        row.deadline = (
            deadline(due_on, today, calendar, provisional=provisional) if due_on is not None else None
        )
    return listed
