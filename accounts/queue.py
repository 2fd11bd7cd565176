"""Hand a row's id to Celery after the commit, whatever the broker is doing at that moment."""

from celery import Task
from django.db import transaction


def queue_on_commit(task: Task, row_id: int) -> None:
    """Queue `task(row_id)` once the running transaction is committed; never on a rollback.

    A broker that is away is logged, not raised: the row exists and the clock queues it again.
    """

    def queue() -> None:  # a function, not a partial: Django names it in the log, and a partial has no name
        task.delay(row_id)

    transaction.on_commit(queue, robust=True)
