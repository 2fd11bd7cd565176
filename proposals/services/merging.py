"""并案 and 撤回: an item that follows another, and one that ends before its reply."""

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from proposals.errors import StepBlocked
from proposals.models import Clock, Proposal, ProposalStep
from proposals.models.rules import LimitKey
from proposals.services.clocks import REPLY_KEYS, stop_clocks
from proposals.services.perform import locked, perform
from proposals.workflow import BEFORE_REPLY


@transaction.atomic
def merge(proposal: Proposal, *, into: Proposal | None, by: User, seen: int, reason: str) -> Proposal:
    """并案: the item follows the main one; its rows and proposers stay, its clocks stand still.

    The main item's reply must still be to come: its letter goes to the proposers of both. Raises StepBlocked.
    """

    def prepare(row: Proposal) -> None:
        if into is None:
            return
        main = locked(into)
        same_place = main.session_id == row.session_id and main.kind == row.kind
        if not same_place or main.pk == row.pk or main.state not in BEFORE_REPLY:
            raise StepBlocked("只能并入本次会议另一件尚未答复、没有分办的有效件。")
        row.merged_into = main

    if into is not None:
        # Both rows in one order, so that merging each into the other at once ends with one refusal, not a deadlock.
        both = Proposal.objects.filter(pk__in=(proposal.pk, into.pk)).order_by("pk")
        list(both.select_for_update(of=("self",)).values_list("pk"))
    row = perform("merge", proposal, by=by, seen=seen, reason=reason, prepare=prepare)
    stop_clocks(row)
    return row


@transaction.atomic
def unmerge(proposal: Proposal, *, by: User, seen: int, reason: str) -> Proposal:
    """解除并案: back to where it was; the clocks that stood still since run on."""
    merged = proposal.steps.filter(action="merge").order_by("-sequence").first()
    row = perform("unmerge", proposal, by=by, seen=seen, reason=reason)
    _let_run_on(row, merged)
    return row


def _let_run_on(proposal: Proposal, merged: ProposalStep) -> None:
    """Let the clocks run that a merge stopped, and none that ended earlier on the same day."""
    before = proposal.steps.filter(sequence__lt=merged.sequence, action__in=("assign", "release", "redo"))
    last = before.order_by("-sequence").first()
    if last is None or last.action == "release":
        return  # nobody had the item: no clock ran
    stopped_then = Clock.objects.filter(
        proposal=proposal, round_no=proposal.round_no, stopped_on=localdate(merged.at)
    ).exclude(assignment__released_at__isnull=False)
    newest = {
        (LimitKey.REPLY if clock.key in REPLY_KEYS else clock.key, clock.assignment_id): clock.pk
        for clock in stopped_then.order_by("pk")
    }
    stopped_then.filter(pk__in=newest.values()).update(stopped_on=None)


@transaction.atomic
def withdraw(proposal: Proposal, *, by: User, seen: int, reason: str) -> Proposal:
    """撤回: ends the handling; every clock stops."""
    row = perform("withdraw", proposal, by=by, seen=seen, reason=reason)
    stop_clocks(row)
    return row
