"""The running product, and people who visit it with a real browser."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.processes import Child, ProcessTree
from tests.e2e.site import Site, start_web, start_worker
from tests.e2e.visitors import CHROMIUM, Visits
from tests.world import World


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where the pictures of the stations go: the folder E2E_SHOTS names, else this test's own."""
    folder = Path(os.environ.get("E2E_SHOTS") or tmp_path / "shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def site(world: World, process_tree: ProcessTree, tmp_path: Path) -> Site:
    """The product's pages, serving the world."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed (apt-get install chromium)")
    return start_web(process_tree, tmp_path)


@pytest.fixture
def worker(site: Site, process_tree: ProcessTree) -> Child:
    """The process that makes the letters."""
    return start_worker(process_tree, site)


@pytest.fixture
def visit(site: Site, shots: Path) -> Iterator[Visits]:
    """Give somebody a browser window: visit(username, screen). Rows are made before, or after visit.end()."""
    with Visits(site.address, shots) as visits:
        yield visits
