"""Counters of what strangers and links may do, in the table, gone soon after their time."""

from datetime import datetime, timedelta
from typing import Any, Self

from ocop.aws import rows
from ocop.aws.table import Row
from ocop.base.calendar import VIETNAM
from ocop.base.errors import TooMany
from ocop.base.hashing import short_id
from ocop.cases.records import Allowance, Taken

LIMITS_KEPT = timedelta(days=1)
MARK_BYTES = 6
ROOM = "attribute_not_exists(acts) OR NOT size(acts) >= :most OR contains(acts, :mark)"


class TableLimits:
    """Implements `ocop.cases.mailing.Limits`.

    A row holds the acts of one stretch of time as a set, so that a repeat counts once whatever
    fails around it. The stretches are fixed (they begin at multiples of their length), so a
    subject may do at most twice its allowance in any one of them.
    """

    def take(self, allowance: Allowance, act: str, now: datetime) -> None:
        """Count one act; raises TooMany when nothing is left."""
        taken = Taken(allowance, act)
        if not rows.change_if(Counter.of(taken, now)):
            raise spent(taken, now)

    def check(self, allowance: Allowance, now: datetime) -> None:
        """Raises TooMany when nothing is left; counts nothing."""
        found = rows.find(*_key(allowance, _end(allowance, now)))
        if found and len(found.acts or ()) >= allowance.most:
            raise spent(Taken(allowance, ""), now)


class Counter(Row):
    """The row of an allowance that one act is counted in, where it has room, in the one way in
    which that is asked: put together anew from parts, it was a tenth of what a submission costs.
    """

    asked: dict[str, Any]

    @classmethod
    def of(cls, taken: Taken, now: datetime) -> Self:
        """How one act is counted; a repeat counts once."""
        ends = _end(taken.allowance, now)
        row = cls(*_key(taken.allowance, ends))
        mark = short_id(taken.act, size=MARK_BYTES)
        row.asked = {
            ":most": {"N": str(taken.allowance.most)},
            ":mark": {"S": mark},
            ":marks": {"SS": [mark]},
            ":ttl": {"N": str(int((ends + LIMITS_KEPT).timestamp()))},
        }
        return row

    def get_update_kwargs_from_instance(self, *_: Any, **__: Any) -> dict[str, Any]:
        """The request, always the same but for its values."""
        return {
            "TableName": Row.Meta.table_name,
            "Key": {"pk": {"S": self.pk}, "sk": {"S": self.sk}},
            "UpdateExpression": "SET #ttl = :ttl ADD acts :marks",
            "ConditionExpression": ROOM,
            "ExpressionAttributeNames": {"#ttl": "ttl"},
            "ExpressionAttributeValues": self.asked,
        }


def spent(taken: Taken, now: datetime) -> TooMany:
    """The refusal of an act that has no room."""
    ends = _end(taken.allowance, now)
    wait = max(1, int((ends - now).total_seconds()) + 1)
    hour = ends.astimezone(VIETNAM).strftime("%H:%M")
    params = {"date": ends.isoformat(), "time": hour, "seconds": str(wait)}
    return TooMany(taken.allowance.code, params)


def _key(allowance: Allowance, ends: datetime) -> tuple[str, str]:
    subject = short_id(allowance.kind, allowance.subject)
    return f"LIMIT#{allowance.kind}#{subject}", str(int(ends.timestamp()))


def _end(allowance: Allowance, now: datetime) -> datetime:
    """The end of the stretch that `now` lies in."""
    length = int(allowance.window.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // length + 1) * length, now.tzinfo)
