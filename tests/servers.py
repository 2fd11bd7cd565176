"""pytest plugin (-p tests.servers): one real PostgreSQL and one real Valkey for the whole run.

They are started before the Django settings are read, by the process that leads the run. The workers of
pytest-xdist share its PostgreSQL (pytest-django gives each a database) and start a Valkey each, so that no
worker's queue or cache is seen by another. Servers named in DATABASE_URL and REDIS_URL are used as they are.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded import socket_folder, temporary_servers
from config.processes import ProcessTree

# Set for the workers of pytest-xdist when REDIS_URL is our own server and not one named from outside.
OWN_REDIS = "TESTS_START_REDIS"

_running = contextlib.ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Start what is missing; as a wrapper it comes before pytest-django reads the settings."""
    if os.environ.get("PYTEST_XDIST_WORKER") and os.environ.get(OWN_REDIS):
        del os.environ["REDIS_URL"]
    if not os.environ.get("REDIS_URL"):
        os.environ[OWN_REDIS] = "1"
    addresses = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")}
    _running.enter_context(temporary_servers(addresses))
    os.environ.update(addresses)
    early_config.add_cleanup(_running.close)
    return (yield)


@pytest.fixture
def process_tree(tmp_path: Path) -> Iterator[ProcessTree]:
    """An empty tree for a test's own children (a worker to be killed); all stop at the end of the test."""
    with ProcessTree(tmp_path / "log") as tree:
        yield tree


@pytest.fixture
def sockets() -> Iterator[Path]:
    """A short private folder for the sockets of a test's own servers."""
    with socket_folder() as folder:
        yield folder
