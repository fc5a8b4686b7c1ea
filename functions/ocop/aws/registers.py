"""Registers in the table.

`GR#<province>#<record>` holds a record as it stands (`REC`) and each act on it (`V#<number>`),
which is never written again. `GL#<province>#<register>#<unit>#<list>` is a list: each entry is its
key alone, in the order that the list is read in. An act writes all of it in one transaction.
"""

from collections.abc import Sequence

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table, wire
from ocop.aws.answers import answered, failed_conditions
from ocop.aws.references import case_of
from ocop.aws.table import Row, versioned
from ocop.base.errors import NotFound, StaleVersion
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.registers.ports import Span
from ocop.registers.record import ListPlace, RegisterChange, RegisterRecord, Revision

RECORD_ROW = "REC"


class TableRegisters:
    """Implements `ocop.registers.ports.RegisterStore` on DynamoDB."""

    def record(self, province: str, id: str) -> RegisterRecord:
        """Raises NotFound."""
        return rows.read(RegisterRecord, rows.get(_home(province, id), RECORD_ROW))

    def records(self, province: str, ids: Sequence[str]) -> list[RegisterRecord]:
        """Those of the records that are there, in this order."""
        wanted = [(_home(province, id), RECORD_ROW) for id in dict.fromkeys(ids)]
        return list(rows.readable(RegisterRecord, rows.fetch_all(wanted)))

    def revisions(self, province: str, id: str) -> list[Revision]:
        """All that was done to a record, oldest first."""
        return [rows.read(Revision, row) for row in rows.query(_home(province, id), "V#")]

    def write(self, change: RegisterChange) -> None:
        """Store a change whole or not at all; raises StaleVersion."""
        if failed_conditions(lambda: _transact(change)):
            raise StaleVersion

    def listed(
        self, province: str, register: str, unit: str, kind: str, span: Span, limit: int
    ) -> list[str]:
        """The first positions of a list within a span."""
        scope = _scope(province, register, ListPlace(unit, kind, ""))
        found = wire.look_through(
            scope,
            _bound(span),
            consistent=False,
            limit=limit,
            scan_index_forward=not span.down,
        )
        return [row.sk for row in answered(lambda: list(found))]

    def is_case(self, province: str, reference: str) -> bool:
        """Whether the province has a case of this reference."""
        try:
            case = rows.read(Case, rows.get(table.partition(case_of(reference)), table.META))
        except NotFound:
            return False
        return case.province == province

    def is_certificate(self, province: str, number: str) -> bool:
        """Whether the province's register of products has a certificate of this number."""
        row = rows.find(f"CERT#{number}", table.CERTIFICATE)
        return row is not None and rows.read(Certificate, row).province == province


def _bound(span: Span) -> Condition | None:
    if span.first and span.beyond:
        return Row.sk.between(span.first, span.beyond)
    if span.beyond:
        return Row.sk < span.beyond
    return Row.sk >= span.first if span.first else None


def _home(province: str, id: str) -> str:
    return f"GR#{province}#{id}"


def _scope(province: str, register: str, place: ListPlace) -> str:
    return f"GL#{province}#{register}#{place.unit}#{place.kind}"


def _transact(change: RegisterChange) -> None:
    after, revision = change.after, change.revision
    home = _home(after.province, after.id)
    kept = Row(home, f"V#{revision.number:06d}", body=rows.full(revision))
    with TransactWrite(connection=wire.connection()) as write:
        write.save(versioned(home, RECORD_ROW, after.version - 1, rows.full(after)))
        write.save(kept, condition=Row.pk.does_not_exist())
        for place in change.listed:
            write.save(_entry(after, place))
        for place in change.unlisted:
            write.delete(_entry(after, place))


def _entry(record: RegisterRecord, place: ListPlace) -> Row:
    return Row(_scope(record.province, record.register_id, place), place.position)
