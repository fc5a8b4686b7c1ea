"""One act as one transaction: the rows that a change writes together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pynamodb.exceptions import CancellationReason
from pynamodb.transactions import TransactWrite

from ocop.aws import table
from ocop.aws.answers import failed, failed_conditions
from ocop.aws.certificates import write_certificates
from ocop.aws.contents import found_event, set_apart
from ocop.aws.lapsing import expiring, keep_for_good
from ocop.aws.limits import Counter, spent
from ocop.aws.outbox import EFFECTS
from ocop.aws.references import References, take
from ocop.aws.registers import write_record
from ocop.aws.rosters import enter_early, store_roster, take_back_early, write_council_work
from ocop.aws.rows import find, full, put_if, read
from ocop.aws.table import Row, Versioned, partition, versioned
from ocop.aws.tasks_held import keep_apart, row_apart
from ocop.aws.wire import connection
from ocop.base.errors import OcopError, StaleVersion
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import Effect, ResumeWorkflow, pack_effects
from ocop.cases.event import Event
from ocop.cases.records import Change, Neighbours, Repeated
from ocop.cases.signed import NumberUsed, SignedDecision

ALL_OLD = "ALL_OLD"


def commit(change: Change, references: References) -> None:
    """Write a change whole or not at all, without a look beforehand: the table refuses what was
    written before, what stands on an older state, and what has no room.

    Raises Repeated, StaleVersion, NumberUsed, TooMany, Unavailable.
    """
    store_roster(change)
    early = enter_early(change)
    if change.over:
        keep_apart(change.over)
    event = store_event(change)
    reasons = failed_conditions(lambda: transact(change, event, early=early))
    if change.before is None:
        references.note(change.after.reference, taken=not reasons)
    if change.slip:
        references.note(change.slip, taken=not reasons)
    if reasons and early:
        take_back_early(change)
    if reasons:
        raise _refusal(change, reasons)


def store_event(change: Change) -> Row:
    """The row of a change's event, with what lies beside it stored before. A case's first act is
    written in one request, for a producer waits who has only just come. Raises Unavailable.
    """
    row = event_row(change)
    beside = set_apart(row) if change.before else None
    if beside:
        put_if(beside, Row.pk.does_not_exist())  # its repeat finds it
    return row


def transact(change: Change, event: Row, *, early: bool = False) -> None:
    """Write a change with the row of its event; `early`: its council's list has it already. Raises
    TransactWriteError when a condition fails.
    """
    before, after = change.before, change.after
    with TransactWrite(connection=connection()) as write:
        _demand_beside(write, change.beside)
        write.save(event, condition=Row.pk.does_not_exist(), return_values=ALL_OLD)
        write.save(expiring(case_row(after), after))
        _save_assignments(write, change)
        write_council_work(write, change, early=early)
        write_certificates(write, change)
        for record in change.registered:
            write_record(write, record)
        if before is None:
            take(write, after.reference, after.id)
        elif before.lapses and not after.lapses:
            keep_for_good(write, change)
        if change.slip:
            take(write, change.slip, after.id)
        if change.signed:
            keep_number(write, change.signed)
        for taken in change.takes:  # the last, so that `_refusal` finds them
            write.update(Counter.of(taken, change.event.at), actions=[])


def _save_assignments(write: TransactWrite, change: Change) -> None:
    """Those that have rows of their own, with the task that the case's row holds no longer."""
    for assignment in change.assignments:
        write.save(expiring(assignment_row(assignment), change.after))
    if change.left:
        write.save(row_apart(change.left))


def _demand_beside(write: TransactWrite, beside: Neighbours) -> None:
    """Let the transaction fail where another case has changed, or has begun."""
    for case in beside.cases:
        unchanged = Versioned.version == case.version
        write.condition_check(Versioned, partition(case.id), table.META, unchanged)
    if beside.none:
        write.condition_check(Row, partition(beside.none), table.META, Row.pk.does_not_exist())


