"""Which law a case runs under: that of the day on which its dossier is complete."""

from dataclasses import replace
from datetime import date, datetime

from ocop.base.calendar import start_of_day
from ocop.base.errors import NotFound, WrongState
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.cases.lookup import calendar_of, province_of
from ocop.cases.ports import CaseServices
from ocop.law.force import FinishRule
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province


@struct(frozen=True)
class LastDay:
    """Until when a case under an earlier law has to be finished, by which rule of which law."""

    newer: Rulebook
    rule: FinishRule
    at: datetime

    @property
    def refuses_late(self) -> bool:
        """Whether a decision of a later day is refused; else it is warned of."""
        return self.newer.transition is not None and self.newer.transition.refuses_late


def law_on(svc: CaseServices, province: Province, day: date) -> Rulebook:
    """The law under which a dossier is handed in on a day. Raises NotFound where the province has
    chosen none for the day, or one that is not in force then.
    """
    rulebook = svc.rulebooks.get(province.rulebook_on(day))
    if not rulebook.in_force.covers(day):
        raise NotFound("no-rulebook", {"date": day.isoformat()})
    return rulebook


def handed_in(svc: CaseServices, province: Province, case: Case) -> Case:
    """The case as its dossier is complete today: from now on under the law of this day.

    The idea was filed under the law of its own day, which named other criteria sets perhaps.
    Raises NotFound without a law of today, WrongState where the law does not tell into which of
    its criteria sets the product comes.
    """
    day = local_date(svc.now())
    before, after = svc.rulebooks.at(case.process), law_on(svc, province, day)
    number = set_carried(before, after, case.subject.set_number)
    rating = replace(case.subject, set_number=number, handed_in=day)
    return replace(case, process=after.ref, subject=rating)


def set_carried(before: Rulebook, after: Rulebook, number: int) -> int:
    """Into which criteria set of a law a product comes that was in set `number` of another. Raises
    WrongState where the law does not tell.
    """
    if before.criteria == after.criteria:
        return number
    known = after.transition.set_for(before.id, number) if after.transition else 0
    if not known:
        raise WrongState("set-of-earlier-law", {"law": after.decision})
    return known


def as_asked(svc: CaseServices, case: Case) -> Case:
    """The case as its producer is asked for the dossier: under the law it would come to today.

    Elsewhere, and where today's law cannot take it, it is the case as it stands.
    """
    rulebook = svc.rulebooks.at(case.process)
    if not case.is_open or not rulebook.completes_dossier(rulebook.stage(case.position.stage)):
        return case
    try:
        return handed_in(svc, province_of(svc, case.province), case)
    except (NotFound, WrongState):
        return case


def last_day(svc: CaseServices, province: Province, case: Case) -> LastDay | None:
    """Until when the case has to be finished because a newer law has come since (26/2026/QĐ-TTg,
    Article 12.2); None while the law it was handed in under still holds, and for one that is done
    again.
    """
    if case.subject.redone is not None:
        return None
    since, law = case.subject.handed_in, case.process.partition("@")[0]
    later = [p for p in province.periods if since and p.first > since and p.rulebook != law]
    for period in sorted(later, key=lambda one: one.first):
        newer = svc.rulebooks.get(period.rulebook)
        rule = newer.transition and newer.transition.rule_for(law, case.subject.occasion)
        if rule:
            begins = start_of_day(newer.in_force.first)
            at = calendar_of(svc, province).deadline(begins, rule.days, "calendar")
            return LastDay(newer, rule, at)
    return None
