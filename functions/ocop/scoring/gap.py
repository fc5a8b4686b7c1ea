"""How far a product is from its next star: which criteria to raise, thresholds first, then the
fewest levels that bring the points.

Points are exact. Only levels that the law's reading rules allow are proposed.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import lcm

from ocop.base.structs import struct
from ocop.scoring.criteria import CriteriaSet, Criterion
from ocop.scoring.ranking import HIGHEST, Gate, RankingRules, gates

Reached = Mapping[str, Fraction]
Climb = tuple[int, int, tuple["GapStep", ...]]  # levels raised, points beyond what is needed, steps


@struct(frozen=True)
class GapStep:
    """One criterion to raise: from what points to which level, over how many levels. `gate` is the
    star whose threshold asks for it, 0 where it is for points alone.
    """

    criterion: str
    reached: Fraction
    level: int
    points: int
    levels: int
    gate: int = 0

    @property
    def gain(self) -> Fraction:
        """The points that it brings."""
        return self.points - self.reached


@struct(frozen=True)
class Gap:
    """What lies between a product and `target`: its `total`, the `start` of that star's band, and
    the steps that lead there. `possible` is False where no levels bring enough points.
    """

    star: int
    target: int
    total: Fraction
    start: Fraction
    steps: tuple[GapStep, ...]
    possible: bool = True

    @property
    def missing(self) -> Fraction:
        """The points short of the band, before any step."""
        return max(self.start - self.total, Fraction(0))


def gap_to_next(cs: CriteriaSet, reached: Reached, rules: RankingRules) -> Gap | None:
    """The way to the next star from points by criterion (none where nothing was answered); None at
    five stars.
    """
    now = {one.code: reached.get(one.code, Fraction(0)) for one in cs.criteria}
    star = _star(cs, now, rules)
    if star == HIGHEST:
        return None
    target, total = star + 1, sum(now.values(), Fraction(0))
    asked = tuple(_gate_steps(cs, now, rules, target))
    raised = now | {step.criterion: Fraction(step.points) for step in asked}
    start = rules.start(target)
    more = _cheapest(cs, raised, start - sum(raised.values(), Fraction(0)))
    steps = _joined(now, asked, more or ())
    return Gap(star, target, total, start, steps, possible=more is not None)


def _star(cs: CriteriaSet, now: Reached, rules: RankingRules) -> int:
    band = rules.band_star(sum(now.values(), Fraction(0)))
    missed = [gate.star for one in cs.criteria for gate in _missed(one, now, rules)]
    return max(star for star in range(1, band + 1) if not any(m <= star for m in missed))


def _missed(criterion: Criterion, now: Reached, rules: RankingRules) -> Iterator[Gate]:
    for gate in gates(criterion, rules):
        has = now[criterion.code]
        if has <= 0 if gate.level is None else has < gate.points:
            yield gate


def _gate_steps(
    cs: CriteriaSet, now: Reached, rules: RankingRules, target: int
) -> Iterator[GapStep]:
    for criterion in cs.criteria:
        asked = [gate for gate in _missed(criterion, now, rules) if gate.star <= target]
        if asked:
            highest = max(asked, key=lambda gate: gate.star)
            least = max(highest.points, 1)
            above = [one for one in _raises(criterion, now[criterion.code]) if one.points >= least]
            if above:
                step = min(above, key=lambda one: one.points)
                yield GapStep(
                    step.criterion, step.reached, step.level, step.points, step.levels, highest.star
                )


def _raises(criterion: Criterion, has: Fraction) -> list[GapStep]:
    """Every level above what a criterion has, in the case that it is answered by."""
    case = next((one.case for one in criterion.levels if one.points == has), None)
    cases = criterion.cases
    held = case if case is not None else (cases[0] if cases else None)
    above = sorted(
        (one.points, at)
        for at, one in enumerate(criterion.levels)
        if one.points > has and one.case in (None, held)
    )
    steps: dict[int, GapStep] = {}
    for points, at in above:
        steps.setdefault(points, GapStep(criterion.code, has, at, points, len(steps) + 1))
    return list(steps.values())


def _cheapest(cs: CriteriaSet, now: Reached, needed: Fraction) -> tuple[GapStep, ...] | None:
    """The steps over the fewest levels that bring the points, and of those the fewest points; None
    where all together do not.
    """
    if needed <= 0:
        return ()
    unit = lcm(needed.denominator, *(points.denominator for points in now.values()))
    goal = int(needed * unit)
    best: dict[int, Climb] = {0: (0, 0, ())}
    for criterion in cs.criteria:
        if not _open_to(cs, criterion, now):
            continue
        for gained, way in list(best.items()):
            for step in _raises(criterion, now[criterion.code]):
                _better(best, gained, way, step, (unit, goal))
    return best[goal][2] if goal in best else None


def _better(
    best: dict[int, Climb], gained: int, way: Climb, step: GapStep, scale: tuple[int, int]
) -> None:
    unit, goal = scale
    total = gained + int(step.gain * unit)
    beyond = way[1] + max(0, total - goal)
    reached: Climb = (way[0] + step.levels, beyond, (*way[2], step))
    at = min(total, goal)
    if at not in best or reached[:2] < best[at][:2]:
        best[at] = reached


def _open_to(cs: CriteriaSet, criterion: Criterion, now: Reached) -> bool:
    """Whether more points may be had here: some count only when another criterion has points."""
    return all(
        now.get(rule.on, Fraction(0)) > 0
        for rule in cs.reading
        if rule.kind == "needs" and criterion.code in rule.criteria
    )


def _joined(
    now: Reached, asked: tuple[GapStep, ...], more: tuple[GapStep, ...]
) -> tuple[GapStep, ...]:
    """Thresholds first; a criterion that is raised for both is told once, with all of it."""
    further = {step.criterion: step for step in more}
    first = [_whole(now, step, further.pop(step.criterion, None)) for step in asked]
    rest = sorted(further.values(), key=lambda step: (step.levels, -step.gain))
    return (*first, *rest)


def _whole(now: Reached, step: GapStep, further: GapStep | None) -> GapStep:
    if further is None:
        return step
    levels, has = step.levels + further.levels, now[step.criterion]
    return GapStep(step.criterion, has, further.level, further.points, levels, step.gate)
