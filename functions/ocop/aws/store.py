"""The table behind the Store port."""

import base64
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from pynamodb.connection import Connection
from pynamodb.exceptions import (
    DoesNotExist,
    PutError,
    PynamoDBException,
    TransactWriteError,
)
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from ocop.aws import table
from ocop.aws.codec import (
    decode_assignment,
    decode_certificate,
    decode_dossier,
    decode_event,
    encode,
)
from ocop.aws.table import Row, case
from ocop.domain.dossier import Assignment, Certificate, Dossier, Event
from ocop.domain.errors import NotFound, OcopError, StaleVersion, Unavailable
from ocop.domain.province import Province, parse_province
from ocop.usecases.effects import pack as pack_effects
from ocop.usecases.ports import Change, Draft, Execution, Page

T = TypeVar("T")
ATTEMPTS = 3
KEEP_SECONDS = 60
LONGEST_KEY = 1024  # bytes, of a sort key; a partition key may be longer, but none of ours is
CONDITION_FAILED = "ConditionalCheckFailed"


class TableStore:
    """Implements `ocop.usecases.ports.Store` on DynamoDB.

    Provinces are kept for a minute: they change a few times a year and every request asks for one.
    """

    def __init__(self) -> None:
        self._provinces: list[Province] = []
        self._provinces_until = 0.0

    def dossier(self, id: str) -> Dossier:
        """Raises NotFound."""
        return decode_dossier(table.unpack(_get(case(id), table.META).body))

    def dossier_id(self, reference: str) -> str:
        """The dossier of a reference; raises NotFound."""
        return str(table.unpack(_get(f"REF#{reference}", table.REFERENCE).body))

    def events(self, dossier: str) -> list[Event]:
        """All events of a dossier, oldest first."""
        rows = _query(case(dossier), "E#")
        found = [decode_event(table.unpack(row.body)) for row in rows]
        return sorted(found, key=lambda event: event.seq)

    def event(self, dossier: str, id: str) -> Event | None:
        """One event, if it happened."""
        row = _find(case(dossier), f"E#{id}")
        return decode_event(table.unpack(row.body)) if row else None

    def assignment(self, dossier: str, id: str) -> Assignment:
        """Raises NotFound."""
        return decode_assignment(table.unpack(_get(case(dossier), f"A#{id}").body))

    def assignments(self, dossier: str) -> list[Assignment]:
        """All assignments of a dossier."""
        return [decode_assignment(table.unpack(r.body)) for r in _query(case(dossier), "A#")]

    def commit(self, change: Change) -> None:
        """Store a change whole or not at all; StaleVersion if anything it stands on has changed."""
        for attempt in range(ATTEMPTS):
            try:
                return _transact(change)
            except TransactWriteError as problem:
                if any(r and r.code == CONDITION_FAILED for r in problem.cancellation_reasons):
                    raise StaleVersion from problem
                if attempt == ATTEMPTS - 1:
                    raise Unavailable from problem
        return None

    def save_assignment(self, assignment: Assignment) -> None:
        """Store an assignment if its version is still the stored one; raises StaleVersion."""
        try:
            _assignment_row(assignment).save(condition=_unchanged(assignment.version))
        except PutError as problem:
            raise _refusal(problem) from problem

    def next_number(self, unit: str, year: int) -> int:
        """The next running number of a commune and year, never given twice."""
        row = Row(f"COUNT#{unit}#{year}", table.COUNT)
        _answered(lambda: row.update(actions=[Row.n.add(1)]))
        return int(row.n)

    def worklist(self, scopes: Sequence[str], cursor: str, limit: int) -> Page[Assignment]:
        """Open assignments of any of the scopes, earliest due date first."""
        keys = [key for scope in scopes for key in _index(scope, _after(cursor), limit + 1)]
        ordered = sorted(keys, key=lambda row: row.wsk)
        more = ordered[limit - 1].wsk if len(ordered) > limit else ""
        found = [decode_assignment(table.unpack(r.body)) for r in _fetch(ordered[:limit])]
        return Page(tuple(found), _cursor(more))

    def open_load(self, person: str) -> int:
        """How many open council assignments a person has."""
        return int(_answered(lambda: Row.work.count(f"P#{person}")))

    def cases_to_check(self, province: str, until: datetime | None, limit: int) -> list[str]:
        """Ids of open dossiers whose next look is due, soonest first; all that wait for None."""
        bound = Row.wsk <= until.isoformat() if until else None
        return [row.pk[2:] for row in _index(f"OPEN#{province}", bound, limit)]

    def execution(self, dossier: str) -> Execution | None:
        """The newest known execution of a dossier."""
        row = _find(case(dossier), table.EXECUTION)
        return Execution(**table.unpack(row.body)) if row else None

    def set_execution(self, dossier: str, execution: Execution) -> None:
        """Remember the newest execution."""
        row = Row(case(dossier), table.EXECUTION, body=_full(execution))
        _answered(row.save)

    def products(self, province: str, cursor: str, limit: int) -> Page[Certificate]:
        """Recognised products, most stars first."""
        keys = list(_index(f"R#{province}", _after(cursor), limit + 1))
        more = keys[limit - 1].wsk if len(keys) > limit else ""
        found = [decode_certificate(table.unpack(r.body)) for r in _fetch(keys[:limit])]
        return Page(tuple(found), _cursor(more))

    def certificate(self, number: str) -> Certificate:
        """Raises NotFound."""
        return decode_certificate(table.unpack(_get(f"CERT#{number}", table.CERTIFICATE).body))

    def provinces(self, *, fresh: bool = False) -> list[Province]:
        """The provinces this stack serves, as read within the last minute; `fresh`: as of now."""
        if fresh or not self._provinces or time.monotonic() > self._provinces_until:
            rows = _query(table.PROVINCES, "")
            self._provinces = [parse_province(table.unpack(row.body)) for row in rows]
            self._provinces_until = time.monotonic() + KEEP_SECONDS
        return self._provinces

    def save_province(self, province: Province, document: Mapping[str, Any]) -> None:
        """Store a province's document as its newest version."""
        Row(table.PROVINCES, province.code, body=table.pack(document)).save()
        self._provinces = []

    def draft(self, dossier: str, form: str) -> Draft | None:
        """A draft, if there is one."""
        row = _find(case(dossier), f"DRAFT#{form}")
        if row is None:
            return None
        data = table.unpack(row.body)
        saved = datetime.fromisoformat(data["saved"])
        return Draft(form, data.get("data", {}), int(row.version or 0), saved)

    def save_draft(self, dossier: str, draft: Draft) -> None:
        """Store a draft if its version follows the stored one; raises StaleVersion."""
        row = Row(case(dossier), f"DRAFT#{draft.form}", body=_full(draft), version=draft.version)
        try:
            row.save(condition=_unchanged(draft.version - 1))
        except PutError as problem:
            raise _refusal(problem) from problem


