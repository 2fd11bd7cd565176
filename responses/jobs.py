"""What the clock calls."""

import logging
from datetime import timedelta

from celery import shared_task

from accounts.models import User
from accounts.now import now, today
from accounts.queue import WAIT_BEFORE_REQUEUE, queue_again
from documents.printing import left_empty
from proposals.errors import StepRefused
from proposals.models import Clock, Proposal
from proposals.models.rules import LimitKey
from proposals.queries import last_step_number
from proposals.states import ProposalState as S
from responses.letters.printing import WAITS_FOR_SIGNATURE
from responses.models import AddressedLetter, PrintJob, ReplyLetter
from responses.services.rating import close
from responses.tasks import make_print_job, render_addressed, render_letter, sign_addressed, sign_letter

logger = logging.getLogger(__name__)
WAIT_BEFORE_REQUEUE_OF_JOBS = timedelta(minutes=1)


@shared_task
def requeue_letters() -> int:
    """Queue again the letters left without a PDF or a signature for half a minute; return how many.

    The broker was down or a worker was killed. A signature that was refused waits for somebody: no blind retries.
    """
    old_enough = now() - WAIT_BEFORE_REQUEUE
    letters, copies = (
        model.objects.filter(WAITS_FOR_SIGNATURE, rendered_at__lt=old_enough, render_error="").order_by(
            "rendered_at", "pk"
        )
        for model in (ReplyLetter, AddressedLetter)
    )
    return (
        queue_again(left_empty(ReplyLetter, before=old_enough), render_letter)
        + queue_again(
            left_empty(AddressedLetter, before=old_enough, issued_at="letter__issued_at"), render_addressed
        )
        + queue_again(letters, sign_letter)
        + queue_again(copies, sign_addressed)
    )


@shared_task
def requeue_print_jobs() -> int:
    """Queue again the print jobs without progress for a minute; one still in work is left alone by its lock."""
    before = now() - WAIT_BEFORE_REQUEUE_OF_JOBS
    waiting = PrintJob.objects.filter(finished_at__isnull=True, created_at__lt=before).exclude(
        touched_at__gte=before
    )
    return queue_again(waiting.order_by("created_at", "pk"), make_print_job)


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
