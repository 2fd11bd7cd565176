"""Dates: those no calendar has, those in the wrong order, promises for a day that has passed."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from responses.letters.proofread.facts import (
    PRINTED,
    WRITTEN,
    CaseFacts,
    LetterText,
    Note,
    Passage,
    Severity,
    missing,
)
from responses.letters.proofread.passages import body_passages

_DAY = re.compile(
    r"(?<![\d.])(?:(?P<year>\d{4})\s?年\s?)?(?P<month>\d{1,2})\s?月(?:\s?(?P<day>\d{1,2})\s?日)?(?!龄)"
)
_ISO = re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\d-])")
_YEARS = re.compile(r"(?<![\d.])((?:19|20)\d{2})年?\s?(?:[-—─~～至–－]|——)\s?((?:19|20)\d{2})(?=年|[）)》])")
_PROMISE = re.compile(
    r"(?:计划|争取|力争|确保|预计|拟于|拟在|将于|将在)[^，。；：0-9]{0,6}(?P<year>20\d{2})年(?P<month>\d{1,2})?月?"
    r"[^，。；：0-9]{0,3}前"
)
_LEAP_YEAR = 2024  # a day without its year may be 29 February
_MONTHS = 12


def impossible_dates(passage: Passage) -> Iterator[Note]:
    """A month or day that does not exist, a leading zero, a span of years that runs backwards."""
    for pattern in (_DAY, _ISO):
        for match in pattern.finditer(passage.masked):
            yield from _one_date(passage, match, iso=pattern is _ISO)
    for match in _YEARS.finditer(passage.text):
        if int(match[2]) < int(match[1]):
            message = f"“{match.group()}”的起止年份前后颠倒，请核对。"
            yield passage.note(*match.span(), message)


def _one_date(passage: Passage, match: re.Match[str], *, iso: bool) -> Iterator[Note]:
    year, month, day = match["year"], match["month"], match["day"]
    if year is None and day is None:
        return  # 18月 may be a length of time
    if not is_day(int(year) if year else _LEAP_YEAR, int(month), int(day) if day else 1):
        yield passage.note(*match.span(), f"“{match.group()}”这个日期不存在，请核对。")
    elif not iso and (month.startswith("0") or (day or "").startswith("0")):
        right = (f"{year}年" if year else "") + f"{int(month)}月" + (f"{int(day)}日" if day else "")
        message = f"“{match.group()}”的月、日不编虚位，应为“{right}”。"
        yield passage.note(*match.span(), message, right, Severity.WARNING)


def is_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has this day."""
    return year > 0 and 1 <= month <= _MONTHS and 1 <= day <= monthrange(year, month)[1]


def order(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """Written, then printed, then due (domain: 成文 ≤ 印发 ≤ 期限)."""
    written, printed, due = letter.written_on, letter.printed_on, case.due_on
    if written and printed and printed < written:
        message = f"印发日期{_said(printed)}早于成文日期{_said(written)}，请核对。"
        yield missing(PRINTED, message, severity=Severity.ERROR)
    last = printed or written
    if last and due and last > due:
        name = PRINTED if printed else WRITTEN
        message = f"{name}{_said(last)}晚于答复期限{_said(due)}，请核对并说明。"
        yield missing(name, message, severity=Severity.WARNING)


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def past_promises(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """Something planned for a time before the letter is written."""
    if letter.written_on is None:
        return
    for passage in body_passages(letter):
        for match in _PROMISE.finditer(passage.text):
            year, month = int(match["year"]), int(match["month"] or _MONTHS)
            if (year, month) < (letter.written_on.year, letter.written_on.month):
                message = f"“{match.group()}”的时间早于成文日期{_said(letter.written_on)}，请核对是否已完成。"
                yield passage.note(*match.span(), message)
