"""What was harmed in the registers is found at night, and told until it is whole again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ocop.aws.heads import head_row
from ocop.aws.table import Row
from ocop.aws.wire import put
from ocop.jobs import chains
from ocop.jobs.audit import audit
from ocop.jobs.harm import harm_of
from ocop.jobs.recount import recount
from ocop.jobs.walks import ALARMING, Swept
from ocop.registers.acts import correct, declare_void, enter
from ocop.registers.measures import HeadPlace, TotalsHead
from ocop.registers.record import Entered, RegisterRecord
from tests.integration.test_totals import SPENT
from tests.integration.test_web_office import signed_in
from tests.support.play import confirmed
from tests.support.registers import COOPERATIVE, acting_on, programme_services_of
from tests.support.world import World

ADMIN = "quantri@songxanh.example.vn"


def kept(world: World, key: str, name: str) -> RegisterRecord:
    acting = acting_on(world, "organisations")
    told = Entered({**COOPERATIVE, "name": name}, "10105", key, "vi", anyway=True)
    first = enter(acting, told)
    more = Entered({**told.data, "workers": 9}, "10105", f"{key}-2", "vi", anyway=True)
    return correct(acting, first.id, 1, more)


def night(world: World) -> Swept:
    return recount(world.svc, world.svc.registers, programme_services_of(world))


def other_body(row: Row) -> None:
    row.update([Row.body.set({**row.body, "by": "somebody"})])


def gone(row: Row) -> None:
    row.delete()


@pytest.mark.parametrize("place", ["V#000001", "V#000002", "REC"])
@pytest.mark.parametrize("harm", [other_body, gone])
def test_a_record_that_was_harmed_is_found(
    world: World, harm: Callable[[Row], None], place: str
) -> None:
    whole, harmed = kept(world, "a", "HTX Một (mẫu)"), kept(world, "b", "HTX Hai (mẫu)")
    assert (night(world).trouble, harm_of(world.svc, "record", "99")) == (0, [])
    row = Row.get(f"GR#99#{harmed.id}", place)
    harm(row)
    swept = night(world)
    is_found = [] if place == "REC" and harm is other_body else [harmed.id]
    assert harm_of(world.svc, "record", "99") == is_found
    assert (swept.trouble >= ALARMING) is bool(is_found)
    assert whole.id not in is_found


def test_what_is_void_is_verified_too_and_what_was_mended_is_told_no_longer(world: World) -> None:
    record = kept(world, "a", "HTX Một (mẫu)")
    declare_void(acting_on(world, "organisations"), record.id, 2, "Ghi nhầm", "v", "vi")
    row = Row.get(f"GR#99#{record.id}", "V#000002")
    before = row.body
    other_body(row)
    night(world)
    assert harm_of(world.svc, "record", "99") == [record.id]
    row.update([Row.body.set(before)])
    assert (night(world).broken, harm_of(world.svc, "record", "99")) == (0, [])


def test_each_night_takes_the_next_records_and_comes_round(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is harmed is met in its turn, and told from then on whatever the night looks at."""
    monkeypatch.setattr(chains, "PAGE", 1)
    monkeypatch.setattr(chains, "ACTS_A_NIGHT", 2)
    records = []
    for number in range(3):
        world.clock.now += timedelta(minutes=1)
        records.append(kept(world, str(number), f"HTX {number} (mẫu)"))
    other_body(Row.get(f"GR#99#{records[-1].id}", "V#000001"))
    found = []
    for _ in range(4):
        swept = night(world)
        assert (swept.failed, swept.unfinished) == (0, 0)
        found.append(harm_of(world.svc, "record", "99"))
        assert swept.broken == len(found[-1])
    harmed = [records[-1].id]
    assert found == [[], harmed, harmed, harmed]


def test_the_administrator_reads_what_was_harmed(world: World) -> None:
    case = confirmed(world)  # first: it may begin from a table of before
    record = kept(world, "a", "HTX Một (mẫu)")
    boss, first = signed_in(world, ADMIN)
    assert "không khớp" not in first.body
    put(head_row("99", TotalsHead(HeadPlace("2026-05", "funding", "10105"), {SPENT: 7}, 1)))
    other_body(Row.get(f"GR#99#{record.id}", "V#000001"))
    event = world.store.events(case.id)[0]
    other_body(Row.get(f"D#{case.id}", f"E#{event.id}"))
    audit(world.svc)
    night(world)
    assert "3 chỗ không khớp" in boss.get("/office").body
    page = boss.get("/office/trouble").body
    for told in ("Nhật ký của một hồ sơ", "Lịch sử của một bản ghi", "Số cộng dồn khác"):
        assert told in page
    assert f"/office/registers/organisations/{record.id}" in page
