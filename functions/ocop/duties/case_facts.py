"""What cases did, where that is what a duty expects: they were begun, came to a stage, had a form
filed, were scored by somebody of an agency. Nobody types it in.
"""

from collections.abc import Iterator
from dataclasses import field
from datetime import date, datetime
from typing import Any

from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.plans.duty import FILED, OPENED, SCORED_BY, STAGE, RecordMatch
from ocop.plans.periods import round_name
from ocop.plans.task import CountedRecord, DutyTask

EARLIER_YEARS = 2  # a case that was begun earlier and has ended has nothing more to tell


@struct(frozen=True)
class CaseFact:
    """What a case did at an instant: the name of the fact, and what it says."""

    case: Case
    name: str
    value: Any
    at: datetime

    def counts_in(self, task: DutyTask) -> bool:
        """Whether it lies in a task's period. A score counts for the round that its case is judged
        in as well, however late it comes.
        """
        if self.name == SCORED_BY and _round(self.case) == task.period:
            return True
        return task.first <= local_date(self.at) <= task.last

    def as_record(self) -> CountedRecord:
        """The fact as a record of the list of cases."""
        told = {self.name.removeprefix("/"): self.value}
        return CountedRecord(self.case.id, self.case.unit, told, self.at)


@struct(frozen=True)
class CaseFacts:
    """What a province's cases did, read once for each period."""

    svc: DutyServices
    province: Province
    kept: dict[tuple[str, str], list[CaseFact]] = field(default_factory=dict)
    begun: dict[int, list[Case]] = field(default_factory=dict)

    def records(self, task: DutyTask, match: RecordMatch) -> list[CountedRecord]:
        """The cases that did what a field asks for in a task's period, each time they did."""
        key = (match.at, task.period)
        if key not in self.kept:
            told = (fact for case in self._cases(task.first) for fact in self._facts(case, match))
            self.kept[key] = [fact for fact in told if fact.counts_in(task)]
        return [fact.as_record() for fact in self.kept[key] if fact.value in match.values]

    def _facts(self, case: Case, match: RecordMatch) -> Iterator[CaseFact]:
        if match.at == SCORED_BY:
            yield from _scores(case, self.svc.store.assignments(case.id))
        else:
            yield from _acts(case, self.svc.store.events(case.id), match.at)

    def _cases(self, first: date) -> Iterator[Case]:
        """The cases that were begun in the year of a day, after it, or not long before."""
        years = range(first.year - EARLIER_YEARS, local_date(self.svc.now()).year + 1)
        for year in years:
            if year not in self.begun:
                communes = [one.code for one in self.province.communes]
                former = [one.code for one in self.province.former.values()]
                units = [*communes, *former]
                self.begun[year] = self.svc.store.cases_begun(self.province.code, units, year)
            yield from (one for one in self.begun[year] if one.status != "unconfirmed")


def _round(case: Case) -> str:
    """The name, as a period, of the round that a case is judged in; "" where there is none."""
    year, _, number = case.subject.evaluation_round.partition("-")
    return round_name(year, number) if number else ""


def _scores(case: Case, seats: list[Assignment]) -> Iterator[CaseFact]:
    """Score sheets that were handed in."""
    for seat in seats:
        if seat.sheet and seat.answered and seat.status == "done":
            yield CaseFact(case, SCORED_BY, seat.agency, seat.answered)


def _acts(case: Case, events: list[Event], name: str) -> Iterator[CaseFact]:
    """What its history says. It is begun once its producer has confirmed it, or with its first act
    where there was nothing to confirm; not where its star was taken in from paper.
    """
    first = events[0] if events else None
    begun = next((one for one in events if one.kind == "confirmed"), first)
    if name == OPENED and begun and begun.kind != "imported":
        yield CaseFact(case=case, name=OPENED, value=True, at=begun.at)
    after = [*(one.stage for one in events[1:]), case.position.stage]
    for one, following in zip(events, after, strict=True):
        if name == FILED and one.form:
            yield CaseFact(case, FILED, one.form, one.at)
        if name == STAGE and following != one.stage:
            yield CaseFact(case, STAGE, following, one.at)
