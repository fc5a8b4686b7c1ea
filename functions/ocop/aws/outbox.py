"""The outbox partition: effects that wait to be carried out."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from ocop.aws import rows, table
from ocop.aws.swap import swapped
from ocop.aws.table import Row
from ocop.base.errors import Busy, Unreadable
from ocop.cases.effects import Effect
from ocop.cases.effects import pack as pack_effects
from ocop.cases.effects import unpack as unpack_effects
from ocop.cases.records import AGAIN, OutboxRow, Page, Wake

logger = logging.getLogger(__name__)
LOOKED_AT = 100  # rows; the oldest are first, but for a few that have no time in their id


class TableOutbox:
    """Implements `ocop.cases.waiting_ports.Outbox`."""

    def put(self, wake: Wake) -> None:
        """Add a row by itself; one of that id that is there already stays as it is."""
        rows.put_if(waiting_row(wake.id, wake.effects, wake.at), Row.pk.does_not_exist())

    def waiting(self, limit: int, after: str = "") -> Page[str]:
        """Ids of waiting rows, oldest first; the cursor is the id to go on after."""
        beyond = Row.sk > after if after else None
        found = rows.answered(lambda: _waiting(limit, beyond))
        return Page(tuple(row.sk for row in found), found[-1].sk if len(found) == limit else "")

    def oldest(self) -> datetime | None:
        """When the row was written that has waited longest, None when nothing waits."""
        written = [int(row.n) for row in rows.answered(lambda: _waiting(LOOKED_AT)) if row.n]
        return datetime.fromtimestamp(min(written), UTC) if written else None

    def peek(self, limit: int) -> list[OutboxRow]:
        """Waiting rows with their effects, oldest first, without taking them."""
        return [_shown(row) for row in rows.answered(lambda: _waiting(limit))]

    def claim(self, id: str, now: datetime, lease_seconds: int) -> OutboxRow | None:
        """Take a row for a while; None when it is gone. Raises Busy while somebody else has it,
        Unreadable.
        """
        row, at = Row(table.OUTBOX, id), int(now.timestamp())
        free = Row.lease.does_not_exist() | (Row.lease < at) | (Row.lease > at + lease_seconds)
        taking: list[Action] = [Row.lease.set(at + lease_seconds)]
        if rows.if_held(lambda: row.update(actions=taking, condition=Row.pk.exists() & free)):
            return self._taken(row)
        if rows.find(table.OUTBOX, id) is None:
            return None
        raise Busy

    def _taken(self, row: Row) -> OutboxRow:
        try:
            return _read(row)
        except Unreadable:
            self.release(OutboxRow(row.sk, (), frozenset(), int(row.lease)))
            raise

    def mark(self, row: OutboxRow, position: int) -> None:
        """Remember that one effect of a taken row is done; raises Busy when it was lost to another,
        who was told that its time was over.
        """
        held, stored = Row.lease == row.lease, Row(table.OUTBOX, row.id)
        adding: list[Action] = [Row.done.add({position})]
        if not rows.if_held(lambda: stored.update(actions=adding, condition=held)):
            raise Busy

    def release(self, row: OutboxRow) -> None:
        """Let go of a taken row so that the next try can take it."""
        held, stored = Row.lease == row.lease, Row(table.OUTBOX, row.id)
        rows.if_held(lambda: stored.update(actions=[Row.lease.remove()], condition=held))

    def look(self, id: str) -> OutboxRow | None:
        """One row without taking it; None when it is gone."""
        row = rows.find(table.OUTBOX, id)
        return _shown(row) if row else None

    def hand_back(self, id: str, at: datetime) -> bool:
        """Replace a row by one that the stream takes as new; False when it is gone or taken."""
        row, now = rows.find(table.OUTBOX, id), int(at.timestamp())
        if row is None:
            return False
        fresh = Row(table.OUTBOX, handed_back(id, at), body=row.body, done=row.done, n=row.n)
        free = Row.lease.does_not_exist() | (Row.lease < now)
        return swapped(row, fresh, Row.pk.exists() & free)

    def finish(self, row: OutboxRow) -> None:
        """Remove a row whose effects are all done."""
        rows.answered(Row(table.OUTBOX, row.id).delete)


def waiting_row(id: str, effects: Sequence[Effect], at: datetime) -> Row:
    """Effects as a row that waits since `at`."""
    body = table.pack(pack_effects(effects))
    return Row(table.OUTBOX, id, body=body, n=int(at.timestamp()))


def _waiting(limit: int, beyond: Condition | None = None) -> list[Row]:
    return list(Row.query(table.OUTBOX, beyond, limit=limit, consistent_read=True))


def _read(row: Row) -> OutboxRow:
    effects, done = (
        unpack_effects(table.unpack(row.body)),
        frozenset(int(n) for n in row.done or ()),
    )
    return OutboxRow(row.sk, tuple(effects), done, int(row.lease or 0))


def _shown(row: Row) -> OutboxRow:
    """The row, without effects where it cannot be read: it is there all the same."""
    try:
        return _read(row)
    except Unreadable:
        logger.exception("row_unreadable", extra={"row": row.sk})
        return OutboxRow(row.sk, (), frozenset(), broken=True)


def handed_back(id: str, at: datetime) -> str:
    """The id of a row's next life: its first one goes before, so that mails keep their ids."""
    return f"{id.partition(AGAIN)[0]}{AGAIN}{at.isoformat()}"
