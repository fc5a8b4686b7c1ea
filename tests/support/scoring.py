"""Score sheets made to measure: a wished total, thresholds met or missed on purpose."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from ocop.cases.sources import set_under
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.scoring.criteria import CriteriaSet, Criterion, Section
from ocop.scoring.ranking import RankingRules
from ocop.scoring.reading import misread
from ocop.scoring.sheet import Disqualification, ScoreCard, ScoreSheet, score
from tests.support.law import load_rulebook

SETS = CriteriaSets()
load_set, list_sets = SETS.get, SETS.entries
RULEBOOKS = ("26-2026", "148-2023", "1048-2019")
ALL_SETS = [(book, entry.number) for book in RULEBOOKS for entry in list_sets(book)]
RANKING: dict[str, Any] = {
    "bands": [
        {"star": 5, "from": "90"},
        {"star": 4, "from": "70"},
        {"star": 3, "from": "50"},
        {"star": 2, "from": "30"},
        {"star": 1, "from": "0"},
    ],
    "between_bands": "lower",
    "rounding": "none",
    "gates": {"tested_on": "average"},
}
RULES = RankingRules.from_data(RANKING)
RICE = load_set("26-2026", 6)
Choices = Mapping[str, int | None]


def law_set(law: str, number: int) -> CriteriaSet:
    """A criteria set as a law of today reads it."""
    return set_under(SETS, load_rulebook(law), number)


def choices_of(criterion: Criterion) -> list[int | None]:
    none: list[int | None] = [None] if criterion.zero_if_none_met else []
    return [*none, *range(len(criterion.levels))]


def points_of(criterion: Criterion, choice: int | None) -> int:
    return 0 if choice is None else criterion.levels[choice].points


def allowed(criterion: Criterion, star: int) -> list[int | None]:
    """The choices that meet every threshold up to `star`."""
    gates = [
        at
        for at, level in enumerate(criterion.levels)
        if level.min_for_star is not None and level.min_for_star <= star
    ]
    if not gates:
        return choices_of(criterion)
    return [at for at in choices_of(criterion) if at is not None and at >= max(gates)]


def sheet_for(
    cs: CriteriaSet,
    total: int,
    star: int = 0,
    fixed: Choices | None = None,
    *,
    about: bool = False,
) -> ScoreSheet:
    """A sheet of exactly `total` points that meets the thresholds up to `star`, but for `fixed`; or
    of as near to it as can be, `about`.
    """
    ruled = {code for rule in cs.reading for code in rule.criteria}
    reachable: dict[int, dict[str, int | None]] = {0: {}}
    for criterion in cs.criteria:
        code = criterion.code
        options = [fixed[code]] if fixed and code in fixed else allowed(criterion, star)
        reachable = {
            so_far + points_of(criterion, option): {**made, code: option}
            for so_far, made in reachable.items()
            for option in options
            if code not in ruled or not any(misread(cs, {**made, code: option}))
        }
    made = min(reachable, key=lambda points: abs(points - total)) if about else total
    return ScoreSheet(reachable[made])


def missing(cs: CriteriaSet, star: int) -> Choices:
    """A level that misses a gate of the star above."""
    for criterion in cs.criteria:
        for at, level in enumerate(criterion.levels):
            if at and level.min_for_star == star + 1:
                return {criterion.code: at - 1}
    raise LookupError(f"no gate for {star + 1} stars")


def card_for(cs: CriteriaSet, total: int, star: int = 0, fixed: Choices | None = None) -> ScoreCard:
    return score(cs, sheet_for(cs, total, star, fixed))


def council(*cards: ScoreCard) -> dict[str, ScoreCard]:
    return {f"m{i}": card for i, card in enumerate(cards, start=1)}


def best(cs: CriteriaSet) -> ScoreSheet:
    return ScoreSheet(
        {c.code: max(range(len(c.levels)), key=lambda i: c.levels[i].points) for c in cs.criteria}
    )


def _least(criterion: Criterion) -> int | None:
    return min(choices_of(criterion), key=lambda at: points_of(criterion, at))


def worst(cs: CriteriaSet) -> ScoreSheet:
    return ScoreSheet({c.code: _least(c) for c in cs.criteria})


@st.composite
def sheets(draw: st.DrawFn, cs: CriteriaSet) -> ScoreSheet:
    return ScoreSheet({c.code: draw(st.sampled_from(choices_of(c))) for c in cs.criteria})


def out(source: str = "6.1", reason: str = "Có cát lẫn trong gạo") -> ScoreSheet:
    return ScoreSheet({"1.1": 2}, disqualifications=(Disqualification(source, reason),))


def with_mark(code: str, star: int) -> CriteriaSet:
    """The rice set with a mark for a star on a criterion instead of on a level."""

    def marked(section: Section) -> Section:
        criteria = (
            replace(c, named_for_star=star) if c.code == code else c for c in section.criteria
        )
        return replace(section, criteria=tuple(criteria))

    parts = (replace(p, sections=tuple(marked(s) for s in p.sections)) for p in RICE.parts)
    return replace(RICE, parts=tuple(parts))


def mean_of(*totals: int) -> Fraction:
    return Fraction(sum(totals), len(totals))
