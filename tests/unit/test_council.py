"""Who evaluates a product: hard rules are never broken, and the reasons are said."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.runtime import SAMPLE_PROVINCE
from ocop.cases.assignment import Assignment
from ocop.council.assignment import assign
from ocop.council.conflicts import ConflictRules, Product, conflict
from ocop.council.shortage import Unassignable
from ocop.council.sitting import Sitting
from ocop.links.tokens import Grant
from ocop.people.bodies import Council, Member, Regulation
from ocop.people.province import parse_province
from tests.support.law import load_rulebook
from tests.unit.test_flow import BLANK, NOW

COMMUNES = ("10101", "10102")
AGENCIES = ("agriculture", "health", "industry-trade")
DUE = datetime(2026, 8, 1, tzinfo=UTC)
GRANT = Grant("member", frozenset({"score"}), "", "k1", NOW, DUE)
SONG_XANH = parse_province(json.loads(SAMPLE_PROVINCE.read_text("utf-8")))
PRODUCT = Product("d", "10101", "HTX Mẫu", "htx@songmat.example.vn", ("health",))


def council(*members: Member) -> Council:
    return Council("c", "province", "99", "1/QĐ", date(2026, 1, 1), date(2030, 1, 1), members)


def member(
    person: str, seat: str = "member", agency: str = "agriculture", **more: object
) -> Member:
    return Member(person, seat, agency, **{"capacity": 5, **more})  # type: ignore[arg-type]


def sitting(statuses: str, *, seats: int, panel: int = 0, due: datetime | None = DUE) -> Sitting:
    """A council in its second round of scoring, the chair first: d has scored in it, b before it,
    o is awaited, c has a conflict.
    """
    law = load_rulebook("26-2026")
    position = replace(BLANK.position, stage="council-province", scoring_round=1, due=due)
    words = {"d": "done", "b": "done", "o": "open", "c": "conflict"}
    asked = [
        Assignment(
            dossier=BLANK.id,
            id=f"a{place}",
            person=f"p{place}",
            party=BLANK.party,
            role="council-member",
            stage="council-province",
            visit=0,
            grant=GRANT,
            seat=("chair", "vice", *["member"] * 8)[place],
            status=words[letter],  # type: ignore[arg-type]
            scoring_round=0 if letter == "b" else 1,
        )
        for place, letter in enumerate(statuses)
    ]
    case = replace(BLANK, position=position)
    stage = law.stage("council-province")
    return Sitting(case, SONG_XANH, law, stage, tuple(asked), seats=seats, panel=panel)


@pytest.mark.parametrize(
    ("statuses", "seats", "panel", "quorate"),
    [
        ("dddddd", 8, 0, True),  # three quarters of eight
        ("ddddd", 8, 0, False),
        ("dddddb", 8, 0, False),
        ("bddddddd", 8, 0, False),  # the chair has not scored in this round
        ("oddddddd", 8, 0, False),
        ("cddddddd", 8, 0, True),  # so the vice chair presides
        ("ccdddddd", 8, 0, False),
        ("ddd", 8, 3, True),  # a panel of three
        ("dd", 8, 3, False),
        ("dd", 2, 3, True),  # of whom conflicts have left two
        ("d", 2, 3, False),
        ("", 0, 3, False),
    ],
)
def test_a_round_counts_with_three_quarters_and_who_presides(
    statuses: str, seats: int, panel: int, quorate: bool
) -> None:
    """By the rulebook's quorum, or the panel of the province's regulation."""
    assert sitting(statuses, seats=seats, panel=panel).quorate is quorate


@pytest.mark.parametrize(("seats", "panel", "least"), [(7, 0, 6), (8, 0, 6), (9, 0, 7), (9, 5, 5)])
def test_the_quorum_is_rounded_up(seats: int, panel: int, least: int) -> None:
    assert sitting("d", seats=seats, panel=panel).least == least


@pytest.mark.parametrize(
    ("statuses", "due", "late", "closes"),
    [
        ("dddddd", DUE, -1, True),
        ("ddddddo", DUE, -1, False),
        ("ddddddo", DUE, 0, True),  # the due instant itself is late
        ("dddddo", DUE, 1, False),  # no quorum, however late
        ("ddddddo", None, 0, False),
    ],
)
def test_who_has_not_scored_is_waited_for_until_the_due_instant(
    statuses: str, due: datetime | None, late: int, closes: bool
) -> None:
    council = sitting(statuses, seats=8, due=due)
    assert council.may_close(DUE + timedelta(seconds=late)) is closes


@st.composite
def councils(draw: st.DrawFn) -> Council:
    seats = ["chair", "vice", *["member"] * draw(st.integers(0, 8))]
    return council(
        *(
            Member(
                f"p{n}",
                seat,
                draw(st.sampled_from(AGENCIES)),
                draw(st.integers(1, 3)),
                frozenset(draw(st.sets(st.sampled_from(COMMUNES), max_size=1))),
            )
            for n, seat in enumerate(seats)
        )
    )


@given(
    councils(),
    st.dictionaries(st.sampled_from([f"p{n}" for n in range(10)]), st.integers(0, 3)),
    st.frozensets(st.sampled_from([f"p{n}" for n in range(10)]), max_size=3),
    st.integers(0, 10),
    st.text(max_size=3),
)
def test_no_hard_rule_is_ever_broken(
    group: Council, loads: dict[str, int], gone: frozenset[str], size: int, seed: str
) -> None:
    product = replace(PRODUCT, excluded=gone)
    try:
        picks = assign(group, product, loads, size=size, seed=seed)
    except Unassignable:
        return
    chosen = [pick.member for pick in picks]
    assert len({m.person for m in chosen}) == len(chosen)
    assert not any(conflict(m, PRODUCT) for m in chosen)
    assert not any(m.person in gone for m in chosen)
    assert all(loads.get(m.person, 0) < m.capacity for m in chosen)
    assert any(m.seat in ("chair", "vice") for m in chosen)
    if any(m.agency == "health" for m in group.members):
        assert any(m.agency == "health" for m in chosen)
    assert all(pick.why for pick in picks)
    assert picks == assign(group, product, loads, size=size, seed=seed)


def test_the_same_firm_by_name_or_mail_domain_is_a_conflict() -> None:
    assert conflict(member("a", interests=frozenset({"htx mẫu"})), PRODUCT)
    assert conflict(member("a", interests=frozenset({"songmat.example.vn"})), PRODUCT)
    assert not conflict(member("a", interests=frozenset({"mat.example.vn"})), PRODUCT)


@pytest.mark.parametrize(
    ("ties", "found"),
    [
        ({"advises": frozenset({"HTX  mẫu"})}, "adviser"),
        ({"advises": frozenset({"HTX khác"})}, ""),
        ({"family": frozenset({"nguyễn thị na"})}, "family"),
        ({"family": frozenset({"htx@songmat.example.vn"})}, "family"),
        ({"family": frozenset({"Nguyễn Thị"})}, ""),
        ({"communes": frozenset({"10101"})}, "same-commune"),
        ({"communes": frozenset({"10102"})}, ""),
    ],
)
def test_ties_are_found_before_anybody_is_invited(ties: dict[str, Any], found: str) -> None:
    made = replace(PRODUCT, person="Nguyễn Thị Na")
    assert conflict(member("a", **ties), made) == found


def test_the_province_says_whether_a_commune_or_a_report_is_a_conflict() -> None:
    written = replace(PRODUCT, writers=frozenset({"a"}))
    near = member("b", communes=frozenset({"10101"}))
    assert conflict(member("a"), written) == "wrote-report"
    assert conflict(near, written) == "same-commune"
    advised = replace(PRODUCT, advisers=frozenset({"c"}))
    assert conflict(member("c"), advised) == "on-team"
    lenient = ConflictRules(same_commune=False, wrote_report=False, on_team=False)
    assert not conflict(member("c"), advised, lenient)
    assert not conflict(member("a"), written, lenient)
    assert not conflict(near, written, lenient)


def test_empty_names_tie_nobody() -> None:
    nameless = replace(PRODUCT, organisation="", person="", email="")
    assert not conflict(member("a", interests=frozenset({" "}), family=frozenset({""})), nameless)


@pytest.mark.parametrize(
    ("members", "loads", "rule"),
    [
        ([member("a")], {}, "chair"),
        ([member("a", "chair"), member("b", agency="health")], {"b": 5}, "lead-agency"),
        ([member("a", "chair")], {"a": 5}, "capacity"),
        ([member("a", "chair", communes=frozenset({"10101"}))], {}, "nobody"),
    ],
)
def test_what_cannot_be_kept_is_named(
    members: list[Member], loads: dict[str, int], rule: str
) -> None:
    with pytest.raises(Unassignable) as refusal:
        assign(council(*members), PRODUCT, loads)
    assert refusal.value.params == {"rule": rule}


def test_the_least_busy_are_asked_first_and_know_why() -> None:
    group = council(member("a", "chair"), member("b", agency="health"), member("c"), member("d"))
    picks = assign(group, PRODUCT, {"c": 3}, size=3)
    assert [p.member.person for p in picks] == ["a", "b", "d"]
    assert picks[0].why[0] == "presides"
    assert picks[1].why[0] == "lead-agency"


@pytest.mark.parametrize("scores", [True, False])
def test_the_secretary_scores_where_the_regulation_lets_it(scores: bool) -> None:
    seats = ["chair", "vice", "member", "secretary"]
    whole = council(*(member(seat, seat) for seat in seats))
    group = replace(whole, regulation=Regulation(secretary_scores=scores))
    assert [one.person for one in group.scorers] == (seats if scores else seats[:-1])
