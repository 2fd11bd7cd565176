"""Limits counted into due dates: the law's counting, the words that explain it, the reminder days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.terms import Due, Limit, days_left, due, reminder_days
from proposals.workdays import Calendar, CalendarRow
from tests.proposals.official_calendar import ANNOUNCED, OFFICIAL, ROWS

D = dt.date
REPLY = Limit(3, "months", "handed_over", "《代表法》第五十一条")
RATING = Limit(15, "workdays", "delivered", "本市规定")
LADDER = (15, 7, 3, 1, 0)
DAYS = st.dates(D(2022, 6, 1), D(2028, 6, 30))
LIMITS = st.one_of(
    st.builds(Limit, st.integers(1, 13), st.just("months")),
    st.builds(Limit, st.integers(1, 200), st.sampled_from(["days", "workdays"])),
)
PLAIN = Calendar.of([], range(2000, 2100))  # every year announced, and none has a holiday


# Counting (民法典 201–203).


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        (Limit(3, "months"), D(2023, 3, 30), D(2023, 6, 30)),
        (Limit(1, "months"), D(2024, 1, 31), D(2024, 2, 29)),  # no such day: the month's end, a leap year
        (Limit(1, "months"), D(2022, 1, 31), D(2022, 2, 28)),
        (Limit(1, "months"), D(2023, 1, 31), D(2023, 2, 28)),
        (Limit(12, "months"), D(2024, 2, 29), D(2025, 2, 28)),
        (Limit(3, "months"), D(2023, 11, 30), D(2024, 2, 29)),
        (Limit(2, "months"), D(2023, 11, 15), D(2024, 1, 15)),  # over the year
        (Limit(10, "days"), D(2023, 6, 5), D(2023, 6, 15)),  # the first day is not counted
        (Limit(5, "workdays"), D(2023, 6, 2), D(2023, 6, 9)),
    ],
)
def test_plain_counting(limit, start, expected):
    assert due(limit, start, PLAIN).date == expected


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        (Limit(3, "months"), D(2023, 7, 1), D(2023, 10, 7)),  # 1 October → the make-up Saturday
        (Limit(10, "days"), D(2023, 1, 12), D(2023, 1, 28)),  # Spring Festival → the make-up Saturday
        (Limit(1, "months"), D(2023, 1, 29), D(2023, 2, 28)),
        (Limit(3, "months"), D(2023, 1, 8), D(2023, 4, 10)),  # a plain Saturday → Monday
        (Limit(10, "days"), D(2023, 4, 13), D(2023, 4, 23)),  # a make-up Sunday is worked: no shift
        (Limit(5, "workdays"), D(2023, 1, 18), D(2023, 1, 30)),  # 19, 20, then 28, 29 made up, 30
        (Limit(15, "workdays"), D(2023, 9, 25), D(2023, 10, 20)),
    ],
)
def test_holidays_and_make_up_days(limit, start, expected):
    assert due(limit, start, OFFICIAL).date == expected


@pytest.mark.parametrize(
    ("length", "unit", "event", "words"),
    [
        (0, "months", "handed_over", "at least 1 months"),
        (-1, "days", "handed_over", "at least 1 days"),
        (1, "weeks", "handed_over", "not 'weeks'"),
        (1, "days", "someday", "'someday' is not an event"),
    ],
)
def test_a_limit_that_means_nothing_is_refused(length, unit, event, words):
    with pytest.raises(ValueError, match=words):
        Limit(length, unit, event)


# The explanation.


@pytest.mark.parametrize(
    ("limit", "start", "explanation"),
    [
        (
            REPLY,
            D(2023, 3, 30),
            "3 个月，自 2023-03-30 交办之日起，至 2023-06-30（星期五）；规则：《代表法》第五十一条",
        ),
        (
            Limit(3, "months"),
            D(2023, 7, 1),
            "3 个月，自 2023-07-01 交办之日起，至 2023-10-07（星期六，调休上班）；"
            "2023-10-01 国庆节为休息日，顺延至 2023-10-07",
        ),
        (
            Limit(2, "months", "received"),
            D(2023, 4, 15),
            "2 个月，自 2023-04-15 收到之日起，至 2023-06-15（星期四）",
        ),
        (
            Limit(10, "days", "accepted"),
            D(2023, 6, 7),
            "10 日，自 2023-06-07 签收之日起，至 2023-06-19（星期一）；"
            "2023-06-17 星期六为休息日，顺延至 2023-06-19",
        ),
        (
            RATING,
            D(2023, 9, 25),
            "15 个工作日，自 2023-09-25 答复送达之日起，至 2023-10-20（星期五）；"
            "其间 2023-09-29 至 2023-10-06 中秋节、国庆节休息，2023-10-07、2023-10-08 调休上班；"
            "规则：本市规定",
        ),
        (
            Limit(2, "workdays"),
            D(2023, 4, 4),
            "2 个工作日，自 2023-04-04 交办之日起，至 2023-04-07（星期五）；其间 2023-04-05 清明节休息",
        ),
        (
            Limit(3, "months"),
            D(2026, 11, 30),
            "3 个月，自 2026-11-30 交办之日起，至 2027-03-01（星期一）；"
            "2027 年 2 月无 30 日，以月末 2027-02-28 为期满之日；"
            "2027-02-28 星期日为休息日，顺延至 2027-03-01；"
            "2027 年放假安排尚未公布，日期暂定",
        ),
    ],
)
def test_the_explanation_names_start_end_shifts_and_rule(limit, start, explanation):
    assert due(limit, start, OFFICIAL).explanation == explanation


@pytest.mark.parametrize(
    ("limit", "start", "provisional"),
    [
        (Limit(3, "months"), D(2026, 9, 30), False),  # ends on 30 December 2026
        (Limit(3, "months"), D(2026, 10, 8), True),
        (Limit(15, "workdays"), D(2026, 12, 10), False),  # ends on 31 December 2026
        (Limit(15, "workdays"), D(2026, 12, 11), True),
        (
            Limit(3, "months"),
            D(2022, 12, 30),
            False,
        ),  # 2022 is not in the table, but only the last day matters
        (Limit(15, "workdays"), D(2022, 12, 31), False),  # nor does the first day, which is not counted
        (Limit(1, "days"), D(2022, 12, 30), True),  # from Saturday 31 December 2022 over New Year
    ],
)
def test_a_date_is_provisional_when_it_relies_on_a_year_not_announced(limit, start, provisional):
    found = due(limit, start, OFFICIAL)
    assert found.provisional is provisional
    assert ("暂定" in found.explanation) is provisional


# A date named by the notice.


def test_a_fixed_date_overrides_and_says_so():
    assert due(REPLY, D(2023, 3, 28), OFFICIAL, fixed_due=D(2023, 6, 30)) == Due(
        D(2023, 6, 30),
        False,
        "至 2023-06-30（星期五），为交办通知指定的日期；"
        "按 3 个月自 2023-03-28 交办之日起计算为 2023-06-28，以指定的日期为准；规则：《代表法》第五十一条",
    )


def test_a_fixed_date_is_never_moved_or_provisional():
    found = due(REPLY, D(2026, 9, 1), OFFICIAL, fixed_due=D(2027, 1, 3))
    assert (found.date, found.provisional) == (D(2027, 1, 3), False)
    assert found.explanation.startswith("至 2027-01-03（星期日，休息日），为交办通知指定的日期；")


def test_a_fixed_date_before_the_start_is_refused():
    with pytest.raises(ValueError, match="2023-03-27 is before the start 2023-03-28"):
        due(REPLY, D(2023, 3, 28), OFFICIAL, fixed_due=D(2023, 3, 27))


# Days left.


@pytest.mark.parametrize(
    ("due_on", "today", "left"),
    [
        (D(2023, 6, 30), D(2023, 6, 29), 1),
        (D(2023, 6, 30), D(2023, 6, 30), 0),  # the day itself is in time
        (D(2023, 6, 30), D(2023, 7, 1), -1),  # Saturday after: late, and said so
        (D(2023, 6, 30), D(2023, 7, 3), -1),
        (D(2023, 6, 30), D(2023, 7, 10), -6),
        (D(2023, 10, 7), D(2023, 9, 28), 1),  # eight days of holiday between
        (D(2023, 6, 30), D(2023, 6, 8), 15),
    ],
)
def test_days_left_are_workdays_and_negative_when_late(due_on, today, left):
    assert days_left(due_on, today, OFFICIAL) == left


@given(DAYS, DAYS)
def test_days_left_is_negative_exactly_when_late(due_on, today):
    assert (days_left(due_on, today, OFFICIAL) < 0) == (today > due_on)


# Reminders.


def test_the_ladder_and_each_fifth_workday_after():
    assert reminder_days(D(2023, 6, 30), LADDER, 5, OFFICIAL, D(2023, 7, 20)) == [
        (D(2023, 6, 8), "before_15"),
        (D(2023, 6, 20), "before_7"),
        (D(2023, 6, 27), "before_3"),
        (D(2023, 6, 29), "before_1"),
        (D(2023, 6, 30), "due_today"),
        (D(2023, 7, 7), "overdue_5"),
        (D(2023, 7, 14), "overdue_10"),
    ]


def test_the_end_day_is_included_and_what_is_later_is_not():
    assert reminder_days(D(2023, 6, 30), LADDER, 5, OFFICIAL, D(2023, 6, 27)) == [
        (D(2023, 6, 8), "before_15"),
        (D(2023, 6, 20), "before_7"),
        (D(2023, 6, 27), "before_3"),
    ]
    assert reminder_days(D(2023, 6, 30), [0], 5, OFFICIAL, D(2023, 7, 7)) == [
        (D(2023, 6, 30), "due_today"),
        (D(2023, 7, 7), "overdue_5"),
    ]
    assert reminder_days(D(2023, 6, 30), [0], 0, OFFICIAL, D(2024, 6, 30)) == [(D(2023, 6, 30), "due_today")]
    assert reminder_days(D(2023, 6, 30), [], 5, OFFICIAL, D(2023, 6, 1)) == []


def test_a_due_date_on_a_rest_day_is_reminded_of_on_the_last_workday_before():
    assert reminder_days(D(2023, 10, 1), (1, 0), 5, OFFICIAL, D(2023, 10, 12)) == [
        (D(2023, 9, 27), "before_1"),
        (D(2023, 9, 28), "due_today"),
        (D(2023, 10, 11), "overdue_5"),
    ]


def test_a_short_clock_starts_inside_its_ladder():
    planned = reminder_days(D(2023, 6, 30), LADDER, 5, OFFICIAL, D(2023, 6, 30), since=D(2023, 6, 26))
    assert [kind for _, kind in planned] == ["before_3", "before_1", "due_today"]


@given(DAYS, st.sets(st.integers(0, 30)), st.integers(0, 10), DAYS)
def test_reminders_fall_on_workdays_in_order_each_kind_once(due_on, ladder, every, until):
    planned = reminder_days(due_on, ladder, every, OFFICIAL, until)
    days = [day for day, _ in planned]
    assert days == sorted(set(days))
    assert all(OFFICIAL.is_workday(day) and day <= until for day in days)
    assert len({kind for _, kind in planned}) == len(planned)
    assert all((day > due_on) == kind.startswith("overdue_") for day, kind in planned)


# What must hold for any calendar.


@given(LIMITS, DAYS, DAYS)
def test_a_new_rest_day_never_makes_a_deadline_earlier(limit, start, new_rest):
    rows = [row for row in ROWS if row.day != new_rest]
    more = Calendar.of([*rows, CalendarRow(new_rest, "rest", "新假日")], ANNOUNCED)
    assert due(limit, start, more).date >= due(limit, start, OFFICIAL).date


@given(LIMITS, DAYS, st.permutations(ROWS))
def test_the_same_input_gives_the_same_words_whatever_the_order_of_rows(limit, start, rows):
    shuffled = Calendar.of(rows, ANNOUNCED)
    assert due(limit, start, shuffled) == due(limit, start, OFFICIAL)


@given(LIMITS, DAYS)
def test_a_counted_date_is_a_workday_after_the_start(limit, start):
    found = due(limit, start, OFFICIAL)
    assert found.date > start
    assert OFFICIAL.is_workday(found.date)
    assert f"{found.date}（" in found.explanation
    assert found.provisional == ("日期暂定" in found.explanation)


@given(LIMITS, DAYS, st.integers(0, 400))
def test_a_later_start_is_never_due_earlier(limit, start, days):
    later = start + dt.timedelta(days=days)
    assert due(limit, later, OFFICIAL).date >= due(limit, start, OFFICIAL).date
