"""Hand a row's id to Celery: after the commit, whatever the broker is doing at that moment, and again by the clock."""

from datetime import timedelta

from celery import Task
from django.db import transaction
from django.db.models import QuerySet

WAIT_BEFORE_REQUEUE = timedelta(seconds=30)
REQUEUE_AT_ONCE = 200


def queue_on_commit(task: Task, row_id: int) -> None:
    """Queue `task(row_id)` once the running transaction is committed; never on a rollback.

    A broker that is away is logged, not raised: the row exists and the clock queues it again.
    """

    def queue() -> None:  # a function, not a partial: Django names it in the log, and a partial has no name
        task.delay(row_id)

    transaction.on_commit(queue, robust=True)


def queue_again(rows: QuerySet, task: Task, *, at_once: int = REQUEUE_AT_ONCE) -> int:
    """Queue `task` for the first of these rows in their order, at most `at_once` of them; return how many."""
    keys = list(rows.values_list("pk", flat=True)[:at_once])
    for key in keys:
        task.delay(key)
    return len(keys)
