"""System checks: what would make the product wrong without a word; `manage.py check` is the doctor."""

import ctypes
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from documents.fonts import WrongFontSetting, absent_roles
from documents.signing import chosen
from documents.signing.provider import SigningRefused
from documents.signing.trust import WrongTrustFile, trust_file

SUBSET_LIBRARY = "libharfbuzz-subset.so.0"
SHORTEST_KEY = 50  # characters, as Django's security.W009
# Keys that stand in this repository: everybody knows them.
PUBLISHED_KEYS = ("only-for-tests", "only-to-build")


def reads_chinese(cursor: Any) -> bool:
    """Tell whether the database behind a cursor takes Chinese characters for letters.

    Asks pg_trgm itself where it is installed, and the database's ctype before the first migration.
    """
    cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
    if cursor.fetchone():
        cursor.execute("SELECT cardinality(show_trgm('提案')) > 0")
    else:
        cursor.execute(
            "SELECT datctype NOT IN ('C', 'POSIX') AND pg_encoding_to_char(encoding) = 'UTF8' "
            "FROM pg_database WHERE datname = current_database()"
        )
    return cursor.fetchone()[0]


@register(Tags.database)
def database_reads_chinese(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """config.E001: where pg_trgm sees no letters, every search finds nothing and says nothing.

    Args:
        databases: aliases to ask; Django gives none unless a command names them (check --database, migrate).
    """
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            if reads_chinese(cursor):
                continue
        found.append(
            Error(
                f"Database {alias!r} does not read Chinese characters: every search would find nothing.",
                hint=(
                    "Create it again with: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' "
                    "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' (docs/operations.md)."
                ),
                id="config.E001",
            )
        )
    return found


@register(Tags.files)
def fonts_present(**_: Any) -> list[CheckMessage]:
    """config.W001, E005: a role without its face prints in a substitute; a named file must be usable."""
    try:
        absent = absent_roles()
    except WrongFontSetting as why:
        return [Error(str(why), hint="Correct LETTER_FONT_… (.env.example).", id="config.E005")]
    if not absent:
        return []
    roles = ", ".join(str(absence.role.value) for absence in absent)
    return [
        Warning(
            f"These roles of the letter have neither a licensed nor a fetched font: {roles}.",
            hint="Run `python -m documents.fetch_fonts`, or name the bureau's own files in LETTER_FONT_….",
            id="config.W001",
        )
    ]


@register(Tags.files)
def signing_is_usable(**_: Any) -> list[CheckMessage]:
    """config.E006: signing that is switched on must have what it needs; a token is only opened when it signs.

    A certificate that has run out is no reason to stop the product: it stops the signing, with a sentence.
    """
    try:
        provider = chosen.provider()
        if provider is not None and settings.LETTER_SIGNING == "key_file":
            provider.describe()
        trust_file()
    except (SigningRefused, WrongTrustFile) as why:
        return [Error(str(why), hint="Correct LETTER_SIGNING… (.env.example).", id="config.E006")]
    return []


@register(Tags.files, deploy=True)
def font_subsetting_is_fast(**_: Any) -> list[CheckMessage]:
    """config.E002: without this library one letter takes ten seconds instead of a fraction of one."""
    try:
        ctypes.CDLL(SUBSET_LIBRARY)
    except OSError:
        return [
            Error(
                f"{SUBSET_LIBRARY} is not installed: setting a letter would take about ten seconds.",
                hint="apt-get install libharfbuzz-subset0",
                id="config.E002",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def secret_key_is_secret(**_: Any) -> list[CheckMessage]:
    """config.E003: sessions and reset links are signed with SECRET_KEY; a known one lets anybody in."""
    if len(settings.SECRET_KEY) >= SHORTEST_KEY and not settings.SECRET_KEY.startswith(PUBLISHED_KEYS):
        return []
    return [
        Error(
            "SECRET_KEY is short or stands in the source code.",
            hint="python -c 'import secrets; print(secrets.token_urlsafe(48))'",
            id="config.E003",
        )
    ]


@register(Tags.security, deploy=True)
def clock_stands_still(**_: Any) -> list[CheckMessage]:
    """config.E004: where “now” may be moved, legal time limits mean nothing."""
    if not settings.NOW_MAY_MOVE:
        return []
    return [
        Error("NOW_MAY_MOVE is on: dates could be made up.", hint="Unset NOW_MAY_MOVE.", id="config.E004")
    ]
