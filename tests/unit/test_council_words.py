"""What a convener is told of a round, what speaks for a member, what the form of terms means."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from ocop.base.calendar import VIETNAM
from ocop.cases.council_round import CouncilRound, RoundProduct, RoundTerms
from ocop.council.extending import last_day_of
from ocop.council.merits import (
    chance_of,
    merits_of,
    presiding_among,
    reasons_of,
    worth_of,
)
from ocop.council.progress import (
    MemberProgress,
    Opinions,
    ProductProgress,
    members_of,
    severity_of,
)
from ocop.council.round_terms import scoring_of, terms_of
from ocop.people.bodies import Council, Member, Regulation, ScoringPanel
from ocop.people.rights import Officer
from tests.unit.test_council import PRODUCT, SONG_XANH, council, member

HEALTH, OTHER = "health", "agriculture"


def round_product(dossier: str, due: datetime | None = None) -> RoundProduct:
    return RoundProduct(dossier, 1, f"ref-{dossier}", "Mật ong", "HTX Mẫu", due)


def progress(people: dict[str, str], totals: dict[str, int] | None = None) -> ProductProgress:
    """A product with its people by state, "done": "ab", and the points of sheets that are in."""
    opinions = None if totals is None else Opinions(0, False, 4, 4, totals)
    asked = {state: tuple(letters) for state, letters in people.items()}
    return ProductProgress(round_product("d"), "scoring", asked, opinions=opinions)


def test_how_strict_a_member_is_shows_against_everybody_on_the_same_products() -> None:
    seen = [
        progress({}, {"a": 80, "b": 70, "c": 60}),
        progress({}, {"a": 90, "b": 85}),
        progress({}, {"c": 20}),  # one sheet says nothing
        progress({}),
    ]
    strict = severity_of(seen)
    assert strict == {"a": Fraction(25, 4), "b": Fraction(-5, 4), "c": Fraction(-10)}
    assert severity_of([]) == {}


def test_members_are_told_by_what_they_still_have_to_do_and_then_by_name() -> None:
    seen = [
        progress({"done": "ab", "open": "c", "declined": "d", "conflict": "e"}),
        progress({"open": "cbd", "lost": "f"}),
    ]
    assert members_of(seen) == (
        MemberProgress("c", scored=0, awaited=2, withdrawn=0),
        MemberProgress("b", scored=1, awaited=1, withdrawn=0),
        MemberProgress("d", scored=0, awaited=1, withdrawn=1),
        MemberProgress("a", scored=1, awaited=0, withdrawn=0),
        MemberProgress("e", scored=0, awaited=0, withdrawn=1),
        MemberProgress("f", scored=0, awaited=0, withdrawn=0),
    )
    assert seen[0].count("done", "open") == 3
    assert seen[1].count("done") == 0


# --------------------------------------------------------------------------- merits


@pytest.mark.parametrize(
    ("who", "merits", "worth"),
    [
        (member("a"), [], 0),
        (member("a", agency=HEALTH), ["lead-agency"], 20),
        (member("a", expertise=frozenset({4})), ["expertise"], 100),
        (member("b"), ["scored-before"], 60),
        (
            member("b", agency=HEALTH, expertise=frozenset({4})),
            ["lead-agency", "expertise", "scored-before"],
            180,
        ),
    ],
)
def test_knowing_the_set_is_worth_more_than_having_scored_it_and_that_more_than_the_agency(
    who: Member, merits: list[str], worth: int
) -> None:
    product = replace(PRODUCT, set_number=4, before=frozenset({"b"}))
    assert (merits_of(who, product), worth_of(who, product)) == (merits, worth)
    reasons = reasons_of(who, product, 2, ["presides"])
    lead = ["lead-agency"] if "lead-agency" in merits else []
    others = [one for one in merits if one != "lead-agency"]
    assert reasons == (*lead, "presides", *others, "load:2/5", "no-conflict")
    assert "presides" not in reasons_of(who, product, 0)


def test_the_chair_presides_else_the_vice_chair_else_the_head_of_the_panel() -> None:
    chair, vice, head = member("c", "chair"), member("v", "vice"), member("h")
    assert presiding_among([head, vice, chair], "h") == chair
    assert presiding_among([head, vice], "h") == vice
    assert presiding_among([member("x"), head], "h") == head
    assert presiding_among([member("x")], "h") is None
    assert presiding_among([], "h") is None


def test_chance_is_the_same_for_the_same_seed_and_within_its_bounds() -> None:
    """The very numbers: a round that is planned again has to come out as it did."""
    assert [chance_of("2026-1", name) for name in ("an", "binh")] == [8404, 4198]
    many = {chance_of("s", str(n)) for n in range(300)}
    assert 1 <= min(many) <= max(many) < 10_007
    assert len(many) > 280


# ---------------------------------------------------------------------------- terms

FORM: dict[str, Any] = {
    "intake": "2026-07-01",
    "finish_by": "2026-08-01",
    "mode": "meeting",
    "scoring": "some",
}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({}, {}),
        ({"sits": "2026-07-20"}, {"sits": date(2026, 7, 20)}),
        ({"sits": "2026-07-20", "mode": "written"}, {"mode": "written"}),
        ({"size": "5"}, {"size": 5}),
        ({"size": "5", "scoring": "all"}, {"scoring": "all"}),
        ({"hides_producer": True}, {"hides_producer": True}),
        ({"shows_scores": True}, {"hides_scores": False}),
        ({"days_before": "0"}, {"days_before": 0}),
    ],
)
def test_a_form_of_terms_means_what_it_says_and_what_it_leaves_out_is_usual(
    said: dict[str, Any], meant: dict[str, Any]
) -> None:
    usual = {
        "intake": date(2026, 7, 1),
        "finish_by": date(2026, 8, 1),
        "mode": "meeting",
        "sits": None,
        "scoring": "some",
        "size": 0,
        "hides_producer": False,
        "hides_scores": True,
        "days_before": 5,
    }
    assert terms_of({**FORM, **said}) == RoundTerms(**{**usual, **meant})


def test_dossiers_are_out_before_the_council_meets_else_before_sheets_are_due() -> None:
    assert terms_of(FORM).ready_for == date(2026, 8, 1)
    assert terms_of({**FORM, "sits": "2026-07-20"}).ready_for == date(2026, 7, 20)


PANEL = ScoringPanel("Tổ 1", "a", HEALTH, frozenset({"a"}))


@pytest.mark.parametrize(
    ("regulation", "ways"),
    [
        (Regulation(), ("all",)),
        (Regulation(panel=3), ("all", "some")),
        (Regulation(panel=3, panels=(PANEL,)), ("all", "some", "panels")),
    ],
)
def test_who_may_score_for_a_council_is_its_regulation_s_to_say(
    regulation: Regulation, ways: tuple[str, ...]
) -> None:
    assert scoring_of(with_rules(regulation)) == ways


def with_rules(regulation: Regulation) -> Council:
    return replace(council(member("an", "chair"), member("b")), regulation=regulation)


# ------------------------------------------------------------------------ more time


@pytest.mark.parametrize(
    ("extends", "dossier", "last"),
    [
        (14, "", date(2026, 8, 10)),
        (14, "early", date(2026, 8, 10)),
        (14, "late", date(2026, 8, 15)),
        (14, "free", date(2026, 8, 15)),
        (3, "", date(2026, 8, 4)),
        (0, "late", date(2026, 8, 1)),
    ],
)
def test_time_is_given_as_long_as_regulation_and_the_law_of_the_products_let(
    extends: int, dossier: str, last: date
) -> None:
    dues = {"early": datetime(2026, 8, 10, 23, tzinfo=VIETNAM), "free": None}
    dues |= {"late": datetime(2026, 9, 1, tzinfo=VIETNAM)}
    sits = with_rules(Regulation(extends_days=extends))
    province = replace(SONG_XANH, councils=(sits,))
    who = Officer(next(iter(province.people.values())), province)
    group = CouncilRound(
        province="99",
        id="r",
        council=sits.id,
        unit="99",
        level="province",
        terms=RoundTerms(intake=date(2026, 7, 1), finish_by=date(2026, 8, 1)),
        products=tuple(round_product(name, due) for name, due in dues.items()),
        prepared=datetime(2026, 7, 1, tzinfo=VIETNAM),
        by="an",
    )
    assert last_day_of(group, who, dossier) == last
