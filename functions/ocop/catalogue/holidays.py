"""The public holidays in `schemas/places/holidays-vn.json` as a working calendar."""

import json
from datetime import date
from functools import lru_cache
from typing import Any

from ocop.base.calendar import WorkCalendar
from ocop.catalogue.paths import schemas_dir


@lru_cache(maxsize=1)
def load_calendar() -> WorkCalendar:
    """Vietnam's working days in the years that the file covers (2019 to 2030)."""
    data: dict[str, Any] = json.loads((schemas_dir() / "places" / "holidays-vn.json").read_bytes())
    return WorkCalendar(
        holidays=frozenset(date.fromisoformat(day["date"]) for day in data["holidays"]),
        work_days_moved=frozenset(date.fromisoformat(day["date"]) for day in data["work_days"]),
    )
