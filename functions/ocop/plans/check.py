"""What is wrong with a plan, its duties and its indicators, where each has its shape.

A plan is whole when every clause is answered and everything that answers exists.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from ocop.base.structs import struct
from ocop.plans.duty import CASE_FACTS, OF_CASES, PRODUCER_OWES, STAGE, Duty, PlanDuties
from ocop.plans.indicator import DOWN, KEEP, LINEAR, UP, Indicator, PlanIndicators, Target
from ocop.plans.money import money_faults
from ocop.plans.plan import Clause, ClauseTarget, ProgrammePlan, lies_under


@struct(frozen=True)
class PlanNames:
    """What there is to answer a clause: registers with what is derived, and processes with laws;
    `stages` are those of both, `measures` all that anything counts, each with its register.
    """

    registers: frozenset[str]
    processes: frozenset[str]
    stages: frozenset[str]
    measures: frozenset[str]


def plan_faults(
    plan: ProgrammePlan, duties: PlanDuties, indicators: PlanIndicators, names: PlanNames
) -> Iterator[str]:
    """Clauses that nothing answers, and names of nothing."""
    known = {
        "registers": names.registers,
        "duties": {one.id for one in duties.duties},
        "indicators": {one.id for one in indicators.indicators},
        "processes": names.processes,
        "narratives": {one.id for one in plan.narratives},
    }
    for clause in plan.clauses:
        if not clause.answers.any_given:
            yield f"{clause.id}: nothing answers it"
        for kind, ids in known.items():
            for id in getattr(clause.answers, kind):
                if id not in ids:
                    yield f"{clause.id}: answered by {id}, which is not among the {kind}"
        yield from _target_faults(clause, indicators)
    yield from _inner_faults(plan)
    yield from money_faults(plan.money)


def duty_faults(duties: PlanDuties, plan: ProgrammePlan, names: PlanNames) -> Iterator[str]:
    """Duties without a sentence, owed by nobody that the plan knows, or expecting the unknown."""
    yield from _twice(one.id for one in duties.duties)
    owners = {one.id for one in plan.owners}
    for duty in duties.duties:
        charged = {*duty.regimes.values(), *duty.helpers} - {""}
        yield from (f"{duty.id}: unknown owner {id}" for id in sorted(charged - owners))
        laws = duty.regimes.keys() - names.processes
        yield from (f"{duty.id}: unknown law {id}" for id in sorted(laws))
        yield from _sources(duty, plan, "duties")
        yield from _expected(duty, names)
        if PRODUCER_OWES in charged and duties.producers is None:
            yield f"{duty.id}: nothing says who the producers are"
        words = " ".join(clause.text for ref in duty.clauses for clause in plan.under(ref))
        if duty.period.printed.casefold() not in words.casefold():
            yield f"{duty.id}: “{duty.period.printed}” is not printed there"


def indicator_faults(
    indicators: PlanIndicators, plan: ProgrammePlan, names: PlanNames
) -> Iterator[str]:
    """Indicators without a sentence, of figures that nothing counts, and targets that cannot be
    judged.
    """
    yield from _twice(one.id for one in indicators.indicators)
    for indicator in indicators.indicators:
        yield from _sources(indicator, plan, "indicators")
        folds = (indicator.part, indicator.whole) if indicator.whole else (indicator.part,)
        counted = {one.measure for fold in folds for one in fold.of}
        unknown = sorted(counted - names.measures)
        yield from (f"{indicator.id}: nothing counts {measure}" for measure in unknown)
        yield from (f"{indicator.id}: {fault}" for fault in _course_faults(indicator))


def _target_faults(clause: Clause, indicators: PlanIndicators) -> Iterator[str]:
    """Numbers of a clause that its indicator does not have."""
    by_id = {one.id: one for one in indicators.indicators}
    for printed in clause.targets:
        indicator = by_id.get(printed.indicator)
        if indicator and not any(_agree(printed, one) for one in indicator.targets):
            yield f"{clause.id}: {printed.indicator} has another target"


def _agree(printed: ClauseTarget, target: Target) -> bool:
    if printed.at != target.at:
        return False
    if printed.part:
        return any((one.id, one.value) == (printed.part, printed.least) for one in target.parts)
    return (printed.least, printed.most) == (target.least, target.most)


def _inner_faults(plan: ProgrammePlan) -> Iterator[str]:
    """Clauses under a wrong heading, owners and settings that the plan itself does not name."""
    yield from _twice(clause.id for clause in plan.clauses)
    owners = {one.id for one in plan.owners}
    settings = {one.id for one in plan.settings}
    for section in plan.sections:
        for clause in section.clauses:
            if not lies_under(clause.id, section.id):
                yield f"{clause.id}: stands under {section.id}"
            if clause.owner not in owners:
                yield f"{clause.id}: unknown owner {clause.owner}"
            yield from (f"{clause.id}: unknown setting {id}" for id in {*clause.open} - settings)
    used = {id for clause in plan.clauses for id in clause.open}
    yield from (f"setting {id}: no clause leaves it open" for id in sorted(settings - used))


def _sources(thing: Duty | Indicator, plan: ProgrammePlan, kind: str) -> Iterator[str]:
    """Sentences that a duty or an indicator is said to come from, and that do not say so."""
    for ref in thing.clauses:
        if not any(
            lies_under(clause.id, ref) and thing.id in getattr(clause.answers, kind)
            for clause in plan.clauses
        ):
            yield f"{thing.id}: no clause of {ref} is answered by it"


def _expected(duty: Duty, names: PlanNames) -> Iterator[str]:
    of_cases = [m for one in duty.expects.of if one.register == OF_CASES for m in one.where]
    yield from (f"{duty.id}: no case says {m.at}" for m in of_cases if m.at not in CASE_FACTS)
    reached = {str(stage) for m in of_cases if m.at == STAGE for stage in m.values}
    stages = {duty.period.on, *(one.stage for one in duty.expects.of), *reached} - {""}
    registers = {one.register for one in duty.expects.of} - {""}
    yield from (f"{duty.id}: unknown stage {id}" for id in sorted(stages - names.stages))
    yield from (f"{duty.id}: unknown register {id}" for id in sorted(registers - names.registers))


def _course_faults(indicator: Indicator) -> Iterator[str]:
    days = [one.at for one in indicator.targets]
    if indicator.course == LINEAR:
        if indicator.baseline is None or indicator.better == KEEP:
            yield "a line needs a baseline and a better side"
        else:
            days = [indicator.baseline.at, *days]
    if days != sorted(set(days)):
        yield "the days of its targets do not follow each other"
    for target in indicator.targets:
        if indicator.better == UP and target.least is None:
            yield f"{target.at}: no least number"
        if indicator.better == DOWN and target.most is None:
            yield f"{target.at}: no greatest number"
        if target.parts and sum(part.value for part in target.parts) != target.least:
            yield f"{target.at}: the parts are not the whole"


def _twice(ids: Iterable[str]) -> Iterator[str]:
    yield from (f"{id}: is there twice" for id, times in Counter(ids).items() if times > 1)
