"""What the due day of a case's next stage is counted by."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from ocop.base.calendar import end_of_day, start_of_day
from ocop.base.moment import local_date
from ocop.base.rounds import EvaluationRound
from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.cases.flow import RETURN, Step, Timing
from ocop.cases.governing import last_day
from ocop.cases.lookup import calendar_of
from ocop.cases.ports import CaseServices
from ocop.cases.subject import Proceeding
from ocop.law.rounds import round_named, round_open_on
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province


@struct(frozen=True)
class CaseRound:
    """The evaluation round of a case; `settled` once its proposal has reached the province, before
    then it is the one that a proposal of today would come to.
    """

    round: EvaluationRound
    settled: bool


def round_of(svc: CaseServices, province: Province, case: Case) -> CaseRound | None:
    """The province's round that judges the case; None where the law knows no rounds."""
    if isinstance(case.subject, Proceeding):
        return None
    law, id = svc.rulebooks.at(case.process), case.subject.evaluation_round
    again = law.again_rule(case.subject.occasion)
    if again and again.days:
        return None  # it is judged within so many days, whenever it comes
    yearly = law.rounds
    if id:
        known = round_named(id, yearly, province.rounds)
        return CaseRound(known, settled=True) if known else None
    coming = round_open_on(local_date(svc.now()), yearly, province.rounds)
    return CaseRound(coming, settled=False) if coming and case.is_open else None


def timing_of(svc: CaseServices, province: Province, case: Case) -> Timing:
    """By what a stage that the case enters now is due: the calendar of its province, its rounds,
    and the last day that a newer law leaves to cases of an older.
    """
    if isinstance(case.subject, Proceeding):  # bound to no round, and to no law of before
        return Timing(svc.now(), calendar_of(svc, province))
    finish = last_day(svc, province, case)
    whole = whole_time(svc, province, case)
    ends = [end for end in (finish.at if finish else None, whole) if end]
    return Timing(
        now=svc.now(),
        days=calendar_of(svc, province),
        ends={} if whole else _ends(svc, province, case),
        latest=min(ends, default=None),
    )


def whole_time(svc: CaseServices, province: Province, case: Case) -> datetime | None:
    """Until when a level has to be done with a dossier that it has whole: 26/2026/QĐ-TTg, Article
    7(6)(g), 45 days for a re-rating. None where the law sets no such time, and rounds hold.
    """
    rule = svc.rulebooks.at(case.process).again_rule(case.subject.occasion)
    since = case.subject.received
    if rule is None or not rule.days or since is None:
        return None
    return calendar_of(svc, province).deadline(start_of_day(since), rule.days, "calendar")


def as_received(rulebook: Rulebook, case: Case, step: Step, today: date) -> Case:
    """The case as a step hands it to another level, or brings what its dossier lacked: from that
    day on the level has it whole.
    """
    if step.ending or not step.to or isinstance(case.subject, Proceeding):
        return case
    here = rulebook.stage(case.position.stage)
    brought = step.to == RETURN and case.subject.received is not None
    if not brought:
        target = rulebook.stages.get(step.to, here)
        if target.waits_for_producer or target.level in (here.level, "commune"):
            return case
    return replace(case, subject=replace(case.subject, received=today))


def _ends(svc: CaseServices, province: Province, case: Case) -> Mapping[str, datetime]:
    """For each level the end of the last working day of the round that judges the case there, if
    the law binds to rounds and that one is still to end.
    """
    law: Rulebook = svc.rulebooks.at(case.process)
    own = round_of(svc, province, case)
    rounds = {
        "province": own.round if own else None,
        "centre": round_open_on(local_date(svc.now()), law.centre_rounds),
    }
    days = calendar_of(svc, province)
    bound = {level: one for level, one in rounds.items() if one and one.article}
    last = {level: one.last_day for level, one in bound.items()}
    ends = {level: end_of_day(days.last_working(day)) for level, day in last.items()}
    return {level: end for level, end in ends.items() if end > svc.now()}
