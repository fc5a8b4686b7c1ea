"""The outbox partition: effects that wait to be carried out."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.exceptions import DoesNotExist, PutError, UpdateError

from ocop.aws import table
from ocop.aws.table import Row
from ocop.domain.errors import Unavailable
from ocop.usecases.effects import Effect
from ocop.usecases.effects import pack as pack_effects
from ocop.usecases.effects import unpack as unpack_effects
from ocop.usecases.records import OutboxRow

_CONDITION_FAILED = "ConditionalCheckFailedException"


class TableOutbox:
    """Implements `ocop.usecases.ports.Outbox`."""

    def put(self, id: str, effects: Sequence[Effect]) -> None:
        """Add a row by itself; one of that id that is there already stays as it is."""
        row = Row(table.OUTBOX, id, body=table.pack(pack_effects(effects)))
        try:
            row.save(condition=Row.pk.does_not_exist())
        except PutError as problem:
            if problem.cause_response_code != _CONDITION_FAILED:
                raise Unavailable from problem

    def waiting(self, limit: int) -> list[str]:
        """Ids of waiting rows, oldest first."""
        return [row.sk for row in Row.query(table.OUTBOX, limit=limit, consistent_read=True)]

    def peek(self, limit: int) -> list[OutboxRow]:
        """Waiting rows with their effects, oldest first, without taking them."""
        return [_read(row) for row in Row.query(table.OUTBOX, limit=limit, consistent_read=True)]

    def claim(self, id: str, now: datetime, lease_seconds: int) -> OutboxRow | None:
        """Take a row for a while; None when it is gone or somebody else has it."""
        row, at = Row(table.OUTBOX, id), int(now.timestamp())
        free = Row.lease.does_not_exist() | (Row.lease < at) | (Row.lease > at + lease_seconds)
        try:
            row.update(
                actions=[Row.lease.set(at + lease_seconds)], condition=Row.pk.exists() & free
            )
        except UpdateError as problem:
            if problem.cause_response_code == _CONDITION_FAILED:
                return None
            raise Unavailable from problem
        return _read(row)

    def mark(self, id: str, position: int) -> None:
        """Remember that one effect of a row is done."""
        Row(table.OUTBOX, id).update(actions=[Row.done.add({position})])

    def release(self, id: str) -> None:
        """Let go of a row so that the next try can take it."""
        try:
            Row(table.OUTBOX, id).update(actions=[Row.lease.remove()], condition=Row.pk.exists())
        except UpdateError:
            return

    def refused(self, effect: str, to: str, template: str, reason: str) -> None:
        """Keep a mail that will never be delivered for the officer to see."""
        kept = {"to": to, "template": template, "reason": reason}
        Row(table.REFUSED, effect, body=table.pack(kept)).save()

    def refusals(self, limit: int) -> list[dict[str, str]]:
        """The newest mails that were never delivered."""
        rows = Row.query(table.REFUSED, limit=limit, scan_index_forward=False)
        return [dict(table.unpack(row.body)) for row in rows]

    def finish(self, id: str) -> None:
        """Remove a row whose effects are all done."""
        try:
            Row(table.OUTBOX, id).delete()
        except DoesNotExist:
            return


def _read(row: Row) -> OutboxRow:
    effects = unpack_effects(table.unpack(row.body))
    return OutboxRow(row.sk, tuple(effects), frozenset(int(n) for n in row.done or ()))
