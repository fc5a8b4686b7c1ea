"""Running totals on the table: written with each act, never lost, counted anew at night."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import pytest

from ocop.aws.heads import head_row, heads_before
from ocop.aws.wire import put
from ocop.base.errors import Forbidden, StaleVersion, Unavailable
from ocop.jobs.recount import recount
from ocop.registers.acts import Keeping, confirm_record, correct, declare_void, enter
from ocop.registers.erasing import erase_persons
from ocop.registers.measures import Amounts, HeadPlace, HeadShift, TotalsCell, TotalsHead, mark_of
from ocop.registers.record import Entered, RegisterRecord, broken_revisions
from tests.integration.test_web_office import signed_in
from tests.support.play import COMMUNE
from tests.support.registers import COOPERATIVE, acting_on, programme_services_of
from tests.support.visitor import Visitor
from tests.support.world import World

PAID = {
    "state": "spent", "source": "own", "content": "promotion", "amount": 5_000_000,
    "date": "2026-05-04", "document": "12/PC",
}  # fmt: skip
SPENT = (TotalsCell("spent", ("own", "promotion")), "")
CLASS = {
    "title": "Viết phương án", "kind": "business-plan", "from": "2026-05-01", "to": "2026-05-02",
    "place": "Nhà văn hóa",
    "participants": [{"person": "Nguyễn Văn An", "role": "officer-commune", "officer": "cb-17"}],
}  # fmt: skip


def entered(data: Any, key: str) -> Entered:
    return Entered(data, "10105", key, "vi", anyway=True)


def totals(acting: Keeping) -> dict[str, Amounts]:
    heads = acting.svc.store.heads("99", "")
    return {head.place.month: head.amounts for head in heads if head.amounts}


def test_a_total_follows_its_records(world: World) -> None:
    acting = acting_on(world, "funding")
    first = enter(acting, entered(PAID, "k1"))
    enter(acting, entered({**PAID, "document": "13/PC"}, "k2"))
    assert totals(acting) == {"2026-05": {SPENT: 10_000_000}}
    correct(acting, first.id, 1, entered({**PAID, "date": "2026-06-01", "amount": 3}, "k3"))
    assert totals(acting) == {"2026-05": {SPENT: 5_000_000}, "2026-06": {SPENT: 3}}
    office = acting_on(world, "funding", "province-advisory", "99")
    confirm_record(office, first.id, 2, "k4")
    declare_void(acting, first.id, 3, "Ghi nhầm", "k5", "vi")
    assert totals(acting) == {"2026-05": {SPENT: 5_000_000}}


def test_the_same_act_again_counts_once(world: World) -> None:
    acting = acting_on(world, "funding")
    for _ in range(3):
        enter(acting, entered(PAID, "k1"))
    assert totals(acting) == {"2026-05": {SPENT: 5_000_000}}


def test_a_total_that_another_wrote_meanwhile_is_read_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is first, both count; and a record that was changed meanwhile counts nothing."""
    acting = acting_on(world, "funding")
    first = enter(acting, entered(PAID, "k1"))
    other = iter(["14/PC"])

    def late(*given: Any) -> list[TotalsHead]:
        heads = heads_before(*given)
        for document in other:
            enter(acting, entered({**PAID, "document": document}, document))
        return heads

    monkeypatch.setattr("ocop.aws.registers.heads_before", late)
    correct(acting, first.id, 1, entered({**PAID, "amount": 1}, "k3"))
    assert totals(acting) == {"2026-05": {SPENT: 5_000_001}}
    with pytest.raises(StaleVersion):
        correct(acting, first.id, 1, entered({**PAID, "amount": 2}, "k4"))
    assert totals(acting) == {"2026-05": {SPENT: 5_000_001}}


def test_an_act_whose_total_never_holds_still_writes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = acting_on(world, "funding")
    enter(acting, entered(PAID, "k1"))

    def none_there(_: str, shifts: Sequence[HeadShift]) -> list[TotalsHead]:
        return [TotalsHead(one.place) for one in shifts]

    monkeypatch.setattr("ocop.aws.registers.heads_before", none_there)
    monkeypatch.setattr("ocop.aws.registers.HEAD_PAUSE", 0)
    with pytest.raises(Unavailable):
        enter(acting, entered({**PAID, "document": "15/PC"}, "k2"))
    assert totals(acting) == {"2026-05": {SPENT: 5_000_000}}


# ------------------------------------------------------------------ moved with an event


def at_a_fair(world: World) -> tuple[Keeping, RegisterRecord, RegisterRecord]:
    maker = enter(acting_on(world, "organisations"), entered(COOPERATIVE, "o"))
    fairs = acting_on(world, "trade-events")
    fair = {"name": "Hội chợ", "kind": "ocop-fair", "from": "2026-05-28", "to": "2026-05-30"}
    event = enter(fairs, entered({**fair, "scope": "province", "place": "Phủ Lý"}, "e"))
    stands = acting_on(world, "trade-participation")
    stand = enter(stands, entered({"event": event.id, "organisation": maker.id}, "s"))
    assert stand.counted == "2026-05-30"
    return fairs, event, stand


