"""The outbox: effects that were not carried out at first, and those that no event has.

An act's effects stand in its event, and the wake of a scoring round in the answer that was its
last. The log, a part of the index, lists these rows by their time; a row under DONE says of each
that its effects are carried out, or that a row of the outbox holds them now. So an act costs no row
here unless something fails, and its event is never touched.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from aws_lambda_powertools import Logger
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table, wire
from ocop.aws.answers import answered, failed_conditions
from ocop.aws.swap import swapped
from ocop.aws.table import Row
from ocop.aws.wire import connection
from ocop.base.errors import Busy, Unreadable
from ocop.cases.effects import Effect, pack_effects, unpack_effects
from ocop.cases.records import AGAIN, OutboxRow, Page, Wake
from ocop.links.failures import failure_facts

logger = Logger()
LOOKED_AT = 100  # rows; the oldest are first, but for a few that have no time in their id
EFFECTS, ANSWER = "effects", "A-"


class TableOutbox:
    """Implements `ocop.cases.waiting_ports.Outbox`."""

    def put(self, wake: Wake) -> None:
        """Add a row by itself; one of that id that is there already stays as it is."""
        rows.put_if(waiting_row(wake.id, wake.effects, wake.at), Row.pk.does_not_exist())

    def waiting(self, limit: int, after: str = "") -> Page[str]:
        """Ids of waiting rows, oldest first; the cursor is the id to go on after."""
        beyond = Row.sk > after if after else None
        found = answered(lambda: _waiting(limit, beyond))
        return Page(tuple(row.sk for row in found), found[-1].sk if len(found) == limit else "")

    def oldest(self) -> datetime | None:
        """When the row was written that has waited longest, None when nothing waits."""
        written = [int(row.n) for row in answered(lambda: _waiting(LOOKED_AT)) if row.n]
        return datetime.fromtimestamp(min(written), UTC) if written else None

    def peek(self, limit: int, after: str = "") -> list[OutboxRow]:
        """Waiting rows behind an id with their effects, oldest first, without taking them."""
        beyond = Row.sk > after if after else None
        return [_shown(row) for row in answered(lambda: _waiting(limit, beyond))]

    def claim(self, id: str, now: datetime, lease_seconds: int) -> OutboxRow | None:
        """Take a row for a while; None when it is gone. Raises Busy while somebody else has it,
        Unreadable.
        """
        row, at = Row(table.OUTBOX, id), int(now.timestamp())
        free = Row.lease.does_not_exist() | (Row.lease < at) | (Row.lease > at + lease_seconds)
        taking: list[Action] = [Row.lease.set(at + lease_seconds)]
        taken = rows.change_if(row, taking, Row.pk.exists() & free)
        if taken:
            return self._taken(taken)
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
        adding: list[Action] = [Row.done.add({position})]
        if row.untouched:
            progress, held = Row(table.DONE, row.id), _not_over() & ~Row.done.contains(position)
        else:
            progress, held = Row(table.OUTBOX, row.id), Row.lease == row.lease
        if not rows.change_if(progress, adding, held):
            raise Busy

    def release(self, row: OutboxRow) -> None:
        """Let go of a taken row so that the next try can take it."""
        held, stored = Row.lease == row.lease, Row(table.OUTBOX, row.id)
        rows.change_if(stored, [Row.lease.remove()], held)

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

    def finish(self, row: OutboxRow, at: datetime) -> None:
        """Whatever a row asked for is done."""
        if row.untouched:
            progress, over = Row(table.DONE, row.id), _over(at)
            rows.change_if(progress, over, _not_over())
        else:
            rows.drop(Row(table.OUTBOX, row.id))

    # ---------------------------------------------------------- effects of events

    def name_in_log(self, at: str, pk: str, sk: str) -> str:
        """The id of the effects in the row of that key, which is in the log at that instant."""
        return str(EffectsName.of(Row(pk, sk, wsk=at)))

    def first(self, id: str, seconds: int) -> OutboxRow | None:
        """An event's effects, the stream's without a claim for so many seconds from its act on;
        None when they are done, or were made a row. Raises Unreadable.
        """
        progress, name = rows.find(table.DONE, id), EffectsName.parse(id)
        if progress and progress.n:
            return None
        event = rows.find(*name.key)
        if event is None or event.wpk != table.LOG:  # an idea that was forgotten meanwhile
            return None
        until = name.written + seconds
        return OutboxRow(id, _effects(event), _positions(progress), until, untouched=True)

    def untaken(self, since: str, until: datetime, limit: int, cursor: str = "") -> Page[str]:
        """A part of the events of a stretch of time whose effects are neither done nor made a row.

        `since` is an instant in ISO 8601, "" for the beginning.
        """
        bound = Row.wsk.between(since or "0", until.isoformat())
        page = rows.index_page(table.LOG, bound, limit, cursor)
        ids = sorted(str(EffectsName.of(row)) for row in page.items)
        over = _those_over(ids)
        return Page(tuple(id for id in ids if id not in over), page.cursor)

    def set_aside(self, id: str, at: datetime) -> None:
        """Make what is left of an event's effects a row; nothing if they are done, or are one."""
        progress = rows.find(table.DONE, id)
        done = progress.done if progress else None
        row = Row(table.OUTBOX, id, n=EffectsName.parse(id).written, done=done)
        unmarked = Row.done == done if done else Row.done.does_not_exist()

        def both() -> None:
            with TransactWrite(connection=connection()) as write:
                write.save(row, condition=Row.pk.does_not_exist())
                stored, held = Row(table.DONE, id), _not_over() & unmarked
                write.update(stored, actions=_over(at), condition=held)

        failed_conditions(both)


