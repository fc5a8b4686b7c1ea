"""The two state machines as infra/workflows/ defines them, walked state by state in process.

It knows what our definitions use: tasks with retries, waits for a token that time out, choices on a
flag, success. A task runs only in `go`, as a function of its own, never inside whoever starts it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ocop.cases.effects import StartWorkflow
from ocop.cases.services import Services
from ocop.jobs import machine

FOLDER = Path(__file__).parents[2] / "infra" / "workflows"
WAITS = ".waitForTaskToken"
INPUT, PAYLOAD = "$$.Execution.Input", "$.Payload"
RUNNING, SUCCEEDED, FAILED = "RUNNING", "SUCCEEDED", "FAILED"


@cache
def definition(name: str) -> Mapping[str, Any]:
    """One of our state machines."""
    found: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{name}.asl.yaml").read_text("utf-8"))
    return found


@dataclass
class Run:
    """One execution: its input, its data now, the state it is in, the token it waits with.

    It goes on by the definition it began with: `definition`, None for that of `infra/workflows/`.
    """

    effect: StartWorkflow
    given: Mapping[str, Any]
    data: Mapping[str, Any]
    at: str
    entered: str = ""
    token: str = ""
    until: datetime | None = None
    tried: int = 0
    due: bool = True
    status: str = RUNNING
    definition: Mapping[str, Any] | None = None

    @property
    def state(self) -> Mapping[str, Any]:
        law = self.definition or definition(self.effect.machine)
        found: Mapping[str, Any] = law["States"][self.at]
        return found

    @property
    def waits(self) -> bool:
        """Whether its state waits for a person."""
        return str(self.state.get("Resource", "")).endswith(WAITS)


@dataclass
class Machines:
    """Implements the Workflows port. `during` surrounds each task, to count what it does."""

    now: Callable[[], datetime]
    svc: Services | None = None
    runs: dict[str, Run] = field(default_factory=dict)
    entries: int = 0

    def start(self, effect: StartWorkflow) -> bool:
        if effect.name in self.runs:
            return self.runs[effect.name].status == RUNNING
        given = {
            "dossier": effect.dossier,
            "stage": effect.stage,
            "visit": effect.visit,
            "attempt": effect.attempt,
            "seconds": effect.seconds,
        }
        run = Run(effect, given, given, definition(effect.machine)["StartAt"])
        self.runs[effect.name] = run
        self._enter(run, run.at)
        return True

    def resume(self, token: str, output: Mapping[str, Any]) -> bool:
        for run in self.runs.values():
            if (run.token, run.status) == (token, RUNNING):
                self._leave(run)
                return True
        return False

    def running(self, machine: str, name: str) -> bool:
        return name in self.runs and self.runs[name].status == RUNNING

    def lose_all(self) -> None:
        """What a restart does to executions."""
        for run in self.runs.values():
            if run.status == RUNNING:
                run.status, run.token, run.due = FAILED, "", False

    def go(self) -> bool:
        """Run every task that is due, and end every wait whose time is over; whether any was."""
        moved = False
        for run in list(self.runs.values()):
            if run.status == RUNNING and run.until and self.now() >= run.until:
                self._enter(run, run.state["Catch"][0]["Next"])
            if run.status == RUNNING and run.due:
                self._task(run)
                moved = True
        return moved

    def _enter(self, run: Run, following: str) -> None:
        self.entries += 1
        run.at, run.token, run.until, run.tried, run.due = following, "", None, 0, False
        run.entered = f"{self.entries:09}"
        if run.state["Type"] == "Succeed":
            run.status = SUCCEEDED
        elif run.state["Type"] == "Choice":
            self._enter(run, _chosen(run))
        else:
            run.due = True

    def _leave(self, run: Run) -> None:
        if run.state.get("End"):
            run.status, run.token, run.due = SUCCEEDED, "", False
        else:
            self._enter(run, run.state["Next"])

    def _task(self, run: Run) -> None:
        """One try; one that fails is due again until the definition gives it up."""
        run.tried += 1
        entered = run.entered
        if run.waits:
            run.token = f"{run.effect.name}:{run.entered}.{run.tried}"
            run.until = self.now() + timedelta(seconds=run.data["seconds"])
        try:
            result = self.call(run)
        except Exception:  # noqa: BLE001 - whatever fails in a function, its machine tries again
            most = min(one["MaxAttempts"] for one in run.state["Retry"])
            run.due, run.status = run.tried <= most, RUNNING if run.tried <= most else FAILED
            return
        if run.entered != entered:
            return  # the task itself has answered the wait
        run.due = False
        if not run.waits:
            run.data = result if run.state.get("OutputPath") == PAYLOAD else run.data
            self._leave(run)

    def call(self, run: Run) -> Mapping[str, Any]:
        """What the function answers to the run's present task."""
        assert self.svc is not None
        payload = run.state["Parameters"]["Payload"]
        return machine.run(self.svc, dict(_filled(run, *one) for one in payload.items()))


def _filled(run: Run, name: str, value: str) -> tuple[str, Any]:
    if not name.endswith(".$"):
        return name, value
    context = {
        "$$.Task.Token": run.token,
        "$$.Execution.Name": run.effect.name,
        INPUT: run.given,
        "$$.State.EnteredTime": run.entered,
        "$$.State.RetryCount": run.tried,
    }
    if value.startswith(f"{INPUT}."):
        context[value] = run.given[value.removeprefix(f"{INPUT}.")]
    found = context[value] if value in context else run.data[value.removeprefix("$.")]
    return name.removesuffix(".$"), found


def _chosen(run: Run) -> str:
    for choice in run.state["Choices"]:
        if run.data[choice["Variable"].removeprefix("$.")] is choice["BooleanEquals"]:
            following: str = choice["Next"]
            return following
    default: str = run.state["Default"]
    return default
