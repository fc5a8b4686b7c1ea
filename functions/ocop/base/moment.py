"""Instants as days: every date people see is a day in Vietnam."""

from datetime import date, datetime

from ocop.base.calendar import VIETNAM
from ocop.base.text import Lang


def local_date(instant: datetime) -> date:
    """The day in Vietnam (UTC+7, no daylight saving) of an instant."""
    return instant.astimezone(VIETNAM).date()


def show_date(day: date, lang: Lang) -> str:
    """14/12/2026, or 14 December 2026."""
    return f"{day.day} {day:%B} {day.year}" if lang == "en" else f"{day:%d/%m/%Y}"


def named_day(told: object) -> date | None:
    """The day that a document names, as ISO writes it; None where it names none."""
    try:
        return date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
