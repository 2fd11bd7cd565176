"""What the clock calls."""

from datetime import timedelta

from celery import shared_task

from accounts import audit
from accounts.mail import MOST_TRIES
from accounts.models import Notice
from accounts.now import now
from accounts.tasks import deliver_notice

WAIT_BEFORE_REQUEUE = timedelta(seconds=30)
REQUEUE_AT_ONCE = 500


@shared_task
def requeue_notices() -> int:
    """Queue again the notices left undelivered for half a minute (broker was down, worker was killed)."""
    waiting = Notice.objects.filter(
        mailed_at__isnull=True, mail_tries__lt=MOST_TRIES, created_at__lt=now() - WAIT_BEFORE_REQUEUE
    ).order_by("created_at")
    keys = list(waiting.values_list("pk", flat=True)[:REQUEUE_AT_ONCE])
    for key in keys:
        deliver_notice.delay(key)
    return len(keys)


@shared_task
def seal_audit_trail() -> int:
    """Seal the audit events of the last minute into the hash chain."""
    return audit.seal()
