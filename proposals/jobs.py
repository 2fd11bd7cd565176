"""What the clock calls."""

from celery import shared_task

from accounts.now import today
from proposals.reminders import write_due


@shared_task
def write_reminders() -> int:
    """Write and send every reminder due by today; late, twice or on two machines it sends each once."""
    return write_due(today())
