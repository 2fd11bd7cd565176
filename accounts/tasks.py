"""What services queue: one id in, one piece of leaf work; a task may run twice."""

from celery import shared_task

from accounts.mail import deliver


@shared_task
def deliver_notice(notice_id: int) -> None:
    """Mail one notice; a second run finds it mailed."""
    deliver(notice_id)
