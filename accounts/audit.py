"""Write down who did or read what. Rows are inserted plain; the clock seals them into a hash chain in order."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.db.models import Model

from accounts.models import AuditEvent, AuditSeal, Unit, User
from accounts.now import now

_address: ContextVar[str | None] = ContextVar("address", default=None)

# One sealer at a time, whoever runs the job; the number is arbitrary and stands only here.
SEAL_LOCK = 7_304_001
SEALS_A_RUN = 5_000


@contextmanager
def acting_from(address: str | None) -> Iterator[None]:
    """Note the network address that acts inside the block; the middleware opens one around every request."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def record(
    what: str,
    *,
    by: User | None,
    about: Model | None = None,
    acting_for: User | None = None,
    unit: Unit | None = None,
    **detail: object,
) -> AuditEvent:
    """Insert one audit event in the running transaction and return it.

    `what` is a short word of ours (step.assign, letter.read, login.failed); `detail` holds plain JSON values.
    """
    return AuditEvent.objects.create(
        at=now(),
        by=by,
        acting_for=acting_for,
        unit=unit,
        what=what,
        object_type=about._meta.label_lower if about is not None else "",
        object_id=about.pk if about is not None else None,
        detail=detail,
        address=_address.get(),
    )


def digest_of(event: AuditEvent, before: str) -> str:
    """Return the SHA-256 of an event and the digest before it, over canonical JSON."""
    content = {
        "id": event.pk,
        "at": event.at.isoformat(),
        "by": event.by_id,
        "acting_for": event.acting_for_id,
        "unit": event.unit_id,
        "what": event.what,
        "object": [event.object_type, event.object_id],
        "detail": event.detail,
        "address": event.address,
        "before": before,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def seal() -> int:
    """Extend the hash chain over events not sealed yet, at most SEALS_A_RUN, and return how many were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEAL_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    last = AuditSeal.objects.order_by("-position").first()
    position, before = (last.position, last.digest) if last else (0, "")
    seals = []
    for event in AuditEvent.objects.filter(seal__isnull=True).order_by("pk")[:SEALS_A_RUN]:
        position += 1
        before = digest_of(event, before)
        seals.append(AuditSeal(event=event, position=position, digest=before))
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def broken_seals() -> list[int]:
    """Return the positions at which the chain no longer fits its events; an empty list means it is whole."""
    broken, before, expected = [], "", 0
    for link in AuditSeal.objects.select_related("event").order_by("position").iterator():
        expected += 1
        if link.position != expected or link.digest != digest_of(link.event, before):
            broken.append(link.position)
            expected = link.position
        before = link.digest
    return broken
