"""What the clock calls."""

from celery import shared_task
from django.db.models import Q

from accounts import audit
from accounts.mail import MOST_TRIES
from accounts.models import Notice
from accounts.now import now
from accounts.queue import WAIT_BEFORE_REQUEUE, queue_again
from accounts.tasks import deliver_notice

MAILS_AT_ONCE = 500


@shared_task
def requeue_notices() -> int:
    """Queue again the notices left undelivered for half a minute (broker was down, worker was killed).

    Each refusal doubles the age a notice must have before the next try, so a relay that is away for hours gets what
    waited, and is not asked every half minute until then.
    """
    moment = now()
    due = Q()
    for tries in range(MOST_TRIES):
        due |= Q(mail_tries=tries, created_at__lt=moment - WAIT_BEFORE_REQUEUE * 2**tries)
    waiting = Notice.objects.filter(due, mailed_at__isnull=True).order_by("created_at", "pk")
    return queue_again(waiting, deliver_notice, at_once=MAILS_AT_ONCE)


@shared_task
def seal_audit_trail() -> int:
    """Seal the audit events of the last minute into the hash chain."""
    return audit.seal()
