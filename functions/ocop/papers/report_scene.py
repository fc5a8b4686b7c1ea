"""A report of the programme as it stood when an act called for its paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.lookup import province_of
from ocop.catalogue.published import Published
from ocop.papers.contents import SealedPapers
from ocop.papers.places import PlacedUnit
from ocop.people.province import Province
from ocop.plans.duty import PlanDuties
from ocop.programme.ports import ProgrammeServices
from ocop.programme.report import ProgrammeReport, ReportEvent


class ReportPaperServices(SealedPapers, Protocol):
    """What papers of reports are made with, beside the programme."""

    @property
    def duties(self) -> Published[PlanDuties]:
        """The duties of plans."""


@struct(frozen=True)
class ReportScene:
    """A report with its acts up to and with the one that calls for the paper."""

    svc: ReportPaperServices
    programme: ProgrammeServices
    report: ProgrammeReport
    acts: Sequence[ReportEvent]

    @property
    def act(self) -> ReportEvent:
        """The act."""
        return self.acts[-1]

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """What was put forward. Raises NotFound."""
        return self._kept(self.report.id, self.act.content)

    @cached_property
    def previous(self) -> Mapping[str, Any] | None:
        """What the unit's report on the period before said, None without one; contents of before
        `before` was told name the report that went up before.
        """
        digest = self.content.get("before", self.content["previous"])
        lines = self.programme.reports.lines(self.report.province)
        earlier = (one for one in lines if one.unit == self.report.unit and one.content == digest)
        found = next(earlier, None) if digest else None
        return self._kept(found.id, digest) if found else None

    def _kept(self, report: str, digest: str) -> Mapping[str, Any]:
        return self.programme.reports.content(self.report.province, report, digest)

    @cached_property
    def province(self) -> Province:
        """Its province."""
        return province_of(self.svc, self.report.province)

    @property
    def unit(self) -> PlacedUnit:
        """The unit that reports, also when it is no more."""
        unit = self.report.unit
        return self.province.units.get(unit) or self.province.former[unit]

    @property
    def entered(self) -> Mapping[str, Any]:
        """Who signed, number and day, as far as they were entered since it was put forward."""
        told: dict[str, Any] = {}
        for one in self.acts:
            told = {} if one.kind == "drafted" else {**told, **one.data}
        return told

    @property
    def day(self) -> date:
        """The day on the paper: that of signing, else that of the act."""
        signed = self.entered.get("day")
        return date.fromisoformat(signed) if signed else local_date(self.act.at)


def report_scene(
    svc: ReportPaperServices, programme: ProgrammeServices, at: tuple[str, str, int]
) -> ReportScene | None:
    """The scene of an act: province, report and number; None for an act that has no content, or
    that is not there. Raises NotFound.
    """
    province, id, number = at
    report = programme.reports.report(province, id)
    acts = programme.reports.acts(province, id)[:number]
    known = len(acts) == number > 0 and bool(acts[-1].content)
    return ReportScene(svc, programme, report, acts) if known else None
