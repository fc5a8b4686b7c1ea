"""One act as one transaction: the rows that a change writes together."""

import random
import time
from collections.abc import Callable
from dataclasses import replace

from pynamodb.connection import Connection
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.transactions import TransactWrite

from ocop.aws import table
from ocop.aws.outbox import waiting_row
from ocop.aws.rows import full, query, unchanged
from ocop.aws.table import Row, partition
from ocop.base.errors import StaleVersion, Unavailable
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.records import Change, Wake

ATTEMPTS, PAUSE = 4, 0.1  # seconds
CONDITION_FAILED = "ConditionalCheckFailed"


def connection() -> Connection:
    """The model's own client, for transactions too: making another costs a tenth of a second."""
    return Row._get_connection().connection  # noqa: SLF001 - pynamodb shows it nowhere else


def transact(change: Change) -> None:
    """Write a change whole; raises TransactWriteError when a condition fails."""
    before, after = change.before, change.after
    with TransactWrite(connection=connection()) as write:
        state = expiring(case_row(after), after)
        write.save(state, condition=unchanged(before.version if before else 0))
        event = Row(partition(after.id), f"E#{change.event.id}", body=full(change.event))
        write.save(expiring(event, after), condition=Row.pk.does_not_exist())
        if before is None:
            write.save(expiring(reference_row(after), after), condition=Row.pk.does_not_exist())
            take_number(write, change)
        elif before.lapses and not after.lapses:
            keep_for_good(write, change)
        for assignment in change.assignments:
            row = expiring(assignment_row(assignment), after)
            write.save(row, condition=unchanged(assignment.version))
        if change.effects:
            write.save(outbox_row(change))
        if change.certificate:
            write.save(certificate_row(change.certificate), condition=Row.pk.does_not_exist())


def answer(assignment: Assignment, wake: Wake) -> None:
    """Write an assignment and what it wakes; raises TransactWriteError as `transact` does."""
    with TransactWrite(connection=connection()) as write:
        write.save(assignment_row(assignment), condition=unchanged(assignment.version))
        write.save(waiting_row(wake.id, wake.effects, wake.at))


def committed(write: Callable[[], None]) -> None:
    """Make a transaction, again when another one came between.

    Raises StaleVersion when a condition does not hold, Unavailable.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            write()
        except TransactWriteError as problem:
            if any(r and r.code == CONDITION_FAILED for r in problem.cancellation_reasons):
                raise StaleVersion from problem
            if attempt == ATTEMPTS:
                raise Unavailable from problem
            time.sleep(PAUSE * attempt * random.random())  # noqa: S311 - so that two part
        except PynamoDBException as problem:
            raise Unavailable from problem
        else:
            return


def expiring(row: Row, case: Case) -> Row:
    """The row, forgotten with its case when nobody confirms that."""
    row.ttl = int(case.lapses.timestamp()) if case.lapses else None
    return row


def take_number(write: TransactWrite, change: Change) -> None:
    """Take the case's running number; somebody else's case may have taken it meanwhile."""
    row = Row(f"COUNT#{change.after.unit}#{change.after.cycle}", table.COUNT)
    free = Row.n == change.number - 1
    first = Row.pk.does_not_exist() if change.number == 1 else free
    write.update(row, actions=[Row.n.set(change.number)], condition=first)


def keep_for_good(write: TransactWrite, change: Change) -> None:
    """A confirmed case no longer lapses: none of its rows, and not its reference."""
    pk = partition(change.after.id)
    anew = {table.META, *(f"A#{assignment.id}" for assignment in change.assignments)}
    kept = [(pk, row.sk) for row in query(pk, "") if row.ttl and row.sk not in anew]
    for key, sk in (*kept, (f"REF#{change.after.reference}", table.REFERENCE)):
        write.update(Row(key, sk), actions=[Row.ttl.remove()], condition=Row.pk.exists())


def case_row(case: Case) -> Row:
    """The present state; in the index while the clock has to look at it."""
    row = Row(partition(case.id), table.META, body=full(case), version=case.version)
    if case.is_open and case.position.waits_for != "producer":
        row.wpk = f"OPEN#{case.province}"
        look = case.position.next_look.isoformat() if case.position.next_look else table.LATEST
        row.wsk = f"{look}#{case.id}"
    return row


def reference_row(case: Case) -> Row:
    """Leads from the reference people quote to the case."""
    return Row(f"REF#{case.reference}", table.REFERENCE, body=table.pack(case.id))


def assignment_row(assignment: Assignment) -> Row:
    """An assignment as its next version; in the index while it is open."""
    stored = replace(assignment, version=assignment.version + 1)
    row = Row(
        partition(stored.dossier), f"A#{stored.id}", body=full(stored), version=stored.version
    )
    if stored.is_open and stored.stage:
        row.wpk = scope_of(stored)
        due = stored.due.isoformat() if stored.due else table.LATEST
        row.wsk = f"{due}#{stored.dossier}#{stored.id}"
    return row


def scope_of(assignment: Assignment) -> str:
    """The worklist an assignment stands on: an office's, or for council members their own."""
    if assignment.seat:
        return table.own_work(assignment.province, assignment.person)
    return table.office_work(assignment.province, assignment.role, assignment.unit)


def outbox_row(change: Change) -> Row:
    """The effects of a change, until they are carried out."""
    id = f"{change.event.at.isoformat()}#{change.after.id}#{change.event.id}"
    return waiting_row(id, change.effects, change.event.at)


def certificate_row(certificate: Certificate) -> Row:
    """A certificate with its place in the public register."""
    row = Row(f"CERT#{certificate.number}", table.CERTIFICATE, body=full(certificate))
    row.wpk = f"R#{certificate.province}"
    row.wsk = f"{9 - certificate.star}#{certificate.number}"
    return row
