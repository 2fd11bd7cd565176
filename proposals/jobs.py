"""What the clock calls."""

from datetime import timedelta

from celery import shared_task

from accounts.now import now, today
from documents.printing import MOST_TRIES
from proposals.models import Paper
from proposals.reminders import write_due
from proposals.tasks import print_paper

WAIT_BEFORE_REQUEUE = timedelta(seconds=30)
REQUEUE_AT_ONCE = 200


@shared_task
def write_reminders() -> int:
    """Write and send every reminder due by today; late, twice or on two machines it sends each once."""
    return write_due(today())


@shared_task
def requeue_papers() -> int:
    """Queue again the papers left without a PDF for half a minute; return how many."""
    waiting = Paper.objects.filter(
        rendered_at__isnull=True, render_tries__lt=MOST_TRIES, issued_at__lt=now() - WAIT_BEFORE_REQUEUE
    ).order_by("issued_at")
    keys = list(waiting.values_list("pk", flat=True)[:REQUEUE_AT_ONCE])
    for key in keys:
        print_paper.delay(key)
    return len(keys)
