"""Each system check speaks where it should and is silent where all is well."""

import ctypes
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pytest_django.fixtures import Settings

from config import checks


def ids(messages: list[Any]) -> list[str]:
    """Return the ids of check messages."""
    return [message.id for message in messages]


@pytest.fixture(params=["C", "C.UTF-8"])
def fresh_database(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """A new empty database, once with each ctype: (ctype, address)."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    name = f"ctype_{secrets.token_hex(4)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        locale = f"LC_COLLATE '{request.param}' LC_CTYPE '{request.param}'"
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {locale}")
        yield request.param, f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize("migrated", [False, True])
def test_database_that_reads_no_chinese_is_found_out(
    fresh_database: tuple[str, str], *, migrated: bool
) -> None:
    ctype, address = fresh_database
    with psycopg.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        if migrated:
            cursor.execute("CREATE EXTENSION pg_trgm")
        assert checks.reads_chinese(cursor) is (ctype == "C.UTF-8")


@pytest.mark.django_db
def test_database_check_asks_the_databases_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.database_reads_chinese(databases=["default"]) == []
    monkeypatch.setattr(checks, "reads_chinese", lambda _cursor: False)
    assert ids(checks.database_reads_chinese(databases=["default"])) == ["config.E001"]
    assert checks.database_reads_chinese(databases=None) == []


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("Zt7-q2Vw9_Lk4XcB1nRfHs8PyDgUa3JmEoTi6bWvKxQ5zNhCrYpSdF0lGuMjA", []),  # long, and used nowhere
        ("short", ["config.E003"]),
        ("only-for-tests" + "x" * 60, ["config.E003"]),
        ("only-to-build" + "x" * 60, ["config.E003"]),
    ],
)
def test_secret_key_must_be_long_and_unpublished(settings: Settings, key: str, expected: list[str]) -> None:
    settings.SECRET_KEY = key
    assert ids(checks.secret_key_is_secret()) == expected


@pytest.mark.parametrize(("may_move", "expected"), [(False, []), (True, ["config.E004"])])
def test_clock_must_stand_still(settings: Settings, *, may_move: bool, expected: list[str]) -> None:
    settings.NOW_MAY_MOVE = may_move
    assert ids(checks.clock_stands_still()) == expected


def test_missing_subset_library_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids(checks.font_subsetting_is_fast()) == []

    def refuse(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    assert ids(checks.font_subsetting_is_fast()) == ["config.E002"]


def test_missing_fonts_warn_and_a_wrong_file_is_an_error(settings: Settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    assert ids(checks.fonts_present()) == ["config.W001"]
    settings.LETTER_FONTS = {**settings.LETTER_FONTS, "fangsong": str(tmp_path / "absent.ttf")}
    assert ids(checks.fonts_present()) == ["config.E005"]
