"""Which days are worked, counted forwards, backwards and over years; checked against counting day by day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.workdays import Calendar, CalendarRow
from tests.proposals.official_calendar import ANNOUNCED, OFFICIAL, ROWS

D = dt.date
ONE_DAY = dt.timedelta(days=1)
DAYS = st.dates(D(2022, 6, 1), D(2028, 6, 30))
ROW_LISTS = st.lists(
    st.builds(CalendarRow, DAYS, st.sampled_from(["rest", "work"]), st.just("节")),
    unique_by=lambda row: row.day,
    max_size=40,
)


def worked_after(calendar: Calendar, a: dt.date, b: dt.date) -> int:
    """The slow way to count, one day at a time."""
    return sum(calendar.is_workday(a + ONE_DAY * n) for n in range(1, (b - a).days + 1))


@pytest.mark.parametrize(
    ("day", "worked", "name"),
    [
        (D(2023, 1, 20), True, ""),  # Friday before the Spring Festival
        (D(2023, 1, 23), False, "春节"),
        (D(2023, 1, 28), True, "春节调休上班"),  # Saturday
        (D(2023, 1, 29), True, "春节调休上班"),  # Sunday
        (D(2023, 2, 4), False, ""),  # a plain Saturday
        (D(2023, 10, 6), False, "国庆节"),
        (D(2023, 10, 7), True, "国庆节调休上班"),
        (D(2026, 2, 14), True, "春节调休上班"),
        (D(2026, 2, 23), False, "春节"),
        (D(2027, 2, 8), True, ""),  # a Spring Festival nobody has announced yet: an ordinary Monday
    ],
)
def test_a_day_is_worked_or_not_and_says_its_name(day, worked, name):
    assert OFFICIAL.is_workday(day) is worked
    assert OFFICIAL.name_of(day) == name


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (D(2023, 1, 20), 1, D(2023, 1, 28)),  # over the Spring Festival to the make-up Saturday
        (D(2023, 1, 20), 3, D(2023, 1, 30)),
        (D(2023, 1, 30), -3, D(2023, 1, 20)),
        (D(2023, 9, 28), 1, D(2023, 10, 7)),
        (D(2023, 9, 30), -1, D(2023, 9, 28)),
        (D(2023, 9, 30), 0, D(2023, 9, 30)),  # nothing added: the rest day itself
        (D(2023, 6, 30), -15, D(2023, 6, 8)),
        (D(2026, 12, 31), 1, D(2027, 1, 1)),  # not announced: counted Monday to Friday
    ],
)
def test_workdays_are_added_over_holidays_and_make_up_days(day, n, expected):
    assert OFFICIAL.add_workdays(day, n) == expected


def test_next_and_previous_workday_keep_a_workday():
    assert OFFICIAL.next_workday(D(2023, 10, 7)) == D(2023, 10, 7)
    assert OFFICIAL.next_workday(D(2023, 10, 1)) == D(2023, 10, 7)
    assert OFFICIAL.previous_workday(D(2023, 10, 7)) == D(2023, 10, 7)
    assert OFFICIAL.previous_workday(D(2023, 10, 6)) == D(2023, 9, 28)


def test_years_not_announced_are_named():
    assert OFFICIAL.unannounced(D(2023, 1, 1), D(2026, 12, 31)) == ()
    assert OFFICIAL.unannounced(D(2022, 12, 1), D(2028, 1, 1)) == (2022, 2027, 2028)


def test_exceptions_lists_the_rows_of_a_span():
    assert OFFICIAL.exceptions(D(2023, 6, 23), D(2023, 6, 25)) == [
        (D(2023, 6, 23), "rest", "端午节"),
        (D(2023, 6, 24), "rest", "端午节"),
        (D(2023, 6, 25), "work", "端午节调休上班"),
    ]
    assert OFFICIAL.exceptions(D(2023, 7, 1), D(2023, 7, 31)) == []


def test_a_day_is_refused_twice_with_different_words_and_taken_twice_with_the_same():
    rest = (D(2023, 10, 1), "rest", "国庆节")
    assert Calendar.of([rest, rest], [2023]) == Calendar.of([rest], [2023])
    with pytest.raises(ValueError, match="2023-10-01 stands twice"):
        Calendar.of([rest, (D(2023, 10, 1), "work", "国庆节")], [2023])
    with pytest.raises(ValueError, match="'rest' or 'work', not 'holiday'"):
        Calendar.of([(D(2023, 10, 1), "holiday", "国庆节")], [2023])


def test_an_empty_calendar_counts_monday_to_friday():
    plain = Calendar.of([], [])
    assert plain.add_workdays(D(2023, 9, 29), 1) == D(2023, 10, 2)
    assert plain.workdays_between(D(2023, 1, 1), D(2023, 12, 31)) == 260


@given(st.permutations(ROWS))
def test_the_order_of_rows_does_not_matter(rows):
    shuffled = Calendar.of(rows, ANNOUNCED)
    assert shuffled == OFFICIAL
    assert Calendar(tuple(rows), frozenset(ANNOUNCED)) == OFFICIAL
    assert shuffled.exceptions(D(2023, 1, 1), D(2026, 12, 31)) == list(OFFICIAL.rows)


@given(ROW_LISTS, DAYS, DAYS)
def test_counting_equals_counting_day_by_day(rows, a, b):
    calendar = Calendar.of(rows, [])
    a, b = min(a, b), max(a, b)
    assert calendar.workdays_between(a, b) == worked_after(calendar, a, b)
    assert calendar.workdays_between(b, a) == -worked_after(calendar, a, b)


@given(ROW_LISTS, DAYS, st.integers(1, 300))
def test_adding_lands_on_the_workday_that_is_that_many_later(rows, day, n):
    calendar = Calendar.of(rows, [])
    later = calendar.add_workdays(day, n)
    assert calendar.is_workday(later)
    assert worked_after(calendar, day, later) == n
    earlier = calendar.add_workdays(later, -n)
    assert earlier == calendar.previous_workday(day)


@given(ROW_LISTS, DAYS)
def test_the_next_workday_is_the_first_not_before(rows, day):
    calendar = Calendar.of(rows, [])
    following = calendar.next_workday(day)
    assert calendar.is_workday(following)
    assert not any(calendar.is_workday(day + ONE_DAY * n) for n in range((following - day).days))
