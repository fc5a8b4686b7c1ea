"""What records count in: running totals kept by what changes are what a recount gives."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from ocop.registers.erasing import without_persons
from ocop.registers.measures import (
    HOLDING_MONTH,
    Amounts,
    HeadPlace,
    TotalsCell,
    TotalsHead,
    folded_amounts,
    head_differences,
    mark_of,
    refolded,
    shifts_between,
)
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register, published_registers
from tests.support.counting import ACTS, Ledger, drawn_record
from tests.support.registers import bare_record

REGISTERS = published_registers()


def counted(id: str, data: Mapping[str, Any], **told: Any) -> dict[tuple[TotalsCell, str], int]:
    register = REGISTERS.get(id)
    return dict(folded_amounts(register, replace(bare_record(register, data), **told)))


def test_a_payment_counts_by_its_state_source_and_content() -> None:
    paid = {"state": "spent", "source": "own", "content": "packaging", "amount": 5_000_000}
    assert counted("funding", paid) == {
        (TotalsCell("spent", ("own", "packaging")), ""): 5_000_000,
    }
    assert counted("funding", paid, state="void") == {}


def test_people_at_a_class_count_as_places_and_as_those_told_apart() -> None:
    people = [
        {"person": "An", "role": "owner", "organisation": "o1"},
        {"person": "Bình", "role": "owner", "organisation": "o1"},
        {"person": "Chi", "role": "officer-commune", "officer": "c1"},
    ]
    told = counted("training", {"kind": "officers", "participants": people, "cost": 7})
    assert told == {
        (TotalsCell("courses", ("officers",)), ""): 1,
        (TotalsCell("places", ("owner",)), ""): 2,
        (TotalsCell("places", ("officer-commune",)), ""): 1,
        (TotalsCell("owners-trained"), mark_of("o1")): 2,
        (TotalsCell("officers-trained"), mark_of("c1")): 1,
        (TotalsCell("cost"), ""): 7,
    }


def test_what_holds_counts_from_its_month_to_its_last_day() -> None:
    told = counted("sales-points", {"kind": "shop", "closed": "2027-03-09"}, counted="2026-05-17")
    assert told == {(TotalsCell("kept", ("shop",), "2026-05", "2027-03-09"), ""): 1}


def test_what_is_entered_ahead_counts_from_its_day() -> None:
    at = datetime(2026, 7, 14, 18, tzinfo=UTC)  # the 15th in Vietnam
    fair = {"kind": "seminar", "scope": "province"}
    for day, since in (("2026-07-16", "2026-07-16"), ("2026-07-15", "")):
        told = counted("trade-events", fair, counted=day, at=at)
        assert [cell.month for cell, _ in told] == [since]
        shop = counted("sales-points", {"kind": "shop"}, counted=day, at=at)
        assert [cell.month for cell, _ in shop] == [since or "2026-07"]


def test_an_organisation_founded_long_ago_counts_in_the_month_it_was_consolidated() -> None:
    life = [{"date": "2023-04-02", "what": "consolidated"}, {"date": "2024-01-01", "what": "ended"}]
    told = counted("organisations", {"kind": "farm", "life": life}, counted="2010-01-01")
    new = TotalsCell("new-and-consolidated", ("farm",), "2023-04", "2024-01-01")
    assert told[new, mark_of("a" * 26)] == 1
    assert told[TotalsCell("kept", ("farm",), "2010-01", "2024-01-01"), ""] == 1


@pytest.mark.parametrize(
    ("life", "until"),
    [
        ([], ""),
        ([("2024-01-01", "ended")], "2024-01-01"),
        ([("2024-01-01", "ended"), ("2023-04-02", "converted")], "2024-01-01"),
        ([("2024-01-01", "ended"), ("2025-06-01", "founded")], ""),
        ([("2024-01-01", "ended"), ("2024-01-01", "founded")], ""),
    ],
)
def test_an_organisation_counts_until_it_has_ended(life: list[tuple[str, str]], until: str) -> None:
    rows = [{"date": day, "what": what} for day, what in life]
    data = {"kind": "farm", "taking_part": True, "workers": 7, "life": rows}
    told = counted("organisations", data, counted="2010-01-01")
    lasting = {"kept", "taking-part", "workers"}
    assert {c.measure: c.until for c, _ in told if c.measure in lasting} == dict.fromkeys(
        lasting, until
    )


def test_nothing_told_is_no_key_and_no_amount() -> None:
    assert counted("trade-participation", {"event": "e"}) == {(TotalsCell("turns"), ""): 1}


# ------------------------------------------------------------------ totals


@pytest.mark.parametrize("seed", range(3))
def test_totals_kept_by_changes_are_what_a_recount_gives(seed: int) -> None:
    """Random creations, corrections, moves, voids, erased persons and merged communes."""
    ledger = Ledger(Random(seed))
    for _ in range(ACTS):
        ledger.act()
    assert head_differences(ledger.kept, ledger.recounted()) == []
    assert len(ledger.records) > ACTS // 3


@pytest.mark.parametrize("seed", range(3))
def test_a_merged_commune_s_figures_are_its_heir_s_and_none_is_lost(seed: int) -> None:
    """Totals stay where they were filed, and figures are as if all had been filed by the heir."""
    ledger = Ledger(Random(seed), merges=0.03)
    for _ in range(ACTS):
        ledger.act()
    figures = ledger.figures()
    assert figures == ledger.figures_as_if_moved()
    by_ended = {place.unit for place in ledger.kept} & ledger.heirs.keys()
    assert len(by_ended) > 10
    assert not {unit for split in figures.values() for unit in split} & ledger.heirs.keys()


def test_a_total_that_is_off_by_one_is_named() -> None:
    ledger = Ledger(Random(7))
    for _ in range(50):
        ledger.act()
    place, amounts = next(iter(ledger.kept.items()))
    cell = next(iter(amounts))
    ledger.heads[place] = ledger.heads[place].moved({cell: 1})
    assert head_differences(ledger.kept, ledger.recounted()) == [place]


def test_a_total_that_is_lost_or_of_no_record_is_named() -> None:
    lost, extra = (HeadPlace("2026-05", "funding", unit) for unit in ("11", "12"))
    amounts = {(TotalsCell("planned"), ""): 1}
    assert head_differences({}, {lost: amounts}) == [lost]
    assert head_differences({extra: amounts}, {}) == [extra]


def test_a_head_holds_no_nought() -> None:
    place = HeadPlace("2026-05", "funding", "10105")
    cell = (TotalsCell("spent"), "")
    assert TotalsHead(place, {cell: 3}, 1).moved({cell: -3}) == TotalsHead(place, {}, 2)


def test_what_is_corrected_to_another_day_leaves_its_month() -> None:
    register = REGISTERS.get("funding")
    paid = {"state": "spent", "source": "own", "content": "packaging", "amount": 5}
    before = replace(bare_record(register, paid), counted="2026-05-01")
    after = replace(before, counted="2026-06-01", version=2)
    shifts = shifts_between((register, before), (register, after))
    assert {(one.place.month, *one.by.values()) for one in shifts} == {
        ("2026-05", -5),
        ("2026-06", 5),
    }
    assert shifts_between((register, after), (register, replace(after, state="confirmed"))) == ()


# ------------------------------------------------------------------ persons


def drawn() -> Iterator[tuple[Register, RegisterRecord]]:
    random = Random("persons")
    for id in REGISTERS.ids():
        for _ in range(20):
            register = REGISTERS.get(id)
            yield register, drawn_record(random, register)


def test_erasing_persons_changes_no_figure() -> None:
    for register, record in drawn():
        erased = replace(record, data=without_persons(register, record.data))
        assert folded_amounts(register, erased) == folded_amounts(register, record), register.id
        twice = without_persons(register, erased.data)
        assert twice == erased.data


def test_no_name_is_left_of_persons_that_were_erased() -> None:
    register = REGISTERS.get("training")
    people = [{"person": "Nguyễn Văn An", "role": "owner", "officer": "cb-17", "woman": True}]
    [left] = without_persons(register, {"participants": people})["participants"]
    assert left == {"role": "owner", "officer": f"#{mark_of('cb-17')}", "woman": True}


def test_no_person_names_a_record_or_stands_in_its_lists() -> None:
    for id in REGISTERS.ids():
        register = REGISTERS.get(id)
        listed = {*register.named, *register.filters, *(at for key in register.keys for at in key)}
        assert listed & {*register.personal} == set(), id


def test_totals_of_what_holds_stand_in_one_head() -> None:
    amounts: dict[HeadPlace, Amounts] = refolded(drawn())
    holding = {place.register for place in amounts if place.month == HOLDING_MONTH}
    assert holding == {"bodies", "organisations", "partners", "products", "sales-points"}
