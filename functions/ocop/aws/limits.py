"""Counters of what strangers and links may do, in the table, gone soon after their time."""

from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import size
from pynamodb.expressions.update import Action

from ocop.aws import rows
from ocop.aws.table import Row
from ocop.base.calendar import VIETNAM
from ocop.base.errors import TooMany, Unavailable
from ocop.base.hashing import short_id
from ocop.cases.records import Allowance

KEPT = timedelta(days=1)
MARK_BYTES = 6


class TableLimits:
    """Implements `ocop.cases.mailing.Limits`.

    A row holds the acts of one stretch of time as a set, so that a repeat counts once whatever
    fails around it. The stretches are fixed (they begin at multiples of their length), so a
    subject may do at most twice its allowance in any one of them.
    """

    def take(self, allowance: Allowance, act: str, now: datetime) -> None:
        """Count one act; raises TooMany when nothing is left."""
        mark, ends = short_id(act, size=MARK_BYTES), _end(allowance, now)
        full = size(Row.acts) >= allowance.most  # type: ignore[no-untyped-call]
        free = Row.acts.does_not_exist() | ~full | Row.acts.contains(mark)
        counted: list[Action] = [Row.acts.add({mark}), Row.ttl.set(int((ends + KEPT).timestamp()))]
        try:
            _row(allowance, ends).update(actions=counted, condition=free)
        except UpdateError as problem:
            if problem.cause_response_code == "ConditionalCheckFailedException":
                raise _refusal(allowance, now, ends) from None
            raise Unavailable from problem

    def check(self, allowance: Allowance, now: datetime) -> None:
        """Raises TooMany when nothing is left; counts nothing."""
        ends = _end(allowance, now)
        wanted = _row(allowance, ends)
        found = rows.find(wanted.pk, wanted.sk)
        if found and len(found.acts or ()) >= allowance.most:
            raise _refusal(allowance, now, ends)


def _row(allowance: Allowance, ends: datetime) -> Row:
    subject = short_id(allowance.kind, allowance.subject)
    return Row(f"LIMIT#{allowance.kind}#{subject}", str(int(ends.timestamp())))


def _end(allowance: Allowance, now: datetime) -> datetime:
    """The end of the stretch that `now` lies in."""
    length = int(allowance.window.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // length + 1) * length, now.tzinfo)


def _refusal(allowance: Allowance, now: datetime, ends: datetime) -> TooMany:
    wait = max(1, int((ends - now).total_seconds()) + 1)
    hour = ends.astimezone(VIETNAM).strftime("%H:%M")
    params = {"date": ends.isoformat(), "time": hour, "seconds": str(wait)}
    return TooMany(allowance.code, params)
