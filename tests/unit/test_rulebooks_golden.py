"""Golden cases of each law: what points and thresholds lead to, on both sides of each limit.

Each case names the rule it comes from. Sheets are made to measure on a real set of the law, so that
a case goes the whole way: sheet, card, tally, star, route.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

import pytest

from ocop.cases.flow import offered, route
from ocop.cases.subject import Result
from ocop.law.rulebook import Rulebook
from ocop.scoring.ranking import RankingRules, gates, rank
from ocop.scoring.sheet import ScoreCard
from ocop.scoring.tally import TallyRules, needs_rescore, tally
from tests.support.law import load_rulebook, rulebook_ids
from tests.support.scoring import card_for, council, load_set

SAME = {"vi": "", "en": ""}
SETS = {"26-2026": 6, "148-2023": 6, "1489-2025": 6, "1048-2019": 6}
DISTRICT, PROVINCE = "council-district", "council-province"


class Golden(NamedTuple):
    """A law, its rule, members' totals, and the star that comes of them."""

    law: str
    rule: str
    totals: tuple[int, ...]
    star: int


BANDS = [
    Golden(law, rule, totals, star)
    for law, rule in (
        ("26-2026", "26/2026/QĐ-TTg Điều 3.3"),
        ("1489-2025", "148/QĐ-TTg"),
        ("148-2023", "148/QĐ-TTg"),
        ("1048-2019", "1048/QĐ-TTg"),
    )
    for totals, star in (
        ((29, 30), 1),
        ((30, 30), 2),
        ((49, 50), 2),
        ((50, 50), 3),
        ((69, 70), 3),
        ((70, 70), 4),
        ((89, 90), 4),
        ((90, 90), 5),
        ((100, 100), 5),
        # 89 2/3, 69 2/3 and 49 2/3 are below the next band.
        ((89, 90, 90), 4),
        ((69, 70, 70), 3),
        ((49, 50, 50), 2),
    )
]


def result_of(law: Rulebook, cards: dict[str, ScoreCard]) -> Result:
    cs = load_set(law.criteria, SETS[law.id])
    counted = tally(cs, cards, TallyRules.from_data(law.tally))
    ranking = rank(cs, counted, RankingRules.from_data(law.ranking))
    return Result("council", counted.total, ranking.star, counted.disqualified, SAME)


def scored(law: Rulebook, *totals: int) -> Result:
    """What members say who give these totals and miss no threshold."""
    cs = load_set(law.criteria, SETS[law.id])
    return result_of(law, council(*(card_for(cs, total, star_of(total)) for total in totals)))


def star_of(total: int) -> int:
    return next(star for star, start in ((5, 90), (4, 70), (3, 50), (0, 0)) if total >= start)


def test_every_law_has_golden_cases() -> None:
    assert set(SETS) == set(rulebook_ids()) == {case.law for case in BANDS}


@pytest.mark.parametrize("case", BANDS, ids=lambda case: f"{case.law} {case.totals}")
def test_the_band_of_a_mean(case: Golden) -> None:
    """89.5 is below 90 (no rounding: a setting); 1048 leaves 69.5 open: the lower band."""
    law = load_rulebook(case.law)
    assert law.ranking["article"].endswith(case.rule.removeprefix("26/2026/QĐ-TTg "))
    found = scored(law, *case.totals)
    assert found.total == Fraction(sum(case.totals), len(case.totals))
    assert found.star == case.star


def leads(law: Rulebook, stage: str, found: Result) -> str:
    way = route(law.stage(stage), found)
    return way.to or way.ending


@pytest.mark.parametrize(
    ("total", "to"),
    [
        (49, "stopped"),
        (50, "recognition-district"),
        (69, "recognition-district"),
        (70, PROVINCE),
        (90, PROVINCE),
    ],
)
def test_148_the_district_recognises_three_stars_and_passes_seventy_on(total: int, to: str) -> None:
    """148/QĐ-TTg: 3 stars are the district's, from 70 points the province's."""
    law = load_rulebook("148-2023")
    assert leads(law, DISTRICT, scored(law, total, total)) == to


@pytest.mark.parametrize(("total", "to"), [(49, "stopped"), (50, PROVINCE), (70, PROVINCE)])
def test_1048_the_district_recognises_nobody(total: int, to: str) -> None:
    """Kế hoạch Hà Nam III.1.5: 50 to 100 points go to the province."""
    law = load_rulebook("1048-2019")
    assert leads(law, DISTRICT, scored(law, total, total)) == to


@pytest.mark.parametrize("law", ["148-2023", "1048-2019"])
def test_half_a_point_below_is_below_at_the_district(law: str) -> None:
    book = load_rulebook(law)
    limit = 70 if law == "148-2023" else 50
    assert leads(book, DISTRICT, scored(book, limit - 1, limit)) != PROVINCE
    assert leads(book, DISTRICT, scored(book, limit, limit)) == PROVINCE


