"""The public holidays in `schemas/places/holidays-vn.json` as a working calendar."""

from datetime import date
from functools import lru_cache

from ocop.base.calendar import WorkCalendar
from ocop.catalogue.folders import PLACE_FOLDER
from ocop.catalogue.published import Document, Published


@lru_cache(maxsize=1)
def load_calendar() -> WorkCalendar:
    """Vietnam's working days in the years that the file covers (2019 to 2030)."""
    return Published(PLACE_FOLDER, _calendar).get("holidays-vn")


def _calendar(document: Document) -> WorkCalendar:
    return WorkCalendar(
        holidays=frozenset(date.fromisoformat(day["date"]) for day in document["holidays"]),
        work_days_moved=frozenset(date.fromisoformat(day["date"]) for day in document["work_days"]),
    )
