"""Working days and deadlines in Vietnam.

A term does not count the day of the event that starts it, ends at 24:00 of its last day, and,
when that day is a day off, ends with the next working day: Civil Code 2015, Articles 147 and 148.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

from ocop.base.errors import CalendarEnds
from ocop.base.structs import struct

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
_DAY = timedelta(days=1)
_SATURDAY = 5
_MONTHS = 12


@struct(frozen=True)
class DeclaredDays:
    """What a province says of the calendar itself: days off, days worked, and the years whose days
    off have been announced since.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    announced: frozenset[int] = frozenset()


@struct(frozen=True)
class WorkCalendar:
    """Which days are worked: Monday to Friday without holidays, and days that were swapped.

    `work_days_moved` are Saturdays and Sundays that the government made working days in exchange
    for a weekday off (which is then among the holidays). `announced` and `guessed` are the years
    it knows; where neither names any, it knows every year.
    """

    holidays: frozenset[date] = frozenset()
    work_days_moved: frozenset[date] = frozenset()
    announced: frozenset[int] = frozenset()
    guessed: frozenset[int] = frozenset()

    def with_days(self, own: DeclaredDays) -> "WorkCalendar":
        """This calendar as a province has it, whose own days go before those of the country."""
        return WorkCalendar(
            holidays=(self.holidays | own.off) - own.worked,
            work_days_moved=(self.work_days_moved - own.off) | own.worked,
            announced=self.announced | (self.guessed & own.announced),
            guessed=self.guessed - own.announced,
        )

    def knows(self, day: date) -> bool:
        """Whether the days off of the day's year are known, be it by a guess."""
        years = self.announced | self.guessed
        return not years or day.year in years

    def is_guess(self, instant: datetime) -> bool:
        """Whether an instant falls in a year whose days off have not been announced."""
        return instant.astimezone(VIETNAM).year in self.guessed

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day. Raises CalendarEnds for a year that is not known."""
        if not self.knows(day):
            raise CalendarEnds(params={"year": str(day.year)})
        if day in self.work_days_moved:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def last_working(self, day: date) -> date:
        """The day itself when it is worked, else the last working day before it; also the day
        itself in a year that is not known.
        """
        while self.knows(day) and not self.is_working(day):
            day -= _DAY
        return day

    def add_working_days(self, start: date, days: int) -> date:
        """The last of `days` working days counted from the day after `start`; `start` for 0."""
        if days < 0:
            raise ValueError("a term cannot be negative")
        day = start
        for _ in range(days):
            day = self.next_working(day + _DAY)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + _DAY * n for n in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)

    def deadline(
        self, received: datetime, amount: int, unit: Literal["working", "calendar"]
    ) -> datetime:
        """The last second (UTC) of a term of `amount` days that starts with `received`.

        Calendar days that end on a day off run on to the next working day. ValueError for an
        instant without a time zone or a negative amount, CalendarEnds where it would end after the
        last year that is known.
        """
        if received.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        if amount < 0:
            raise ValueError("a term cannot be negative")
        day = received.astimezone(VIETNAM).date()
        if unit == "working":
            return end_of_day(self.add_working_days(day, amount))
        return end_of_day(self.next_working(day + _DAY * amount))


def start_of_day(day: date) -> datetime:
    """0:00 in Vietnam, as a UTC instant."""
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """24:00 in Vietnam minus one second, as a UTC instant."""
    return start_of_day(day + _DAY) - timedelta(seconds=1)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or the month's last day where it has no such day.

    Civil Code 2015, Article 148(4); a certificate runs 36 months (26/2026/QĐ-TTg, Article 4(3)).
    """
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
