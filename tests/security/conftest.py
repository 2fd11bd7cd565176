"""Fixtures of the tests of security."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.bystander import Bystander, standing_by


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bystander]:
    """A web server and files beside this process that nothing of ours may ever ask for."""
    with standing_by(tmp_path, monkeypatch) as bystander:
        yield bystander