def _refusal(problem: PutError) -> OcopError:
    """What a failed conditional put means."""
    changed = problem.cause_response_code == "ConditionalCheckFailedException"
    return StaleVersion() if changed else Unavailable()


def _get(pk: str, sk: str) -> Row:
    row = _find(pk, sk)
    if row is None:
        raise NotFound
    return row


def _find(pk: str, sk: str) -> Row | None:
    if len(pk.encode()) > LONGEST_KEY or len(sk.encode()) > LONGEST_KEY:
        return None  # DynamoDB would call the question itself invalid
    try:
        return _answered(lambda: Row.get(pk, sk, consistent_read=True))
    except DoesNotExist:
        return None


def _query(pk: str, prefix: str) -> list[Row]:
    begins = Row.sk.startswith(prefix) if prefix else None
    return _answered(lambda: list(Row.query(pk, begins, consistent_read=True)))


def _answered(call: Callable[[], T]) -> T:
    try:
        return call()
    except DoesNotExist:
        raise
    except PynamoDBException as problem:
        raise Unavailable from problem


def _index(scope: str, bound: Condition | None, limit: int) -> Iterable[Row]:
    return _answered(lambda: list(Row.work.query(scope, bound, limit=limit)))


def _fetch(keys: Sequence[Row]) -> list[Row]:
    """The items behind index keys, in the keys' order."""
    wanted = [(row.pk, row.sk) for row in keys]
    rows = _answered(lambda: list(Row.batch_get(wanted))) if wanted else []
    found = {(row.pk, row.sk): row for row in rows}
    return [found[key] for key in wanted if key in found]


