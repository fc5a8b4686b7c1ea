"""A year of the programme as it stands: its days, its targets, what offices owe in it, and, once it
is closed, what was left open.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.catalogue.folders import CYCLE_FOLDER
from ocop.catalogue.published import Document, Published

PROGRAMME_CYCLE = "programme"
CycleState = Literal["open", "closed"]
CycleAct = Literal["opened", "changed", "closed"]


@struct(frozen=True)
class YearDay:
    """A day of every year (month, day) that the first cycle begins with."""

    id: str
    title: Text
    month_day: tuple[int, int]


@struct(frozen=True)
class CycleKind:
    """Who opens and closes a year, and the days that the first one has; after which month and day
    the files of the year before are made.
    """

    id: str
    version: str
    title: Text
    keepers: frozenset[str]
    dates: tuple[YearDay, ...]
    files_made: tuple[int, int] = (1, 31)


@struct(frozen=True)
class CycleDate:
    """Something that is to be done by a day of the year."""

    id: str
    title: Text
    day: date


@struct(frozen=True)
class CycleTarget:
    """What an indicator is to reach by the end of the year; no number where none was set."""

    indicator: str
    goal: Fraction | None = None


@struct(frozen=True)
class CycleDuty:
    """How often a duty is owed in the year, by all offices together; `of`: the plan's duties."""

    of: str
    duty: str
    owed: int


@struct(frozen=True)
class YearCycle:
    """A year; `copied_from` is the year whose days and targets it took over, 0 for the first.

    `closing` says, once it is closed, what was reached and what was left open.
    """

    province: str
    year: int
    indicators: str
    state: CycleState = "open"
    version: int = 0
    head: str = ""
    copied_from: int = 0
    dates: tuple[CycleDate, ...] = ()
    targets: tuple[CycleTarget, ...] = ()
    duties: tuple[CycleDuty, ...] = ()
    closing: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether its days and targets may still change."""
        return self.state == "open"


@struct(frozen=True)
class CycleEvent:
    """One act on a year, never written again; `data` is what was entered, or left at its end."""

    year: int
    number: int
    kind: CycleAct
    by: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    previous: str = ""
    hash: str = ""


@struct(frozen=True)
class CycleChange:
    """What one act on a year writes."""

    before: YearCycle | None
    after: YearCycle
    event: CycleEvent


def published_cycle_kinds(schemas: Path | None = None) -> Published[CycleKind]:
    """The kinds of `schemas/cycles/`, by id and version."""
    return Published(CYCLE_FOLDER, cycle_kind_of, schemas)


def cycle_kind_of(document: Document) -> CycleKind:
    """The kind in a sound document."""
    return CycleKind(
        id=document["id"],
        version=document["version"],
        title=document["title"],
        keepers=frozenset(document["keepers"]),
        dates=tuple(_year_day(one) for one in document["dates"]),
        files_made=_month_day(document.get("files_made", "01-31")),
    )


def _year_day(data: Document) -> YearDay:
    return YearDay(data["id"], data["title"], _month_day(data["day"]))


def _month_day(text: str) -> tuple[int, int]:
    month, _, day = text.partition("-")
    return int(month), int(day)
