"""Bodies set up by a decision: councils and who sits on them."""

from datetime import date

from ocop.base.structs import struct


@struct(frozen=True)
class Member:
    """A council member; `communes` and `interests` (firms, mail domains) are where they have
    ties.
    """

    person: str
    seat: str
    agency: str
    capacity: int
    communes: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()


@struct(frozen=True)
class Council:
    """A council set up by a decision, for a term."""

    id: str
    level: str
    unit: str
    decision_number: str
    starts: date
    ends: date
    members: tuple[Member, ...]
