"""What has changed since a unit last reported: the records that were acted on, held against frozen
manifests, so that an earlier period costs nothing to compile again but what changed in it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ocop.base.moment import local_date
from ocop.people.province import Province
from ocop.people.serving import unit_on
from ocop.programme.corrections import Manifest
from ocop.programme.figures import PERIOD, Counting
from ocop.programme.manifest import ChangesSince
from ocop.programme.periods import ReportPeriod
from ocop.programme.ports import ProgrammeServices
from ocop.registers.measures import HOLDING_MONTH, TotalsHead

UNDER_WAY = timedelta(minutes=10)  # an act bears the time at which it began
DRAFTED = "drafted"


def changes_since_said(
    svc: ProgrammeServices, province: Province, unit: str, earlier: Sequence[Mapping[str, Any]]
) -> ChangesSince:
    """The records of a unit and all below that were acted on since every earlier period was last
    spoken of: by its own report, or by the annex of one that was compiled once that was frozen.
    """
    acts = [svc.reports.acts(province.code, content["report"]) for content in earlier]
    drafted = [max(act.at for act in one if act.kind == DRAFTED) for one in acts]
    frozen = [one[-1].at for one in acts]
    said: list[datetime] = [
        max([own, *(at for at in drafted if at > ended)])
        for own, ended in zip(drafted, frozen, strict=True)
    ]
    units = units_under(province, unit, svc.now())
    return svc.store.changes(province.code, unit, units, min(said) - UNDER_WAY)


def units_under(province: Province, unit: str, now: datetime) -> frozenset[str]:
    """The unit, all below it, and those that they came in the place of."""
    today = local_date(now)
    known = {*province.units, *province.former}
    return frozenset(
        one
        for one in known
        if unit in province.above(one) or unit in province.above(unit_on(province, one, today))
    )


def rows_after(told: Manifest, changes: ChangesSince, period: ReportPeriod) -> Manifest:
    """What a manifest is by now: with the changed records where they count today."""
    rows, first, last = dict(told), period.first.isoformat(), period.last.isoformat()
    for one in changes.rows:
        key = (one.row.register, one.row.id)
        rows.pop(key, None)
        if first <= one.counted <= last:
            rows[key] = one.row.version
    return rows


def heads_within(heads: Sequence[TotalsHead], counting: Counting) -> list[TotalsHead]:
    """The heads that figures of the period alone are folded from."""
    first, last = counting.first_month(PERIOD), counting.last_month
    return [
        head
        for head in heads
        if head.place.month == HOLDING_MONTH or first <= head.place.month <= last
    ]
