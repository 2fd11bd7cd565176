"""Read settings from the environment; a missing or wrong value stops the program with a sentence that names it."""

import os

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str | None = None) -> str:
    """Return the variable's text; without a default, raise ImproperlyConfigured when it is not set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"The environment variable {name} is not set; .env.example explains it.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """Return the variable as yes or no; raise ImproperlyConfigured on any other word."""
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: write 1 or 0.")


def number(name: str, default: int) -> int:
    """Return the variable as a whole number; raise ImproperlyConfigured when it is none."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from wrong


def words(name: str, default: str = "") -> list[str]:
    """Return the variable as a list, split at commas, blanks removed."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]
