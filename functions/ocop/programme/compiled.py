"""What a report of a unit stands on: its figures for a period, compiled from records, with the list
of these records and a digest over all of it.

It is rolled up from records, never from other reports: the records of sister units have nothing in
common, and the unit above has theirs and its own. What is compiled is not issued by anybody; later
corrections change what is compiled then, and its digest.
"""

from collections.abc import Sequence
from typing import Any

from ocop.base.hashing import digest
from ocop.base.moment import local_date
from ocop.people.province import Province
from ocop.plans.indicator import Counted
from ocop.programme.board import line_of, size_of, snapshot_line
from ocop.programme.derived import DERIVED_SPECS
from ocop.programme.figures import PERIOD, PLAN, Counting, HeadFigures
from ocop.programme.manifest import ManifestRow
from ocop.programme.periods import ReportPeriod
from ocop.programme.ports import ProgrammeServices
from ocop.programme.reading import plan_of, specs_of
from ocop.programme.snapshots import SnapshotLine
from ocop.registers.measures import TotalsHead

COMPILED_FORMAT = "ocop-compiled-report@1"


def compiled_report(
    svc: ProgrammeServices, province: Province, unit: str, period: ReportPeriod
) -> dict[str, Any]:
    """The figures of a unit in a period as JSON; `sha256` is over the canonical form of the rest.

    Raises NotFound for a province without a plan.
    """
    first = min(plan_of(svc, province).starts, period.first)
    heads = svc.store.heads(province.code, first.isoformat()[:7])
    return with_digest(compiled_body(svc, province, unit, period, heads=heads))


def with_digest(body: dict[str, Any]) -> dict[str, Any]:
    """A document with the SHA-256 over the canonical form of the rest."""
    return {**body, "sha256": digest(body)}


def compiled_body(
    svc: ProgrammeServices,
    province: Province,
    unit: str,
    period: ReportPeriod,
    *,
    heads: Sequence[TotalsHead],
) -> dict[str, Any]:
    """The same without its digest, from running totals since the plan or the period began."""
    plan = plan_of(svc, province)
    over = period.last < local_date(svc.now())
    counting = Counting(province, unit, period.last, plan.starts, period.first, over)
    specs = specs_of(svc)
    figures = HeadFigures(counting, heads, specs)
    rows = manifest_rows(svc, province.code, unit, period)
    indicators = svc.indicators.at(plan.indicators)
    lines = [snapshot_line(line_of(one, counting, heads, specs)) for one in indicators.indicators]
    return {
        "format": COMPILED_FORMAT,
        "province": province.code,
        "unit": unit,
        "period": period.id,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "plan": f"{plan.id}@{plan.version}",
        "indicators": f"{indicators.id}@{indicators.version}",
        "figures": [figure_document(one) for one in lines],
        "done": sums_since(figures, PERIOD),
        "since_plan": sums_since(figures, PLAN),
        "without_records": _silent(province, unit, rows),
        "records": [[one.register, one.id, one.version, one.head] for one in rows],
    }


def manifest_rows(
    svc: ProgrammeServices, province: str, unit: str, period: ReportPeriod
) -> list[ManifestRow]:
    """The records of a unit and all below that count on a day of the period."""
    rows = [
        row
        for register in svc.registers.ids()
        for row in svc.store.rows_between(province, register, unit, period)
    ]
    return sorted(rows, key=lambda one: (one.register, one.id))


def figure_document(line: SnapshotLine) -> dict[str, Any]:
    """An indicator's figure and state as JSON; None where nobody has counted."""
    actual = None if line.actual is None else str(line.actual)
    return {"id": line.id, "state": line.state, "actual": actual}


def sums_since(figures: HeadFigures, since: str) -> dict[str, int]:
    """What was done since the period or the plan began, by measure."""
    measures = sorted(figures.specs.keys() - DERIVED_SPECS.keys())
    sums = ((name, figures(Counted(name, since=since))) for name in measures)
    return {name: size_of(figure) for name, figure in sums if figure is not None}


def _silent(province: Province, unit: str, rows: Sequence[ManifestRow]) -> list[str]:
    """The units right below of which nothing was kept, nor of any below them."""
    heard = {code for owner in {one.unit for one in rows} for code in province.above(owner)}
    below = (code for code, one in province.units.items() if one.parent == unit)
    return sorted(code for code in below if code not in heard)
