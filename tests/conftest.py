"""Fixtures every room of the tests may use, and the strictness all of them live under."""

from collections.abc import Iterator

import pytest
from django.template import engines

from accounts.now import moved_to
from proposals.services.clocks import office_calendar
from proposals.workdays import Calendar
from tests.strict import Undefined
from tests.world import MONDAY, World, build


@pytest.fixture(autouse=True, scope="session")
def _undefined_template_variables_fail() -> None:
    engines["django"].engine.string_if_invalid = Undefined("%s")


@pytest.fixture
def on_monday(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let “now” be an ordinary Monday morning, unless the test is marked `real_time`."""
    if request.node.get_closest_marker("real_time"):
        yield
    else:
        with moved_to(MONDAY):
            yield


@pytest.fixture
def world(db: None, on_monday: None) -> World:
    """Two cities with both bodies each and somebody for every role (tests/world.py); this test's own."""
    return build()


@pytest.fixture
def calendar(world: World) -> Calendar:
    """The official calendar as the database of `world` has it."""
    return office_calendar()
