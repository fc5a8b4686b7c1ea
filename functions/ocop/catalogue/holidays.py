"""The public holidays in `schemas/places/holidays-vn.json` as a working calendar."""

from datetime import date
from functools import lru_cache

from ocop.base.calendar import WorkCalendar
from ocop.catalogue.folders import PLACE_FOLDER
from ocop.catalogue.published import Document, Published


@lru_cache(maxsize=1)
def load_calendar() -> WorkCalendar:
    """Vietnam's working days in the years that the file names, announced or guessed."""
    return Published(PLACE_FOLDER, _calendar).get("holidays-vn")


def _calendar(document: Document) -> WorkCalendar:
    known = {announced: _years(document, announced=announced) for announced in (True, False)}
    return WorkCalendar(
        holidays=frozenset(date.fromisoformat(day["date"]) for day in document["holidays"]),
        work_days_moved=frozenset(date.fromisoformat(day["date"]) for day in document["work_days"]),
        announced=known[True],
        guessed=known[False],
    )


def _years(document: Document, *, announced: bool) -> frozenset[int]:
    return frozenset(y["year"] for y in document["years"] if y["announced"] is announced)
