"""A late report costs what one period costs, and its annex says what compiling anew would say."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from ocop.aws.programme import TableFigures
from ocop.aws.table import Row
from ocop.programme.changed import units_under
from ocop.programme.content import corrections, frozen_contents, is_whole
from ocop.programme.corrections import rows_of, unnamed_falls
from ocop.programme.manifest import ChangesSince, ManifestRow
from ocop.programme.periods import report_period
from ocop.programme.report import ProgrammeReport
from ocop.programme.reporting import begin_report
from ocop.registers.acts import confirm_record, correct, declare_void, enter
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_compiled_reports import PAID
from tests.integration.test_reports import MINE, OTHER, PROVINCE, by, content, issued, received
from tests.support.registers import acting_on
from tests.support.world import World

HALVES = ("2026-H1", "2026-H2", "2027-H1")
UNITS = (MINE, OTHER)


def at(world: World, day: date, hour: int = 3) -> None:
    world.clock.now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def acted(world: World, random: Random, kept: list[RegisterRecord], until: date) -> None:
    """One act of somebody: an entry, perhaps for a period long over, or a change of one there."""
    key, unit = f"k{random.random()}", random.choice(UNITS)
    last = min(until, world.clock.now.date())
    day = date.fromordinal(random.randint(date(2026, 1, 1).toordinal(), last.toordinal()))
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
        for unit in UNITS:
            received(world, unit, period)
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
    heads = gathering.svc.store.heads(PROVINCE, "")
    return corrections(gathering, frozen_contents(gathering), heads)


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


def said(
    world: World, unit: str, role: str = "commune-officer", running: str = "2027-H2"
) -> list[Any]:
    """What a unit's frozen reports say, oldest first."""
    acting = by(world, role, unit)
    next_one = begin_report(acting, unit, report_period(running))
    return frozen_contents(acting.whole_gathering(next_one))


@pytest.mark.parametrize("seed", range(2))
def test_sisters_share_no_record_and_no_sum_falls_without_a_line_that_says_why(
    world: World, seed: int
) -> None:
    lived(world, Random(seed))
    province = said(world, PROVINCE, "province-advisory")
    assert [one["period"] for one in province] == [*HALVES]
    for whole, *parts in zip(province, *(said(world, unit) for unit in UNITS), strict=True):
        rows = [rows_of(part["records"]) for part in parts]
        assert not rows[0].keys() & rows[1].keys()
        assert {**rows[0], **rows[1]} == rows_of(whole["records"])
        assert whole["met_twice"] == []
    for before, after in pairwise(province):
        assert unnamed_falls(after, before) == []


def test_a_sum_that_falls_has_its_line_with_the_record_and_the_reason(world: World) -> None:
    at(world, date(2026, 6, 10))
    acting = acting_on(world, "funding", unit=MINE)
    told = {**PAID, "date": "2026-06-09", "amount": 900}
    record = enter(acting, Entered(told, MINE, "big", "vi", anyway=True))
    at(world, date(2026, 6, 30))
    issued(world, report_period("2026-H1"))
    at(world, date(2026, 12, 1))
    declare_void(acting, record.id, 1, "Ghi trùng", "gone", "vi")
    at(world, date(2026, 12, 30))
    issued(world, report_period("2026-H2"))
    before, after = said(world, PROVINCE, "province-advisory", "2026-Q4")
    assert after["since_plan"].get("funding.spent", 0) < before["since_plan"]["funding.spent"]
    assert unnamed_falls(after, before) == []
    assert unnamed_falls({**after, "corrections": []}, before) == ["funding.spent"]
    [line] = after["corrections"]
    assert (line["measure"], line["was"], line["is"]) == ("funding.spent", 900, 0)
    assert [(one["id"], one["act"], one["reason"]) for one in line["records"]] == [
        (record.id, "voided", "Ghi trùng")
    ]


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


def test_a_report_of_more_than_five_thousand_records_is_frozen_and_read_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [ManifestRow("funding", f"r{n:05}", 1, "h" * 64, MINE) for n in range(6_003)]

    def listed(self: TableFigures, province: str, register: str, *told: Any) -> list[ManifestRow]:
        return many if register == "funding" else []

    monkeypatch.setattr(TableFigures, "rows_between", listed)
    at(world, date(2026, 7, 1))
    report = received(world, MINE, report_period("2026-H1"))
    told = content(world, report)
    assert [one[1] for one in told["records"]] == [one.id for one in many]
    assert is_whole(told, report.content)


def test_a_unit_that_came_in_another_s_place_answers_for_its_acts(world: World) -> None:
    units = dict(world.province.units)
    ended = replace(units[OTHER], until=date(2026, 6, 30), successor=MINE)
    province = replace(world.province, units={**units, OTHER: ended})
    now = datetime(2026, 7, 2, tzinfo=UTC)
    assert units_under(province, MINE, now) == {MINE, OTHER}
    assert units_under(province, MINE, datetime(2026, 6, 29, tzinfo=UTC)) == {MINE}
    assert units_under(province, PROVINCE, now) == {*units}
