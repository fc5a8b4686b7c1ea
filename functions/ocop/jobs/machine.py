"""The state machines' tasks by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ocop.cases.onward import seconds_to_look
from ocop.cases.records import Execution
from ocop.cases.services import Services
from ocop.council.stuck import assign_or_report
from ocop.council.tallying import tally_round
from ocop.jobs.waiting import checkpoint, register_wait


@dataclass(frozen=True, slots=True)
class MachineTask:
    """What an execution asks for: `op`, for a visit of a case. `attempt` tells which start of the
    visit's execution this is, `token` and `asked` the wait that begins.
    """

    op: str
    dossier: str
    visit: int
    attempt: int
    token: str = ""
    asked: str = ""

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Self:
        """A task's payload; also of executions that 0.2.0 started, which told the parts of their
        input one by one and called the visit a round.
        """
        given = payload.get("input", payload)
        return cls(
            op=str(payload["op"]),
            dossier=str(given["dossier"]),
            visit=int(given["visit"] if "visit" in given else given["round"]),
            attempt=int(str(payload["execution"]).rpartition("-")[2]),
            token=str(payload.get("token", "")),
            asked=f"{payload.get('entered', '')}.{payload.get('retried', 0)}",
        )


def run(svc: Services, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of the task named by `op`."""
    task = MachineTask.read(payload)
    return _TASKS[task.op](svc, task)


def _superseded(svc: Services, task: MachineTask) -> bool:
    """Whether another execution waits for the visit by now."""
    known = svc.store.execution(task.dossier)
    return known is not None and (known.visit, known.attempt) > (task.visit, task.attempt)


def _assign(svc: Services, task: MachineTask) -> dict[str, Any]:
    assign_or_report(svc, task.dossier, task.visit)
    case = svc.store.case(task.dossier)
    return {"seconds": seconds_to_look(case, svc.now())}


def _ask(svc: Services, task: MachineTask) -> dict[str, Any]:
    waiting = Execution(task.visit, task.attempt, task.token, task.asked)
    register_wait(svc, task.dossier, waiting)
    return {}


def _checkpoint(svc: Services, task: MachineTask) -> dict[str, Any]:
    look = checkpoint(svc, task.dossier, task.visit)
    return {"done": look.done or _superseded(svc, task), "seconds": look.seconds}


def _tally(svc: Services, task: MachineTask) -> dict[str, Any]:
    """Woken: the round is over, or a member has left it and somebody else is asked."""
    case = tally_round(svc, task.dossier, task.visit)
    goes_on = case.at(task.visit)
    if goes_on:
        assign_or_report(svc, case.id, case.position.visit)
    rescore = goes_on and not _superseded(svc, task)
    return {"rescore": rescore, "seconds": seconds_to_look(case, svc.now())}


_TASKS: dict[str, Callable[[Services, MachineTask], dict[str, Any]]] = {
    "assign": _assign,
    "ask": _ask,
    "checkpoint": _checkpoint,
    "tally": _tally,
}
