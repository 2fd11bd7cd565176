"""A browser, the running product, and people who use the one to visit the other."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from config.processes import ProcessTree
from tests.e2e.site import Site, start_site
from tests.e2e.visitors import Visits
from tests.world import World

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where the pictures of the stations go: the folder E2E_SHOTS names, else this test's own."""
    folder = Path(os.environ.get("E2E_SHOTS") or tmp_path / "shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def site(world: World, process_tree: ProcessTree, tmp_path: Path) -> Site:
    """The product, serving the world."""
    return start_site(process_tree, tmp_path)


@pytest.fixture
def browser(site: Site) -> Iterator[Browser]:
    """A real browser. While it is open this thread has an event loop, and Django refuses it the database."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, site: Site, shots: Path) -> Visits:
    """Give somebody a browser window: visit(username, screen)."""
    return Visits(browser, site.address, shots)
