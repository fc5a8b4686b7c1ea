"""Panels of a council: each product to one, hard rules kept, and the least that would do."""

import random
from dataclasses import replace
from datetime import date
from itertools import product as every

import pytest

from ocop.council.conflicts import Product
from ocop.council.merits import LOAD, chance_of, worth_of
from ocop.council.panels import LED, assign_panels
from ocop.council.shortage import Infeasible
from ocop.people.bodies import Council, Member, Regulation, ScoringPanel

AGENCIES = ("health", "industry-trade", "culture")
INSTANCES = 200


def council(*panels: list[Member], least: int = 2) -> Council:
    """A council of these panels, each led by its first member, in whose agency's charge it is."""
    named = tuple(
        ScoringPanel(f"T{n}", some[0].person, some[0].agency, frozenset(m.person for m in some))
        for n, some in enumerate(panels)
    )
    members = tuple(member for some in panels for member in some)
    rules = Regulation("1", least, panels=named)
    return Council(
        "c", "province", "99", "1/QĐ", date(2026, 1, 1), date(2030, 1, 1), members, rules
    )


def member(person: str, agency: str, capacity: int = 9, **more: object) -> Member:
    seat = str(more.pop("seat", "member"))
    return Member(person, seat, agency, capacity, **more)  # type: ignore[arg-type]


def goods(dossier: str, agency: str, **more: object) -> Product:
    return Product(dossier, "10101", "HTX", f"{dossier}@htx.example.vn", (agency,), **more)  # type: ignore[arg-type]


HEALTH = [member("h1", "health"), member("h2", "health"), member("h3", "culture")]
TRADE = [member("t1", "industry-trade", seat="chair"), member("t2", "health")]


def test_a_product_goes_to_the_panel_of_its_agency_whole() -> None:
    plan = assign_panels(council(HEALTH, TRADE), [goods("a", "health")], {})
    assert plan["a"].panel.name == "T0"
    assert [pick.member.person for pick in plan["a"].picks] == ["h1", "h2", "h3"]
    head, other, last = (pick.why for pick in plan["a"].picks)
    assert head == ("lead-agency", "presides", "panel:T0", "load:0/9", "no-conflict")
    assert "presides" not in other
    assert last[0] == "panel:T0"


def test_who_is_left_out_on_request_steps_back_and_the_panel_scores_without() -> None:
    plan = assign_panels(
        council(HEALTH, TRADE), [goods("a", "health", excluded=frozenset({"h3"}))], {}
    )
    assert {pick.member.person for pick in plan["a"].picks} == {"h1", "h2"}


@pytest.mark.parametrize(
    ("excluded", "taker"), [({"h1"}, "T1"), ({"h2", "h3"}, "T1"), ({"h3"}, "T0")]
)
def test_a_panel_without_its_head_or_too_small_does_not_take_it(
    excluded: set[str], taker: str
) -> None:
    one = goods("a", "health", excluded=frozenset(excluded))
    assert assign_panels(council(HEALTH, TRADE), [one], {})["a"].panel.name == taker


def test_full_members_fill_their_panel_and_the_way_out_is_the_least() -> None:
    small = [replace(one, capacity=1) for one in HEALTH]
    tight = [replace(one, capacity=1) for one in TRADE]
    products = [goods(f"d{n}", "health") for n in range(3)]
    with pytest.raises(Infeasible) as refusal:
        assign_panels(council(small, tight), products, {})
    assert refusal.value.rule == "capacity"
    [way] = refusal.value.relaxations
    assert way.kind == "capacity"
    more = {one.person: one for one in (*small, *tight)}
    wider = [
        [replace(more[m.person], capacity=1 + way.amounts.get(m.person, 0)) for m in some]
        for some in (small, tight)
    ]
    assert len(assign_panels(council(*wider), products, {})) == 3
    assert sum(way.amounts.values()) in (2, 3)


def blocked(one: Product, *panels: list[Member], least: int = 2) -> Infeasible:
    with pytest.raises(Infeasible) as refusal:
        assign_panels(council(*panels, least=least), [one], {})
    return refusal.value


@pytest.mark.parametrize(
    ("excluded", "least", "rule", "ways"),
    [
        ({"h1", "h2", "t2"}, 1, "lead-agency", {"lead-agency": {"a": 1}}),
        ({"h1", "t1"}, 1, "chair", {"presiding": {"a": 1}}),
        (set(), 5, "quorum", {"members": {"a": 2}}),
    ],
)
def test_the_rule_that_binds_is_named_with_the_least_that_would_do(
    excluded: set[str], least: int, rule: str, ways: dict[str, dict[str, int]]
) -> None:
    refusal = blocked(
        goods("a", "health", excluded=frozenset(excluded)), HEALTH, TRADE, least=least
    )
    assert (refusal.rule, refusal.products) == (rule, ("a",))
    told = {way.kind: dict(way.amounts) for way in refusal.relaxations}
    assert told == ways


def random_council(chance: random.Random) -> tuple[Council, list[Product]]:
    panels = [
        [
            member(
                f"p{n}m{m}",
                chance.choice(AGENCIES),
                chance.randint(1, 4),
                expertise=frozenset(chance.sample((1, 2, 3), 1)),
                communes=frozenset({"10101"} if chance.random() < 0.1 else ()),
            )
            for m in range(3)
        ]
        for n in range(3)
    ]
    products = [
        goods(f"d{n}", chance.choice(AGENCIES), set_number=chance.randint(1, 3)) for n in range(4)
    ]
    return council(*panels), products


def value_of(group: Council, products: list[Product], way: tuple[int, ...]) -> int | None:
    """What a way of giving products to panels is worth, None where it breaks a rule."""
    scale = 10_007 * len(products) + 1
    by_person = {m.person: m for m in group.members}
    total = 0
    for place, (one, number) in enumerate(zip(products, way, strict=True)):
        panel = group.regulation.panels[number]
        free = [m for m in group.members if m.person in panel.members and not m.communes]
        experts = {m.person for m in group.members if m.agency in one.lead_agencies}
        fits = panel.head in {m.person for m in free} and len(free) >= 2
        if not fits or (experts and experts.isdisjoint(m.person for m in free)):
            return None
        worth = sum(worth_of(m, one) for m in free) // len(free)
        worth += LED * (panel.lead_agency in one.lead_agencies)
        total += worth * scale + chance_of("s", panel.name) * (place + 1) % 10_007
    for number, panel in enumerate(group.regulation.panels):
        taken = way.count(number)
        if taken > min(by_person[person].capacity for person in panel.members):
            return None
        total -= sum(LOAD * n * scale for n in range(taken))
    return total


def test_no_other_way_is_worth_more_and_only_what_cannot_be_is_refused() -> None:
    refused = 0
    for seed in range(INSTANCES):
        group, products = random_council(random.Random(seed))
        values = [value_of(group, products, way) for way in every(range(3), repeat=len(products))]
        possible = [value for value in values if value is not None]
        try:
            plan = assign_panels(group, products, {}, seed="s")
        except Infeasible:
            assert not possible, seed
            refused += 1
            continue
        names = [panel.name for panel in group.regulation.panels]
        way = tuple(names.index(plan[one.dossier].panel.name) for one in products)
        assert value_of(group, products, way) == max(possible), seed
    assert 0 < refused < INSTANCES
