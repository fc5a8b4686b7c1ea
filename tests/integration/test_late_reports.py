"""A late report costs what one period costs, and its annex says what compiling anew would say."""

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest

from ocop.aws.programme import TableFigures
from ocop.aws.table import Row
from ocop.programme.changed import units_under
from ocop.programme.content import corrections, frozen_contents
from ocop.programme.manifest import ChangesSince
from ocop.programme.periods import report_period
from ocop.programme.report import ProgrammeReport
from ocop.programme.reporting import begin_report
from ocop.registers.acts import confirm_record, correct, declare_void, enter
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_compiled_reports import PAID
from tests.integration.test_reports import MINE, OTHER, PROVINCE, by, issued, received
from tests.support.registers import acting_on
from tests.support.world import World

HALVES = ("2026-H1", "2026-H2", "2027-H1")
UNITS = (MINE, OTHER)


def at(world: World, day: date, hour: int = 3) -> None:
    world.clock.now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def acted(world: World, random: Random, kept: list[RegisterRecord], until: date) -> None:
    """One act of somebody: an entry, perhaps for a period long over, or a change of one there."""
    key, unit = f"k{random.random()}", random.choice(UNITS)
    day = date.fromordinal(random.randint(date(2026, 1, 1).toordinal(), until.toordinal()))
    told = {**PAID, "date": day.isoformat(), "document": key, "amount": random.randint(1, 9)}
    if random.random() < 0.5 or not kept:
        acting = acting_on(world, "funding", unit=unit)
        kept.append(enter(acting, Entered(told, unit, key, "vi", anyway=True)))
        return
    one = kept.pop(random.randrange(len(kept)))
    acting = acting_on(world, "funding", unit=one.unit)
    what = random.choice(["amount", "day", "void", "confirmed"])
    if what == "void":
        declare_void(acting, one.id, one.version, "Ghi nhầm", key, "vi")
    elif what == "confirmed" and one.state == "recorded":
        office = acting_on(world, "funding", "province-advisory", PROVINCE)
        kept.append(confirm_record(office, one.id, one.version, key))
    else:
        changed = {**one.data, **({"amount": told["amount"]} if what == "amount" else told)}
        sent = Entered(changed, one.unit, key, "vi", anyway=True)
        kept.append(correct(acting, one.id, one.version, sent))


def lived(world: World, random: Random) -> ProgrammeReport:
    """Half-years with acts and reports of a commune and the province; the next one begun."""
    kept: list[RegisterRecord] = []
    for half in HALVES:
        period = report_period(half)
        for step in range(10):
            at(world, date(period.last.year, period.last.month, 10 + step))
            acted(world, random, kept, period.last)
        at(world, date(period.last.year, period.last.month, 30))
        received(world, MINE, period)
        issued(world, period)
    for step in range(6):
        at(world, date(2027, 9, 10 + step))
        acted(world, random, kept, date(2027, 9, 1))
    at(world, date(2027, 12, 30))
    return begin_report(
        by(world, "province-advisory", PROVINCE), PROVINCE, report_period("2027-H2")
    )


def annex(world: World, report: ProgrammeReport) -> list[dict[str, Any]]:
    gathering = by(world, "province-advisory", PROVINCE).whole_gathering(report)
    return corrections(gathering, frozen_contents(gathering))


def compiled_anew(world: World, report: ProgrammeReport, patch: pytest.MonkeyPatch) -> Any:
    with patch.context() as only:
        only.setattr(TableFigures, "changes", lambda *told: ChangesSince(told[-1], (), whole=False))
        return annex(world, report)


@pytest.mark.parametrize("seed", range(4))
def test_what_changed_since_is_what_compiling_every_period_anew_says(
    world: World, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    report = lived(world, Random(seed))
    told = annex(world, report)
    assert told == compiled_anew(world, report, monkeypatch)
    assert {one["period"] for one in told} & {*HALVES}


def test_no_earlier_period_s_records_are_read_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = lived(world, Random(7))
    asked: list[str] = []
    read = TableFigures.rows_between

    def counted(self: TableFigures, *told: Any) -> Any:
        asked.append(told[-1].id)
        return read(self, *told)

    monkeypatch.setattr(TableFigures, "rows_between", counted)
    annex(world, report)
    assert asked == []
    compiled_anew(world, report, monkeypatch)
    assert {*asked} == {*HALVES}


def test_where_not_all_acts_were_listed_every_period_is_compiled_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an update: acts of the time before it are in no list."""
    report = lived(world, Random(3))
    whole = annex(world, report)
    acts = [row for row in Row.scan() if row.pk == f"GL#{PROVINCE}#*#{PROVINCE}#acts"]
    last = world.clock.now.replace(month=9, day=12).isoformat()
    for row in acts:
        if row.sk < last:
            row.delete()
    assert len([row for row in acts if row.sk < last]) > 20
    assert annex(world, report) == whole


def test_a_unit_that_came_in_another_s_place_answers_for_its_acts(world: World) -> None:
    units = dict(world.province.units)
    ended = replace(units[OTHER], until=date(2026, 6, 30), successor=MINE)
    province = replace(world.province, units={**units, OTHER: ended})
    now = datetime(2026, 7, 2, tzinfo=UTC)
    assert units_under(province, MINE, now) == {MINE, OTHER}
    assert units_under(province, MINE, datetime(2026, 6, 29, tzinfo=UTC)) == {MINE}
    assert units_under(province, PROVINCE, now) == {*units}
