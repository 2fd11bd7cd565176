"""/healthz: what the proxy and the container ask, and whether the operator's doctor is on duty."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.urls import resolve

from config import health

ROOT = Path(__file__).resolve().parents[2]


def test_the_address_the_proxy_asks_is_there() -> None:
    assert resolve("/healthz").func is health.healthy


@pytest.mark.django_db
def test_it_answers_while_the_database_does() -> None:
    answer = health.healthy(RequestFactory().get("/healthz"))
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_it_says_so_when_there_is_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = health.healthy(RequestFactory().get("/healthz"))
    assert (answer.status_code, answer.content) == (503, b"no database\n")


def test_it_is_only_read() -> None:
    assert health.healthy(RequestFactory().post("/healthz")).status_code == 405


class Stub(http.server.BaseHTTPRequestHandler):
    """A server that is well only for the proxy's own way of asking."""

    def do_GET(self) -> None:
        asked = (self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"])
        self.send_response(200 if asked == ("/healthz", "reply.example.gov.cn", "https") else 400)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def stub() -> Iterator[int]:
    """The port of a running Stub."""
    with http.server.HTTPServer(("127.0.0.1", 0), Stub) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("hosts", "status"), [("reply.example.gov.cn, other", 0), ("other", 1)])
def test_the_container_asks_as_the_proxy_does(
    stub: int, monkeypatch: pytest.MonkeyPatch, hosts: str, status: int
) -> None:
    monkeypatch.setattr(health, "PORT", stub)
    monkeypatch.setenv("ALLOWED_HOSTS", hosts)
    assert health.ask() == status


def test_the_container_is_not_well_without_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PORT", 1)
    assert health.ask() == 1


def test_the_system_checks_are_loaded_with_the_project() -> None:
    # In a process of its own: the tests of the checks load them themselves.
    script = "import sys, django; django.setup(); sys.exit('config.checks' not in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
