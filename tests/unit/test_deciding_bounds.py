"""Days and numbers of a decision on paper, lists that are held, and what an office has in hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from ocop.base.errors import InvalidInput, WrongState
from ocop.cases.custody import (
    Movement,
    commune_slip_of,
    not_received,
    now_held,
    received,
    slip_at,
    slip_in_words,
)
from ocop.cases.decision_list import DecisionList, ListedProduct
from ocop.cases.signed import SignedDecision
from ocop.cases.subject import Proceeding
from ocop.deciding.custody import office_of
from ocop.deciding.held import (
    demand_not_held,
    demand_number_free,
    gives_star,
    held_for,
    held_products,
)
from ocop.deciding.redo_basis import basis_of
from ocop.deciding.signing import check_proposal
from ocop.forms.checked import CheckedForm
from ocop.people.province import Role
from ocop.people.rights import Officer
from tests.support.law import load_rulebook
from tests.unit.test_council import SONG_XANH
from tests.unit.test_flow import BLANK, NOW, RULEBOOK

TODAY, DAY = date(2026, 7, 1), timedelta(days=1)
SVC: Any = SimpleNamespace(now=lambda: NOW)


def proposed(day: date, handed_in: date | None = None) -> list[str]:
    case = replace(BLANK, subject=replace(BLANK.subject, handed_in=handed_in))
    form = CheckedForm("decision", "1", "", {"document_date": day.isoformat()})
    try:
        check_proposal(SVC, case, form, "vi")
    except InvalidInput as refused:
        return [error.code for error in refused.errors]
    return []


def test_a_proposal_is_of_a_day_between_the_dossier_s_and_today() -> None:
    assert proposed(TODAY) == proposed(TODAY, TODAY) == proposed(date(2020, 1, 1)) == []
    assert proposed(TODAY + DAY) == ["proposal-to-come"]
    assert proposed(TODAY - DAY, TODAY) == ["proposal-too-early"]


# ------------------------------------------------------------------------- held lists

SIGNED = SignedDecision("99", "province", "12/QĐ-UBND", TODAY, "Trần Mẫu")


def listed(id: str, state: Any, *dossiers: str, signed: SignedDecision = SIGNED) -> DecisionList:
    items = tuple(ListedProduct(one, "", "", "", "", Fraction(80), 4) for one in dossiers)
    return DecisionList(id, signed, items, "an", NOW, state)


def test_products_of_a_list_that_is_held_or_goes_out_are_decided_by_it_alone() -> None:
    lists = [
        listed("a", "held", "d", "e"),
        listed("b", "going", "f", signed=replace(SIGNED, number="2")),
    ]
    assert {id: one.id for id, one in held_products(lists).items()} == {
        "d": "a",
        "e": "a",
        "f": "b",
    }
    told = [listed("l", state).is_told for state in ("held", "going", "out", "undone")]
    assert told == [False, True, True, False]
    svc: Any = SimpleNamespace(store=SimpleNamespace(open_decision_lists=lambda _: lists))
    own, other = lists[1].signed, replace(SIGNED, number="3")
    for dossier, signed, free in (
        *(("x", None, True), ("x", other, True), ("f", own, True)),
        *(("d", lists[0].signed, False), ("f", other, False), ("f", None, False)),
    ):
        case = replace(BLANK, id=dossier)
        if free:
            demand_not_held(svc, case, signed, "vi")
            continue
        with pytest.raises(WrongState, match="in-held-list"):
            demand_not_held(svc, case, signed, "vi")


@pytest.mark.parametrize(
    ("other", "free"),
    [
        (SIGNED, True),
        (replace(SIGNED, number="Số 012/QĐ-UBND"), True),
        (replace(SIGNED, day=TODAY - DAY), False),
        (replace(SIGNED, signer="Lê Mẫu"), False),
        (replace(SIGNED, number="13/QĐ-UBND", day=TODAY - DAY), True),
        (replace(SIGNED, day=date(2025, 7, 1)), True),
    ],
)
def test_a_number_of_a_held_list_is_that_list_s_decision(other: SignedDecision, free: bool) -> None:
    lists = [listed("a", "held", "d", signed=other)]
    if free:
        demand_number_free(lists, SIGNED, "vi")
        return
    with pytest.raises(InvalidInput) as refused:
        demand_number_free(lists, SIGNED, "vi")
    [error] = refused.value.errors
    assert (error.pointer, error.code) == ("/decision_number", "decision-number-used")


@pytest.mark.parametrize(("settings", "minutes"), [({}, 30), ({"release_undo_minutes": 0}, 0)])
def test_a_list_is_held_half_an_hour_unless_the_province_says_otherwise(
    settings: dict[str, Any], minutes: int
) -> None:
    province = replace(SONG_XANH, settings=settings)
    assert held_for(province) == timedelta(minutes=minutes)


def test_each_law_says_which_decisions_may_leave_the_star_to_the_result() -> None:
    giving = {
        law: [id for id, stage in load_rulebook(law).stages.items() if gives_star(stage)]
        for law in ("26-2026", "148-2023")
    }
    assert giving == {
        "26-2026": ["recognition", "centre-recognition"],
        "148-2023": ["recognition-district", "recognition", "centre-recognition"],
    }


@pytest.mark.parametrize(
    ("data", "basis"),
    [({}, "ministry"), ({"basis": "ministry"}, "ministry"), ({"basis": "complaint"}, "complaint")],
)
def test_an_order_that_does_not_say_by_what_is_the_ministry_s(
    data: dict[str, str], basis: str
) -> None:
    assert basis_of(data) == basis


# ---------------------------------------------------------------------------- custody


def moved(
    move: Any, count: int, unit: str = "99", what: Any = "samples", slip: str = ""
) -> Movement:
    at = datetime(2026, 7, 1, tzinfo=UTC)
    return Movement(what, move, count, TODAY, "", "", "", unit, slip, "an", at)


CHAIN = (
    moved("received", 5),
    moved("received", 2, unit="10105"),
    moved("received", 1, what="dossier", slip="PDK-99-007-2026"),
    moved("handed-on", 1),
    moved("used", 1),
    moved("returned", 2),
    moved("received", 1),
)


def test_an_office_has_what_it_received_and_neither_handed_on_used_nor_gave_back() -> None:
    assert now_held(CHAIN, "samples", "99") == 2
    assert received(CHAIN, "samples", "99") == 6
    assert (now_held(CHAIN, "samples", "10105"), received(CHAIN, "samples", "10105")) == (2, 2)
    assert (now_held(CHAIN, "dossier", "99"), now_held((), "dossier", "99")) == (1, 0)


def test_what_the_province_has_to_have_is_counted_for_ratings_whose_set_is_not_excepted() -> None:
    [samples] = [rule for rule in RULEBOOK.custody if rule.what == "samples"]
    law = replace(RULEBOOK, custody=(samples,))
    for count, lacks in ((samples.count - 1, True), (samples.count, False)):
        assert bool(not_received(law, BLANK, [moved("received", count)])) is lacks
    elsewhere = [moved("received", samples.count, unit="10105")]
    assert not_received(law, BLANK, elsewhere) == (samples,)
    for number in samples.except_sets:
        case = replace(BLANK, subject=replace(BLANK.subject, set_number=number))
        assert not_received(law, case, []) == ()
    assert samples.except_sets
    about = replace(BLANK, subject=Proceeding("Mật ong", "HTX", 4))
    assert not_received(law, about, []) == ()


def test_each_office_s_slip_is_the_first_of_its_own() -> None:
    chain = (
        moved("received", 1, unit="10105", slip="PDX-10105-003-2026"),
        moved("received", 1, slip="PDK-99-007-2026"),
        moved("received", 1, slip="PDK-99-008-2026"),
    )
    assert slip_at(chain, "99") == "PDK-99-007-2026"
    assert slip_at(chain, "77") == ""
    assert "003" in commune_slip_of(BLANK, chain)
    assert commune_slip_of(BLANK, chain[1:]) == ""
    assert slip_in_words("", BLANK) == ""
    assert slip_in_words("PDK-99-007-2026", BLANK) == "007/PĐK-99-10105-2026"


@pytest.mark.parametrize(
    ("units", "office"),
    [(["10105"], "10105"), (["10105", "99"], "99"), (["10106", "10105"], "10106")],
)
def test_an_officer_records_for_the_province_where_they_have_an_office_there(
    units: list[str], office: str
) -> None:
    roles = tuple(Role(f"r{n}", unit) for n, unit in enumerate(units))
    person = replace(next(iter(SONG_XANH.people.values())), roles=roles)
    assert office_of(Officer(person, SONG_XANH)) == office
