"""Bodies set up by a decision: councils and who sits on them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Council:
    """A council set up by a decision, for a term."""

    id: str
    level: str
    unit: str
    decision_number: str
    starts: date
    ends: date
    members: tuple[Member, ...]
