"""The state machines' tasks by name."""

from collections.abc import Callable, Mapping
from typing import Any

from ocop.cases.advance import seconds_to_check
from ocop.cases.ports import Services
from ocop.cases.records import Execution
from ocop.council.stuck import assign_or_report
from ocop.council.tallying import tally_round
from ocop.jobs.waiting import checkpoint, register_wait

Task = Mapping[str, Any]


def run(svc: Services, task: Task) -> dict[str, Any]:
    """The answer of the task named by `op`."""
    return _TASKS[str(task["op"])](svc, task)


def _attempt(task: Task) -> int:
    """Which start of a visit's execution this is: the end of its name."""
    return int(str(task["execution"]).rpartition("-")[2])


def _superseded(svc: Services, task: Task) -> bool:
    """Whether another execution waits for the visit by now."""
    known = svc.store.execution(task["dossier"])
    return known is not None and (known.visit, known.attempt) > (task["round"], _attempt(task))


def _assign(svc: Services, task: Task) -> dict[str, Any]:
    assign_or_report(svc, task["dossier"], task["round"])
    return _look(svc, task)


def _ask(svc: Services, task: Task) -> dict[str, Any]:
    asked = f"{task.get('entered', '')}.{task.get('retried', 0)}"
    waiting = Execution(task["round"], _attempt(task), task["token"], asked)
    register_wait(svc, task["dossier"], waiting)
    return {}


def _checkpoint(svc: Services, task: Task) -> dict[str, Any]:
    look = checkpoint(svc, task["dossier"], task["round"])
    return {"done": look.done or _superseded(svc, task), "seconds": look.seconds}


def _tally(svc: Services, task: Task) -> dict[str, Any]:
    """Woken: the round is over, or a member has left it and somebody else is asked."""
    dossier = tally_round(svc, task["dossier"], task["round"])
    goes_on = dossier.at(task["round"])
    if goes_on:
        assign_or_report(svc, dossier.id, dossier.visit)
    rescore = goes_on and not _superseded(svc, task)
    return {"rescore": rescore, "seconds": seconds_to_check(dossier, svc.now())}


def _look(svc: Services, task: Task) -> dict[str, Any]:
    dossier = svc.store.dossier(task["dossier"])
    return {"seconds": seconds_to_check(dossier, svc.now())}


_TASKS: dict[str, Callable[[Services, Task], dict[str, Any]]] = {
    "assign": _assign,
    "ask": _ask,
    "checkpoint": _checkpoint,
    "tally": _tally,
}