def test_a_fair_that_is_put_off_takes_along_who_was_there(world: World) -> None:
    fairs, event, stand = at_a_fair(world)
    correct(fairs, event.id, 1, entered({**event.data, "to": "2026-06-02"}, "k"))
    store = fairs.svc.store
    moved = store.record("99", stand.id)
    assert (moved.counted, moved.version, moved.data) == ("2026-06-02", 2, stand.data)
    assert [one.kind for one in store.revisions("99", stand.id)] == ["recorded", "moved"]
    assert broken_revisions(moved, store.revisions("99", stand.id)) == []
    months = {h.place.month for h in store.heads("99", "") if h.amounts}
    assert months == {"2026-06", "~"}


def test_the_night_moves_who_was_left_behind(world: World) -> None:
    fairs, event, stand = at_a_fair(world)
    late = replace(
        fairs, svc=replace(fairs.svc, registers=cast(Any, _Without(fairs.svc.registers)))
    )
    correct(late, event.id, 1, entered({**event.data, "to": "2026-06-02"}, "k"))
    assert fairs.svc.store.record("99", stand.id).counted == "2026-05-30"
    assert recount(world.svc, fairs.svc, programme_services_of(world)).trouble == 0
    assert fairs.svc.store.record("99", stand.id).counted == "2026-06-02"


class _Without:
    """Registers none of which counts on another's day."""

    def __init__(self, registers: Any) -> None:
        self._registers = registers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._registers, name)

    def ids(self) -> tuple[str, ...]:
        return ("funding",)


# ------------------------------------------------------------------ counted anew


def test_the_night_names_a_total_that_its_records_do_not_give(world: World) -> None:
    acting = acting_on(world, "funding")
    enter(acting, entered(PAID, "k1"))
    assert recount(world.svc, acting.svc, programme_services_of(world)).trouble == 0
    place = HeadPlace("2026-05", "funding", "10105")
    put(head_row("99", TotalsHead(place, {SPENT: 7}, 2)))
    told = recount(world.svc, acting.svc, programme_services_of(world))
    assert (told.broken, told.failed) == (1, 0)
    assert told.trouble >= 100


# ------------------------------------------------------------------ persons


def test_persons_are_erased_from_a_record_and_its_history(world: World) -> None:
    acting = acting_on(world, "training")
    record = enter(acting, entered(CLASS, "k1"))
    record = correct(acting, record.id, 1, entered({**CLASS, "place": "UBND xã"}, "k2"))
    before = totals(acting)
    erased = erase_persons(acting, record.id, 2, "k3")
    assert erase_persons(acting, record.id, 2, "k3") == erased
    history = acting.svc.store.revisions("99", record.id)
    told = str([one.data for one in history]) + str(erased.data)
    assert "An" not in told
    assert "cb-17" not in told
    assert [one.kind for one in history] == ["recorded", "corrected", "erased"]
    assert broken_revisions(erased, history) == []
    assert broken_revisions(erased, [replace(history[0], by="x", erased=False), *history[1:]])
    assert totals(acting) == before
    [mark] = [m for (c, m) in before["2026-05"] if c.measure == "officers-trained"]
    assert mark == mark_of("cb-17")
    with pytest.raises(StaleVersion):
        erase_persons(acting, record.id, 2, "k4")


def test_persons_are_erased_from_a_history_longer_than_one_transaction(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocop.registers.erasing.MOST_REWRITTEN", 2)
    acting = acting_on(world, "training")
    record = enter(acting, entered(CLASS, "k1"))
    for version in range(1, 5):
        changed = {**CLASS, "place": f"UBND xã {version}"}
        record = correct(acting, record.id, version, entered(changed, f"c{version}"))
    erased = erase_persons(acting, record.id, 5, "k3")
    history = acting.svc.store.revisions("99", record.id)
    assert "cb-17" not in str([one.data for one in history])
    assert [one.kind for one in history].count("erased") == 3
    assert broken_revisions(erased, history) == []


def test_persons_are_erased_by_those_who_see_them(world: World) -> None:
    record = enter(acting_on(world, "training"), entered(CLASS, "k1"))
    reader = acting_on(world, "training", "commune-officer", "10101")
    with pytest.raises(Forbidden):
        erase_persons(reader, record.id, 1, "k2")


def test_an_officer_erases_persons_on_the_records_page(world: World) -> None:
    record = enter(acting_on(world, "training"), entered(CLASS, "k1"))
    officer, _ = signed_in(world)
    page = officer.get(f"/office/registers/training/{record.id}")
    assert "Nguyễn Văn An" in page.body
    erase = f"/office/registers/training/{record.id}/erase"
    left = officer.follow(officer.press(page, erase))
    assert "Nguyễn Văn An" not in left.body
    assert "Xóa thông tin cá nhân" in left.body


def test_a_program_erases_persons(world: World) -> None:
    record = enter(acting_on(world, "training"), entered(CLASS, "k1"))
    person = Visitor(world)
    address = f"/v1/office/registers/training/{record.id}"
    answer = person.call("POST", f"{address}/erase", {}, x_claim=COMMUNE, if_match='"1"')
    assert answer.status == 200
    assert "person" not in answer.json["data"]["participants"][0]