def _cursor(position: str) -> str:
    return base64.urlsafe_b64encode(position.encode()).decode() if position else ""


def _after(cursor: str) -> Condition | None:
    """The condition of a list's next part; raises NotFound for a cursor that we never gave."""
    if not cursor:
        return None
    try:
        position = base64.urlsafe_b64decode(cursor.encode()).decode()
    except ValueError:
        raise NotFound from None
    if not 0 < len(position.encode()) <= LONGEST_KEY:
        raise NotFound
    return Row.wsk > position


def _full(record: object) -> bytes:
    return table.pack(encode(record))


def _unchanged(version: int) -> Condition:
    return Row.version == version if version else Row.pk.does_not_exist()


def _connection() -> Connection:
    """The model's own client, for transactions too: making another costs a tenth of a second."""
    return Row._get_connection().connection  # noqa: SLF001 - pynamodb shows it nowhere else


def _transact(change: Change) -> None:
    before, after = change.before, change.after
    with TransactWrite(connection=_connection()) as write:
        write.save(_dossier_row(after), condition=_unchanged(before.version if before else 0))
        event = Row(case(after.id), f"E#{change.event.id}", body=_full(change.event))
        write.save(event, condition=Row.pk.does_not_exist())
        if before is None:
            write.save(_reference_row(after), condition=Row.pk.does_not_exist())
        for assignment in change.assignments:
            write.save(_assignment_row(assignment), condition=_unchanged(assignment.version))
        if change.effects:
            write.save(_outbox_row(change))
        if change.certificate:
            write.save(_certificate_row(change.certificate), condition=Row.pk.does_not_exist())


def _dossier_row(dossier: Dossier) -> Row:
    row = Row(case(dossier.id), table.META, body=_full(dossier), version=dossier.version)
    if dossier.is_open and dossier.waits_for != "producer":
        row.wpk = f"OPEN#{dossier.province}"
        row.wsk = dossier.next_check.isoformat() if dossier.next_check else table.LATEST
    return row


def _reference_row(dossier: Dossier) -> Row:
    return Row(f"REF#{dossier.reference}", table.REFERENCE, body=table.pack(dossier.id))


def _assignment_row(assignment: Assignment) -> Row:
    stored = replace(assignment, version=assignment.version + 1)
    row = Row(case(stored.dossier), f"A#{stored.id}", body=_full(stored), version=stored.version)
    if stored.is_open and stored.stage:
        row.wpk = f"P#{stored.person}" if stored.seat else f"W#{stored.role}#{stored.unit}"
        due = stored.due.isoformat() if stored.due else table.LATEST
        row.wsk = f"{due}#{stored.dossier}#{stored.id}"
    return row


def _outbox_row(change: Change) -> Row:
    id = f"{change.event.at.isoformat()}#{change.after.id}#{change.event.id}"
    return Row(table.OUTBOX, id, body=table.pack(pack_effects(change.effects)))


def _certificate_row(certificate: Certificate) -> Row:
    row = Row(f"CERT#{certificate.number}", table.CERTIFICATE, body=_full(certificate))
    row.wpk = f"R#{certificate.province}"
    row.wsk = f"{9 - certificate.star}#{certificate.number}"
    return row
