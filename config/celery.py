"""The Celery app and everything the clock does: one table, every entry a dotted name of a jobs.py function."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

app = Celery("replies")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="jobs")

app.conf.beat_schedule = {
    # Rows whose task was lost (broker down at the commit, worker killed) are picked up within half a minute.
    "requeue notices": {"task": "accounts.jobs.requeue_notices", "schedule": 30.0},
    "requeue letters": {"task": "responses.jobs.requeue_letters", "schedule": 30.0},
    "requeue print jobs": {"task": "responses.jobs.requeue_print_jobs", "schedule": 30.0},
    "requeue papers": {"task": "proposals.jobs.requeue_papers", "schedule": 30.0},
    "seal the audit trail": {"task": "accounts.jobs.seal_audit_trail", "schedule": 60.0},
    # Several times a morning: a run that was missed is caught up by the next, the ledger sends nothing twice.
    "write reminders": {
        "task": "proposals.jobs.write_reminders",
        "schedule": crontab(minute=30, hour="8-11"),
    },
    "close unrated": {"task": "responses.jobs.close_unrated", "schedule": crontab(minute=10, hour="1,7")},
}
