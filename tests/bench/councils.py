"""Putting a council's members on the products of a round: how fast, and whether it is the best."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from infra import venvs
from ocop.council.exchange import Demand
from ocop.council.matching import NotEnoughRoom, match
from ocop.council.national import round_told
from tests.bench.places import ROOT
from tests.support.rounds import bound, possible_alone, random_round, value_of

PROVINCE, NATION = (150, 30), (1000, 150)
SIZE, REPEATS, PROOFS = 8, 15, 1000
SOLVER = "tests.bench.baselines.flow"
Round = tuple[list[Demand], list[list[int]]]


@dataclass(frozen=True)
class Assigned:
    """CPU seconds of a province's round by us and by OR-tools, taken in turns; of a nation's once;
    how far `proofs` rounds lay from their bound at most, and whether OR-tools found another value.
    """

    ours: Sequence[float]
    theirs: Sequence[float]
    nation: float
    nation_theirs: float
    proofs: int
    gap: int
    differ: int


class _Solver:
    """OR-tools in its own environment and process, asked a round at a time."""

    def __init__(self) -> None:
        venvs.ensure("solvers", Path(sys.executable))
        self._process = subprocess.Popen(
            [str(venvs.python_of("solvers")), "-m", SOLVER],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "_Solver":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def solve(self, asked: Round) -> tuple[int, float]:
        """The best value and the CPU seconds it took."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(round_told(*asked))}\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        value, shipped = int(answer["value"]), answer["members"]
        if shipped is None or value_of(*asked, shipped) != value:
            raise RuntimeError(f"the optional function misses {value}")
        return value, float(answer["seconds"])


def measure() -> Assigned:
    """Everything, in one run."""
    with _Solver() as solver:
        taken = [_both(solver, _tight(*PROVINCE, seed)) for seed in range(REPEATS)]
        nation = _both(solver, _tight(*NATION, 1))
        proved = [
            (abs(ours - most), ours != solver.solve(asked)[0])
            for asked, ours, most in _proofs(PROOFS)
        ]
    return Assigned(
        [ours for ours, _ in taken],
        [theirs for _, theirs in taken],
        *nation,
        len(proved),
        max(gap for gap, _ in proved),
        sum(other for _, other in proved),
    )


def _tight(products: int, members: int, seed: int) -> Round:
    """A round with hardly a place to spare."""
    room = -(-products * SIZE // members) + 1
    return random_round(seed, products, members, SIZE, room)


def _both(solver: _Solver, asked: Round) -> tuple[float, float]:
    """The CPU seconds of both. Raises RuntimeError where they disagree."""
    started = time.process_time()
    ours = match(*asked)
    spent = time.process_time() - started
    value, theirs = solver.solve(asked)
    if ours.value != value:
        raise RuntimeError(f"ours is worth {ours.value}, that of OR-tools {value}")
    return spent, theirs


def _proofs(count: int) -> Iterator[tuple[Round, int, int]]:
    """Rounds of any tightness that can be matched, with our value and the most there could be."""
    seed = 0
    while count:
        seed += 1
        products, members, size = 5 + seed % 36, 8 + seed % 9, 1 + seed % 5
        room = -(-products * size // members) + (0, 1, 3)[seed % 3]
        asked = random_round(seed, products, members, size, room, ties=seed % 4 == 0)
        if not possible_alone(asked[0]):
            continue
        try:
            best = match(*asked)
        except NotEnoughRoom:
            continue
        count -= 1
        yield asked, best.value, bound(*asked, best.prices)
