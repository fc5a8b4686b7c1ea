"""Who is told of what an office still owes: the office, then who is above it, then the province;
one mail to a person for all tasks of a look, and none for what was done meanwhile.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ocop.base.hashing import digest
from ocop.base.moment import local_date, show_date
from ocop.base.roles import ADMINISTRATOR
from ocop.base.text import pick
from ocop.cases.effects import SendMail
from ocop.cases.history import CLOCK
from ocop.cases.records import Wake
from ocop.catalogue.texts import say
from ocop.duties.changing import DutyStep, changed, look_of, looks_by
from ocop.duties.counting import Ledger
from ocop.duties.given import settle_rows
from ocop.duties.own_page import mails_to_producers
from ocop.duties.settling import settled
from ocop.duties.wording import duty_in_words
from ocop.people.province import Person, Province, Role
from ocop.people.serving import officers_at
from ocop.plans.duty import PlanDuties
from ocop.plans.task import DutyChange, DutyTask

Told = dict[str, list[DutyTask]]


def look_at_tasks(ledger: Ledger, province: Province, tasks: Sequence[DutyTask]) -> int:
    """Look at tasks of one holder whose time has come: close what records have met, tell of the
    rest. How many were told of. Raises StaleVersion where one has changed meanwhile.
    """
    svc = ledger.svc
    changes: list[DutyChange] = []
    told: Told = {}
    for task in _still_waiting(ledger, province, tasks):
        duties = svc.duties.at(task.duties)
        change = None if task.is_given else settled(ledger, province, duties, task)
        if change is None:
            change = _reminded(ledger, duties, task)
            _enter(told, province, duties, change.after)
        changes.append(change)
    if not changes:
        return 0
    reminded = [one.before for one in changes if one.event.kind == "reminded" and one.before]
    to_producers = mails_to_producers(svc, province, reminded)
    svc.tasks.write(changes, _wake(ledger, province, changes, told, tuple(to_producers)))
    return sum(change.event.kind == "reminded" for change in changes)


def _still_waiting(ledger: Ledger, province: Province, tasks: Sequence[DutyTask]) -> list[DutyTask]:
    """The tasks, those that records give as they stand once their records were looked at."""
    svc, sources = ledger.svc, sorted({task.source for task in tasks if task.is_given})
    for record in svc.registers.store.records(province.code, sources):
        settle_rows(svc, province, record)
    given = svc.tasks.tasks(province.code, [task.id for task in tasks if task.is_given])
    due = [one for one in given if one.next_look and one.next_look <= svc.now()]
    return [*(task for task in tasks if not task.is_given), *due]


def _reminded(ledger: Ledger, duties: PlanDuties, task: DutyTask) -> DutyChange:
    now = ledger.svc.now()
    looked = replace(task, looks=looks_by(task, duties.looks, now))
    step = DutyStep("reminded", CLOCK, now)
    return changed(task, task, step, looks=looked.looks, next_look=look_of(looked, duties.looks))


def _enter(told: Told, province: Province, duties: PlanDuties, task: DutyTask) -> None:
    """Who is told at the look that a task has just had: the first one is before it is late."""
    whom = duties.looks.late[task.looks - 2].to if task.looks > 1 else ("unit",)
    people = {person.id for one in whom for person in _people(province, task, one)}
    for person in sorted(people):
        told.setdefault(person, []).append(task)


def _people(province: Province, task: DutyTask, whom: str) -> tuple[Person, ...]:
    if whom == "unit":
        return officers_at(province, task.holder)
    unit = province.units.get(task.holder)
    above = unit.parent if unit and whom == "parent" else province.code
    if above != province.code:
        return officers_at(province, above)
    return officers_at(province, above) or tuple(_administrators(province))


def _administrators(province: Province) -> Iterator[Person]:
    office = Role(ADMINISTRATOR, province.code)
    return (person for person in province.people.values() if office in person.roles)


def _wake(
    ledger: Ledger,
    province: Province,
    changes: Sequence[DutyChange],
    told: Told,
    to_producers: tuple[SendMail, ...],
) -> Wake | None:
    """The mails as one row: written with the looks, or not at all."""
    now = ledger.svc.now()
    mails = [
        *(_mail(ledger, province, province.people[one], tasks) for one, tasks in told.items()),
        *to_producers,
    ]
    if not mails:
        return None
    name = digest([change.event.hash for change in changes])[:32]
    return Wake(f"{now.isoformat()}#duties#{name}", tuple(mails), now)


def _mail(
    ledger: Ledger, province: Province, person: Person, tasks: Sequence[DutyTask]
) -> SendMail:
    late = any(task.is_late(ledger.svc.now()) for task in tasks)
    return SendMail(
        template="duties-late" if late else "duties-waiting",
        to=person.email,
        lang=person.lang,
        values=_values(ledger, province, person, tasks),
        page="/office/tasks" if _is_above(person, tasks[0]) else "/office",
        province=province.code,
    )


def _is_above(person: Person, task: DutyTask) -> bool:
    return Role(task.role, task.holder) not in person.roles


def _values(
    ledger: Ledger, province: Province, person: Person, tasks: Sequence[DutyTask]
) -> Mapping[str, str]:
    lang, first = person.lang, tasks[0]
    return {
        **province.shown_on_mails(lang),
        "name": person.name,
        "unit": pick(province.unit_name(first.holder), lang),
        "reference": f"{first.period} {first.holder}",
        "tasks": "\n".join(_line(ledger, province, person, task) for task in tasks),
    }


def _line(ledger: Ledger, province: Province, person: Person, task: DutyTask) -> str:
    lang, day = person.lang, show_date(local_date(task.due), person.lang)
    if task.is_given:
        giver = pick(province.unit_name(task.giver), lang)
        title = say(lang, "duties.titled", title=task.title, about=task.about)
        told = title if task.about else task.title
        return say(lang, "duties.mail_line_given", title=told, giver=giver, day=day)
    title = duty_in_words(ledger.svc.duties.at(task.duties).duty(task.duty), task, lang)
    return say(lang, "duties.mail_line", title=title, period=task.period, day=day)
