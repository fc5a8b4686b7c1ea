"""The state machines' tasks by name."""

from collections.abc import Callable, Mapping
from typing import Any

from ocop.usecases.advance import seconds_to_check
from ocop.usecases.ports import Services
from ocop.usecases.stuck import assign_or_report
from ocop.usecases.tallying import tally_round
from ocop.usecases.waiting import checkpoint, register_wait

Task = Mapping[str, Any]


def run(svc: Services, task: Task) -> dict[str, Any]:
    """The answer of the task named by `op`."""
    return _TASKS[str(task["op"])](svc, task)


def _assign(svc: Services, task: Task) -> dict[str, Any]:
    assign_or_report(svc, task["dossier"], task["round"])
    return _look(svc, task)


def _ask(svc: Services, task: Task) -> dict[str, Any]:
    attempt = int(str(task["execution"]).rpartition("-")[2])
    register_wait(svc, task["dossier"], task["round"], attempt, task["token"])
    return {}


def _checkpoint(svc: Services, task: Task) -> dict[str, Any]:
    look = checkpoint(svc, task["dossier"], task["round"])
    return {"done": look.done, "seconds": look.seconds}


def _tally(svc: Services, task: Task) -> dict[str, Any]:
    dossier = tally_round(svc, task["dossier"], task["round"])
    again = dossier.is_open and dossier.visit == task["round"]
    return {"rescore": again, "seconds": seconds_to_check(dossier, svc.now())}


def _look(svc: Services, task: Task) -> dict[str, Any]:
    dossier = svc.store.dossier(task["dossier"])
    return {"seconds": seconds_to_check(dossier, svc.now())}


_TASKS: dict[str, Callable[[Services, Task], dict[str, Any]]] = {
    "assign": _assign,
    "ask": _ask,
    "checkpoint": _checkpoint,
    "tally": _tally,
}
