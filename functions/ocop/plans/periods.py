"""The periods of duties: months, quarters, halves and years, each with its name and its days."""

from calendar import monthrange
from datetime import date

from ocop.base.structs import struct

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
GIVEN = "G"  # of work that records give: it has a year, and its own last day
_LETTERS = {"month": "M", "quarter": "Q", "half-year": "H", "year": "Y", "given": GIVEN}
_YEAR = 12


@struct(frozen=True)
class DutySpan:
    """One period: its name ("2026-Q2"), its first and its last day."""

    id: str
    first: date
    last: date


def span_of(every: str, day: date) -> DutySpan:
    """The period of that length which holds a day. Raises KeyError for a length that is none."""
    months = MONTHS[every]
    number = (day.month - 1) // months
    start, end = number * months + 1, (number + 1) * months
    count = "" if months == _YEAR else f"{number + 1:02d}" if months == 1 else str(number + 1)
    last = date(day.year, end, monthrange(day.year, end)[1])
    return DutySpan(f"{day.year}-{_LETTERS[every]}{count}", date(day.year, start, 1), last)


def spans_ended(every: str, first: date, until: date) -> list[DutySpan]:
    """The periods of a length whose last day lies from `first` through `until`, oldest first."""
    ended, day = [], first
    while (span := span_of(every, day)).last <= until:
        ended.append(span)
        day = date.fromordinal(span.last.toordinal() + 1)
    return ended


def length_of(id: str) -> str:
    """The length of the period of that name. Raises KeyError for what is none."""
    letter = id.partition("-")[2][:1]
    return {one: length for length, one in _LETTERS.items()}[letter]


def given_in(day: date) -> str:
    """The name under which work is listed that a record of that day gives."""
    return f"{day.year}-{GIVEN}"


def span_named(id: str) -> DutySpan:
    """The period of that name. Raises KeyError, ValueError for what is none."""
    year, _, name = id.partition("-")
    every = length_of(id)
    return span_of(every, date(int(year), MONTHS[every] * int(name[1:] or 1), 1))