class EffectsName(NamedTuple):
    """The id of an event's effects: when, of which dossier, which event; of an answer that woke its
    round, the assignment with `ANSWER` before it.
    """

    at: str
    dossier: str
    event: str

    def __str__(self) -> str:
        return f"{self.at}#{self.dossier}#{self.event}"

    @classmethod
    def parse(cls, id: str) -> "EffectsName":
        """Raises Unreadable for an id of another kind."""
        parts = id.partition(AGAIN)[0].split("#")
        if len(parts) != len(cls._fields):
            raise Unreadable(params={"record": "effects", "why": id})
        return cls(*parts)

    @classmethod
    def of(cls, row: Row) -> "EffectsName":
        """The name of a row in the log, or of its line there."""
        kind, _, id = row.sk.partition("#")
        return cls(row.wsk, row.pk.partition("#")[2], ANSWER + id if kind == "A" else id)

    @property
    def key(self) -> tuple[str, str]:
        """Where the row stands."""
        answer = self.event.startswith(ANSWER)
        sk = f"A#{self.event.removeprefix(ANSWER)}" if answer else f"E#{self.event}"
        return table.partition(self.dossier), sk

    @property
    def written(self) -> int:
        """When the event was, in epoch seconds."""
        return int(datetime.fromisoformat(self.at).timestamp())


def waiting_row(id: str, effects: Sequence[Effect], at: datetime) -> Row:
    """Effects as a row that waits since `at`."""
    return Row(table.OUTBOX, id, body=pack_effects(effects), n=int(at.timestamp()))


def _waiting(limit: int, beyond: Condition | None = None) -> list[Row]:
    return list(wire.look_through(table.OUTBOX, beyond, limit=limit))


def _read(row: Row) -> OutboxRow:
    source = row if row.body is not None else _event_of(row)
    effects = _effects(source) if source else ()
    return OutboxRow(
        row.sk,
        effects,
        _positions(row),
        int(row.lease or 0),
        set_aside=row.body is None,
        since=int(row.n or 0),
    )


def _event_of(row: Row) -> Row | None:
    """The event that a row without effects of its own holds those of."""
    return rows.find(*EffectsName.parse(row.sk).key)


def _effects(row: Row) -> tuple[Effect, ...]:
    body: Any = rows.body_of(row)
    return tuple(unpack_effects(body.get(EFFECTS, ()) if isinstance(body, dict) else body))


def _positions(row: Row | None) -> frozenset[int]:
    return frozenset(int(n) for n in (row.done if row else None) or ())


def _shown(row: Row) -> OutboxRow:
    """The row, without effects where it cannot be read: it is there all the same."""
    try:
        return _read(row)
    except Unreadable as problem:
        logger.error("row_unreadable", extra={**failure_facts(problem), "row": row.sk})
        return OutboxRow(row.sk, (), frozenset(), broken=True)


def _those_over(ids: Sequence[str]) -> frozenset[str]:
    """Of the effects of events, in order, those that are done or were made a row."""
    if not ids:
        return frozenset()
    between = Row.sk.between(ids[0], ids[-1])
    found: Iterable[Row] = wire.look_through(table.DONE, between)
    return answered(lambda: frozenset(row.sk for row in found if row.n))


def _over(at: datetime) -> list[Action]:
    return [Row.n.set(int(at.timestamp()))]


def _not_over() -> Condition:
    return Row.n.does_not_exist()


def handed_back(id: str, at: datetime) -> str:
    """The id of a row's next life: its first one goes before, so that mails keep their ids."""
    return f"{id.partition(AGAIN)[0]}{AGAIN}{at.isoformat()}"
