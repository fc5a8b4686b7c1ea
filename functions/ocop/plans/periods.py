"""The periods of duties, each with its name and its days: months, quarters, halves and years,
evaluation rounds, and terms that an event begins.
"""

from calendar import monthrange
from datetime import date

from ocop.base.structs import struct

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
OF_ROUND, OF_EVENT = "round", "event"
GIVEN = "G"  # of work that records give: it has a year, and its own last day
_LETTERS = {
    "month": "M",
    "quarter": "Q",
    "half-year": "H",
    "year": "Y",
    OF_ROUND: "R",
    OF_EVENT: "E",
    "given": GIVEN,
}
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


def round_name(year: str, number: str) -> str:
    """The name of a round as a period: "2026-R1", of the one that is the year "2026-R"."""
    return f"{year}-{_LETTERS[OF_ROUND]}{number}"


def event_name(reference: str) -> str:
    """The name of the term that something about a case has begun; its year is the reference's."""
    return f"{reference.rpartition('-')[2]}-{_LETTERS[OF_EVENT]}{reference}"


def reference_in(period: str) -> str:
    """The reference of the case whose event began a term; "" for any other period."""
    name = period.partition("-")[2]
    return name[1:] if name[:1] == _LETTERS[OF_EVENT] else ""


def length_of(id: str) -> str:
    """The length of the period of that name. Raises KeyError for what is none."""
    letter = id.partition("-")[2][:1]
    return {one: length for length, one in _LETTERS.items()}[letter]


def given_in(day: date) -> str:
    """The name under which work is listed that a record of that day gives."""
    return f"{day.year}-{GIVEN}"


def span_named(id: str) -> DutySpan:
    """The period of that name. Raises KeyError, ValueError for what is none, and for a round or an
    event, whose days no name tells.
    """
    year, _, name = id.partition("-")
    every = length_of(id)
    return span_of(every, date(int(year), MONTHS[every] * int(name[1:] or 1), 1))
