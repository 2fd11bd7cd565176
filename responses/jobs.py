"""What the clock calls."""

import logging
from datetime import timedelta

from celery import shared_task

from accounts.models import User
from accounts.now import now, today
from proposals.errors import StepRefused
from proposals.models import Clock, Proposal
from proposals.models.rules import LimitKey
from proposals.queries import last_step_number
from proposals.states import ProposalState as S
from responses.letters.printing import MOST_TRIES
from responses.models import ReplyLetter
from responses.services.rating import close
from responses.tasks import render_letter

logger = logging.getLogger(__name__)
WAIT_BEFORE_REQUEUE = timedelta(seconds=30)
REQUEUE_AT_ONCE = 200


@shared_task
def requeue_letters() -> int:
    """Queue again the letters left without a PDF for half a minute (broker was down, worker was killed)."""
    waiting = ReplyLetter.objects.filter(
        rendered_at__isnull=True, render_tries__lt=MOST_TRIES, issued_at__lt=now() - WAIT_BEFORE_REQUEUE
    ).order_by("issued_at")
    keys = list(waiting.values_list("pk", flat=True)[:REQUEUE_AT_ONCE])
    for key in keys:
        render_letter.delay(key)
    return len(keys)


@shared_task
def close_unrated() -> int:
    """Close what nobody rated in time, and split items whose parts are all closed; return how many.

    A missing answer is never counted as 满意: the item closes without a rating. One that somebody was dissatisfied
    with waits for the office's decision.
    """
    over = Clock.objects.filter(
        key=LimitKey.RATING, met_on__isnull=True, stopped_on__isnull=True, due_on__lt=today()
    ).values("proposal")
    unrated = Proposal.objects.filter(state=S.REPLIED, pk__in=over)
    split = Proposal.objects.filter(state=S.IN_PARTS).exclude(
        parts__in=Proposal.objects.filter(part_of__isnull=False).exclude(state__in=(S.CLOSED, S.WITHDRAWN))
    )
    clock = User.objects.clock()
    closed = 0
    for proposal in [*unrated.order_by("pk"), *split.order_by("pk")]:
        try:
            close(proposal, by=clock, seen=last_step_number(proposal))
        except StepRefused as refused:
            logger.info("%s stays open: %s", proposal.pk, refused)
        else:
            closed += 1
    return closed
