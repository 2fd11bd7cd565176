"""Which days are worked: weekends, statutory rest days and make-up workdays (调休).

A leaf: dates come in as arguments, nothing of ours is imported. The table of days is the truth; a year
whose arrangement the State Council has not announced counts Monday to Friday, and `unannounced()` names such
years, so that whoever shows a date can say that it is provisional.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

DayKind = Literal["rest", "work"]
REST: DayKind = "rest"
WORK: DayKind = "work"

SATURDAY = 5
_ALL_DAYS = range(1, dt.date.max.toordinal() + 1)


class CalendarRow(NamedTuple):
    """One day of the table: a statutory rest day or a make-up workday, with the name people know it by."""

    day: dt.date
    kind: DayKind
    name: str


@dataclass(frozen=True)
class Calendar:
    """The days worked, as known today; build it with `Calendar.of`, compare it with `==`."""

    rows: tuple[CalendarRow, ...] = ()
    announced: frozenset[int] = frozenset()
    _by_day: dict[dt.date, CalendarRow] = field(init=False, repr=False, compare=False)
    _rest_weekdays: list[int] = field(init=False, repr=False, compare=False)  # ordinals, ascending
    _work_weekends: list[int] = field(init=False, repr=False, compare=False)  # ordinals, ascending

    @classmethod
    def of(cls, rows: Iterable[tuple[dt.date, str, str]], announced: Iterable[int]) -> "Calendar":
        """Build a calendar from table rows in any order.

        `rows` are (day, 'rest' | 'work', name); `announced` are the years whose arrangement is known.
        Raises ValueError for an unknown kind, or when one day is given twice with different words.
        """
        found: dict[dt.date, CalendarRow] = {}
        for day, kind, name in rows:
            if kind != REST and kind != WORK:  # mypy narrows by comparison, not by membership
                raise ValueError(f"{day}: a calendar day is 'rest' or 'work', not {kind!r}")
            row = CalendarRow(day, kind, name)
            if found.setdefault(day, row) != row:
                raise ValueError(f"{day} stands twice in the calendar, with different words")
        return cls(tuple(sorted(found.values())), frozenset(announced))

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(sorted(self.rows)))
        ordinals: dict[str, list[int]] = {REST: [], WORK: []}
        for row in self.rows:
            is_exception = (row.kind == WORK) == (row.day.weekday() >= SATURDAY)
            if is_exception:
                ordinals[row.kind].append(row.day.toordinal())
        object.__setattr__(self, "_by_day", {row.day: row for row in self.rows})
        object.__setattr__(self, "_rest_weekdays", ordinals[REST])
        object.__setattr__(self, "_work_weekends", ordinals[WORK])

    def is_workday(self, day: dt.date) -> bool:
        """Whether `day` is worked: make-up weekends are, statutory rest days and other weekends are not."""
        row = self._by_day.get(day)
        return row.kind == WORK if row else day.weekday() < SATURDAY

    def name_of(self, day: dt.date) -> str:
        """The name the table gives `day` (国庆节, 国庆节调休上班 …), or "" for an ordinary day or weekend."""
        row = self._by_day.get(day)
        return row.name if row else ""

    def exceptions(self, first: dt.date, last: dt.date) -> list[CalendarRow]:
        """The table's rows from `first` to `last`, both included, by date."""
        low = bisect_left(self.rows, first, key=lambda row: row.day)
        high = bisect_right(self.rows, last, key=lambda row: row.day)
        return list(self.rows[low:high])

    def next_workday(self, day: dt.date) -> dt.date:
        """`day` itself when it is worked, else the first workday after it."""
        return self._nth(self._count(day.toordinal() - 1) + 1)

    def previous_workday(self, day: dt.date) -> dt.date:
        """`day` itself when it is worked, else the last workday before it."""
        return self._nth(self._count(day.toordinal()))

    def add_workdays(self, day: dt.date, n: int) -> dt.date:
        """The n-th workday after `day` (before it when n is negative); `day` is not counted, 0 gives it."""
        if n == 0:
            return day
        if n > 0:
            return self._nth(self._count(day.toordinal()) + n)
        return self._nth(self._count(day.toordinal() - 1) + n + 1)

    def workdays_between(self, a: dt.date, b: dt.date) -> int:
        """Workdays after `a` up to and including `b`; negative when `b` is before `a`."""
        return self._count(b.toordinal()) - self._count(a.toordinal())

    def unannounced(self, first: dt.date, last: dt.date) -> tuple[int, ...]:
        """The years from `first` to `last`, both included, whose arrangement is not known yet."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.announced)

    def _count(self, ordinal: int) -> int:
        """Workdays from 0001-01-01 (ordinal 1, a Monday) up to and including `ordinal`."""
        weeks, days = divmod(ordinal, 7)
        return (
            weeks * 5
            + min(days, 5)
            - bisect_right(self._rest_weekdays, ordinal)
            + bisect_right(self._work_weekends, ordinal)
        )

    def _nth(self, count: int) -> dt.date:
        """The `count`-th workday since 0001-01-01: the first day up to which that many are counted."""
        return dt.date.fromordinal(_ALL_DAYS[bisect_left(_ALL_DAYS, count, key=self._count)])
