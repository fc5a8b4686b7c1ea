"""Who may write, approve and receive a report, by the roles that its kind names at each level."""

from ocop.people.rights import Officer
from ocop.programme.report import ProgrammeReport, ReportLine
from ocop.programme.report_kind import ReportKind, ReportLevel

AGENCY_OFFICER = "agency-officer"


def sees_report(who: Officer, level: ReportLevel, report: ProgrammeReport | ReportLine) -> bool:
    """Whether the report's unit is the officer's or lies below, or their agency writes it."""
    return who.serves_unit(report.unit) or _writes_for(who, level, report)


def may_compile(who: Officer, level: ReportLevel, report: ProgrammeReport) -> bool:
    """Whether the officer writes the unit's reports."""
    own = any((role, report.unit) in who.offices for role in level.compiles)
    return own or _writes_for(who, level, report)


def may_approve(who: Officer, level: ReportLevel, report: ProgrammeReport) -> bool:
    """Whether the officer approves the report: the unit's head. Where the province names nobody in
    that role, anybody who writes the unit's reports notes who has signed.
    """
    if heads_known(who, level, report):
        return any((role, report.unit) in who.offices for role in level.approves)
    return may_compile(who, level, report)


def heads_known(who: Officer, level: ReportLevel, report: ProgrammeReport) -> bool:
    """Whether the province names anybody as the unit's head."""
    people = who.province.people.values()
    held = {(one.role, one.unit) for person in people for one in person.roles}
    return any((role, report.unit) in held for role in level.approves)


def may_receive(who: Officer, kind: ReportKind, report: ProgrammeReport) -> bool:
    """Whether the officer does the reports of the unit right above."""
    unit = who.province.units.get(report.unit)
    above = who.province.units.get(unit.parent) if unit else None
    level = kind.at_level(above.level) if above else None
    if above is None or level is None:
        return False
    return any((role, above.code) in who.offices for role in level.compiles)


def _writes_for(who: Officer, level: ReportLevel, report: ProgrammeReport | ReportLine) -> bool:
    """Whether an agency of the officer owes the unit's report."""
    agencies = set(report.answering) - {report.unit} if level.functions else set()
    return any((AGENCY_OFFICER, unit) in who.offices for unit in agencies)
