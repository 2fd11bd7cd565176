"""Dates as Chinese papers write them, with or without spaces inside."""

import re
from datetime import date, datetime

CHINESE_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_ISO = re.compile(r"(\d{4})-\s*(\d{1,2})-\s*(\d{1,2})(?:\s+(\d{1,2}):\s*(\d{2}))?")
_YEAR = re.compile(r"(\d{4})\s*年")
_PERIOD = re.compile(r"(\d{4})\s*[-—─–]\s*(\d{4})\s*年")


def read_date(text: str) -> date | None:
    """Return the first date in `text` (2023 年 6 月 29 日 or 2023- 06- 29); None when there is none."""
    match = CHINESE_DATE.search(text) or _ISO.search(text)
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None


def read_moment(text: str) -> datetime | None:
    """Return the first date with a time of day, naive and local to the paper; None when there is none."""
    match = _ISO.search(text)
    if match is None or match[4] is None:
        return None
    year, month, day, hour, minute = (int(part) for part in match.groups())
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - the paper names no zone


def is_date_line(text: str) -> bool:
    """Tell whether a line holds a date and nothing else, brackets aside."""
    return bool(CHINESE_DATE.fullmatch(text.strip().strip("()（）").strip()))


def latest_year(text: str) -> int | None:
    """Return the greatest year written as four digits and 年; None when no year is written so."""
    return max((int(year) for year in _YEAR.findall(text)), default=None)


def read_period(text: str) -> tuple[int, int] | None:
    """Return the first and last year of a period such as 2023—2027年; None when there is none."""
    match = _PERIOD.search(text)
    return (int(match[1]), int(match[2])) if match else None
