"""A council's round as a network, solved by OR-tools' flow of least cost.

An optional function of its own (infra/solver.yaml), asked for rounds of national size alone: what a
province needs, the portal's functions find by themselves in the standard library. A product sends
as many units as it wants members, straight to an expert, or to anybody else by a gate that lets all
but one of them pass.
"""

import base64
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Arc = tuple[int, int, int, int]
Members = list[list[int]]


def handler(event: Mapping[str, str], _context: object) -> dict[str, Members | None]:
    """The members of each product of a packed round; None where nothing keeps its rules."""
    asked = json.loads(zlib.decompress(base64.b64decode(event["round"])))
    return {"members": solved(asked)}


def solved(asked: Mapping[str, Any]) -> Members | None:
    """The best members of each product by number, or None."""
    rooms, wanted = asked["rooms"], asked["wanted"]
    flow = SimpleMinCostFlow()
    chosen = {
        flow.add_arc_with_capacity_and_unit_cost(*arc): (place, arc[1])
        for place, arc in _choices(wanted, len(rooms))
    }
    for arc in _places(rooms):
        flow.add_arc_with_capacity_and_unit_cost(*arc)
    sizes = [one["size"] for one in wanted]
    flow.set_node_supply(len(rooms), -sum(sizes))
    for place, size in enumerate(sizes):
        flow.set_node_supply(_node(rooms, place), size)
    return _taken(flow, chosen, len(rooms), len(wanted)) if flow.solve() == flow.OPTIMAL else None


def _taken(
    flow: SimpleMinCostFlow, chosen: Mapping[int, tuple[int, int]], members: int, products: int
) -> Members:
    """The members to whom the flow goes, product by product."""
    found: Members = [[] for _ in range(products)]
    for arc, (place, member) in chosen.items():
        if member < members and flow.flow(arc):
            found[place].append(member)
    return found


def _node(rooms: Sequence[object], place: int) -> int:
    """A product's node; its gate is the one after."""
    return len(rooms) + 1 + 2 * place


def _choices(wanted: Sequence[Mapping[str, Any]], members: int) -> Iterator[tuple[int, Arc]]:
    """From each product to the members, by way of its gate where they are no experts."""
    for place, one in enumerate(wanted):
        node = members + 1 + 2 * place
        yield place, (node, node + 1, one["size"] - bool(one["experts"]), 0)
        for member, worth in one["worth"]:
            start = node if member in one["experts"] else node + 1
            yield place, (start, member, 1, -worth)


def _places(rooms: Sequence[Sequence[int]]) -> Iterator[Arc]:
    """From each member to the sink, one arc for all places of one cost."""
    sink = len(rooms)
    for member, costs in enumerate(rooms):
        for cost in sorted(set(costs)):
            yield member, sink, costs.count(cost), cost
