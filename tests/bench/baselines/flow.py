"""The same rounds as networks, solved by OR-tools' flow of least cost: what an exact solver in C++
takes, and the value that both must reach.

Reads rounds as JSON lines, answers each with its value, the CPU seconds of building the network
from its arcs and solving it, and the members that the optional function finds (infra/solver.yaml).
A product sends as many units as it wants members, straight to an expert, or to anybody else by a
gate that lets all but one of them pass.
"""

import json
import sys
import time
from typing import Any

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from infra.solver.solver import solved

Arc = tuple[int, int, int, int]


def main() -> None:
    """Answer every line."""
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps({**_solved(asked), "members": solved(asked)}), flush=True)


def _solved(asked: dict[str, Any]) -> dict[str, float]:
    members, wanted = len(asked["rooms"]), asked["wanted"]
    arcs = np.array([*_choices(wanted, members), *_places(asked["rooms"])])
    nodes = [*range(members + 1), *(members + 1 + 2 * place for place in range(len(wanted)))]
    sizes = [one["size"] for one in wanted]
    supplies = [*[0] * members, -sum(sizes), *sizes]
    started = time.process_time()
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(*arcs.T)
    flow.set_nodes_supplies(np.array(nodes), np.array(supplies))
    best = flow.solve() == flow.OPTIMAL
    spent = time.process_time() - started
    return {"value": -flow.optimal_cost() if best else 0, "seconds": spent}


def _choices(wanted: list[dict[str, Any]], members: int) -> list[Arc]:
    """From each product to the members, by way of its gate where they are no experts."""
    arcs: list[Arc] = []
    for place, one in enumerate(wanted):
        node = members + 1 + 2 * place
        arcs.append((node, node + 1, one["size"] - 1, 0))
        for member, worth in one["worth"]:
            start = node if member in one["experts"] else node + 1
            arcs.append((start, member, 1, -worth))
    return arcs


def _places(rooms: list[list[int]]) -> list[Arc]:
    """From each member to the sink, one arc for all places of one cost."""
    sink = len(rooms)
    return [
        (member, sink, costs.count(cost), cost)
        for member, costs in enumerate(rooms)
        for cost in sorted(set(costs))
    ]


if __name__ == "__main__":
    main()
