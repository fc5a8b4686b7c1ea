"""Registers in the table.

`GR#<province>#<record>` holds a record as it stands (`REC`) and each act on it (`V#<number>`),
which is never written again but to erase persons. `GL#<province>#<register>#<unit>#<list>` is a
list: each entry is its key alone, in the order that the list is read in; that of all acts of a
province, by their time, is no register's own; that of keys (`bears`) says of each which act came
to bear it last, so that of two records alike one is taken at once. An act writes all of it in one
transaction, with the running totals that it changes (`ocop.aws.heads`).
"""

import random
import time
from collections.abc import Collection, Sequence
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table, wire
from ocop.aws.answers import Reasons, answered, failed, failed_conditions
from ocop.aws.heads import BEHIND_MONTHS, head_row, heads_before, heads_between
from ocop.aws.outbox import waiting_row
from ocop.aws.references import case_of
from ocop.aws.table import Row, versioned
from ocop.base.errors import NotFound, StaleVersion, Unavailable
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.effects import SettleDuties
from ocop.cases.records import Wake
from ocop.registers.change import RegisterChange
from ocop.registers.measures import HeadShift, TotalsHead, joined_shifts
from ocop.registers.places import BY_DAY, position
from ocop.registers.ports import KeyTurned, Span
from ocop.registers.record import ListPlace, RegisterRecord, Revision

RECORD_ROW, BEARERS = "REC", "bears"
EVERY_REGISTER = "*"  # a list of no register's own
HEAD_ATTEMPTS, HEAD_PAUSE = 12, 0.05  # seconds
TOGETHER_ATTEMPTS = 3


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

    def write(self, change: RegisterChange, wake: Wake | None = None) -> None:
        """Store a change, with what it wakes, whole or not at all, again where another act came
        between in a total.

        Raises StaleVersion, KeyTurned, Unavailable.
        """
        for attempt in range(1, HEAD_ATTEMPTS + 1):
            reasons = failed_conditions(lambda: _transact(change, wake))
            if not reasons:
                return
            if _is_stale(change, reasons):
                raise StaleVersion
            if change.looked != self._looked_again(change):
                raise KeyTurned
            time.sleep(HEAD_PAUSE * attempt * random.random())  # noqa: S311 - so that two part
        raise Unavailable(params={"why": "totals"})

    def write_together(self, changes: Sequence[RegisterChange]) -> bool:
        """Store changes of several records, of which none touches a row of another but the totals,
        whole or not at all; False where anything that they stand on has changed, a total over and
        over. Raises Unavailable.
        """
        for attempt in range(1, TOGETHER_ATTEMPTS + 1):
            if not failed_conditions(lambda: _transact_together(changes)):
                return True
            time.sleep(HEAD_PAUSE * attempt * random.random())  # noqa: S311 - so that two part
        return False

    def bearers(self, province: str, register: str, keys: Sequence[str]) -> dict[str, str]:
        """Of each key the record, "#" and its act that came to bear it last."""
        home = _bearers(province, register)
        found = answered(lambda: wire.look_up_all([(home, key) for key in keys], consistent=True))
        return {row.sk: row.order for row in found}

    def _looked_again(self, change: RegisterChange) -> dict[str, str] | None:
        if change.looked is None:
            return None
        after = change.after
        now = self.bearers(after.province, after.register_id, change.borne)
        return {**change.looked, **now}

    def heads(self, province: str, first: str, beyond: str = BEHIND_MONTHS) -> list[TotalsHead]:
        """The running totals of these months; without an end with those of what holds."""
        return heads_between(province, first, beyond)

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

    def acts(self, province: str, after: str, limit: int) -> list[str]:
        """The next acts on records by their time, behind a place in their list."""
        behind = Row.sk > after if after else None
        found = wire.look_through(_changes(province), behind, consistent=False, limit=limit)
        return answered(lambda: [row.sk for row in found])

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


def acted_on_since(
    province: str, units: Collection[str], since: datetime
) -> tuple[list[str], bool]:
    """The ids of units' records that were acted on from an instant on; and whether that are all,
    since an earlier act is listed too.
    """
    first = wire.look_through(_changes(province), limit=1)
    begun = answered(lambda: [row.sk for row in first])
    found = wire.look_through(_changes(province), Row.sk >= since.isoformat())
    acts = answered(lambda: [row.sk.split("#") for row in found])
    ids = dict.fromkeys(id for _, whose, id in acts if not {*whose.split("-")}.isdisjoint(units))
    return list(ids), bool(begun) and begun[0] < since.isoformat()


