"""The one source of “now”. Demos and tests may move it; production never (settings.NOW_MAY_MOVE)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

_moved_by: ContextVar[timedelta] = ContextVar("moved_by", default=timedelta())


def now() -> datetime:
    """Return the present moment, aware, as services and jobs shall see it."""
    return timezone.now() + _moved_by.get()


def today() -> date:
    """Return the present day in the project's time zone (Asia/Shanghai)."""
    return timezone.localdate(now())


@contextmanager
def moved_to(day: date, hour: int = 9) -> Iterator[None]:
    """Let `now()` begin at the given day and hour (local time) inside the block.

    Raises ImproperlyConfigured where settings.NOW_MAY_MOVE is off.
    """
    if not settings.NOW_MAY_MOVE:
        raise ImproperlyConfigured("NOW_MAY_MOVE is off: this installation does not move its clock.")
    target = timezone.make_aware(datetime.combine(day, time(hour)))
    token = _moved_by.set(target - timezone.now())
    try:
        yield
    finally:
        _moved_by.reset(token)
