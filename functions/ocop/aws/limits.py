"""Counters of what strangers and links may do, in the table, gone soon after their time."""

from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from ocop.aws import rows
from ocop.aws.table import Row
from ocop.base.calendar import VIETNAM
from ocop.base.errors import TooMany
from ocop.base.hashing import short_id
from ocop.cases.records import Allowance, Taken

LIMITS_KEPT = timedelta(days=1)
MARK_BYTES = 6


class TableLimits:
    """Implements `ocop.cases.mailing.Limits`.

    A row holds the acts of one stretch of time as a set, so that a repeat counts once whatever
    fails around it. The stretches are fixed (they begin at multiples of their length), so a
    subject may do at most twice its allowance in any one of them.
    """

    def take(self, allowance: Allowance, act: str, now: datetime) -> None:
        """Count one act; raises TooMany when nothing is left."""
        taken = Taken(allowance, act)
        row, counting, room = counted(taken, now)
        if not rows.change_if(row, counting, room):
            raise spent(taken, now)

    def check(self, allowance: Allowance, now: datetime) -> None:
        """Raises TooMany when nothing is left; counts nothing."""
        wanted = _row(allowance, _end(allowance, now))
        found = rows.find(wanted.pk, wanted.sk)
        if found and len(found.acts or ()) >= allowance.most:
            raise spent(Taken(allowance, ""), now)


def counted(taken: Taken, now: datetime) -> tuple[Row, list[Action], Condition]:
    """An act as it is counted: the row, the update, and the condition that there is room."""
    mark, ends = short_id(taken.act, size=MARK_BYTES), _end(taken.allowance, now)
    full = size(Row.acts) >= taken.allowance.most  # type: ignore[no-untyped-call]
    room = Row.acts.does_not_exist() | ~full | Row.acts.contains(mark)
    return (
        _row(taken.allowance, ends),
        [Row.acts.add({mark}), Row.ttl.set(ends + LIMITS_KEPT)],
        room,
    )


def spent(taken: Taken, now: datetime) -> TooMany:
    """The refusal of an act that has no room."""
    ends = _end(taken.allowance, now)
    wait = max(1, int((ends - now).total_seconds()) + 1)
    hour = ends.astimezone(VIETNAM).strftime("%H:%M")
    params = {"date": ends.isoformat(), "time": hour, "seconds": str(wait)}
    return TooMany(taken.allowance.code, params)


def _row(allowance: Allowance, ends: datetime) -> Row:
    subject = short_id(allowance.kind, allowance.subject)
    return Row(f"LIMIT#{allowance.kind}#{subject}", str(int(ends.timestamp())))


def _end(allowance: Allowance, now: datetime) -> datetime:
    """The end of the stretch that `now` lies in."""
    length = int(allowance.window.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // length + 1) * length, now.tzinfo)
