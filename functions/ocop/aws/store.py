"""The table behind the Store port."""

import re
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from pynamodb.exceptions import (
    PutError,
    TransactWriteError,
)
from pynamodb.expressions.condition import Condition

from ocop.aws import rows, table
from ocop.aws.codec import (
    decode_assignment,
    decode_certificate,
    decode_dossier,
    decode_event,
)
from ocop.aws.commits import assignment_row, transact
from ocop.aws.table import Row, case
from ocop.domain.dossier import Assignment, Certificate, Dossier, Event
from ocop.domain.errors import Malformed, StaleVersion, Unavailable
from ocop.domain.province import Province, parse_province
from ocop.usecases.records import Change, Draft, Execution, Page

T = TypeVar("T")
ATTEMPTS = 3
KEEP_SECONDS = 60
WORK = re.compile("[^#]+#[^#]+#[^#]+")  # places in a worklist: due, dossier, assignment
PRODUCT = re.compile("[4-8]#.+")  # places in the register: nine less the stars, number
CONDITION_FAILED = "ConditionalCheckFailed"


def _of_star(star: int, cursor: str) -> Condition:
    """The part of the register with this star, from the cursor on."""
    first = rows.place(cursor, PRODUCT) + " " if cursor else f"{9 - star}#"
    beyond = f"{9 - star}$"  # "$" follows "#"
    if first > beyond:
        raise Malformed("bad-cursor")
    return Row.wsk.between(first, beyond)


class TableStore:
    """Implements `ocop.usecases.ports.Store` on DynamoDB.

    Provinces are kept for a minute: they change a few times a year and every request asks for one.
    """

    def __init__(self) -> None:
        self._provinces: list[Province] = []
        self._provinces_until = 0.0

    def dossier(self, id: str) -> Dossier:
        """Raises NotFound."""
        return decode_dossier(table.unpack(rows.get(case(id), table.META).body))

    def dossier_id(self, reference: str) -> str:
        """The dossier of a reference; raises NotFound."""
        return str(table.unpack(rows.get(f"REF#{reference}", table.REFERENCE).body))

    def events(self, dossier: str) -> list[Event]:
        """All events of a dossier, oldest first."""
        found = [decode_event(table.unpack(r.body)) for r in rows.query(case(dossier), "E#")]
        return sorted(found, key=lambda event: event.seq)

    def event(self, dossier: str, id: str) -> Event | None:
        """One event, if it happened."""
        row = rows.find(case(dossier), f"E#{id}")
        return decode_event(table.unpack(row.body)) if row else None

    def assignment(self, dossier: str, id: str) -> Assignment:
        """Raises NotFound."""
        return decode_assignment(table.unpack(rows.get(case(dossier), f"A#{id}").body))

    def assignments(self, dossier: str) -> list[Assignment]:
        """All assignments of a dossier."""
        return [decode_assignment(table.unpack(r.body)) for r in rows.query(case(dossier), "A#")]

    def commit(self, change: Change) -> None:
        """Store a change whole or not at all; StaleVersion if anything it stands on has changed."""
        for attempt in range(ATTEMPTS):
            try:
                return transact(change)
            except TransactWriteError as problem:
                if any(r and r.code == CONDITION_FAILED for r in problem.cancellation_reasons):
                    raise StaleVersion from problem
                if attempt == ATTEMPTS - 1:
                    raise Unavailable from problem
        return None

    def save_assignment(self, assignment: Assignment) -> None:
        """Store an assignment if its version is still the stored one; raises StaleVersion."""
        try:
            assignment_row(assignment).save(condition=rows.unchanged(assignment.version))
        except PutError as problem:
            raise rows.refusal(problem) from problem

    def next_number(self, unit: str, year: int) -> int:
        """The next running number of a commune and year, never given twice."""
        row = Row(f"COUNT#{unit}#{year}", table.COUNT)
        rows.answered(lambda: row.update(actions=[Row.n.add(1)]))
        return int(row.n)

    def worklist(self, scopes: Sequence[str], cursor: str, limit: int) -> Page[Assignment]:
        """Open assignments of any of the scopes, earliest due date first."""
        keys = [
            key
            for scope in scopes
            for key in rows.index(scope, rows.after(cursor, WORK), limit + 1)
        ]
        ordered = sorted(keys, key=lambda row: row.wsk)
        more = ordered[limit - 1].wsk if len(ordered) > limit else ""
        found = [decode_assignment(table.unpack(r.body)) for r in rows.fetch(ordered[:limit])]
        return Page(tuple(found), rows.cursor_of(more))

    def open_load(self, person: str) -> int:
        """How many open council assignments a person has."""
        return int(rows.answered(lambda: Row.work.count(f"P#{person}")))

    def cases_to_check(self, province: str, until: datetime | None, limit: int) -> list[str]:
        """Ids of open dossiers whose next look is due, soonest first; all that wait for None."""
        bound = Row.wsk <= until.isoformat() if until else None
        return [row.pk[2:] for row in rows.index(f"OPEN#{province}", bound, limit)]

    def execution(self, dossier: str) -> Execution | None:
        """The newest known execution of a dossier."""
        row = rows.find(case(dossier), table.EXECUTION)
        return Execution(**table.unpack(row.body)) if row else None

    def set_execution(self, dossier: str, execution: Execution) -> None:
        """Remember the newest execution."""
        row = Row(case(dossier), table.EXECUTION, body=rows.full(execution))
        rows.answered(row.save)

    def products(
        self, province: str, cursor: str, limit: int, *, star: int = 0
    ) -> Page[Certificate]:
        """Recognised products, most stars first; `star` alone when it is given."""
        bound = _of_star(star, cursor) if star else rows.after(cursor, PRODUCT)
        keys = list(rows.index(f"R#{province}", bound, limit + 1))
        more = keys[limit - 1].wsk if len(keys) > limit else ""
        found = [decode_certificate(table.unpack(r.body)) for r in rows.fetch(keys[:limit])]
        return Page(tuple(found), rows.cursor_of(more))

    def certificate(self, number: str) -> Certificate:
        """Raises NotFound."""
        return decode_certificate(table.unpack(rows.get(f"CERT#{number}", table.CERTIFICATE).body))

    def provinces(self, *, fresh: bool = False) -> list[Province]:
        """The provinces this stack serves, as read within the last minute; `fresh`: as of now."""
        if fresh or not self._provinces or time.monotonic() > self._provinces_until:
            found = rows.query(table.PROVINCES, "")
            self._provinces = [parse_province(table.unpack(row.body)) for row in found]
            self._provinces_until = time.monotonic() + KEEP_SECONDS
        return self._provinces

    def save_province(self, province: Province, document: Mapping[str, Any]) -> None:
        """Store a province's document as its newest version."""
        Row(table.PROVINCES, province.code, body=table.pack(document)).save()
        self._provinces = []

    def draft(self, dossier: str, form: str) -> Draft | None:
        """A draft, if there is one."""
        row = rows.find(case(dossier), f"DRAFT#{form}")
        if row is None:
            return None
        data = table.unpack(row.body)
        saved = datetime.fromisoformat(data["saved"])
        return Draft(form, data.get("data", {}), int(row.version or 0), saved)

    def save_draft(self, dossier: str, draft: Draft) -> None:
        """Store a draft if its version follows the stored one; raises StaleVersion."""
        row = Row(
            case(dossier), f"DRAFT#{draft.form}", body=rows.full(draft), version=draft.version
        )
        try:
            row.save(condition=rows.unchanged(draft.version - 1))
        except PutError as problem:
            raise rows.refusal(problem) from problem
