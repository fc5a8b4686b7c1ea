"""Who has to report to a unit, and who has."""

from collections.abc import Sequence
from datetime import datetime

from ocop.base.structs import struct
from ocop.duties.owing import expects_reports, law_of_day
from ocop.people.province import Province, Unit
from ocop.people.serving import right_above, serving
from ocop.plans.duty import PlanDuties
from ocop.programme.periods import PLAN_LENGTH, ReportPeriod
from ocop.programme.report import SENT, ReportLine
from ocop.programme.report_kind import ReportKind, ReportLevel


@struct(frozen=True)
class BelowLine:
    """A unit right below with its report on a period, None for one that has not begun it."""

    unit: str
    line: ReportLine | None

    @property
    def state(self) -> str:
        """How its report stands, "missing" where there is none."""
        return self.line.state if self.line else "missing"

    @property
    def has_come(self) -> bool:
        """Whether its report has gone up."""
        return self.state in SENT

    def is_late(self, due: datetime, now: datetime) -> bool:
        """Whether it came, or still has to, after the last day."""
        return self.line.is_late(now) if self.line else now > due


def owing_levels(
    duties: PlanDuties | None, kind: ReportKind, province: Province, period: ReportPeriod
) -> frozenset[str]:
    """The levels that owe a report on a period by the plan's duties and the law of its last day; on
    the plan's years, by the kind of the report.
    """
    if period.every == PLAN_LENGTH:
        return frozenset(one.level for one in kind.levels if one.final)
    law = law_of_day(province, period.last)
    owners = {
        duty.owed_under(law)
        for duty in (duties.duties if duties else ())
        if duty.period.every == period.every and any(map(expects_reports, duty.expects.of))
    }
    return frozenset(
        one.level for one in kind.levels if one.level in owners or one.functions & owners
    )


def reports_below(
    province: Province,
    unit: str,
    period: ReportPeriod,
    lines: Sequence[ReportLine],
    levels: frozenset[str],
) -> list[BelowLine]:
    """The units right below that owe a report on the period or have begun one, by code; of units
    that are no more those that have begun one.
    """
    own = {line.unit: line for line in lines if line.period == period.id}
    return [
        BelowLine(code, own.get(code))
        for code in sorted({*province.units, *own})
        if right_above(province, code) == unit
        and (code in own or _owes(province.units[code], period, levels))
    ]


def _owes(unit: Unit, period: ReportPeriod, levels: frozenset[str]) -> bool:
    return unit.level in levels and unit.serves_on(period.last)


def answering_units(
    province: Province, unit: Unit, level: ReportLevel, period: ReportPeriod
) -> tuple[str, ...]:
    """The units whose duty a report meets: its own, and the agencies that write it for it."""
    agencies = {
        one.code for function in level.functions for one in serving(province, function, period.last)
    }
    return (unit.code, *sorted(agencies - {unit.code}))
