"""The clock's rounds: what the stream missed, cases whose time has come, lost executions.

One broken case or row never stops a round: it is logged, counted, and met again in the next.
"""

import logging
from dataclasses import dataclass

from ocop.domain.dossier import Dossier
from ocop.usecases.advance import start
from ocop.usecases.dispatch import dispatch
from ocop.usecases.ports import Services
from ocop.usecases.records import Execution
from ocop.usecases.stuck import assign_or_report
from ocop.usecases.waiting import checkpoint

logger = logging.getLogger(__name__)
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
        except Exception:
            logger.exception("row_failed", extra={"row": row})
            failed += 1
    for province in svc.store.provinces(fresh=True):
        for id in svc.store.cases_to_check(province.code, svc.now(), BATCH):
            dossier = svc.store.dossier(id)
            try:
                checkpoint(svc, id, dossier.visit)
                checked += 1
            except Exception:
                logger.exception("check_failed", extra={"dossier": id})
                failed += 1
    return Swept(dispatched, checked, 0, failed)


def reconcile(svc: Services) -> Swept:
    """Start again the execution of every open stage that has none running, then sweep.

    The table is the record: a lost execution loses nothing but its wait.
    """
    restarted = 0
    for province in svc.store.provinces(fresh=True):
        for id in svc.store.cases_to_check(province.code, None, ALL):
            restarted += _revived(svc, id)
    swept = sweep(svc)
    return Swept(swept.dispatched, swept.checked, restarted, swept.failed)


def _revived(svc: Services, id: str) -> bool:
    dossier = svc.store.dossier(id)
    try:
        if dossier.waits_for == "council":
            assign_or_report(svc, id, dossier.visit)
        return _revive(svc, dossier)
    except Exception:
        logger.exception("revival_failed", extra={"dossier": id})
        return False


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
