"""What a report says, compiled from records when it is put forward: figures, manifest, narrative,
who below has reported, and what was corrected in earlier periods. From then on it is fixed under
its SHA-256.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.people.province import Province
from ocop.plans.plan import ProgrammePlan
from ocop.programme.below import BelowLine
from ocop.programme.changed import changes_since_said, heads_within, rows_after
from ocop.programme.compiled import compiled_body, manifest_rows, sums_since, with_digest
from ocop.programme.corrections import (
    Reported,
    annex_lines,
    cumulative_lines,
    reported,
    rows_met_twice,
    rows_of,
)
from ocop.programme.figures import PERIOD, PLAN, Counting, HeadFigures
from ocop.programme.periods import ReportPeriod, report_period
from ocop.programme.ports import ProgrammeServices
from ocop.programme.reading import plan_of, specs_of
from ocop.programme.report import ProgrammeReport, ReportLine
from ocop.registers.measures import TotalsHead

REPORT_FORMAT = "ocop-report@1"
FIGURES_STAY = frozenset({"confirmed", "erased"})  # acts that change no figure
ReportContent = Mapping[str, Any]


@struct(frozen=True)
class Gathering:
    """What a report is compiled from, beside the records: the units right below, and how duties
    stood (which is counted only for what is put forward).
    """

    svc: ProgrammeServices
    province: Province
    report: ProgrammeReport
    below: Sequence[BelowLine]
    duties: Sequence[Mapping[str, Any]] = ()

    @property
    def period(self) -> ReportPeriod:
        """The report's period."""
        return ReportPeriod(self.report.period, self.report.first, self.report.last)


def report_content(gathering: Gathering) -> dict[str, Any]:
    """Everything that a report says, with its `sha256`.

    Raises NotFound without a plan.
    """
    report, earlier = gathering.report, frozen_contents(gathering)
    svc, province, heads = gathering.svc, gathering.province, _heads(gathering, earlier)
    first = min(plan_of(svc, province).starts, report.first).isoformat()[:7]
    since = [head for head in heads if head.place.month >= first]
    body = compiled_body(svc, province, report.unit, gathering.period, heads=since)
    return with_digest(
        {
            **body,
            "format": REPORT_FORMAT,
            "report": report.id,
            "kind": report.kind,
            "narrative": dict(report.narrative),
            "below": below_documents(gathering),
            "duties": list(gathering.duties),
            "met_twice": rows_met_twice(_manifests_below(gathering)),
            "corrections": corrections(gathering, earlier, heads),
            "previous": earlier[-1]["sha256"] if earlier else "",
            "before": _before(gathering.period, earlier),
        }
    )


def _before(period: ReportPeriod, earlier: Sequence[ReportContent]) -> str:
    """The content of the newest report on days before the period, of its length if there is one;
    "" where there is none.
    """
    past = [one for one in earlier if one["to"] < period.first.isoformat()]
    alike = [one for one in past if report_period(one["period"]).every == period.every]
    newest = max(alike or past, key=lambda one: str(one["to"]), default=None)
    return newest["sha256"] if newest else ""


def is_whole(content: ReportContent, sha256: str) -> bool:
    """Whether a content is still what its digest says."""
    rest = {name: value for name, value in content.items() if name != "sha256"}
    told: tuple[str, str] = (content.get("sha256", ""), with_digest(rest)["sha256"])
    return told == (sha256, sha256)


def kept_content(
    svc: ProgrammeServices, report: ProgrammeReport | ReportLine, province: str
) -> Any:
    """What was put forward of a report, None while nothing was or where it is not there whole."""
    if not report.content:
        return None
    try:
        return svc.reports.content(province, report.id, report.content)
    except NotFound:
        return None


def frozen_contents(gathering: Gathering) -> list[ReportContent]:
    """What the unit's frozen reports say, in the order in which they went up."""
    own = gathering.report
    lines = [
        line
        for line in gathering.svc.reports.lines(own.province)
        if line.unit == own.unit and line.is_frozen and line.id != own.id
    ]
    ordered = sorted(lines, key=lambda line: (line.sent is None, line.sent))
    contents = (kept_content(gathering.svc, line, own.province) for line in ordered)
    return [content for content in contents if content]


