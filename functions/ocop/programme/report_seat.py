"""Who acts on reports, and what a report of a unit on a period begins as."""

from dataclasses import replace
from datetime import date, datetime

from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.duties.owing import due_after, duties_of
from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.people.rights import Officer
from ocop.plans.duty import DutyDue
from ocop.programme.below import BelowLine, answering_units, owing_levels, reports_below
from ocop.programme.content import Gathering
from ocop.programme.duty_tally import duties_in
from ocop.programme.periods import ReportPeriod, periods_until, report_period
from ocop.programme.ports import ProgrammeServices
from ocop.programme.reading import plan_of
from ocop.programme.report import ProgrammeReport, report_id
from ocop.programme.report_kind import PROGRAMME_REPORT, ReportKind, ReportLevel
from ocop.programme.report_rights import AGENCY_OFFICER, may_compile

USUAL_DUE = DutyDue(5, "working")  # a setting, where no plan's duties say another


def report_due(house: DutyServices, province: Province, last: date) -> datetime:
    """The last moment in time for a report on a period that ends on `last`: that of duties."""
    duties = duties_of(house, province)
    return due_after(house, province, last, duties.due if duties else USUAL_DUE)


@struct(frozen=True)
class Reporting:
    """Who acts on reports, and with what."""

    svc: ProgrammeServices
    house: DutyServices
    who: Officer
    lang: Lang = "vi"

    @property
    def province(self) -> Province:
        """The officer's province."""
        return self.who.province

    @property
    def newest_kind(self) -> ReportKind:
        """The kind that new reports are of."""
        return self.svc.kinds.get(PROGRAMME_REPORT)

    def level(self, report: ProgrammeReport) -> ReportLevel:
        """Who does what about a report. Raises NotFound."""
        level = self.svc.kinds.at(report.kind).at_level(report.level)
        if level is None:
            raise NotFound
        return level

    def own_units(self, period: ReportPeriod) -> list[str]:
        """The reporting units of which the officer holds an office, or whose report their agency
        writes, the highest first.
        """
        held = {unit for _, unit in self.who.offices}
        units = self.province.units
        own = [code for code in sorted(units) if self._reports(code) and code in held]
        if own or AGENCY_OFFICER not in {role for role, _ in self.who.offices}:
            return sorted(own, key=lambda code: len(self.province.above(code)))
        return [code for code in units if self._reports(code) and self._writes(code, period)]

    def _reports(self, unit: str) -> bool:
        return self.newest_kind.at_level(self.province.units[unit].level) is not None

    def _writes(self, unit: str, period: ReportPeriod) -> bool:
        blank = self.blank(unit, period)
        return may_compile(self.who, self.level(blank), blank)

    def usual_period(self, unit: str, day: date) -> ReportPeriod:
        """The newest period that is over on a day and that the unit owes a report on; the last
        quarter where it owes none.
        """
        ended = [one for one in periods_until(day) if one.last < day]
        return next((one for one in ended if self._owes(unit, one)), ended[0])

    def periods(self, day: date) -> list[ReportPeriod]:
        """The periods of two years that have begun by a day, and then the years of the plan."""
        known = periods_until(day)
        try:
            plan = plan_of(self.svc, self.province)
        except NotFound:
            return known
        whole = report_period(f"{plan.starts.year}-{plan.ends.year}")
        return [*known, whole] if whole.first <= day and whole.years > 1 else known

    def _owes(self, unit: str, period: ReportPeriod) -> bool:
        duties = duties_of(self.house, self.province)
        levels = owing_levels(duties, self.newest_kind, self.province, period)
        held = self.province.units.get(unit)
        return held is not None and held.level in levels

    def below(self, unit: str, period: ReportPeriod) -> list[BelowLine]:
        """The units right below with their reports on a period."""
        duties = duties_of(self.house, self.province)
        levels = owing_levels(duties, self.newest_kind, self.province, period)
        lines = self.svc.reports.lines(self.province.code, period)
        return reports_below(self.province, unit, period, lines, levels)

    def gathering(self, report: ProgrammeReport) -> Gathering:
        """What a report is compiled from as it is shown while it is being written."""
        period = ReportPeriod(report.period, report.first, report.last)
        return Gathering(self.svc, self.province, report, self.below(report.unit, period))

    def whole_gathering(self, report: ProgrammeReport) -> Gathering:
        """What it is compiled from when it is put forward."""
        gathering = self.gathering(report)
        duties = duties_in(self.house, self.province, report.unit, gathering.period)
        return replace(gathering, duties=duties)

    def blank(self, unit: str, period: ReportPeriod) -> ProgrammeReport:
        """The report of a unit on a period before anything was done about it.

        Raises NotFound for a unit that there is not, or of a level that does not report.
        """
        kind, held = self.newest_kind, self.province.units.get(unit)
        level = kind.at_level(held.level) if held else None
        if held is None or level is None:
            raise NotFound
        return ProgrammeReport(
            id=report_id(self.province.code, unit, period.id),
            province=self.province.code,
            unit=unit,
            kind=kind.ref,
            level=level.level,
            period=period.id,
            first=period.first,
            last=period.last,
            due=report_due(self.house, self.province, period.last),
            answering=answering_units(self.province, held, level, period),
        )
