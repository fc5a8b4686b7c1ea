"""The clock's rounds: what the stream missed, cases whose time has come, lost executions."""

from collections.abc import Callable
from functools import partial

from ocop.base.errors import Busy
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.council.sitting import close_if_all_in
from ocop.council.stuck import assign_or_report
from ocop.jobs.audit import audit
from ocop.jobs.dispatch import dispatch
from ocop.jobs.revival import revive
from ocop.jobs.waiting import checkpoint
from ocop.jobs.walks import PAGE, Enough, Swept, cases_of, never, provinces_of, walk


def sweep(svc: Services, enough: Enough = never) -> Swept:
    """Take up waiting outbox rows and look at every case whose time has come.

    `enough` tells when the round's time is over.
    """
    rows = walk(svc, "rows", _rows(svc), partial(_dispatched, svc), enough)
    total = Swept(dispatched=rows.done, failed=rows.failed, unfinished=rows.unfinished)
    for code in provinces_of(svc):
        cases = walk(
            svc, f"due#{code}", cases_of(svc, code, svc.now()), partial(_looked, svc), enough
        )
        total += Swept(checked=cases.done, failed=cases.failed, unfinished=cases.unfinished)
    return total + Swept(oldest=_oldest(svc))


def reconcile(svc: Services, enough: Enough = never) -> Swept:
    """Start again the execution of every open stage that has none running, then sweep.

    The table is the record: a lost execution loses nothing but its wait. A council whose sheets are
    all in, or whose seats are not filled, is taken up here too.
    """
    total = Swept()
    for code in provinces_of(svc):
        cases = walk(svc, f"open#{code}", cases_of(svc, code, None), partial(_revived, svc), enough)
        total += Swept(restarted=cases.done, failed=cases.failed, unfinished=cases.unfinished)
    return total + sweep(svc, enough)


def _rows(svc: Services) -> Callable[[str], Page[str]]:
    return lambda cursor: svc.outbox.waiting(PAGE, cursor)


def _dispatched(svc: Services, id: str) -> bool:
    try:
        return dispatch(svc, id)
    except Busy:
        return False


def _looked(svc: Services, id: str) -> bool:
    checkpoint(svc, id, svc.store.case(id).position.visit)
    return True


def _revived(svc: Services, id: str) -> bool:
    case = svc.store.case(id)
    if case.position.waits_for == "council":
        assign_or_report(svc, id, case.position.visit)
        close_if_all_in(svc, svc.store.case(id))
    return revive(svc, case)


def _oldest(svc: Services) -> int:
    written = svc.outbox.oldest()
    return max(0, int((svc.now() - written).total_seconds())) if written else 0


ROUNDS: dict[str, Callable[[Services, Enough], Swept]] = {
    "sweep": sweep,
    "reconcile": reconcile,
    "audit": audit,
}
