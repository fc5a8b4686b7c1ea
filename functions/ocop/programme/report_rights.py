"""Who may write, approve and receive a report, by the roles that its kind names at each level."""

from collections.abc import Iterable

from ocop.people.former import successor_in
from ocop.people.province import Person, Province
from ocop.people.rights import Officer
from ocop.people.serving import DUTY_ROLES, right_above
from ocop.programme.report import ProgrammeReport, ReportLine
from ocop.programme.report_kind import ReportKind, ReportLevel

AGENCY_OFFICER = "agency-officer"


def sees_report(who: Officer, level: ReportLevel, report: ProgrammeReport | ReportLine) -> bool:
    """Whether the report's unit is the officer's or lies below, or their agency writes it."""
    return who.serves_unit(report.unit) or _writes_for(who, level, report)


def may_compile(who: Officer, level: ReportLevel, report: ProgrammeReport) -> bool:
    """Whether the officer writes the unit's reports; those of a unit that is no more are finished
    by who writes the reports of the unit that came in its place.
    """
    own = any(office in who.offices for office in _offices(who.province, level.compiles, report))
    return own or _writes_for(who, level, report)


def may_approve(who: Officer, level: ReportLevel, report: ProgrammeReport) -> bool:
    """Whether the officer approves the report: the unit's head. Where the province names nobody in
    that role, anybody who writes the unit's reports notes who has signed.
    """
    if heads_known(who, level, report):
        return any((role, report.unit) in who.offices for role in level.approves)
    return may_compile(who, level, report)


def approves_own(who: Officer, level: ReportLevel, report: ProgrammeReport) -> bool:
    """Whether the officer put the report forward and may not approve it for that. The province's
    document says where (`settings.report_approved_by_another`): where it names the unit's head,
    unless it says otherwise.
    """
    where = who.province.settings.get("report_approved_by_another", "named")
    apart = where == "always" or (where == "named" and heads_known(who, level, report))
    return apart and who.person.id == report.drafter


def heads_known(who: Officer, level: ReportLevel, report: ProgrammeReport) -> bool:
    """Whether the province names anybody as the unit's head."""
    return bool(heads_of(who.province, level, report))


def may_receive(who: Officer, kind: ReportKind, report: ProgrammeReport) -> bool:
    """Whether the officer does the reports of the unit right above."""
    above = who.province.units.get(right_above(who.province, report.unit))
    level = kind.at_level(above.level) if above else None
    if above is None or level is None:
        return False
    return any((role, above.code) in who.offices for role in level.compiles)


def writers_of(
    province: Province, level: ReportLevel, report: ProgrammeReport
) -> tuple[Person, ...]:
    """Who writes a unit's report: at the unit, or at the agencies that write it for it."""
    agencies = set(report.answering) - {report.unit} if level.functions else set()
    offices = _offices(province, level.compiles, report)
    return _holding(province, offices | {(AGENCY_OFFICER, unit) for unit in agencies})


def heads_of(province: Province, level: ReportLevel, report: ProgrammeReport) -> tuple[Person, ...]:
    """Who approves a unit's report, as far as the province names anybody."""
    return _holding(province, {(role, report.unit) for role in level.approves})


def collectors_at(province: Province, kind: ReportKind, unit: str) -> tuple[Person, ...]:
    """Who receives the reports from below at a unit."""
    held = province.units.get(unit)
    level = kind.at_level(held.level) if held else None
    return _holding(province, {(role, unit) for role in level.compiles}) if level else ()


def _offices(
    province: Province, roles: Iterable[str], report: ProgrammeReport
) -> set[tuple[str, str]]:
    """Who does what these roles do for a report: at its unit, or in the unit that came in its
    place, in whatever role does a unit's duties there.
    """
    heir = province.units.get(successor_in(province.former, report.unit))
    if heir is None or heir.code == report.unit:
        return {(role, report.unit) for role in roles}
    return {(DUTY_ROLES[heir.level], heir.code)} if heir.level in DUTY_ROLES else set()


def _holding(province: Province, offices: set[tuple[str, str]]) -> tuple[Person, ...]:
    return tuple(
        person
        for person in province.people.values()
        if any((one.role, one.unit) in offices for one in person.roles)
    )


def _writes_for(who: Officer, level: ReportLevel, report: ProgrammeReport | ReportLine) -> bool:
    """Whether an agency of the officer owes the unit's report."""
    agencies = set(report.answering) - {report.unit} if level.functions else set()
    return any((AGENCY_OFFICER, unit) in who.offices for unit in agencies)
