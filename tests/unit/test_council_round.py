"""A whole round at once: hard rules on every product, the least that would do where none can be."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.cases.council_round import Exclusion
from ocop.council.assignment import Plan, assign_round
from ocop.council.conflicts import Product, conflict
from ocop.council.round_products import standing_exclusions
from ocop.council.shortage import Infeasible, Relaxation
from ocop.people.bodies import Council, Member

AGENCIES = ("agriculture", "health", "industry-trade")


def council(*members: Member) -> Council:
    return Council("c", "province", "99", "1/QĐ", date(2026, 1, 1), date(2030, 1, 1), members)


def member(person: str, seat: str = "member", agency: str = "", **more: object) -> Member:
    return Member(person, seat, agency, **{"capacity": 9, **more})  # type: ignore[arg-type]


def goods(dossier: str, agency: str = "health", **more: object) -> Product:
    return Product(dossier, "10101", "HTX", f"{dossier}@htx.example.vn", (agency,), **more)  # type: ignore[arg-type]


def people(plan: Plan) -> dict[str, set[str]]:
    return {dossier: {pick.member.person for pick in picks} for dossier, picks in plan.items()}


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Council, list[Product]]:
    seats = ["chair", "vice", *["member"] * draw(st.integers(1, 6))]
    group = council(
        *(
            Member(
                f"p{n}",
                seat,
                draw(st.sampled_from(AGENCIES)),
                draw(st.integers(1, 5)),
                frozenset({"10101"} if draw(st.integers(0, 9)) == 0 else ()),
                expertise=draw(st.frozensets(st.integers(1, 3), max_size=2)),
            )
            for n, seat in enumerate(seats)
        )
    )
    products = [
        goods(f"d{n}", draw(st.sampled_from(AGENCIES)), set_number=draw(st.integers(1, 3)))
        for n in range(draw(st.integers(1, 5)))
    ]
    return group, products


def loosened(
    group: Council, products: list[Product], size: int, way: Relaxation, less: int = 0
) -> Plan | None:
    """What the round makes of a relaxation, or of one that is `less`."""
    more = dict(way.amounts)
    for person in list(more)[:less]:
        more[person] -= 1
    wider = [replace(m, capacity=m.capacity + more.get(m.person, 0)) for m in group.members]
    try:
        return assign_round(council(*wider), products, {}, size=size)
    except Infeasible:
        return None


def would_do(refusal: Infeasible, group: Council, products: list[Product], size: int) -> None:
    """Holds a refusal to its word: what it asks for is enough, and one place less is not."""
    assert set(refusal.products) <= {one.dossier for one in products}
    for way in refusal.relaxations:
        if way.kind == "capacity" and refusal.rule != "chair":
            assert loosened(group, products, size, way)
            assert not loosened(group, products, size, way, less=1)


@settings(max_examples=80)
@given(rounds(), st.integers(1, 4), st.text(max_size=2))
def test_no_hard_rule_is_broken_and_a_refusal_says_what_would_do(
    drawn: tuple[Council, list[Product]], size: int, seed: str
) -> None:
    group, products = drawn
    try:
        plan = assign_round(group, products, {}, size=size, seed=seed)
    except Infeasible as refusal:
        would_do(refusal, group, products, size)
        return
    loads = Counter(pick.member.person for picks in plan.values() for pick in picks)
    capacity = {m.person: m.capacity for m in group.members}
    assert all(load <= capacity[person] for person, load in loads.items())
    for one in products:
        seated = [pick.member for pick in plan[one.dossier]]
        assert len(seated) >= size
        assert not any(conflict(m, one) for m in seated)
        assert any(m.seat in ("chair", "vice") for m in seated)
        agencies = {m.agency for m in seated}
        assert agencies & {*one.lead_agencies} or not any(
            m.agency in one.lead_agencies for m in group.members
        )
    assert plan == assign_round(group, products, {}, size=size, seed=seed)


CHAIR = member("chair", "chair")


def test_who_knows_the_set_is_asked_and_the_rest_share_the_work() -> None:
    others = [member(f"m{n}", expertise=frozenset({n % 2})) for n in range(4)]
    products = [goods(f"d{n}", set_number=n % 2) for n in range(8)]
    plan = assign_round(council(CHAIR, *others), products, {}, size=2)
    for n in range(8):
        [_, expert] = plan[f"d{n}"]
        assert n % 2 in expert.member.expertise
        assert "expertise" in expert.why
    assert set(Counter(picks[1].member.person for picks in plan.values()).values()) == {2}


def test_work_from_elsewhere_counts_and_who_scored_it_before_is_asked_again() -> None:
    group = council(CHAIR, member("a"), member("b"))
    assert people(assign_round(group, [goods("d")], {"a": 2}, size=2)) == {"d": {"chair", "b"}}
    again = goods("d", before=frozenset({"a"}))
    plan = assign_round(group, [again], {"a": 2}, size=2)
    assert people(plan) == {"d": {"chair", "a"}}
    assert "scored-before" in plan["d"][1].why


def test_a_replacement_changes_nothing_else() -> None:
    group = council(CHAIR, member("vice", "vice"), *(member(f"m{n}") for n in range(6)))
    products = [goods(f"d{n}") for n in range(6)]
    before = people(assign_round(group, products, {}, size=4))
    gone = next(iter(before["d0"] - {"chair"}))
    kept = [replace(one, kept=frozenset(before[one.dossier])) for one in products]
    kept[0] = replace(kept[0], kept=frozenset(before["d0"] - {gone}), excluded=frozenset({gone}))
    after = people(assign_round(group, kept, {}, size=4))
    assert {d: seats for d, seats in after.items() if d != "d0"} == {
        d: seats for d, seats in before.items() if d != "d0"
    }
    assert before["d0"] - after["d0"] == {gone}
    assert len(after["d0"]) == 4


def test_one_whom_the_producer_may_refuse_is_not_asked_even_where_one_alone_judges() -> None:
    group = council(CHAIR, member("vice", "vice"))
    plan = assign_round(group, [goods("d", excluded=frozenset({"chair"}))], {}, size=1)
    assert people(plan) == {"d": {"vice"}}


def test_the_one_expert_goes_where_nobody_else_would_do() -> None:
    """Picked one by one, the first product would take the expert whom only the second needs."""
    group = council(
        CHAIR,
        member("only", agency="health", capacity=1, expertise=frozenset({1})),
        member("other", agency="industry-trade"),
        member("third", agency="industry-trade"),
    )
    products = [goods("d1", "industry-trade", set_number=1), goods("d2", "health", set_number=2)]
    assert people(assign_round(group, products, {}, size=2))["d2"] == {"chair", "only"}


@pytest.mark.parametrize(
    ("group", "products", "size", "rule", "named", "ways"),
    [
        (
            [CHAIR, member("a", capacity=2), member("b", capacity=2)],
            [goods(f"d{n}") for n in range(3)],
            3,
            "capacity",
            {"d0", "d1", "d2"},
            {"capacity": 2, "size": 2},
        ),
        (
            [CHAIR, member("a", agency="health", capacity=1), *(member(f"b{n}") for n in range(2))],
            [goods("d0"), goods("d1"), goods("d2", "culture")],
            2,
            "lead-agency",
            {"d0", "d1"},
            {"capacity": 1, "lead-agency": 1},
        ),
        (
            [replace(CHAIR, capacity=1), member("a")],
            [goods("d0"), goods("d1")],
            1,
            "chair",
            {"d0", "d1"},
            {"capacity": 1, "presiding": 1},
        ),
        (
            [CHAIR, member("a"), member("b", communes=frozenset({"10101"}))],
            [goods("d0")],
            3,
            "nobody",
            {"d0"},
            {"size": 1},
        ),
        (
            [CHAIR, member("a", agency="health", communes=frozenset({"10101"})), member("b")],
            [goods("d0")],
            2,
            "lead-agency",
            {"d0"},
            {"lead-agency": 1},
        ),
    ],
)
def test_what_cannot_be_kept_is_named_with_the_least_that_would_do(
    group: list[Member],
    products: list[Product],
    size: int,
    rule: str,
    named: set[str],
    ways: dict[str, int],
) -> None:
    with pytest.raises(Infeasible) as refusal:
        assign_round(council(*group), products, {}, size=size)
    found = refusal.value
    assert (found.rule, set(found.products)) == (rule, named)
    assert {way.kind: sum(way.amounts.values()) for way in found.relaxations} == ways


def test_who_is_not_to_judge_one_product_of_a_round_may_judge_the_others_next_time() -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    barred = {
        name: Exclusion(name, f"hd-{name}", "officer", "tranh chấp", "", now) for name in "abc"
    }
    products = [SimpleNamespace(dossier=name) for name in barred]
    before = SimpleNamespace(products=products, exclusions=tuple(barred.values()))
    store = SimpleNamespace(council_rounds=lambda *_: [before])
    svc: Any = SimpleNamespace(store=store, now=lambda: now)
    who: Any = SimpleNamespace(province=SimpleNamespace(code="99"))
    case: Any = SimpleNamespace(id="b")
    assert standing_exclusions(svc, who, [case]) == (barred["b"],)
