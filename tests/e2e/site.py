"""The product as it runs: gunicorn and a Celery worker as processes of their own, on the database of the test."""

import http.client
import os
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from config.celery import app
from config.local import ROOT
from config.processes import Child, ProcessTree, wait_until

WORKER_IS_READY = " ready."


@dataclass(frozen=True)
class Site:
    """Where the pages are, and what another process of the product needs to know to work on the same rows."""

    address: str
    environment: dict[str, str]


def start_web(tree: ProcessTree, folder: Path) -> Site:
    """Start the web server as a child of `tree` and return when it answers; `folder` takes the mail."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        environment = _environment(address, folder)
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi:application"]
        web = tree.start(
            "web",
            [*gunicorn, "--workers", "1", "--threads", "4", "--bind", f"fd://{listener.fileno()}"],
            environment=environment,
            stop_signal=signal.SIGQUIT,
            orphan_signal=signal.SIGTERM,  # killed outright, the master would leave its worker behind
            pass_fds=[listener.fileno()],
        )
    wait_until(web, lambda: _answers(address))
    return Site(address, environment)


def start_worker(tree: ProcessTree, site: Site) -> Child:
    """Start a Celery worker as a child of `tree` and return it when it takes tasks.

    Whatever waited in the queue from earlier tests is thrown away first.
    """
    app.control.purge()
    celery = [sys.executable, "-m", "celery", "-A", "config", "worker", "-l", "INFO", "-c", "1"]
    quiet = ["--without-gossip", "--without-mingle", "-n", f"e2e-{os.getpid()}@%h"]
    worker = tree.start("worker", [*celery, *quiet], environment=site.environment, stop_signal=signal.SIGQUIT)
    wait_until(worker, lambda: WORKER_IS_READY in worker.last_words())
    return worker


def _environment(address: str, folder: Path) -> dict[str, str]:
    """Return the environment of both: the test's own database and its folder of uploaded files and letters."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": database.geturl(),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "SITE_ADDRESS": address,
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(folder / "mail"),
    }


def _answers(address: str) -> bool:
    host = urlsplit(address)
    visit = http.client.HTTPConnection(host.hostname, host.port, timeout=10)
    try:
        visit.request("GET", "/healthz")
        return visit.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        visit.close()
