"""What a limit means: a length and a start give a due date that explains itself, and its reminder days.

A leaf: dates and the calendar come in as arguments. Counting follows 民法典 201–203: the first day is not
counted, months end on the same-numbered day (or the month's last), and a last day that is a rest day moves to
the next workday. Every date carries its explanation in Chinese, because people and bodies dispute dates.
"""

import calendar as months
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from .workdays import REST, SATURDAY, WORK, Calendar, CalendarRow

Unit = Literal["days", "workdays", "months"]

UNIT_WORDS: dict[str, str] = {"days": "日", "workdays": "个工作日", "months": "个月"}

# What starts a clock: the code a rules row stores, and the words an explanation uses after the date.
START_EVENTS: dict[str, str] = {
    "submitted": "提交之日",
    "registered": "立案之日",
    "handed_over": "交办之日",
    "received": "收到之日",
    "accepted": "签收之日",
    "asked": "申请之日",
    "issued": "印发之日",
    "delivered": "答复送达之日",
    "redo_ordered": "重办决定之日",
}

# What meets a clock, in the words of a list's column or a rule's line.
END_EVENTS: dict[str, str] = {
    "accepted": "签收",
    "asked": "提出申请",
    "decided": "作出决定",
    "opinion_sent": "送交会办意见",
    "contacted": "与提出人沟通",
    "issued": "印发答复",
    "delivered": "送达答复",
    "rated": "反馈评价",
    "published": "公开",
}

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Limit:
    """How long something may take: a length, its unit, what starts it, and the rule it comes from."""

    length: int
    unit: Unit
    start_event: str = "handed_over"  # a key of START_EVENTS
    source: str = ""  # the rule in words, shown after 规则：

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError(f"a limit is at least 1 {self.unit} long, not {self.length}")
        if self.unit not in UNIT_WORDS:
            raise ValueError(f"a limit counts in days, workdays or months, not {self.unit!r}")
        if self.start_event not in START_EVENTS:
            raise ValueError(f"{self.start_event!r} is not an event that starts a clock")

    def __str__(self) -> str:
        return f"{self.length} {UNIT_WORDS[self.unit]}"


class Due(NamedTuple):
    """A due date, whether it rests on a calendar not announced yet, and how it was found, in Chinese."""

    date: dt.date
    provisional: bool
    explanation: str


class _Counted(NamedTuple):
    """A limit counted out: where it ends by number alone, and where after moving off a rest day."""

    nominal: dt.date
    due_on: dt.date


def due(limit: Limit, start: dt.date, calendar: Calendar, fixed_due: dt.date | None = None) -> Due:
    """Count `limit` from `start`, which is not counted itself (民法典 201–203).

    `fixed_due` is a date named by the hand-over notice: it overrides the counted one, is never moved, and the
    explanation says so. A year whose arrangement is not announced counts Monday to Friday and makes the date
    provisional. Raises ValueError when `fixed_due` is before `start`.
    """
    counted = _count(limit, start, calendar)
    if fixed_due is None:
        provisional = bool(
            calendar.unannounced(_first_relied_on(limit, start, counted.nominal), counted.due_on)
        )
        text = explain(limit, start, counted.nominal, counted.due_on, calendar)
        return Due(counted.due_on, provisional, text)
    if fixed_due < start:
        raise ValueError(f"the fixed due date {fixed_due} is before the start {start}")
    text = _sentence(
        f"至 {_spoken(fixed_due, calendar)}，为交办通知指定的日期",
        f"按 {limit}自 {start} {START_EVENTS[limit.start_event]}起计算为 {counted.due_on}，以指定的日期为准",
        source=limit.source,
    )
    return Due(fixed_due, False, text)


def explain(limit: Limit, start: dt.date, nominal: dt.date, due_on: dt.date, calendar: Calendar) -> str:
    """Say in Chinese how `limit` from `start` came to `due_on`: each shift, and what is not certain yet.

    `nominal` is the day the count ends on before moving off a rest day. The same input gives the same words.
    """
    head = f"{limit}，自 {start} {START_EVENTS[limit.start_event]}起，至 {_spoken(due_on, calendar)}"
    notes: list[str] = []
    if limit.unit == "months" and nominal.day != start.day:
        notes.append(f"{nominal.year} 年 {nominal.month} 月无 {start.day} 日，以月末 {nominal} 为期满之日")
    if limit.unit == "workdays":
        notes += _skipped_words(calendar.exceptions(start + dt.timedelta(days=1), due_on))
    if nominal != due_on:
        name = calendar.name_of(nominal) or _weekday(nominal)
        notes.append(f"{nominal} {name}为休息日，顺延至 {due_on}")
    years = calendar.unannounced(_first_relied_on(limit, start, nominal), due_on)
    if years:
        notes.append(f"{'、'.join(map(str, years))} 年放假安排尚未公布，日期暂定")
    return _sentence(head, *notes, source=limit.source)


