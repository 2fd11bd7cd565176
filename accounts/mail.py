"""Deliver one notice by e-mail: leaf work, called by the queue."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from accounts.models import Notice
from accounts.now import now

# With the growing waits of accounts/jobs.py the last try is made after eight and a half hours.
MOST_TRIES = 11


@transaction.atomic
def deliver(notice_id: int) -> bool:
    """Mail one notice unless that is done already, and say whether it went out now.

    The row is locked while the mail is handed over, so a second worker finds it done or leaves it alone. Somebody
    without an address gets it in the system only: the row is marked as delivered. A refused mail is written on the
    row and tried again by the clock, at most MOST_TRIES times.
    """
    notice = (
        Notice.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient")
        .filter(pk=notice_id, mailed_at__isnull=True)
        .first()
    )
    if notice is None:
        return False
    sent = False
    try:
        if notice.recipient.email:
            EmailMessage(
                subject=" ".join(notice.subject.split()),  # a line break would be a second header
                body=f"{notice.body}\n\n{settings.SITE_ADDRESS}{notice.path}".strip(),
                to=[notice.recipient.email],
                headers={
                    "Message-ID": f"<notice-{notice.pk}@{settings.SITE_ADDRESS.split('//')[-1].split(':')[0]}>"
                },
            ).send()
            sent = True
        notice.mailed_at = now()
        notice.mail_error = ""
    except (SMTPException, OSError) as refused:
        notice.mail_error = str(refused)[:200]
        notice.mail_tries += 1
    notice.save(update_fields=["mailed_at", "mail_error", "mail_tries"])
    return sent
