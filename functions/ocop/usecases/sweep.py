"""The clock's rounds: what the stream missed, cases whose time has come, executions that are
gone.
"""

from dataclasses import dataclass

from ocop.domain.dossier import Dossier
from ocop.domain.errors import OcopError
from ocop.usecases.advance import start
from ocop.usecases.dispatch import dispatch
from ocop.usecases.ports import Execution, Services
from ocop.usecases.waiting import checkpoint

BATCH = 200
ALL = 5000


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows, cases and executions a round took up, and how many failed."""

    dispatched: int = 0
    checked: int = 0
    restarted: int = 0
    failed: int = 0


def sweep(svc: Services) -> Swept:
    """Take up waiting outbox rows and look at every case whose time has come."""
    dispatched = failed = checked = 0
    for row in svc.outbox.waiting(BATCH):
        try:
            dispatched += dispatch(svc, row)
        except OcopError:
            failed += 1
    for province in svc.store.provinces():
        for id in svc.store.cases_to_check(province.code, svc.now(), BATCH):
            dossier = svc.store.dossier(id)
            try:
                checkpoint(svc, id, dossier.visit)
                checked += 1
            except OcopError:
                failed += 1
    return Swept(dispatched, checked, 0, failed)


def reconcile(svc: Services) -> Swept:
    """Start again the execution of every open stage that has none running, then sweep.

    The table is the record: a lost execution loses nothing but its wait.
    """
    restarted = 0
    for province in svc.store.provinces():
        for id in svc.store.cases_to_check(province.code, None, ALL):
            restarted += _revive(svc, svc.store.dossier(id))
    swept = sweep(svc)
    return Swept(swept.dispatched, swept.checked, restarted, swept.failed)


def _revive(svc: Services, dossier: Dossier) -> bool:
    stage = svc.library.rulebook(dossier.rulebook).stage(dossier.stage)
    if not dossier.is_open or stage.waits_for_producer:
        return False
    machine = "council" if stage.kind == "council" else "decision"
    known = svc.store.execution(dossier.id)
    attempt = known.attempt if known and known.visit == dossier.visit else 1
    if svc.workflows.running(machine, start(machine, svc, dossier, attempt).name):
        return False
    svc.store.set_execution(dossier.id, Execution(dossier.visit, attempt + 1, ""))
    svc.workflows.start(start(machine, svc, dossier, attempt + 1))
    return True