def days_left(due_on: dt.date, today: dt.date, calendar: Calendar) -> int:
    """Workdays left after `today` up to and including `due_on`: 0 on the day, negative when late.

    The due day itself is in time. A late day is at least -1, also on the weekend after a due Friday.
    """
    left = calendar.workdays_between(today, due_on)
    return min(left, -1) if today > due_on else left


def reminder_days(
    due_on: dt.date,
    ladder: Iterable[int],
    overdue_every: int,
    calendar: Calendar,
    until: dt.date,
    *,
    since: dt.date | None = None,
) -> list[tuple[dt.date, str]]:
    """The workdays on which to remind of a clock due on `due_on`, by date, up to and including `until`.

    `ladder` holds workdays before the due day and gives `before_15` … `before_1`; 0 is the day itself, or the
    last workday before it when it is a rest day, and gives `due_today`. After it, every `overdue_every`
    workdays (0: never) give `overdue_5`, `overdue_10` …. Days before `since`, when given, are left out,
    because a short clock starts inside its ladder.
    """
    last_chance = calendar.previous_workday(due_on)
    planned = [
        (calendar.add_workdays(last_chance, -before), f"before_{before}" if before else "due_today")
        for before in sorted(set(ladder), reverse=True)
    ]
    if overdue_every > 0:
        late_by = max(calendar.workdays_between(due_on, until), 0)
        planned += [
            (calendar.add_workdays(due_on, late), f"overdue_{late}")
            for late in range(overdue_every, late_by + 1, overdue_every)
        ]
    return [(day, kind) for day, kind in planned if day <= until and (since is None or day >= since)]


def _count(limit: Limit, start: dt.date, calendar: Calendar) -> _Counted:
    if limit.unit == "workdays":
        last = calendar.add_workdays(start, limit.length)
        return _Counted(last, last)
    nominal = (
        _add_months(start, limit.length)
        if limit.unit == "months"
        else start + dt.timedelta(days=limit.length)
    )
    return _Counted(nominal, calendar.next_workday(nominal))


def _add_months(day: dt.date, length: int) -> dt.date:
    years, month = divmod(day.month - 1 + length, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, months.monthrange(year, month)[1]))


def _first_relied_on(limit: Limit, start: dt.date, nominal: dt.date) -> dt.date:
    """The first day whose rest or work moves the date: all that workdays cross, else only the last."""
    return start + dt.timedelta(days=1) if limit.unit == "workdays" else nominal


def _sentence(*clauses: str, source: str) -> str:
    return "；".join([*clauses, *([f"规则：{source}"] if source else [])])


def _weekday(day: dt.date) -> str:
    return f"星期{_WEEKDAYS[day.weekday()]}"


def _spoken(day: dt.date, calendar: Calendar) -> str:
    """The date with its weekday, and a word where the weekday misleads."""
    note = ""
    if not calendar.is_workday(day):
        note = "，休息日"
    elif day.weekday() >= SATURDAY:
        note = "，调休上班"
    return f"{day}（{_weekday(day)}{note}）"


def _skipped_words(rows: list[CalendarRow]) -> list[str]:
    """Name the holidays and make-up days a count of workdays passes, holidays as ranges."""
    words = []
    rests = [row for row in rows if row.kind == REST]
    for _, run in groupby(enumerate(rests), key=lambda pair: pair[1].day.toordinal() - pair[0]):
        block = [row for _, row in run]
        names = "、".join(dict.fromkeys(row.name for row in block))
        first, last = block[0].day, block[-1].day
        words.append(f"{first}{f' 至 {last}' if last > first else ''} {names}休息")
    made_up = [str(row.day) for row in rows if row.kind == WORK]
    if made_up:
        words.append(f"{'、'.join(made_up)} 调休上班")
    return [f"其间 {'，'.join(words)}"] if words else []
