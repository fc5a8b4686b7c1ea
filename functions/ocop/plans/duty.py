"""Duties of a plan: which office owes which record in which period."""

from collections.abc import Mapping
from typing import Any

from ocop.base.codec import stored_as
from ocop.base.structs import struct
from ocop.base.text import Text


@struct(frozen=True)
class RecordMatch:
    """A field of a record that has one of some values, or, where `given`, any at all."""

    at: str
    values: tuple[Any, ...] = stored_as("in", ())
    given: bool = False


@struct(frozen=True)
class Expectation:
    """What closes a period: `min` records of a register, or no case late at a stage."""

    register: str = ""
    min: int = 0
    where: tuple[RecordMatch, ...] = ()
    stage: str = ""
    late: int = 0


@struct(frozen=True)
class Expectations:
    """Which of several records are needed: "any" or "all"."""

    needs: str
    of: tuple[Expectation, ...]


@struct(frozen=True)
class Term:
    """A number of working or calendar days."""

    amount: int
    unit: str


@struct(frozen=True)
class DutyPeriod:
    """How often it is owed; of an event, the stage whose end begins the term `within`.

    `printed` are the plan's words about it, empty where it prints none and the period is a setting.
    """

    every: str
    printed: str
    on: str = ""
    within: Term | None = None


@struct(frozen=True)
class Duty:
    """One duty; `regimes` says who owes it under which law, "" where nobody does any more.

    `nothing`: the office may declare, with its reason, that there was nothing to do.
    """

    id: str
    clauses: tuple[str, ...]
    title: Text
    regimes: Mapping[str, str]
    period: DutyPeriod
    expects: Expectations
    helpers: tuple[str, ...] = stored_as("with", ())
    nothing: bool = False


@struct(frozen=True)
class DutyDue:
    """A setting: days after the end of a period by which it is late."""

    after_cut_off: int
    unit: str


@struct(frozen=True)
class DutyLooks:
    """A setting: when an office is reminded, and who is told in the end."""

    remind_before_days: int
    overdue_every_days: int
    most: int
    escalate_to: str


@struct(frozen=True)
class PlanDuties:
    """One version of a plan's duties."""

    id: str
    version: str
    plan: str
    due: DutyDue
    looks: DutyLooks
    duties: tuple[Duty, ...]

    def owed_by(self, owner: str, regime: str) -> tuple[Duty, ...]:
        """What an office owes under a law."""
        return tuple(one for one in self.duties if one.regimes.get(regime) == owner)
