"""The way from a duty's task to the report that meets it."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from ocop.catalogue.texts import say
from ocop.duties.owing import expects_reports
from ocop.html import Component, Link, LinkRow, Paragraph
from ocop.programme.report_kind import PROGRAMME_REPORT
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.duty_parts import DutyReading
from ocop.web.office.report_view import REPORT_HOME


def links_to_reports(reading: DutyReading, records: Sequence[str]) -> Iterator[Component]:
    """The reports that met it."""
    label = say(reading.lang, "reports.open_report")
    for id in records if _wants_report(reading) else ():
        yield Paragraph(text="", link=Link(label=label, href=f"{REPORT_HOME}/{id}"))


def way_to_report(desk: OfficeDesk, reading: DutyReading) -> Iterator[Component]:
    """The report that will meet it: the unit's own, or the one its agency writes."""
    if not _wants_report(reading):
        return
    task, kind = reading.task, desk.programme.kinds.get(PROGRAMME_REPORT)
    unit = reading.province.units.get(task.holder)
    own = unit is not None and kind.at_level(unit.level) is not None
    period = task.period.partition("-Y")[0]  # reports name a year by its number alone
    told = {"unit": task.holder if own else reading.province.code, "period": period}
    link = Link(
        label=say(reading.lang, "reports.to_period"),
        href=f"{REPORT_HOME}?{urlencode(told)}",
        primary=True,
    )
    yield LinkRow(links=[link])


def _wants_report(reading: DutyReading) -> bool:
    return reading.duty is not None and any(map(expects_reports, reading.duty.expects.of))
