"""Duties of a plan: which office owes which record in which period."""

from collections.abc import Mapping
from typing import Any, Literal

from ocop.base.codec import stored_as
from ocop.base.structs import struct
from ocop.base.text import Text

REPORTS_LIST = "reports"  # what a duty expects where it is met by a report's state
OF_CASES = "cases"  # what it expects where it is met by what cases did: one of these facts
OPENED, STAGE, FILED, SCORED_BY = "/opened", "/stage", "/filed", "/scored_by"
CASE_FACTS = frozenset({OPENED, STAGE, FILED, SCORED_BY})
PRODUCER_OWES = "producer"  # who owes a duty that each producer has


@struct(frozen=True)
class RecordMatch:
    """A field of a record that has one of some values, or, where `given`, any at all."""

    at: str
    values: tuple[Any, ...] = stored_as("in", ())
    given: bool = False


@struct(frozen=True)
class Expectation:
    """What closes a period: `min` records of a register, reports, or cases that did something; or
    no case late at a stage.
    """

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
    unit: Literal["working", "calendar"]


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

    @property
    def is_of_producers(self) -> bool:
        """Whether each producer has it, not an office."""
        return PRODUCER_OWES in self.regimes.values()

    def owed_under(self, law: str) -> str:
        """Who owes it under a law, or, where the duty does not name that law, under the last one
        before it that it names; "" for nobody.
        """
        earlier = sorted((_year(one), one) for one in self.regimes if _year(one) <= _year(law))
        named = law if law in self.regimes else earlier[-1][1] if earlier else ""
        return self.regimes.get(named, "")


@struct(frozen=True)
class DutyDue:
    """A setting: days after the end of a period by which it is late."""

    after_cut_off: int
    unit: Literal["working", "calendar"]


@struct(frozen=True)
class DutyRung:
    """A setting: so many days after its last day, a task that is late is told to these: "unit" that
    has it, its "parent", the "province".
    """

    after_days: int
    to: tuple[str, ...]


@struct(frozen=True)
class DutyLooks:
    """A setting: when an office is reminded, and who is told how late."""

    remind_before_days: int
    late: tuple[DutyRung, ...]


@struct(frozen=True)
class Producers:
    """Who owes what producers do: each record of a register of which all of `where` holds, and none
    of `unless`.
    """

    register: str
    where: tuple[RecordMatch, ...] = ()
    unless: tuple[RecordMatch, ...] = ()


@struct(frozen=True)
class PlanDuties:
    """One version of a plan's duties; `producers`: where it charges producers with some."""

    id: str
    version: str
    plan: str
    due: DutyDue
    looks: DutyLooks
    duties: tuple[Duty, ...]
    producers: Producers | None = None

    def owed_by(self, owner: str, regime: str) -> tuple[Duty, ...]:
        """What an office owes under a law."""
        return tuple(one for one in self.duties if one.regimes.get(regime) == owner)

    def duty(self, id: str) -> Duty:
        """One duty. Raises KeyError."""
        return {one.id: one for one in self.duties}[id]


def _year(law: str) -> str:
    return law.rpartition("-")[2]
