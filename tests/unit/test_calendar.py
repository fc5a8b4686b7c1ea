"""Working days, deadlines and months."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ocop.base.calendar import VIETNAM, DeclaredDays, WorkCalendar, add_months, end_of_day
from ocop.base.errors import CalendarEnds
from ocop.catalogue.holidays import load_calendar
from ocop.catalogue.paths import schemas_dir

OFFICE = load_calendar()
YEARS = range(2019, 2031)
DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))


def read(path: str) -> Any:
    return json.loads((schemas_dir() / path).read_text(encoding="utf-8"))


# The government exchanged them on 25 December 2025; the package of 2026 does not know of it.
EXCHANGED = (date(2026, 1, 2), date(2026, 1, 10))


def test_the_holidays_are_those_of_the_country() -> None:
    known = holidays.country_holidays("VN", years=YEARS)
    off, worked = EXCHANGED
    assert OFFICE.holidays == {day for day in known if day.year in YEARS} | {off}
    moved = {day for day in known.weekend_workdays if day.year in YEARS}
    assert OFFICE.work_days_moved == moved | {worked}


def test_every_year_of_the_calendar_is_announced_or_a_guess() -> None:
    assert OFFICE.announced == frozenset(range(2019, 2027))
    assert OFFICE.guessed == frozenset(range(2027, 2031))
    assert not OFFICE.is_guess(end_of_day(date(2026, 12, 31)))
    assert OFFICE.is_guess(end_of_day(date(2026, 12, 31)) + timedelta(seconds=1))


def test_no_deadline_is_counted_beyond_the_last_year() -> None:
    assert OFFICE.add_working_days(date(2030, 12, 30), 1) == date(2030, 12, 31)
    for amount, unit in ((2, "working"), (2, "calendar")):
        with pytest.raises(CalendarEnds) as refused:
            OFFICE.deadline(datetime(2030, 12, 30, 2, tzinfo=UTC), amount, unit)  # type: ignore[arg-type]
        assert refused.value.params == {"year": "2031"}


def test_a_province_adds_days_off_days_worked_and_years_announced() -> None:
    flood, saturday = date(2027, 6, 2), date(2027, 6, 5)
    own = DeclaredDays(frozenset({flood}), frozenset({saturday}), frozenset({2027, 2031}))
    here = OFFICE.with_days(own)
    assert OFFICE.is_working(flood)
    assert not OFFICE.is_working(saturday)
    assert here.add_working_days(date(2027, 6, 1), 3) == saturday
    assert not here.is_guess(end_of_day(flood))
    assert here.is_guess(end_of_day(date(2028, 6, 2)))
    assert not here.knows(date(2031, 6, 2)), "a province cannot announce a year nobody lists"
    assert OFFICE.with_days(DeclaredDays(worked=frozenset({date(2027, 2, 8)}))).is_working(
        date(2027, 2, 8)
    )


def test_the_holidays_fit_their_schema_in_order() -> None:
    schema, data = read("meta/holidays.schema.json"), read("places/holidays-vn.json")
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    for days in (data["holidays"], data["work_days"]):
        dates = [day["date"] for day in days]
        assert dates == sorted(set(dates))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 6, 5), True),
        (date(2026, 6, 6), False),
        (date(2026, 6, 7), False),
        (date(2026, 2, 17), False),
        (date(2026, 9, 2), False),
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 9), True),
        (date(2026, 1, 10), True),
        (date(2026, 1, 17), False),
    ],
)
def test_weekends_holidays_and_swapped_days(day: date, working: bool) -> None:
    assert OFFICE.is_working(day) is working


@pytest.mark.parametrize(
    ("received", "last"),
    [
        # Tết 2026: 16 to 20 February are off.
        (date(2026, 2, 6), date(2026, 3, 6)),
        # 27 April (for Hùng Kings' day on a Sunday), 30 April and 1 May 2026 are off.
        (date(2026, 4, 20), date(2026, 5, 14)),
        # A swapped Saturday, 22 August, counts; 31 August to 2 September do not.
        (date(2026, 8, 14), date(2026, 9, 8)),
        (date(2026, 6, 6), date(2026, 6, 26)),
    ],
)
def test_fifteen_working_days(received: date, last: date) -> None:
    assert OFFICE.add_working_days(received, 15) == last


@pytest.mark.parametrize(
    ("received", "amount", "unit", "due"),
    [
        # 09:00 in Vietnam on Friday 6 February; due at 23:59:59 there on 6 March.
        ("2026-02-06T02:00:00", 15, "working", "2026-03-06T16:59:59"),
        # 18:00 UTC on 20 April is already 21 April in Vietnam.
        ("2026-04-20T16:59:59", 15, "working", "2026-05-14T16:59:59"),
        ("2026-04-20T17:00:00", 15, "working", "2026-05-15T16:59:59"),
        # 1 and 2 January 2026 are off.
        ("2025-12-26T02:00:00", 5, "working", "2026-01-06T16:59:59"),
        ("2026-06-01T02:00:00", 10, "calendar", "2026-06-11T16:59:59"),
        # The last of 45 days is Thursday 30 April: it runs on to Monday 4 May.
        ("2026-03-16T02:00:00", 45, "calendar", "2026-05-04T16:59:59"),
        ("2026-06-01T02:00:00", 0, "working", "2026-06-01T16:59:59"),
    ],
)
def test_deadlines(
    received: str, amount: int, unit: Literal["working", "calendar"], due: str
) -> None:
    start = datetime.fromisoformat(received).replace(tzinfo=UTC)
    assert OFFICE.deadline(start, amount, unit) == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_a_deadline_is_a_utc_instant_whatever_the_zone_of_the_receipt() -> None:
    start = datetime(2026, 6, 1, 9, tzinfo=UTC)
    due = OFFICE.deadline(start, 3, "working")
    assert due.tzinfo is UTC
    assert due == OFFICE.deadline(start.astimezone(VIETNAM), 3, "working")


def test_an_instant_without_zone_or_a_negative_term_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        OFFICE.deadline(datetime(2026, 6, 1), 3, "working")  # noqa: DTZ001
    for unit in ("working", "calendar"):
        with pytest.raises(ValueError, match="negative"):
            OFFICE.deadline(datetime(2026, 6, 1, tzinfo=UTC), -1, unit)
    with pytest.raises(ValueError, match="negative"):
        OFFICE.add_working_days(date(2026, 6, 1), -1)


@given(DAYS, st.integers(1, 60))
def test_a_term_ends_on_a_working_day_after_as_many_working_days(start: date, days: int) -> None:
    end = OFFICE.add_working_days(start, days)
    assert OFFICE.is_working(end)
    assert OFFICE.working_days_between(start, end) == days
    assert OFFICE.working_days_between(end, start) == -days


@given(DAYS, st.integers(0, 90))
def test_calendar_days_end_on_the_day_or_the_next_working_day(start: date, days: int) -> None:
    received = end_of_day(start) - timedelta(hours=12)
    due = OFFICE.deadline(received, days, "calendar")
    counted = start + timedelta(days=days)
    assert due >= end_of_day(counted)
    if OFFICE.is_working(counted):
        assert due == end_of_day(counted)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 3, 29), date(2026, 3, 27)),
        (date(2026, 9, 29), date(2026, 9, 29)),
        (date(2026, 2, 20), date(2026, 2, 13)),
        (date(2031, 3, 29), date(2031, 3, 29)),
    ],
)
def test_the_last_working_day_up_to_a_day(day: date, last: date) -> None:
    assert OFFICE.last_working(day) == last


def test_a_province_may_have_a_calendar_of_its_own() -> None:
    flood = WorkCalendar(holidays=frozenset({date(2026, 6, 2)}))
    assert flood.add_working_days(date(2026, 6, 1), 1) == date(2026, 6, 3)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 7, 15), 36, date(2029, 7, 15)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_keep_the_day_or_take_the_last(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end
