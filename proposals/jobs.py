"""What the clock calls."""

from celery import shared_task

from accounts.now import now, today
from accounts.queue import WAIT_BEFORE_REQUEUE, queue_again
from documents.printing import left_empty
from proposals.models import Paper
from proposals.reminders import write_due
from proposals.tasks import print_paper


@shared_task
def write_reminders() -> int:
    """Write and send every reminder due by today; late, twice or on two machines it sends each once."""
    return write_due(today())


@shared_task
def requeue_papers() -> int:
    """Queue again the papers left without a PDF for half a minute; return how many."""
    return queue_again(left_empty(Paper, before=now() - WAIT_BEFORE_REQUEUE), print_paper)
