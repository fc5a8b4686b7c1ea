"""How the duties of a unit and all below stood in a period, for its report."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.plans.periods import span_named
from ocop.plans.task import DUTY_STATES, DutyLine
from ocop.programme.periods import ReportPeriod


def duties_in(
    house: DutyServices, province: Province, unit: str, period: ReportPeriod
) -> list[dict[str, Any]]:
    """Each duty of the plan whose periods ended within, by name: how often it was owed, how it
    stands, how often it was late. Work that records give is not the plan's.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    now = house.now()
    for line in _lines(house, province, unit, period):
        count = counts.setdefault((line.duties, line.duty), Counter())
        count.update({"owed": 1, line.state: 1, "late": int(line.is_late(now))})
    return [
        {"of": of, "duty": duty, **{name: count[name] for name in ("owed", "late", *DUTY_STATES)}}
        for (of, duty), count in sorted(counts.items())
    ]


def _lines(
    house: DutyServices, province: Province, unit: str, period: ReportPeriod
) -> Iterator[DutyLine]:
    for year in range(period.first.year, period.last.year + 1):
        for line in house.tasks.lines(province.code, str(year)):
            if not line.is_given and _within(line, period) and unit in province.above(line.holder):
                yield line


def _within(line: DutyLine, period: ReportPeriod) -> bool:
    return period.first <= (line.last or span_named(line.period).last) <= period.last
