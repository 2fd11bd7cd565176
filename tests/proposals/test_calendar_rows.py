"""The seeded calendar, cross-checked day by day with two public packages; the product uses neither."""

import datetime as dt
from collections import Counter

import chinese_calendar
import holidays
import pytest
from chinese_calendar import constants

from tests.proposals.official_calendar import ANNOUNCED, OFFICIAL, REFERENCE, ROWS, YEARS

KNOWN_YEARS = [2023, 2024, 2025, 2026]
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def days_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]


def test_each_year_has_one_file_named_after_it_and_2027_is_not_announced():
    assert sorted(path.name for path in REFERENCE.glob("calendar_*.yaml")) == [
        f"calendar_{year}.yaml" for year in YEARS
    ]
    assert list(YEARS) == [*KNOWN_YEARS, 2027]
    assert set(KNOWN_YEARS) == ANNOUNCED
    assert YEARS[2027] == {"year": 2027, "announced": False, "source": "", "days": []}


def test_each_announced_year_names_its_notice():
    assert {year: YEARS[year]["source"] for year in KNOWN_YEARS} == {
        2023: "国务院办公厅关于2023年部分节假日安排的通知（国办发明电〔2022〕16号）",
        2024: "国务院办公厅关于2024年部分节假日安排的通知（国办发明电〔2023〕7号）",
        2025: "国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号）",
        2026: "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）",
    }


def test_rows_stand_in_their_own_year_once_and_make_up_days_are_weekends():
    for year, content in YEARS.items():
        days = [row["date"] for row in content["days"]]
        assert days == sorted(set(days))
        assert {day.year for day in days} <= {year}
    assert [row for row in ROWS if row.kind == "work" and row.day.weekday() < 5] == []
    counts = {year: Counter(row["kind"] for row in YEARS[year]["days"]) for year in KNOWN_YEARS}
    assert counts == {
        2023: {"rest": 26, "work": 7},
        2024: {"rest": 28, "work": 8},
        2025: {"rest": 28, "work": 5},
        2026: {"rest": 33, "work": 6},
    }


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_every_day_is_worked_or_not_as_chinesecalendar_says(year):
    assert [
        day for day in days_of(year) if OFFICIAL.is_workday(day) != chinese_calendar.is_workday(day)
    ] == []


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_every_day_is_worked_or_not_as_holidays_says(year):
    theirs = holidays.country_holidays("CN", years=year)
    assert [day for day in days_of(year) if OFFICIAL.is_workday(day) != theirs.is_working_day(day)] == []


def test_rows_differ_from_chinesecalendar_only_by_a_plain_weekend():
    theirs = {
        **{day: ("rest", NAMES[name]) for day, name in constants.holidays.items() if day.year in KNOWN_YEARS},
        **{
            day: ("work", f"{NAMES[name]}调休上班")
            for day, name in constants.workdays.items()
            if day.year in KNOWN_YEARS
        },
    }
    ours = {row.day: (row.kind, row.name) for row in ROWS}
    # The 2024 notice joins 1 January to this weekend (与周末连休) and names no day of 2023.
    weekend = {dt.date(2023, 12, 30): ("rest", "元旦"), dt.date(2023, 12, 31): ("rest", "元旦")}
    assert {day: theirs[day] for day in theirs if ours.get(day) != theirs[day]} == weekend
    assert set(ours) - set(theirs) == set()
