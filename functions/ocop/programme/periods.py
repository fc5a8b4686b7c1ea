"""Periods of reports by name: a year ("2026"), its halves ("2026-H1") and quarters ("2026-Q2"),
and the years of a plan ("2021-2025").
"""

import re
from calendar import monthrange
from datetime import date

from ocop.base.errors import Malformed
from ocop.base.structs import struct

_NAME = re.compile(r"(20[0-9]{2})(?:-(Q[1-4]|H[12]|20[0-9]{2}))?")
_MONTHS = {"Q": 3, "H": 6}
_YEAR = 12
_LENGTHS = {3: "quarter", 6: "half-year", _YEAR: "year"}
PLAN_LENGTH = "plan"
MOST_YEARS = 10


@struct(frozen=True)
class ReportPeriod:
    """A period with its first and last day."""

    id: str
    first: date
    last: date

    @property
    def years(self) -> int:
        """How many years it touches."""
        return self.last.year - self.first.year + 1

    @property
    def every(self) -> str:
        """Its length, as duties name it; "plan" for several years."""
        if self.years > 1:
            return PLAN_LENGTH
        return _LENGTHS[self.last.month - self.first.month + 1]


def report_period(id: str) -> ReportPeriod:
    """The period of that name. Raises Malformed for a name that is none."""
    told = _NAME.fullmatch(id)
    if told is None:
        raise Malformed("bad-filter")
    year, part = int(told[1]), told[2] or ""
    if part.isdigit():
        return _years(id, year, int(part))
    length = _MONTHS[part[0]] if part else _YEAR
    begins = (int(part[1]) - 1) * length + 1 if part else 1
    ends = begins + length - 1
    return ReportPeriod(id, date(year, begins, 1), date(year, ends, monthrange(year, ends)[1]))


def _years(id: str, first: int, last: int) -> ReportPeriod:
    if not first < last < first + MOST_YEARS:
        raise Malformed("bad-filter")
    return ReportPeriod(id, date(first, 1, 1), date(last, _YEAR, 31))


def quarter_of(day: date) -> int:
    """Which quarter of its year a day is in, 1 to 4."""
    return (day.month - 1) // 3 + 1


def quarter_name(day: date) -> str:
    """The name of the quarter of a day."""
    return f"{day.year}-Q{quarter_of(day)}"


def periods_until(day: date) -> list[ReportPeriod]:
    """The quarters, halves and years of two years that have begun by a day, what ends last and is
    shortest first.
    """
    parts = ("-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", "")
    years = (day.year, day.year - 1)
    begun = [report_period(f"{year}{part}") for year in years for part in parts]
    begun = [one for one in begun if one.first <= day]
    return sorted(begun, key=lambda one: (one.last, one.first), reverse=True)
