"""What people do about a task: say that there was nothing to do, or free an office of it."""

from contextlib import suppress

from ocop.base.errors import FieldError, Forbidden, InvalidInput, NotFound, StaleVersion, WrongState
from ocop.base.moment import local_date
from ocop.base.repeats import once_more
from ocop.base.roles import ADMINISTRATOR
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.catalogue.messages import field_text
from ocop.catalogue.stated import stated_reason
from ocop.catalogue.texts import say
from ocop.duties.changing import DutyStep, changed, closing
from ocop.duties.given import answer_given
from ocop.duties.ports import DutyServices
from ocop.people.rights import Officer
from ocop.plans.duty import Duty
from ocop.plans.task import DutyChange, DutyTask
from ocop.registers.rights import readable_record
from ocop.registers.row_tasks import LONGEST_ANSWER, RowAnswer

FREES = (ADMINISTRATOR, "province-advisory", "province-chairman")


@struct(frozen=True)
class Deed:
    """Somebody who acts on a task, seen at a version; `record` names one that shows it done."""

    svc: DutyServices
    who: Officer
    id: str
    version: int
    lang: Lang
    record: str = ""

    @property
    def task(self) -> DutyTask:
        """The task. Raises NotFound for one that the officer may not know of."""
        return open_task(self.svc, self.who, self.id)


def open_task(svc: DutyServices, who: Officer, id: str) -> DutyTask:
    """A task of the officer's own unit, or of one below. Raises NotFound."""
    task = svc.tasks.task(who.province.code, id)
    if not sees_task(who, task):
        raise NotFound
    return task


def sees_task(who: Officer, task: DutyTask) -> bool:
    """Whether a unit of the officer has the task or gave it, or lies above one that does."""
    return who.serves_unit(task.holder) or (task.is_given and who.serves_unit(task.giver))


def does_task(who: Officer, task: DutyTask) -> bool:
    """Whether the task is open and the officer's own to do."""
    return task.is_open and (task.role, task.holder) in who.offices


def may_explain(who: Officer, task: DutyTask, duty: Duty | None) -> bool:
    """Whether the officer may say that there was nothing to do; never of what a record gives."""
    return duty is not None and duty.nothing and does_task(who, task)


def may_answer(who: Officer, task: DutyTask) -> bool:
    """Whether the officer may say what was done about work that a record gives."""
    return task.is_given and does_task(who, task)


def may_ask_waiver(who: Officer, task: DutyTask) -> bool:
    """Whether the officer may propose to free the office of it."""
    return task.is_open and not task.asker and who.administers


def may_waive(who: Officer, task: DutyTask) -> bool:
    """Whether the officer is the second person whom a waiver needs."""
    held = {role for role, unit in who.offices if unit == who.province.code}
    return task.is_open and task.asker not in ("", who.person.id) and bool(held & {*FREES})


@once_more
def declare_nothing(deed: Deed, why: object) -> DutyTask:
    """Close a task for which there was nothing to do, with the reason.

    Raises NotFound, Forbidden for another office or a duty that knows no such answer, InvalidInput
    without a reason, StaleVersion, WrongState once it is closed.
    """
    task = deed.task
    duty = None if task.is_given else deed.svc.duties.at(task.duties).duty(task.duty)
    told = stated_reason(why, deed.lang)
    if _is_done(deed, task, "nothing", told):
        return task
    _demand(deed, task, allowed=may_explain(deed.who, task, duty))
    by = deed.who.person.id
    step = DutyStep("nothing", by, deed.svc.now(), told)
    return _write(deed, closing(task, step, state="nothing", reason=told, by=by))


@once_more
def answer_task(deed: Deed, words: object) -> DutyTask:
    """Say what was done about work that a record gives: it is written into that record, and closes
    the task. Raises as above, InvalidInput without words or for a record that is none to be read.
    """
    task, label = deed.task, say(deed.lang, "duties.answer_words")
    told = stated_reason(words, deed.lang, LONGEST_ANSWER, label=label)
    if _is_done(deed, task, "met", told):
        return task
    _demand(deed, task, allowed=may_answer(deed.who, task))
    answer = RowAnswer(local_date(deed.svc.now()), told, _shown(deed))
    answer_given(deed.svc, deed.who, task, answer)
    return deed.task


def _shown(deed: Deed) -> str:
    """The id of the record that shows it, out of the id or the address that was given."""
    id = deed.record.strip().partition("?")[0].rpartition("/")[2]
    registers = deed.svc.registers
    kept = registers.store.records(deed.who.province.code, [id]) if id else []
    with suppress(NotFound):
        for one in kept:
            readable_record(deed.who, registers.registers.at(one.register), one)
            return id
    if id:
        label = say(deed.lang, "duties.shown_by")
        raise InvalidInput(
            [FieldError("/record", "link", field_text(("link",), deed.lang, {"label": label}))]
        )
    return ""


@once_more
def ask_waiver(deed: Deed, why: object) -> DutyTask:
    """Propose to free an office of a task; a second person decides. Raises as above."""
    task, told = deed.task, stated_reason(why, deed.lang)
    if _is_done(deed, task, "waiver-asked", told):
        return task
    _demand(deed, task, allowed=may_ask_waiver(deed.who, task))
    by = deed.who.person.id
    step = DutyStep("waiver-asked", by, deed.svc.now(), told)
    return _write(deed, changed(task, task, step, asker=by, reason=told))


@once_more
def waive(deed: Deed) -> DutyTask:
    """Agree to a waiver that somebody else proposed. Raises as above, but for InvalidInput."""
    task = deed.task
    if _is_done(deed, task, "waived", task.reason):
        return task
    _demand(deed, task, allowed=may_waive(deed.who, task))
    by = deed.who.person.id
    step = DutyStep("waived", by, deed.svc.now(), task.reason)
    return _write(deed, closing(task, step, state="waived", by=by))


def _write(deed: Deed, change: DutyChange) -> DutyTask:
    deed.svc.tasks.write([change])
    return change.after


def _demand(deed: Deed, task: DutyTask, *, allowed: bool) -> None:
    if not task.is_open:
        raise WrongState(params={"stage": task.state})
    if not allowed:
        raise Forbidden
    if task.version != deed.version:
        raise StaleVersion


def _is_done(deed: Deed, task: DutyTask, kind: str, told: str) -> bool:
    """Whether this very act is the newest that was done: a form sent twice does it once."""
    if task.version != deed.version + 1:
        return False
    last = deed.svc.tasks.acts(task.province, task.id)[-1]
    return (last.kind, last.by, last.reason) == (kind, deed.who.person.id, told)
