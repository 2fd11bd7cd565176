"""The words of a list's row that need the day and the calendar: read once for the whole list, never per row."""

from collections.abc import Iterable
from datetime import date

from proposals.models import Proposal
from proposals.stages import deadline
from proposals.workdays import Calendar


def number_words(proposal: Proposal) -> str:
    """Return the number as a table shows it: 426, 426之1, or that there is none yet."""
    if not proposal.number_text:
        return "未编号"
    return f"{proposal.number_text}之{proposal.part_no}" if proposal.part_no else proposal.number_text


def ready_to_list(rows: Iterable[Proposal], today: date, calendar: Calendar) -> list[Proposal]:
    """Give rows read with `with_list_columns` their number_words and deadline (None where no clock runs)."""
    listed = list(rows)
    for row in listed:
        row.number_words = number_words(row)
        row.deadline = (
            deadline(row.reply_due_on, today, calendar, provisional=row.reply_provisional)
            if row.reply_due_on is not None
            else None
        )
    return listed