def listed_by_day(province: str, unit: str, records: Sequence[RegisterRecord]) -> frozenset[str]:
    """The ids of those that are listed by their day among the records of a unit and all below."""
    wanted = {
        (
            _scope(province, one.register_id, ListPlace(unit, BY_DAY, "")),
            position(one.counted, one.id),
        ): one.id
        for one in records
    }
    found = answered(lambda: wire.look_up_all(list(wanted), consistent=True))
    return frozenset(wanted[row.pk, row.sk] for row in found)


def _changes(province: str) -> str:
    """The list of all acts on records of a province, by their time."""
    return _scope(province, EVERY_REGISTER, ListPlace(province, "acts", ""))


def _act_position(change: RegisterChange) -> str:
    """When, whose the record is and was, and which it is."""
    units = {one.unit for one in (change.before, change.after) if one}
    return f"{change.revision.at.isoformat()}#{'-'.join(sorted(units))}#{change.after.id}"


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


def _is_stale(change: RegisterChange, reasons: Reasons) -> bool:
    """Whether the record itself, not a total, has changed: taken out is written first."""
    first = len(change.unlisted)
    return any(failed(reason) for reason in reasons[first : first + 2])


def _transact(change: RegisterChange, wake: Wake | None) -> None:
    with TransactWrite(connection=wire.connection()) as write:
        write_record(write, change)
        if wake:
            write.save(waiting_row(wake.id, wake.effects, wake.at))


def _transact_together(changes: Sequence[RegisterChange]) -> None:
    province = changes[0].after.province
    with TransactWrite(connection=wire.connection()) as write:
        for change in changes:
            _write_act(write, change)
        shifts = joined_shifts(shift for change in changes for shift in change.shifts)
        for head in _moved_heads(province, shifts):
            write.save(head_row(province, head))
        write.save(_settling(changes))


def write_record(write: TransactWrite, change: RegisterChange) -> None:
    """Write a record's act in a transaction that fails where the record has changed meanwhile, or
    one of the totals that it changes.
    """
    _write_act(write, change)
    for head in _moved_heads(change.after.province, change.shifts):
        write.save(head_row(change.after.province, head))
    if change.revision.kind != "confirmed":
        write.save(_settling([change]))


def _write_act(write: TransactWrite, change: RegisterChange) -> None:
    """Write an act but for the totals."""
    after, revision = change.after, change.revision
    home = _home(after.province, after.id)
    kept = Row(home, f"V#{revision.number:06d}", body=rows.full(revision))
    write.save(versioned(home, RECORD_ROW, after.version - 1, rows.full(after)))
    write.save(kept, condition=Row.pk.does_not_exist())
    write.save(Row(_changes(after.province), _act_position(change)))
    for one in change.rewritten:
        write.save(Row(home, f"V#{one.number:06d}", body=rows.full(one)))
    for key in change.borne:
        _bear(write, change, key)
    for place in change.listed:
        write.save(_entry(after, place))
    for place in change.unlisted:
        write.delete(_entry(after, place))


def _bear(write: TransactWrite, change: RegisterChange, key: str) -> None:
    """Let the record bear a key, where somebody has looked only if nobody came to since."""
    after, held = change.after, None
    if change.looked is not None:
        last = change.looked.get(key)
        held = Row.order == last if last else Row.pk.does_not_exist()
    home = _bearers(after.province, after.register_id)
    write.save(Row(home, key, order=change.bearer), condition=held)


def _bearers(province: str, register: str) -> str:
    """The list of who came to bear which key last."""
    return _scope(province, register, ListPlace(province, BEARERS, ""))


def _moved_heads(province: str, shifts: Sequence[HeadShift]) -> list[TotalsHead]:
    """The totals that acts change, as they will be."""
    before = heads_before(province, shifts)
    return [head.moved(shift.by) for head, shift in zip(before, shifts, strict=True)]


def _entry(record: RegisterRecord, place: ListPlace) -> Row:
    return Row(_scope(record.province, record.register_id, place), place.position)


def _settling(changes: Sequence[RegisterChange]) -> Row:
    """The row that makes duties look at the records."""
    first = changes[0].after
    id = f"{first.at.isoformat()}#{first.id}#{first.version}"
    return waiting_row(id, [_settled(one) for one in changes], first.at)


def _settled(change: RegisterChange) -> SettleDuties:
    before, after = change.before, change.after
    counted = {after.counted, before.counted if before else after.counted}
    days = tuple(sorted(counted))
    return SettleDuties(after.province, after.register_id, after.unit, days, after.id)