@pytest.mark.parametrize(
    ("law", "total", "may"),
    [
        ("148-2023", 69, set()),
        ("148-2023", 70, {"recognise"}),
        ("148-2023", 90, {"forward"}),
        ("1489-2025", 50, {"recognise"}),
        ("1489-2025", 89, {"recognise"}),
        ("1489-2025", 90, {"forward"}),
        ("26-2026", 49, set()),
        ("26-2026", 50, {"recognise"}),
        ("26-2026", 89, {"recognise"}),
        ("26-2026", 90, {"forward"}),
        ("1048-2019", 50, {"recognise"}),
        ("1048-2019", 89, {"recognise"}),
        ("1048-2019", 90, {"forward"}),
    ],
)
def test_who_recognises_which_star(law: str, total: int, may: set[str]) -> None:
    """148/QĐ-TTg: the province 4 stars; 1489, 26/2026 Điều 4.1a and 1048: 3 and 4 stars."""
    book = load_rulebook(law)
    found = scored(book, total, total)
    open_ways = {outcome.id for outcome in offered(book.stage("recognition"), found)}
    assert open_ways & {"recognise", "forward"} == may


def test_148_three_stars_at_the_province_are_the_district_s() -> None:
    """A setting: the province's council gives 69 to what the district passed up with 70."""
    law = load_rulebook("148-2023")
    found = scored(law, 69, 69)
    assert leads(law, PROVINCE, found) == "recognition-district"
    ways = {outcome.id for outcome in offered(law.stage("recognition-district"), found)}
    assert "recognise" in ways
    ways = {outcome.id for outcome in offered(law.stage("recognition-district"), scored(law, 70))}
    assert "recognise" not in ways


@pytest.mark.parametrize("law", ["148-2023", "1489-2025", "26-2026"])
def test_a_threshold_missed_caps_the_star(law: str) -> None:
    """Phụ lục II, "Dấu sao là yêu cầu tối thiểu": one level below it costs the star."""
    book = load_rulebook(law)
    cs = load_set(book.criteria, SETS[law])
    rules = RankingRules.from_data(book.ranking)
    marks = [(c, gate) for c in cs.criteria for gate in gates(c, rules) if gate.level]
    criterion, gate = next((c, gate) for c, gate in marks if gate.star == 4)
    assert gate.level is not None
    below = {criterion.code: gate.level - 1}
    met = {criterion.code: gate.level}
    for fixed, star in ((below, 3), (met, 4)):
        found = result_of(book, council(card_for(cs, 80, 4, fixed)))
        assert (found.star, found.total) == (star, Fraction(80))


def test_148_the_criterion_named_for_a_star_needs_points() -> None:
    """A setting: 148 marks the criterion on intellectual property for 4 stars without a level."""
    book = load_rulebook("148-2023")
    cs = load_set("148-2023", 6)
    named = next(c for c in cs.criteria if c.named_for_star)
    none = None if named.zero_if_none_met else 0
    for choice, star in ((none, 3), (1, 4)):
        card = card_for(cs, 80, 4, {named.code: choice})
        assert result_of(book, council(card)).star == star


@pytest.mark.parametrize("law", sorted(SETS))
def test_members_too_far_apart_score_again(law: str) -> None:
    """A setting of every law: ten points apart is near enough, eleven is not."""
    book = load_rulebook(law)
    cs = load_set(book.criteria, SETS[law])
    rules = TallyRules.from_data(book.tally)
    for other, again in ((70, False), (71, True)):
        cards = council(card_for(cs, 60), card_for(cs, other))
        assert needs_rescore(tally(cs, cards, rules), rules) is again


def test_148_and_its_two_levels_follow_each_other_without_a_gap() -> None:
    """1489/QĐ-TTg is in force from 6 July 2025."""
    from ocop.catalogue.folders import RULEBOOK_FOLDER
    from ocop.catalogue.published import Published, as_it_is

    force = {id: Published(RULEBOOK_FOLDER, as_it_is).get(id)["in_force"] for id in rulebook_ids()}
    assert force["1048-2019"]["to"] == "2023-02-23"
    assert force["148-2023"] == {"from": "2023-02-24", "to": "2025-07-05"}
    assert force["1489-2025"] == {"from": "2025-07-06", "to": "2026-05-21"}
    assert force["26-2026"]["from"] == "2026-05-22"


@pytest.mark.parametrize("before", ["148-2023", "1489-2025"])
def test_the_decisions_of_before_take_no_dossier_and_end_after_sixty_days(before: str) -> None:
    """26/2026/QĐ-TTg Điều 11.2: sixty days after 22 May 2026; Điều 12.2 leaves no case longer."""
    new, old = load_rulebook("26-2026"), load_rulebook(before)
    lapsed = date(2026, 7, 21)
    assert old.in_force.covers(new.in_force.first - timedelta(days=1)) is (before == "1489-2025")
    assert not old.in_force.covers(new.in_force.first)
    last = {}
    for occasion in ("first", "upgrade", "re-rating"):
        rule = new.transition.rule_for(before, occasion) if new.transition else None
        last[occasion] = new.in_force.first + timedelta(days=rule.days) if rule else None
    assert last == {"first": lapsed, "upgrade": lapsed, "re-rating": date(2026, 6, 21)}


def test_148_the_producer_hears_thirty_days_before_the_end() -> None:
    """148/QĐ-TTg: written notice at the latest 30 days before the 36 months are over."""
    for law in ("148-2023", "1489-2025"):
        assert load_rulebook(law).renewal.notice == 30
