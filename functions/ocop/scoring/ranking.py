"""From a council's result to stars.

The star is the highest one whose band is reached and whose thresholds, with those of all lower
stars, are met. The decisions print the thresholds ("dấu sao") but say neither whether a member's
points or the average is tested, nor what follows when one is missed; both are settings here.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.structs import struct
from ocop.scoring.criteria import CriteriaSet, Criterion
from ocop.scoring.tally import Mark, Tally, Vote

TestedOn = Literal["average", "every_member"]
NamedGate = Literal["ignored", "any_points"]
HIGHEST = 5


@struct(frozen=True)
class Band:
    """The points from which a star may be given."""

    star: int
    start: Fraction


@struct(frozen=True)
class RankingRules:
    """Bands, lowest first, and how thresholds are tested.

    `between_bands` "lower": a mean between two printed bands (69.5 under 1048/QĐ-TTg, which prints
    50-69 and 70-89) stays in the lower one. `rounding` "none": 89.99 is not 90.
    `named_gate`: what a criterion marked without a level asks for (148/QĐ-TTg): nothing, or points.
    """

    bands: tuple[Band, ...]
    tested_on: TestedOn = "average"
    named_gate: NamedGate = "any_points"
    between_bands: Literal["lower"] = "lower"
    rounding: Literal["none"] = "none"

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "RankingRules":
        """Read `ranking` of a rulebook; InvalidInput names every setting that is not known here."""
        bands = tuple(sorted((_band(band) for band in data["bands"]), key=lambda b: b.star))
        _refuse_unknown(data, bands)
        gates = data.get("gates", {})
        return cls(
            bands=bands,
            tested_on=gates.get("tested_on", "average"),
            named_gate=data.get("named_gate", "any_points"),
        )

    def band_star(self, total: Fraction) -> int:
        """The star whose band the total reaches, at least 1."""
        return max((band.star for band in self.bands if total >= band.start), default=1)

    def start(self, star: int) -> Fraction:
        """The points from which `star` may be given; 0 for the lowest."""
        return next((band.start for band in self.bands if band.star == star), Fraction(0))


@struct(frozen=True)
class Gate:
    """A threshold of a star: the level's position and points; no position on a named criterion."""

    criterion: str
    star: int
    level: int | None
    points: int


@struct(frozen=True)
class GateMiss:
    """A threshold that is not met, and the points that were reached."""

    gate: Gate
    reached: Fraction


@struct(frozen=True)
class NextStar:
    """What the next star takes: points still missing and thresholds not met."""

    star: int
    start: Fraction
    missing_points: Fraction
    missed: tuple[GateMiss, ...]


@struct(frozen=True)
class Ranking:
    """A product's star: 1 to 5, or 0 when it is disqualified.

    `band_star` is what the points alone would give. `capped_by` holds the thresholds missed above
    `star`, up to `band_star`. `next_star` is None at five stars and when disqualified.
    """

    star: int
    band_star: int
    total: Fraction
    capped_by: tuple[GateMiss, ...] = ()
    next_star: NextStar | None = None
    disqualified: tuple[Vote, ...] = ()
    tested_on: TestedOn = "average"


def rank(cs: CriteriaSet, result: Tally, rules: RankingRules) -> Ranking:
    """The star of a tally, with everything needed to explain it."""
    band_star = rules.band_star(result.total)
    if result.disqualified:
        votes = result.votes
        return Ranking(0, band_star, result.total, disqualified=votes, tested_on=rules.tested_on)
    missed = _missed(cs, result, rules)
    star = max(s for s in range(1, band_star + 1) if not _up_to(s, missed))
    return Ranking(
        star=star,
        band_star=band_star,
        total=result.total,
        capped_by=_up_to(band_star, missed),
        next_star=_next(star + 1, result.total, missed, rules) if star < HIGHEST else None,
        tested_on=rules.tested_on,
    )


def gates(criterion: Criterion, rules: RankingRules) -> tuple[Gate, ...]:
    """The thresholds of a criterion, rising.

    They are compared in points, since an average has no level: of two levels with equal points
    the lower one suffices. Where levels come in cases, the checker makes every case ask the same
    points for a star, because an average over members no longer tells which case they saw; so one
    case's mark stands for all.
    """
    marked = {
        level.min_for_star: Gate(criterion.code, level.min_for_star, position, level.points)
        for position, level in enumerate(criterion.levels)
        if level.min_for_star is not None
    }
    named = criterion.named_for_star
    if named is not None and rules.named_gate == "any_points":
        marked.setdefault(named, Gate(criterion.code, named, None, 1))
    return tuple(marked[star] for star in sorted(marked))


def _missed(cs: CriteriaSet, result: Tally, rules: RankingRules) -> tuple[GateMiss, ...]:
    tested = (
        (gate, _reached(result.marks[criterion.code], rules))
        for criterion in cs.criteria
        for gate in gates(criterion, rules)
    )
    return tuple(GateMiss(gate, reached) for gate, reached in tested if not _met(gate, reached))


def _reached(mark: Mark, rules: RankingRules) -> Fraction:
    return mark.mean if rules.tested_on == "average" else Fraction(mark.low)


def _met(gate: Gate, reached: Fraction) -> bool:
    return reached > 0 if gate.level is None else reached >= gate.points


def _up_to(star: int, missed: tuple[GateMiss, ...]) -> tuple[GateMiss, ...]:
    return tuple(miss for miss in missed if miss.gate.star <= star)


def _next(
    star: int, total: Fraction, missed: tuple[GateMiss, ...], rules: RankingRules
) -> NextStar:
    start = rules.start(star)
    return NextStar(star, start, max(start - total, Fraction(0)), _up_to(star, missed))


def _band(data: Mapping[str, Any]) -> Band:
    return Band(data["star"], Fraction(data["from"]))


def _refuse_unknown(data: Mapping[str, Any], bands: tuple[Band, ...]) -> None:
    gate_rules = data.get("gates", {})
    given = (
        ("between_bands", data.get("between_bands", "lower"), ("lower",)),
        ("rounding", data.get("rounding", "none"), ("none",)),
        ("gates/tested_on", gate_rules.get("tested_on", "average"), ("average", "every_member")),
        ("named_gate", data.get("named_gate", "any_points"), ("ignored", "any_points")),
    )
    errors = [
        FieldError(f"/ranking/{name}", "unknown-setting", f"{value!r} is not one of {known}")
        for name, value, known in given
        if value not in known
    ]
    if not _whole(bands):
        detail = "the stars 2 to 5, and 1 if printed, each once, from rising points"
        errors.append(FieldError("/ranking/bands", "bad-bands", detail))
    if errors:
        raise InvalidInput(errors)


def _whole(bands: tuple[Band, ...]) -> bool:
    stars = [band.star for band in bands]
    starts = [band.start for band in bands]
    rising = all(low < high for low, high in pairwise(starts))
    return rising and stars in ([1, 2, 3, 4, 5], [2, 3, 4, 5])
