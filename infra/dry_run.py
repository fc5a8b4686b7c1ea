"""Past score sheets under another rulebook: who would get another result, exactly.

A past tally is what a case's event keeps of a round: the members' sheets as they were submitted.
Its own law is applied anew as well, so that two results of one computation are compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ocop.base.errors import InvalidInput, NotFound
from ocop.base.points import show_points
from ocop.base.text import Lang, Text, pick, same
from ocop.cases.flow import route
from ocop.cases.sources import set_under
from ocop.cases.subject import Result
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.messages import sentence
from ocop.catalogue.texts import say
from ocop.law.rulebook import Rulebook
from ocop.scoring.ranking import RankingRules, rank
from ocop.scoring.sheet import ScoreSheet, score
from ocop.scoring.tally import TallyRules, tally


@dataclass(frozen=True)
class PastTally:
    """A round of scoring: the case's reference, its law, set and stage, the sheets by member."""

    reference: str
    law: str
    set_number: int
    stage: str
    chair: str
    sheets: Mapping[str, Mapping[str, Any]]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "PastTally":
        """Read one from the file that `sheets` writes. Raises KeyError for what lacks, TypeError
        and AttributeError for what is of another kind.
        """
        past = cls(**{name: data[name] for name in cls.__dataclass_fields__})
        for one in past.sheets.values():
            ScoreSheet.from_data(one)
        return past


@dataclass(frozen=True)
class Outcome:
    """What a law makes of sheets: total, star and where the case goes on, `told` in its words."""

    total: Fraction
    star: int
    way: str
    told: Text = field(compare=False)


@dataclass(frozen=True)
class Trial:
    """A past tally under its own law and another; `why` says why one of them cannot score it."""

    past: PastTally
    before: Outcome | None
    after: Outcome | None
    why: str = ""

    @property
    def changed(self) -> bool:
        """Whether the other law scores it, with another result."""
        return self.after is not None and self.after != self.before

    def said(self, lang: Lang) -> str:
        """The line of the table."""
        own, other, reference = self.before, self.after, self.past.reference
        if own is None or other is None:
            return say(lang, "provisions.try_refused", reference=reference, why=self.why)
        new = {"star": other.star, "total": show_points(other.total, lang)}
        if not self.changed:
            return say(lang, "provisions.try_same", reference=reference, **new)
        old = {"old_star": own.star, "old_total": show_points(own.total, lang)}
        ways = {"old_way": pick(own.told, lang), "way": pick(other.told, lang)}
        return say(lang, "provisions.try_changed", reference=reference, **new, **old, **ways)


def try_law(
    past: Sequence[PastTally], laws: Mapping[str, Rulebook], other: Rulebook, lang: Lang
) -> list[Trial]:
    """Each past tally under its own law, of `laws` by name and version, and under another."""
    sets = CriteriaSets()
    return [_trial(one, laws[one.law], other, sets, lang) for one in past]


def _trial(
    past: PastTally, own: Rulebook, other: Rulebook, sets: CriteriaSets, lang: Lang
) -> Trial:
    try:
        before = outcome_of(past, own, sets)
    except (NotFound, InvalidInput) as refused:
        why = _why(past, own, refused, lang)
        return Trial(past, None, None, say(lang, "provisions.try_own_law", law=past.law, why=why))
    if own.criteria != other.criteria:
        told = say(lang, "provisions.try_other_criteria", criteria=other.criteria)
        return Trial(past, before, None, told)
    try:
        return Trial(past, before, outcome_of(past, other, sets))
    except (NotFound, InvalidInput) as refused:
        return Trial(past, before, None, _why(past, own, refused, lang))


def _why(past: PastTally, own: Rulebook, refused: NotFound | InvalidInput, lang: Lang) -> str:
    """Why a law cannot score the sheets."""
    if isinstance(refused, InvalidInput):
        return "; ".join(f"{error.pointer} {error.detail}" for error in refused.errors)
    if refused.code == "unknown-stage":
        named = own.stages.get(past.stage)
        told = pick(named.title, lang) if named else past.stage
        return say(lang, "provisions.try_no_stage", stage=told)
    return sentence(refused.code, lang, refused.params)


def outcome_of(past: PastTally, law: Rulebook, sets: CriteriaSets) -> Outcome:
    """What a law makes of the sheets. Raises InvalidInput for a sheet that it refuses, NotFound
    where it has no such stage.
    """
    cs = set_under(sets, law, past.set_number)
    cards = {member: score(cs, ScoreSheet.from_data(one)) for member, one in past.sheets.items()}
    counted = tally(cs, cards, TallyRules.from_data(law.tally), past.chair)
    star = rank(cs, counted, RankingRules.from_data(law.ranking)).star
    result = Result(past.stage, counted.total, star, counted.disqualified, same(""))
    way = route(law.stage(past.stage), result)
    told = law.stage(way.to).title if way.to else law.endings[way.ending]
    return Outcome(counted.total, star, way.to or way.ending, told)
