"""Reports of the programme before an officer: what their pages, files and API have in common."""

from functools import cached_property
from typing import Any

from ocop.base.errors import Malformed, NotFound
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.duties.wording import period_in_words
from ocop.html import WebPage
from ocop.http import Reply, Request
from ocop.programme.content import is_whole, kept_content, report_content
from ocop.programme.periods import ReportPeriod, report_period
from ocop.programme.report import ProgrammeReport
from ocop.programme.report_kind import ReportKind, ReportLevel
from ocop.programme.report_seat import Reporting
from ocop.programme.reporting import open_report
from ocop.web.office.desk import OfficeDesk

REPORT_HOME = "/office/reports"


@struct(frozen=True)
class ReportOffice:
    """An officer before the reports of their units."""

    desk: OfficeDesk
    request: Request
    by: Reporting

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.by.lang

    def say(self, name: str, /, **values: object) -> str:
        """Words about reports."""
        return self.words(f"reports.{name}", **values)

    def words(self, name: str, /, **values: object) -> str:
        """Words of any group."""
        return say(self.lang, name, **values)

    def unit_name(self, code: str) -> str:
        """What a unit is called."""
        return pick(self.by.province.unit_name(code), self.lang)

    def period_name(self, period: str) -> str:
        """A period in words."""
        return period_in_words(period, self.lang)

    @cached_property
    def own(self) -> list[str]:
        """The units whose reports are the officer's."""
        day = local_date(self.by.svc.now())
        return self.by.own_units(report_period(str(day.year)))

    @cached_property
    def unit(self) -> str:
        """The unit that the address names, else the officer's own; "" for somebody without any.

        Raises Malformed for a unit that there is not, NotFound for one that is not theirs to see.
        """
        named = self.request.query.get("unit", "")
        if not named:
            return self.own[0] if self.own else ""
        if named not in self.by.province.units:
            raise Malformed("bad-filter")
        if named not in self.own and not self.by.who.serves_unit(named):
            raise NotFound
        return named

    @cached_property
    def period(self) -> ReportPeriod:
        """The period that the address names, else the newest that is owed. Raises Malformed."""
        named = self.request.query.get("period", "")
        day = local_date(self.by.svc.now())
        return report_period(named) if named else self.by.usual_period(self.unit, day)

    def show(self, page: WebPage, status: int = 200) -> Reply:
        """A page of the reports."""
        person = self.by.who.person.name
        return self.desk.show(self.request, page, status, person=person, at=self.by.province)


def report_office(desk: OfficeDesk, request: Request) -> ReportOffice:
    """The officer who asks, before the reports."""
    by = Reporting(desk.programme, desk.svc, desk.who(request), request.lang)
    return ReportOffice(desk, request, by)


@struct(frozen=True)
class ReportView:
    """One report before an officer."""

    office: ReportOffice
    report: ProgrammeReport

    @property
    def by(self) -> Reporting:
        """Who looks at it."""
        return self.office.by

    @property
    def level(self) -> ReportLevel:
        """Who does what about it."""
        return self.by.level(self.report)

    @property
    def kind(self) -> ReportKind:
        """The kind that it was begun under."""
        return self.by.svc.kinds.at(self.report.kind)

    @property
    def home(self) -> str:
        """Where it stands."""
        return f"{REPORT_HOME}/{self.report.id}"

    def say(self, name: str, /, **values: object) -> str:
        """Words about reports."""
        return self.office.say(name, **values)

    @cached_property
    def kept(self) -> Any:
        """What was put forward, None while nothing was or where it is not whole any more."""
        kept = kept_content(self.by.svc, self.report, self.by.province.code)
        return kept if kept and is_whole(kept, self.report.content) else None

    @property
    def is_altered(self) -> bool:
        """Whether something was put forward, and is not what is stored."""
        return bool(self.report.content) and self.kept is None

    @cached_property
    def content(self) -> Any:
        """What was put forward, else what would be now; None without a plan or where it was
        altered.
        """
        if self.report.content:
            return self.kept
        try:
            return report_content(self.by.gathering(self.report))
        except NotFound:
            return None


def report_view(desk: OfficeDesk, request: Request, id: str) -> ReportView:
    """A report that the officer may know of. Raises NotFound."""
    office = report_office(desk, request)
    return ReportView(office, open_report(office.by, id))
