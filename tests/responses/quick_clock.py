"""The product's Celery app with its own schedule, run faster: a test need not wait half a minute twice.

Named to a worker as `celery -A tests.responses.quick_clock worker -B`.
"""

from datetime import timedelta

import django

django.setup()

from accounts import jobs as accounts_jobs  # noqa: E402
from config.celery import app  # noqa: E402
from responses import jobs as responses_jobs  # noqa: E402

__all__ = ["app"]

for module in (accounts_jobs, responses_jobs):
    module.WAIT_BEFORE_REQUEUE = timedelta(seconds=2)
responses_jobs.WAIT_BEFORE_REQUEUE_OF_JOBS = timedelta(seconds=2)
for entry in ("requeue notices", "requeue letters", "requeue print jobs"):
    app.conf.beat_schedule[entry]["schedule"] = 1.0
