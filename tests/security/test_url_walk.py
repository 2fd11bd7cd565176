"""Every address of the project, tried by everybody with GET and POST: each gives exactly what doors.py says."""

import re

import pytest

from tests.security.doors import DOORS
from tests.security.house import VISITORS, addresses, keys_of, nothing_kept, settle
from tests.world import World

NOBODY = {"visitor", "switched_off"}
WITHOUT_POST = {
    "lead",
    "co_signer",
    "decliner",
    "other_body",
    "other_city",
    "left_yesterday",
    "late_stand_in",
}
# What the Content-Security-Policy would not run: scripts and styles inside a page.
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>|<style\b|<[^>]+\s(?:style|on[a-z]+)\s*="
)
GROUPS = {"nobody": NOBODY, "outside": NOBODY | WITHOUT_POST}
ALWAYS = ("visitor", "other_city", "printer")  # the rest of the crowd walks with --slow


def answer_for(visitor: str, line: str) -> str:
    """Return what a line of doors.py says of a visitor."""
    *named, otherwise = (part.split() for part in line.split("; "))
    for status, *who in named:
        if visitor in set().union(*(GROUPS.get(name, {name}) for name in who)):
            return status
    return otherwise[0]


def test_every_address_has_its_line() -> None:
    assert {pattern for _, pattern in addresses()} == set(DOORS)


@pytest.mark.parametrize("line", [line for lines in DOORS.values() for line in lines])
def test_lines_name_visitors_that_exist(line: str) -> None:
    known = {*VISITORS, *GROUPS}
    *named, otherwise = (part.split() for part in line.split("; "))
    assert {name for _, *who in named for name in who} <= known
    assert len(otherwise) == 1


# What needs no account: the log-in page, links, the health check and the icon.
OPEN = (
    "healthz",
    "favicon.ico",
    "login/",
    "logout/",
    "activate/<uidb64>/<token>/",
    "admin/logout/",
    "admin/password_change/",
    "verify/",
    "verify/<slug:code>/",
)


@pytest.mark.parametrize("pattern", [pattern for pattern in DOORS if pattern not in OPEN])
def test_nobody_gets_in_without_logging_in(pattern: str) -> None:
    for line in DOORS[pattern]:
        assert answer_for("visitor", line) in ("302>login", "404", "405"), line
        assert answer_for("switched_off", line) == answer_for("visitor", line), line


@pytest.mark.parametrize(
    "visitor",
    [one if one in ALWAYS else pytest.param(one, marks=pytest.mark.slow) for one in VISITORS],
)
def test_each_door_answers_as_written(world: World, visitor: str) -> None:
    house = settle(world)
    client = house.browser(visitor)
    found: dict[str, tuple[str, str]] = {}
    for pattern in DOORS:
        address = keys_of(house, pattern)
        answers = []
        for method in (client.get, client.post):
            with nothing_kept(client):
                answer = method(address)
                if answer.streaming:
                    b"".join(answer.streaming_content)
            to_login = "login" in answer.headers.get("Location", "").partition("?")[0]
            answers.append(f"{answer.status_code}{'>login' if to_login else ''}")
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"], address
            assert "unsafe" not in answer.headers["Content-Security-Policy"], address
            assert answer.headers["X-Content-Type-Options"] == "nosniff", address
            assert answer.headers["X-Frame-Options"] == "SAMEORIGIN", address
            assert answer.headers["Referrer-Policy"] == "same-origin", address
            if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
                assert INLINE.findall(answer.content.decode()) == [], address
            kept = {part.strip() for part in answer.headers["Cache-Control"].split(",")}
            assert {"private", "no-store"} <= kept, address
        found[pattern] = (answers[0], answers[1])
    expected = {
        pattern: tuple(answer_for(visitor, line) for line in lines) for pattern, lines in DOORS.items()
    }
    assert found == expected
