"""How long a record holds: to a day it names, or to the day of the row that says it has ended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ocop.base.pointers import at
from ocop.registers.register import EACH, Register


def held_until(register: Register, data: Mapping[str, Any]) -> str:
    """The last day (ISO) on which a record holds, "" as long as nobody says so. Of rows the newest
    counts: what was founded anew after its end holds again.
    """
    listed, each, day = register.holds_until.partition(f"/{EACH}/")
    if not each:
        return str(at(data, listed) or "") if listed else ""
    rows = sorted((row for row in at(data, listed) or () if row.get(day)), key=lambda row: row[day])
    ended = bool(rows) and all(_says(rows[-1], test) for test in register.holds_where)
    return str(rows[-1][day]) if ended else ""


def is_over(register: Register, data: Mapping[str, Any], on: date) -> bool:
    """Whether a record holds no more on a day."""
    return bool(until := held_until(register, data)) and until < on.isoformat()


def _says(row: Mapping[str, Any], test: Mapping[str, Any]) -> bool:
    return row.get(test["at"].rpartition("/")[2]) in test["in"]
