"""Instants as days: every date people see is a day in Vietnam."""

from datetime import date, datetime

from ocop.base.calendar import VIETNAM


def local_date(instant: datetime) -> date:
    """The day in Vietnam (UTC+7, no daylight saving) of an instant."""
    return instant.astimezone(VIETNAM).date()
