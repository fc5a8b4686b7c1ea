"""The two state machines as infra/workflows/ defines them, walked state by state and counted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ocop.usecases import machine
from ocop.usecases.effects import StartWorkflow
from ocop.usecases.ports import Services
from tests.bench.meter import Meter
from tests.bench.places import ROOT

WAITS = ".waitForTaskToken"
INPUT, PAYLOAD = "$$.Execution.Input.", "$.Payload"
RUNNING, SUCCEEDED = "RUNNING", "SUCCEEDED"


def _definition(name: str) -> Mapping[str, Any]:
    text = (ROOT / "infra" / "workflows" / f"{name}.asl.yaml").read_text("utf-8")
    definition: Mapping[str, Any] = yaml.safe_load(text)
    return definition


@dataclass
class Run:
    """One execution: its input, its data now, the state it is in and the token it waits with."""

    name: str
    definition: Mapping[str, Any]
    given: Mapping[str, Any]
    data: Mapping[str, Any]
    at: str = ""
    token: str = ""
    status: str = RUNNING

    @property
    def state(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.definition["States"][self.at]
        return found


@dataclass
class Walked:
    """Implements the Workflows port in process; `entered` counts the states by machine.

    It knows what our definitions use: tasks, waits for a token, choices on a flag, success.
    """

    svc: Services
    meter: Meter
    entered: Counter[str] = field(default_factory=Counter)
    tasks: int = 0
    runs: dict[str, Run] = field(default_factory=dict)
    definitions: Mapping[str, Mapping[str, Any]] = field(
        default_factory=lambda: {name: _definition(name) for name in ("decision", "council")}
    )

    def start(self, effect: StartWorkflow) -> None:
        if effect.name in self.runs:
            return
        given = {
            "dossier": effect.dossier,
            "stage": effect.stage,
            "round": effect.visit,
            "seconds": effect.seconds,
        }
        definition = self.definitions[effect.machine]
        self.runs[effect.name] = Run(effect.name, definition, given, given)
        self._walk(self.runs[effect.name], definition["StartAt"])

    def resume(self, token: str, output: Mapping[str, Any]) -> None:
        for run in list(self.runs.values()):
            if (run.token, run.status) == (token, RUNNING):
                run.token = ""
                self._leave(run)
                return

    def running(self, machine: str, name: str) -> bool:
        return name in self.runs and self.runs[name].status == RUNNING

    def _walk(self, run: Run, following: str) -> None:
        run.at = following
        self.entered[following] += 1
        if run.state["Type"] == "Succeed":
            run.status = SUCCEEDED
        elif run.state["Type"] == "Choice":
            self._walk(run, _chosen(run))
        elif run.state["Resource"].endswith(WAITS):
            run.token = f"{run.name}:{sum(self.entered.values())}"
            self._task(run)
        else:
            result = self._task(run)
            run.data = result if run.state.get("OutputPath") == PAYLOAD else run.data
            self._leave(run)

    def _leave(self, run: Run) -> None:
        if run.state.get("End"):
            run.status = SUCCEEDED
        else:
            self._walk(run, run.state["Next"])

    def _task(self, run: Run) -> Mapping[str, Any]:
        self.tasks += 1
        payload = run.state["Parameters"]["Payload"]
        task = dict(_filled(run, name, value) for name, value in payload.items())
        with self.meter.during(f"{task['stage']}: {task['op']}"):
            return machine.run(self.svc, task)


def _filled(run: Run, name: str, value: str) -> tuple[str, Any]:
    if not name.endswith(".$"):
        return name, value
    context = {"$$.Task.Token": run.token, "$$.Execution.Name": run.name}
    if value.startswith(INPUT):
        context[value] = run.given[value.removeprefix(INPUT)]
    found = context[value] if value in context else run.data[value.removeprefix("$.")]
    return name.removesuffix(".$"), found


def _chosen(run: Run) -> str:
    for choice in run.state["Choices"]:
        if run.data[choice["Variable"].removeprefix("$.")] is choice["BooleanEquals"]:
            following: str = choice["Next"]
            return following
    default: str = run.state["Default"]
    return default