def _refusal(change: Change, reasons: Sequence[CancellationReason | None]) -> OcopError:
    """Why a change was not written: a repeat before all else."""
    others = len(reasons) - len(change.takes)
    number, last = reasons[others - 1], reasons[others:]
    if stored := _stored(reasons, change.event):
        return Repeated(stored)
    if change.signed and failed(number):
        return NumberUsed(_earlier(change.signed))
    for taken, reason in zip(change.takes, last, strict=True):
        if failed(reason):
            return spent(taken, change.event.at)
    return StaleVersion()


def _stored(reasons: Sequence[CancellationReason | None], event: Event) -> Event | None:
    """The event that was there already. Its condition alone answers with what it met; where in the
    transaction it stands is the library's to say, which sends what is deleted first.
    """
    for reason in reasons:
        if reason is not None and reason.raw_item:
            return found_event(Row.from_raw_data(reason.raw_item))
    row = find(partition(event.dossier), f"E#{event.id}")
    return found_event(row) if row else None


def keep_number(write: TransactWrite, signed: SignedDecision) -> None:
    """Keep a decision's number in a transaction that fails when another decision bears it."""
    row = Row(*number_key(signed), body=full(signed), order=signed.proof)
    unused = Row.pk.does_not_exist() | (Row.order == signed.proof)
    write.save(row, condition=unused)


def number_key(signed: SignedDecision) -> tuple[str, str]:
    """Where the number of a decision stands."""
    return f"DEC#{signed.place}", table.DECISION


def _earlier(signed: SignedDecision) -> SignedDecision:
    """The decision that bears the number of another."""
    row = find(*number_key(signed))
    if row is None:
        raise StaleVersion
    return read(SignedDecision, row)


def event_row(change: Change) -> Row:
    """An event with its effects; in the log of those that have some."""
    event = change.event
    row = Row(partition(event.dossier), f"E#{event.id}", body=full(event))
    if change.effects:
        log_effects(row, change.effects, event.at)
    return row


def log_effects(row: Row, effects: Sequence[Effect], at: datetime) -> None:
    """Let a row hold what it sets off, in the log at the instant of its act."""
    row.body = {**row.body, EFFECTS: pack_effects(effects)}
    row.wpk, row.wsk = table.LOG, at.isoformat()


def case_row(case: Case) -> Versioned:
    """The present state; in the clock's index while the clock has to look at it, and on the
    worklist of the office that is asked.
    """
    row = versioned(partition(case.id), table.META, case.version - 1, full(case))
    if case.is_open and (case.position.waits_for != "producer" or case.position.next_look):
        row.cpk = table.open_cases(case.province)
        look = case.position.next_look.isoformat() if case.position.next_look else table.NO_DATE
        row.csk = f"{look}#{case.id}"
    if case.task and case.awaits(case.task):
        list_task(row, case.task)
    return row


def assignment_row(assignment: Assignment) -> Versioned:
    """An assignment as its next version; in the index while it is open, but for seats of a council
    that was asked together, which its list has, and in the log once it has woken its round.
    """
    stored = replace(assignment, version=assignment.version + 1)
    pk, sk = partition(stored.dossier), f"A#{stored.id}"
    row = versioned(pk, sk, assignment.version, full(stored))
    if stored.is_open and stored.stage and not stored.together:
        list_task(row, stored)
    elif stored.woke:
        resume = ResumeWorkflow(stored.dossier, stored.visit, stored.scoring_round)
        log_effects(row, [resume], stored.woke)
    return row


def list_task(row: Row, asked: Assignment) -> None:
    """Let a row stand on the worklist of who is asked."""
    due = asked.due.isoformat() if asked.due else table.NO_DATE
    row.wpk, row.wsk = scope_of(asked), f"{due}#{asked.dossier}#{asked.id}"


def scope_of(assignment: Assignment) -> str:
    """The worklist an assignment stands on: an office's, or for council members their own."""
    if assignment.seat:
        return table.own_work(assignment.province, assignment.person)
    return table.office_work(assignment.province, assignment.role, assignment.unit)
