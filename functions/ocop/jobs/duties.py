"""The clock opens what offices owe for periods that have ended, passes on what merged units still
owe, and tells of what waits or is late.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from aws_lambda_powertools import Logger

from ocop.base.calendar import VIETNAM
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.lookup import province_of
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.duties.counting import ledger_of
from ocop.duties.events import event_charges
from ocop.duties.late_cases import LateCases
from ocop.duties.moving import pass_on, units_ended
from ocop.duties.opening import TASKS_AT_ONCE, open_charges
from ocop.duties.owing import Charge, charges, duties_of, spans_of_plan
from ocop.duties.producers import producer_charges
from ocop.duties.settling import settle
from ocop.duties.telling import look_at_tasks
from ocop.jobs.renewals import FROM_HOUR
from ocop.jobs.walks import PAGE, Enough, Walk, walk
from ocop.links.failures import failure_facts
from ocop.people.province import Province
from ocop.plans.duty import SCORED_BY, Expectation, PlanDuties
from ocop.plans.task import DutyLine, DutyTask

logger = Logger()
MOST_LOOKED_AT = 6000  # more than a province of 129 communes has at the end of a year
_DAY = timedelta(days=1)


def see_to_duties(svc: Services, code: str, enough: Enough) -> list[Walk]:
    """What a province's offices owe, once a day from the morning on; looks whenever due."""
    province = province_of(svc, code)
    duties = duties_of(svc, province)
    if duties is None or svc.now().astimezone(VIETNAM).hour < FROM_HOUR:
        return []
    round_of = _DutyRound(svc, province, duties, enough)
    return [*round_of.once_a_day(), round_of.look()]


@struct(frozen=True)
class _DutyRound:
    svc: Services
    province: Province
    duties: PlanDuties
    enough: Enough

    def once_a_day(self) -> Iterator[Walk]:
        """Open and pass on, from the day after the last that was seen to; a province that begins
        begins with the periods that end from today on.
        """
        name, today = f"duties#{self.province.code}", local_date(self.svc.now())
        place = self.svc.store.place(name)
        reached = date.fromisoformat(place) if place else today - _DAY
        if place and reached >= today:
            return
        days = (reached, today - _DAY)
        done = [self._pass_on(), self._open(days), self._recheck(reached)]
        yield from done
        if not any(one.failed or one.unfinished for one in done):
            self.svc.store.set_place(name, today.isoformat())

    def _open(self, days: tuple[date, date]) -> Walk:
        owed: dict[str, list[Charge]] = {}
        for span in spans_of_plan(self.svc, self.province, days):
            of_producers = producer_charges(self.svc, self.duties, self.province, span)
            for charge in (*charges(self.duties, self.province, span), *of_producers):
                owed.setdefault(charge.unit.code, []).append(charge)
        for charge in event_charges(self._cases, self.duties, days):
            owed.setdefault(charge.unit.code, []).append(charge)

        def act(unit: str) -> bool:
            ledger = ledger_of(self.svc, self.province, self._cases)
            return bool(open_charges(ledger, self.province, self.duties, owed[unit]))

        return self._walk("open", sorted(owed), act)

    @cached_property
    def _cases(self) -> LateCases:
        """The province's open cases, read once in a round."""
        return LateCases(self.svc, self.province)

    def _recheck(self, reached: date) -> Walk:
        """See of tasks that cases meet, or that none may be late for, whether they do: no record
        tells of it. Likewise of those whose term still ran on a day not seen to: what was entered
        ahead of its day may have been done since.
        """
        own = {
            duty.id
            for duty in self.duties.duties
            if any(one.stage or _of_scores(one) for one in duty.expects.of)
        }
        year = local_date(self.svc.now()).year
        lines = [
            line
            for each in (year - 1, year, year + 1)
            for line in self.svc.tasks.lines(self.province.code, str(each))
            if line.state == "open" and (line.duty in own or _ran(line, reached))
        ]
        units = sorted({line.holder for line in lines})

        def act(unit: str) -> bool:
            ids = [line.id for line in lines if line.holder == unit]
            tasks = self.svc.tasks.tasks(self.province.code, ids)
            settle(self.svc, self.province, tasks, self._cases)
            return True

        return self._walk("recheck", units, act)

    def _pass_on(self) -> Walk:
        ledger = ledger_of(self.svc, self.province)
        ended = units_ended(ledger, self.province)
        return self._walk("pass", ended, lambda unit: bool(pass_on(ledger, self.province, unit)))

    def _walk(self, what: str, units: list[str], act: Callable[[str], bool]) -> Walk:
        def part(cursor: str) -> Page[str]:
            left = [unit for unit in units if unit > cursor][:PAGE]
            return Page(tuple(left), left[-1] if len(left) == PAGE else "")

        name = f"duties#{self.province.code}#{what}"
        return walk(self.svc, name, part, act, self.enough)

    def look(self) -> Walk:
        """Tell of tasks whose time has come, each holder's together."""
        done = Walk()
        for tasks in self._due():
            if self.enough():
                done.unfinished = 1
                break
            self._look_at(tasks, done)
        return done

    def _look_at(self, tasks: Sequence[DutyTask], done: Walk) -> None:
        try:
            done.done += look_at_tasks(ledger_of(self.svc, self.province), self.province, tasks)
        except Exception as error:  # noqa: BLE001 - it is logged, and met again by the next round
            facts = failure_facts(error)
            logger.error("round_failed", extra={**facts, "walk": "duties", "id": tasks[0].id})
            done.failed += 1

    def _due(self) -> Iterator[list[DutyTask]]:
        code = self.province.code
        ids = self.svc.tasks.to_look_at(code, self.svc.now(), MOST_LOOKED_AT)
        tasks = [one for one in self.svc.tasks.tasks(code, ids) if one.is_open]
        tasks.sort(key=lambda one: (one.holder, one.due, one.id))
        for _, held in groupby(tasks, key=lambda one: one.holder):
            whole = list(held)
            for start in range(0, len(whole), TASKS_AT_ONCE):
                yield whole[start : start + TASKS_AT_ONCE]


def _ran(line: DutyLine, day: date) -> bool:
    """Whether the term of a task that the plan gives had not ended before a day."""
    return not line.is_given and bool(line.last and line.last >= day)


def _of_scores(expected: Expectation) -> bool:
    """Whether it is met by scores, which count in their round however late they come; whatever else
    cases do counts on its day.
    """
    return any(one.at == SCORED_BY for one in expected.where)
