"""Rounds of national size are matched elsewhere, where the stack has somewhere; the result is the
same, and what comes back is held to the rules before it is used.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ocop.cases.solving_port import Solver
from ocop.council.exchange import Demand
from ocop.council.matching import Rooms, match

NATIONAL_PAIRS = 30_000  # of products and members who may judge them; a province has a few thousand
Members = tuple[frozenset[int], ...]
Matcher = Callable[[Sequence[Demand], Rooms], Members]


def at_home(wanted: Sequence[Demand], rooms: Rooms) -> Members:
    """The best members for all products, found here. Raises NotEnoughRoom."""
    return match(wanted, rooms).members


def matcher(solver: Solver) -> Matcher:
    """A matcher that asks a solver for rounds of national size, and finds all others here, and
    those for which the solver has no answer that keeps the rules. Raises NotEnoughRoom.
    """

    def matched_by(wanted: Sequence[Demand], rooms: Rooms) -> Members:
        if sum(len(one.worth) for one in wanted) < NATIONAL_PAIRS:
            return at_home(wanted, rooms)
        found = solver.solve(round_told(wanted, rooms))
        members = tuple(frozenset(some) for some in found or ())
        return members if keeps_rules(wanted, rooms, members) else at_home(wanted, rooms)

    return matched_by


def round_told(wanted: Sequence[Demand], rooms: Rooms) -> Mapping[str, Any]:
    """A round as a solver is told of it, as JSON."""
    return {
        "rooms": [list(costs) for costs in rooms],
        "wanted": [
            {"worth": [*one.worth.items()], "size": one.size, "experts": sorted(one.experts)}
            for one in wanted
        ],
    }


def keeps_rules(wanted: Sequence[Demand], rooms: Rooms, members: Members) -> bool:
    """Whether each product has as many members as it wants, who may judge it, an expert among them
    where one is wanted, and nobody more products than room.
    """
    if len(members) != len(wanted):
        return False
    loads = Counter(member for some in members for member in some)
    return all(map(_suits, wanted, members)) and all(
        load <= len(rooms[member]) for member, load in loads.items()
    )


def _suits(one: Demand, some: frozenset[int]) -> bool:
    lacks_expert = bool(one.experts) and one.experts.isdisjoint(some)
    return len(some) == one.size and some <= one.worth.keys() and not lacks_expert
