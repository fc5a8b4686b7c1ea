"""Work that rows of a record give to an office: opened, changed, closed and answered by the record
itself.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from ocop.base.errors import StaleVersion
from ocop.base.text import pick
from ocop.cases.effects import SendMail
from ocop.cases.history import retried
from ocop.cases.lookup import province_of
from ocop.cases.records import Wake
from ocop.duties.changing import DutyStep, changed, closing, look_of, reopening
from ocop.duties.giving import Giving, givings_of, last_moment
from ocop.duties.ports import DutyServices
from ocop.people.province import Person, Province
from ocop.people.rights import Officer
from ocop.people.serving import officers_at
from ocop.plans.periods import given_in
from ocop.plans.task import DutyChange, DutyTask
from ocop.registers.acts import Keeping
from ocop.registers.record import RegisterRecord
from ocop.registers.row_tasks import RowAnswer, RowWork, answer_row


def settle_given(svc: DutyServices, province: str, record: str) -> None:
    """Bring the tasks that a record gives to what it says. Raises StaleVersion."""
    for kept in svc.registers.store.records(province, [record] if record else []):
        settle_rows(svc, province_of(svc, province), kept)


def settle_rows(svc: DutyServices, province: Province, record: RegisterRecord) -> None:
    """Bring the tasks of a record's rows to what they say. Raises StaleVersion."""
    for giving in givings_of(svc, province, record):
        for change, row in list(_changes(giving)):
            svc.tasks.write([change], _wake(giving, change, row))


def _changes(giving: Giving) -> Iterator[tuple[DutyChange, RowWork | None]]:
    pairs = giving.matched()
    known = sum(task is not None for task, _ in pairs)
    for task, row in pairs:
        if row is None:
            change = _withdrawn(giving, task) if task else None
        elif task is None:
            change = None if row.done else _opened(giving, row, known)
            known += change is not None
        else:
            change = _brought(giving, task, row)
        if change:
            yield change, row


def _opened(giving: Giving, row: RowWork, number: int) -> DutyChange:
    record, holder = giving.record, giving.holder(row)
    counted = date.fromisoformat(record.counted)
    task = DutyTask(
        id=giving.id_of(number),
        province=giving.province.code,
        duties=f"{giving.duties.id}@{giving.duties.version}",
        duty=giving.name,
        period=given_in(counted),
        unit=holder,
        holder=holder,
        role=giving.role(holder),
        first=counted,
        last=counted,
        due=last_moment(row),
        title=row.what,
        source=record.id,
        giver=record.unit,
        about=record.name,
    )
    step = DutyStep("opened", record.by, giving.now)
    return changed(None, task, step, next_look=look_of(task, giving.duties.looks))


def _withdrawn(giving: Giving, task: DutyTask) -> DutyChange | None:
    """Its row is gone, or its record void: nobody owes it any more."""
    if task.state == "withdrawn":
        return None
    step = DutyStep("withdrawn", giving.record.by, giving.now)
    return closing(task, step, state="withdrawn", late=False, records=())


def _brought(giving: Giving, task: DutyTask, row: RowWork) -> DutyChange | None:
    """The change that brings a task to what its row says, None where it stands so."""
    if row.done:
        return _answered(giving, task, row) if task.is_open else None
    told = _told(giving, task, row)
    if task.state in ("met", "withdrawn"):
        return reopening(task, giving.duties.looks, giving.now, reason="", by="", **told)
    if not task.is_open or all(getattr(task, name) == value for name, value in told.items()):
        return None
    step = DutyStep("changed", giving.record.by, giving.now)
    next_look = look_of(replace(task, **told), giving.duties.looks)
    return changed(task, task, step, **told, next_look=next_look)


def _told(giving: Giving, task: DutyTask, row: RowWork) -> dict[str, Any]:
    """What a row says of its task; who has it anew, or has another day, is reminded anew."""
    holder, due = giving.holder(row), last_moment(row)
    same = (holder, due) == (task.holder, task.due)
    told = {"title": row.what, "due": due, "holder": holder, "role": giving.role(holder)}
    return {**told, "about": giving.record.name, "looks": task.looks if same else 0}


def _answered(giving: Giving, task: DutyTask, row: RowWork) -> DutyChange:
    by, late = giving.record.by, bool(row.done and row.done > row.due)
    step = DutyStep("met", by, giving.now, row.answer)
    records = (giving.record.id,)
    return closing(
        task, step, state="met", records=records, reason=row.answer, by=by, late=late,
        title=row.what, about=giving.record.name, due=last_moment(row),
    )  # fmt: skip


def row_of(svc: DutyServices, province: Province, task: DutyTask) -> tuple[Giving, RowWork]:
    """The row that gives a task. Raises NotFound, StaleVersion where its record is changed."""
    record = svc.registers.store.record(province.code, task.source)
    for giving in givings_of(svc, province, record):
        for one, row in giving.matched():
            if one and row and one.id == task.id:
                return giving, row
    raise StaleVersion


def answer_given(svc: DutyServices, who: Officer, task: DutyTask, answer: RowAnswer) -> None:
    """Write into the record what was done about a task that it gives, which closes the task.

    Raises NotFound, StaleVersion.
    """
    giving, row = row_of(svc, who.province, task)
    register = svc.registers.registers.at(giving.record.register)
    keeping = Keeping(svc.registers, who, register)
    answer_row(keeping, giving.record, giving.rule, row.number, answer)
    # The stream does so too: whoever comes second finds it done.
    retried(settle_given)(svc, task.province, task.source)


def _wake(giving: Giving, change: DutyChange, row: RowWork | None) -> Wake | None:
    """The mail to who asked, with the answer: where others than themselves gave it."""
    people = officers_at(giving.province, giving.record.unit)
    own = giving.record.by in {person.id for person in people}
    if not (giving.rule.tells and change.event.kind == "met" and row) or own:
        return None
    mails = tuple(_mail(giving, person, change.after) for person in people)
    id = f"{giving.now.isoformat()}#answered#{change.event.hash[:32]}"
    return Wake(id, mails, giving.now) if mails else None


def _mail(giving: Giving, person: Person, task: DutyTask) -> SendMail:
    province, lang = giving.province, person.lang
    return SendMail(
        template="task-answered",
        to=person.email,
        lang=lang,
        values={
            **province.shown_on_mails(lang),
            "name": person.name,
            "unit": pick(province.unit_name(task.holder), lang),
            "reference": giving.record.name,
            "what": task.title,
            "answer": task.reason,
        },
        page=f"/office/registers/{giving.record.register_id}/{giving.record.id}",
        province=province.code,
    )