def below_documents(gathering: Gathering) -> list[dict[str, Any]]:
    """Who below has reported, and by which content."""
    now, due = gathering.svc.now(), gathering.report.due
    return [
        {
            "unit": one.unit,
            "state": one.state,
            "late": one.is_late(due, now),
            "sha256": one.line.content if one.line else "",
        }
        for one in gathering.below
    ]


def _manifests_below(gathering: Gathering) -> list[Any]:
    lines = [one.line for one in gathering.below if one.line and one.line.is_frozen]
    kept = (kept_content(gathering.svc, line, gathering.province.code) for line in lines)
    return [content["records"] for content in kept if content]


def _heads(gathering: Gathering, earlier: Sequence[ReportContent]) -> list[TotalsHead]:
    """The running totals since the plan began, or an earlier period that was reported on."""
    plan = plan_of(gathering.svc, gathering.province)
    begun = {plan.starts.isoformat(), gathering.report.first.isoformat()}
    first = min(begun | {content["from"] for content in earlier})
    return gathering.svc.store.heads(gathering.province.code, first[:7])


def corrections(
    gathering: Gathering, earlier: Sequence[ReportContent], heads: Sequence[TotalsHead]
) -> list[dict[str, Any]]:
    """The annex: what differs now from what the unit's frozen reports said."""
    if not earlier:
        return []
    svc, province = gathering.svc, gathering.province
    plan, specs = plan_of(svc, province), specs_of(svc)
    periods = {content["period"]: content for content in earlier}

    def figures(content: ReportContent, *, own: bool = False) -> HeadFigures:
        counting = _counting(gathering, plan, content)
        return HeadFigures(counting, heads_within(heads, counting) if own else heads, specs)

    told = reported(earlier)
    changes = changes_since_said(svc, province, gathering.report.unit, earlier)
    now = {
        id: Reported(
            sums_since(figures(one, own=True), PERIOD),
            rows_after(told[id].rows, changes, _period(one))
            if changes.whole
            else _rows_now(gathering, one),
        )
        for id, one in periods.items()
    }
    found = annex_lines(told, now, lambda record, was: _why(gathering, record, was))
    lines = _named(gathering, found)
    last = latest_before(earlier, gathering.report.last.isoformat())
    if last is None:
        return lines
    recounted = sums_since(figures(last), PLAN)
    return [*lines, *cumulative_lines(last["since_plan"], recounted, lines)]


def _named(gathering: Gathering, lines: Sequence[ReportContent]) -> list[dict[str, Any]]:
    """The lines with what their records are called."""
    ids = {one["id"] for line in lines for one in line["records"]}
    names = gathering.svc.store.names(gathering.province.code, ids)
    return [
        {**line, "records": [{**one, "name": names.get(one["id"], "")} for one in line["records"]]}
        for line in lines
    ]


def latest_before(earlier: Sequence[ReportContent], day: str) -> ReportContent | None:
    """The report that reaches furthest among those up to a day (ISO)."""
    upto = [content for content in earlier if content["to"] <= day]
    return max(upto, key=lambda content: str(content["to"]), default=None)


def _counting(gathering: Gathering, plan: ProgrammePlan, content: ReportContent) -> Counting:
    period = _period(content)
    unit = gathering.report.unit
    return Counting(gathering.province, unit, period.last, plan.starts, period.first)


def _period(content: ReportContent) -> ReportPeriod:
    return report_period(content["period"])


def _rows_now(gathering: Gathering, content: ReportContent) -> dict[tuple[str, str], int]:
    report = gathering.report
    rows = manifest_rows(gathering.svc, report.province, report.unit, _period(content))
    return rows_of([(one.register, one.id, one.version) for one in rows])


def _why(gathering: Gathering, record: str, version: int) -> tuple[str, str] | None:
    """The last act on a record beyond a version that may have changed a figure, with its reason."""
    acts = gathering.svc.store.acts_beyond(gathering.province.code, record, version)
    counted = [one for one in acts if one.kind not in FIGURES_STAY]
    return (counted[-1].kind, counted[-1].reason) if counted else None
