"""Tell people something: a Notice row in the running transaction, its e-mail after the commit."""

from collections.abc import Iterable

from accounts.models import Notice, User
from accounts.now import now
from accounts.queue import queue_on_commit
from accounts.tasks import deliver_notice


def notify(people: Iterable[User], subject: str, body: str = "", path: str = "") -> list[Notice]:
    """Write one notice to each active person (once each) and queue its delivery on commit.

    `path` is the address of the page it speaks of, without the host.
    """
    told = {person.pk: person for person in people if person.is_active and not person.is_clock}
    notices = [
        Notice(recipient=person, subject=subject[:200], body=body, path=path, created_at=now())
        for person in told.values()
    ]
    Notice.objects.bulk_create(notices)
    for notice in notices:
        queue_on_commit(deliver_notice, notice.pk)
    return notices
