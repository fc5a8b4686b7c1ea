"""A result in words: the points, the star, what held it back and what the next star takes.

The wording is data, handed in as `phrases` (schemas/texts/explain.json).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ocop.base.points import show_limit, show_points
from ocop.base.text import Lang, Text, pick
from ocop.scoring.criteria import CriteriaSet
from ocop.scoring.ranking import HIGHEST, GateMiss, Ranking, RankingRules
from ocop.scoring.sheet import REJECTED_WHEN
from ocop.scoring.tally import Tally, Vote

Phrases = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Sentences for people, ready to show.

    `gates`: the thresholds that kept the star below its band. `next_star`: what the next star
    takes, points first. `rejections`: why a product was rejected; then gates and next are empty.
    """

    headline: str
    band: str
    parts: tuple[str, ...]
    gates: tuple[str, ...] = ()
    next_star: tuple[str, ...] = ()
    rejections: tuple[str, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """A JSON object: sentences and lists of sentences by name."""
        return {
            "headline": self.headline,
            "band": self.band,
            "parts": list(self.parts),
            "gates": list(self.gates),
            "next_star": list(self.next_star),
            "rejections": list(self.rejections),
        }


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Fills the phrases of one language for one criteria set."""

    cs: CriteriaSet
    phrases: Phrases
    lang: Lang

    def say(self, phrase: str, **values: object) -> str:
        return pick(self.phrases[phrase], self.lang).format(**values)

    def points(self, points: Fraction | int) -> str:
        return show_points(points, self.lang)

    def limit(self, points: Fraction | int) -> str:
        return show_limit(points, self.lang)

    def text(self, text: Text) -> str:
        return pick(text, self.lang)

    def criterion(self, code: str) -> str:
        criterion = self.cs.criterion(code)
        return f"{criterion.printed} ({self.text(criterion.title)})"

    def miss(self, phrase: str, miss: GateMiss) -> str:
        gate = miss.gate
        values = {
            "criterion": self.criterion(gate.criterion),
            "star": gate.star,
            "reached": self.points(miss.reached),
            "points": gate.points,
        }
        if gate.level is not None:
            level = self.cs.criterion(gate.criterion).levels[gate.level]
            values["level"] = self.text(level.label)
        return self.say(phrase, **values)


def explain(
    cs: CriteriaSet,
    result: Tally,
    ranking: Ranking,
    rules: RankingRules,
    phrases: Phrases,
    lang: Lang,
    *,
    certified_from: int = 1,
) -> Explanation:
    """Say a ranking in words; members are never named. `certified_from` is the lowest star that
    gets a certificate.
    """
    speaker = _Speaker(cs, phrases, lang)
    parts = tuple(_part_lines(speaker, result))
    band = _band(speaker, ranking, rules)
    if ranking.star == 0:
        rejections = tuple(_rejection(speaker, vote) for vote in ranking.disqualified)
        return Explanation(speaker.say("disqualified"), band, parts, rejections=rejections)
    return Explanation(
        headline=_headline(speaker, ranking),
        band=band,
        parts=parts,
        gates=tuple(_gate(speaker, miss, ranking) for miss in ranking.capped_by),
        next_star=(
            *_next_lines(speaker, ranking),
            *_uncertified(speaker, ranking, rules, certified_from),
        ),
    )


def _headline(speaker: _Speaker, ranking: Ranking) -> str:
    values = {"points": speaker.points(ranking.total), "star": ranking.star}
    if ranking.star == ranking.band_star:
        return speaker.say("result_one" if ranking.star == 1 else "result", **values)
    needed = ranking.star + 1
    holding = [miss for miss in ranking.capped_by if miss.gate.star == needed]
    if len(holding) > 1:
        return speaker.say("capped_by_many", needed=needed, count=len(holding), **values)
    criterion = speaker.criterion(holding[0].gate.criterion)
    return speaker.say("capped_by_one", needed=needed, criterion=criterion, **values)


def _band(speaker: _Speaker, ranking: Ranking, rules: RankingRules) -> str:
    star = ranking.band_star
    start = speaker.limit(rules.start(star))
    if star == HIGHEST:
        return speaker.say("band_highest", star=star, start=start)
    end = speaker.limit(rules.start(star + 1))
    if star == 1:
        return speaker.say("band_lowest", end=end)
    return speaker.say("band", star=star, start=start, end=end)


def _part_lines(speaker: _Speaker, result: Tally) -> list[str]:
    return [
        speaker.say(
            "part",
            code=part.code,
            title=speaker.text(part.title),
            points=speaker.points(result.parts[part.code]),
            max=part.max,
        )
        for part in speaker.cs.parts
    ]


def _gate(speaker: _Speaker, miss: GateMiss, ranking: Ranking) -> str:
    kind = "gate_named" if miss.gate.level is None else "gate"
    return speaker.miss(f"{kind}_{ranking.tested_on}", miss)


def _next_lines(speaker: _Speaker, ranking: Ranking) -> tuple[str, ...]:
    target = ranking.next_star
    if target is None:
        return (speaker.say("highest"),)
    points = speaker.say(
        "next_points" if target.missing_points else "next_points_enough",
        star=target.star,
        missing=speaker.points(target.missing_points),
        points=speaker.points(ranking.total),
        start=speaker.limit(target.start),
    )
    return (points, *(_next_gate(speaker, miss) for miss in target.missed))


def _uncertified(
    speaker: _Speaker, ranking: Ranking, rules: RankingRules, certified_from: int
) -> Iterator[str]:
    if ranking.star + 1 < certified_from:
        start = speaker.limit(rules.start(certified_from))
        yield speaker.say("certified_from", star=certified_from, start=start)


def _next_gate(speaker: _Speaker, miss: GateMiss) -> str:
    return speaker.miss("next_gate_named" if miss.gate.level is None else "next_gate", miss)


def _rejection(speaker: _Speaker, vote: Vote) -> str:
    if vote.source.startswith(REJECTED_WHEN):
        rule = speaker.cs.rejected_when[int(vote.source.removeprefix(REJECTED_WHEN))]
        return speaker.say("rejected_outright", rule=speaker.text(rule), reason=vote.reason)
    criterion = speaker.criterion(vote.source)
    return speaker.say("rejected_by_criterion", criterion=criterion, reason=vote.reason)
