"""The part of the demo that plays the plan."""

from collections.abc import Callable, Sequence

from infra.demo.machine import Machine
from infra.demo.years.outcome import YearsOutcome
from infra.demo.years.play import Years
from infra.demo.years.story import Story

FOUND = "plan.json"  # beside the state: what the system said at the end


def play_years(machine: Machine, say: Callable[[str], None]) -> Sequence[str]:
    """Play the plan and say how it ended; what is otherwise than the story says."""
    say(f"Playing the plan of five years at {machine.base}")
    years = Years(machine, Story(), say)
    years.play()
    outcome = YearsOutcome(years)
    outcome.keep(machine.runtime.folders.root / FOUND)
    say("\n".join(outcome.lines()))
    return list(outcome.wrong)
