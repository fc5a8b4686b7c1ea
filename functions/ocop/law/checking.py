"""What a well-shaped rulebook may still get wrong: stages, forms, points, dates, criteria."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction

from ocop.base.codec import Data
from ocop.base.errors import FieldError, InvalidInput
from ocop.base.structs import struct
from ocop.law.composing import BEGINS, NEXT
from ocop.law.rounds import YearRound
from ocop.law.rulebook import Condition, Route, Rulebook, Stage
from ocop.scoring.criteria import CriteriaSet
from ocop.scoring.ranking import HIGHEST, RankingRules
from ocop.scoring.tally import TallyRules

COMMON_YEAR = 2027  # the 29th of February is no day of every year
MOST = Fraction(100)
LEAST = Fraction(1, 100)  # points are shown to the hundredth
BESIDE = ("@return", "@routes")
# Said of documents from which no rulebook can be read, and of rulebooks beside each other.
BAD_DAY, NO_PROCESS, NO_LAW = (
    "law_faults.bad_day",
    "law_faults.no_process",
    "law_faults.no_law",
)


@struct(frozen=True)
class LawFault:
    """Something wrong: the name of the sentence that says it, where it is, and what it names."""

    name: str
    place: str
    value: str = ""


def rulebook_faults(
    law: Rulebook, forms: Collection[str], sets: Sequence[CriteriaSet]
) -> list[LawFault]:
    """All that is wrong with a rulebook beyond its shape; `forms` are those there are, `sets` those
    of the law's criteria.
    """
    return [
        *stage_faults(law),
        *_unknown_forms(law, forms),
        *_rules_faults(law),
        *_dates(law),
        *_sets(law, sets),
        *_no_certificate(law),
    ]


def stage_faults(law: Rulebook) -> list[LawFault]:
    """Stages that lead nowhere or cannot be reached, and what names a stage there is none of."""
    return [*_ways(law), *_named_stages(law), *_unfiled(law), *_ends(law)]


def _ways(law: Rulebook) -> Iterator[LawFault]:
    for stage in law.stages.values():
        for target in _targets(stage):
            if target not in law.stages and target not in BESIDE:
                yield LawFault("law_faults.leads_nowhere", stage.id, target)
        for ending in _endings(stage):
            if ending not in law.endings:
                yield LawFault("law_faults.no_ending", stage.id, ending)
        if stage.limit and stage.limit.unit == "round" and not _rounds(law, stage):
            yield LawFault("law_faults.no_round", stage.id)


def _named_stages(law: Rulebook) -> Iterator[LawFault]:
    for kind, again in law.again.items():
        begins = law.stages.get(again.starts)
        if begins is None or not law.completes_dossier(begins):
            yield LawFault("law_faults.again_start", f"again/{kind}", again.starts)
    for stage in sorted(law.oversight.first_stages - law.stages.keys()):
        yield LawFault("law_faults.no_stage", "oversight", stage)
    for rule in law.custody:
        if rule.before not in law.stages:
            yield LawFault("law_faults.no_stage", "custody", rule.before)


def _unfiled(law: Rulebook) -> Iterator[LawFault]:
    """Papers of a dossier that are said to be in a form which no stage asks."""
    asked = {form for stage in law.stages.values() for form in stage.forms}
    for paper in law.dossier.papers:
        if paper.form and paper.form not in asked:
            yield LawFault("law_faults.nobody_files", f"dossier/{paper.id}", paper.form)


def _ends(law: Rulebook) -> Iterator[LawFault]:
    for stage in law.stages.values():
        if not (_targets(stage) or stage.outcomes or stage.routes):
            yield LawFault("law_faults.no_way_on", stage.id)
    again = (rule.starts for rule in law.again.values())
    reached = _reached(law, [law.start, *again, *law.oversight.first_stages])
    for id in law.stages:
        if id not in reached:
            yield LawFault("law_faults.unreached", id)


def _unknown_forms(law: Rulebook, forms: Collection[str]) -> Iterator[LawFault]:
    for stage in law.stages.values():
        for form in sorted({*stage.forms, *stage.requires, stage.completes} - {"", *forms}):
            yield LawFault("law_faults.no_form", stage.id, form)


def _rules_faults(law: Rulebook) -> Iterator[LawFault]:
    """Ranking and tally as they will be read; only of what can be read, results without a way."""
    for read in (
        lambda: RankingRules.from_data(law.ranking),
        lambda: TallyRules.from_data(law.tally),
    ):
        try:
            read()
        except InvalidInput as refused:
            yield from map(_setting, refused.errors)
    with suppress(InvalidInput):
        yield from _points(TallyRules.from_data(law.tally))
    with suppress(InvalidInput):
        yield from _results(law, RankingRules.from_data(law.ranking))


def _setting(error: FieldError) -> LawFault:
    bands = error.code == "bad-bands"
    name = "law_faults.bands" if bands else "law_faults.setting"
    return LawFault(name, error.pointer.lstrip("/"), error.detail)


def _points(rules: TallyRules) -> Iterator[LawFault]:
    if not 0 < rules.quorum_share <= 1:
        yield LawFault("law_faults.quorum", "tally/quorum/share", str(rules.quorum_share))
    if rules.spread_limit is not None and rules.spread_limit > MOST:
        yield LawFault("law_faults.too_many_points", "tally/spread_limit", str(rules.spread_limit))


def _results(law: Rulebook, rules: RankingRules) -> Iterator[LawFault]:
    """Results of a council that lead nowhere, or to a stage where nothing can be decided."""
    if rules.bands[0].start and rules.bands[0].star == 1:
        yield LawFault("law_faults.lowest_band", "ranking/bands", str(rules.bands[0].start))
    for stage in law.stages.values():
        if stage.routes:
            yield from _first_of_each_star(law, stage, rules)


def _first_of_each_star(law: Rulebook, stage: Stage, rules: RankingRules) -> Iterator[LawFault]:
    told = set()
    for star, total in _possible(law, rules):
        fault = _of_result(law, stage, star, total)
        if fault and (fault.name, fault.place, star) not in told:
            told.add((fault.name, fault.place, star))
            yield fault


def _possible(law: Rulebook, rules: RankingRules) -> Iterator[tuple[int, Fraction]]:
    """Each star, 0 for rejected, with totals on both sides of every number that a rule names: a
    missed threshold leaves a star with any total from its band on.
    """
    bounds = (b for when in _conditions(law) for b in (when.total_from, when.total_below))
    named = {bound for bound in bounds if bound is not None}
    edges = {Fraction(0), MOST, *(band.start for band in rules.bands), *named}
    totals = sorted({*edges, *(edge - LEAST for edge in edges if edge)})
    for star in range(HIGHEST + 1):
        yield from ((star, total) for total in totals if total >= rules.start(star))


def _conditions(law: Rulebook) -> Iterator[Condition]:
    for stage in law.stages.values():
        yield from (route.when for route in stage.routes)
        yield from (outcome.when for outcome in stage.outcomes if outcome.when)


def _of_result(law: Rulebook, stage: Stage, star: int, total: Fraction) -> LawFault | None:
    def holds(when: Condition) -> bool:
        return when.holds(star, total, disqualified=star == 0)

    points = str(float(total)).removesuffix(".0")
    way: Route | None = next((one for one in stage.routes if holds(one.when)), None)
    if way is None:
        return LawFault("law_faults.no_route", stage.id, f"{star}★ {points}")
    decides = law.stages.get(way.to)
    offered = (
        not decides
        or decides.kind != "decision"
        or any(outcome.when is None or holds(outcome.when) for outcome in decides.outcomes)
    )
    return None if offered else LawFault("law_faults.no_outcome", way.to, f"{star}★ {points}")


def _dates(law: Rulebook) -> Iterator[LawFault]:
    last = law.in_force.last
    if last is not None and last < law.in_force.first:
        yield LawFault("law_faults.ends_first", "in_force", last.isoformat())
    for name, rounds in (("rounds", law.rounds), ("centre_rounds", law.centre_rounds)):
        ids = [one.id for one in rounds]
        for id in sorted({id for id in ids if ids.count(id) > 1}):
            yield LawFault("law_faults.twice", name, id)
        yield from (fault for one in rounds for fault in _round_days(f"{name}/{one.id}", one))


def _round_days(place: str, one: YearRound) -> Iterator[LawFault]:
    for month, day in (one.propose_before, one.evaluate_before):
        try:
            date(COMMON_YEAR, month, day)
        except ValueError:
            yield LawFault("law_faults.no_day", place, f"{month:02}-{day:02}")
    if one.propose_before == one.evaluate_before:
        yield LawFault("law_faults.no_time", place)


def _sets(law: Rulebook, sets: Sequence[CriteriaSet]) -> Iterator[LawFault]:
    """Whether the law has criteria, and whether their best points reach every band."""
    if not sets:
        yield LawFault("law_faults.no_sets", "criteria", law.criteria)
    with suppress(InvalidInput):
        highest = max(band.start for band in RankingRules.from_data(law.ranking).bands)
        for one in sets:
            best = sum(max(lv.points for lv in c.levels) for c in one.criteria)
            if best < highest:
                yield LawFault("law_faults.out_of_reach", f"criteria/{one.number}", str(best))


def _no_certificate(law: Rulebook) -> Iterator[LawFault]:
    """Where a first rating, an upgrade or a re-rating begins and no certificate can follow."""
    for start in dict.fromkeys((law.start, *(rule.starts for rule in law.again.values()))):
        outcomes = (o for id in _reached(law, [start]) for o in law.stages[id].outcomes)
        if not any(outcome.certificate for outcome in outcomes):
            yield LawFault("law_faults.no_certificate", start)


def _rounds(law: Rulebook, stage: Stage) -> tuple[YearRound, ...]:
    levels = {"province": law.rounds, "centre": law.centre_rounds}
    return levels.get(stage.level, ())


def _targets(stage: Stage) -> list[str]:
    ways = [stage.to, stage.apart, *(o.to for o in stage.outcomes), *(r.to for r in stage.routes)]
    return [way for way in ways if way]


def _endings(stage: Stage) -> list[str]:
    ways = [*(o.ending for o in stage.outcomes), *(r.ending for r in stage.routes)]
    return [way for way in (*ways, stage.lapse.ending if stage.lapse else "") if way]


def _reached(law: Rulebook, starts: Sequence[str]) -> set[str]:
    seen: set[str] = set()
    ahead = [*starts]
    while ahead:
        here = ahead.pop()
        if here in seen or here not in law.stages:
            continue
        seen.add(here)
        ahead += _targets(law.stages[here])
    return seen


def process_faults(process: Data) -> Iterator[LawFault]:
    """What is wrong with a process by itself: ways that lead nowhere, or none to the law."""
    ways = [way for stage in process["stages"] for way in (stage, *stage.get("outcomes", ()))]
    known = {NEXT, *(stage["id"] for stage in process["stages"])}
    for way in ways:
        if way.get("to", NEXT) not in known:
            yield LawFault("law_faults.leads_nowhere", way["id"], way["to"])
        for ending in (way.get("ending"), way.get("lapse", {}).get("ending")):
            if ending and ending not in process["endings"]:
                yield LawFault("law_faults.no_ending", way["id"], ending)
    if BEGINS not in process and NEXT not in (way.get("to") for way in ways):
        yield LawFault("law_faults.no_way_to_law", "stages", NEXT)
