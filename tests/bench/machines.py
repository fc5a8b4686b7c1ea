"""The state machines of the tests, with what they do measured and their states counted."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.bench.meter import Meter
from tests.support.machines import Machines, Run
from tests.support.world import World


class Walked(Machines):
    """Counts what it walks: `entered` the states by name, `tasks` the calls of the function."""

    def __init__(self, world: World, meter: Meter) -> None:
        super().__init__(world.clock, world.svc)
        self.meter = meter
        self.entered: Counter[str] = Counter()
        self.tasks = 0

    def _enter(self, run: Run, following: str) -> None:
        self.entered[following] += 1
        super()._enter(run, following)

    def call(self, run: Run) -> Mapping[str, Any]:
        """What the function answers, measured."""
        self.tasks += 1
        payload = run.state["Parameters"]["Payload"]
        with self.meter.during(f"{run.effect.stage}: {payload['op']}"):
            return super().call(run)
