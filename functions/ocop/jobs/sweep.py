"""The clock's rounds: what the stream missed, cases whose time has come, lost executions."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from ocop.base.errors import Busy
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.council.sitting import close_if_all_in
from ocop.council.stuck import assign_or_report
from ocop.jobs.audit import audit
from ocop.jobs.dispatch import FIRST_SECONDS, dispatch
from ocop.jobs.duties import see_to_duties
from ocop.jobs.large_sheets import see_to_sheets
from ocop.jobs.late_sheets import tell_late
from ocop.jobs.releases import send_out
from ocop.jobs.renewals import tell_renewals
from ocop.jobs.revival import revive
from ocop.jobs.waiting import checkpoint
from ocop.jobs.walks import (
    PAGE,
    Enough,
    Swept,
    Walk,
    answered_for,
    cases_of,
    never,
    provinces_of,
    walk,
)

SINCE = "events-since"
AGAIN_FROM = timedelta(hours=1)


def sweep(svc: Services, enough: Enough = never) -> Swept:
    """Take up what was not carried out and look at every case whose time has come.

    `enough` tells when the round's time is over.
    """
    missed = _gathered(svc, enough)
    total = Swept(failed=missed.failed, unfinished=missed.unfinished)
    rows = walk(svc, "rows", _rows(svc), partial(_dispatched, svc), enough)
    total += Swept(dispatched=rows.done, failed=rows.failed, unfinished=rows.unfinished)
    for code in answered_for(svc):
        total += _looked_after(svc, code, enough)
    for code in provinces_of(svc):
        for seen in (tell_late(svc, code, enough), *see_to_duties(svc, code, enough)):
            total += _counted(seen)
    return total + Swept(restarted=see_to_sheets(svc), oldest=_oldest(svc))


def _looked_after(svc: Services, code: str, enough: Enough) -> Swept:
    """A province's cases whose time has come, its lists that go out, its certificates that end."""
    cases = walk(svc, f"due#{code}", cases_of(svc, code, svc.now()), partial(_looked, svc), enough)
    out, told = send_out(svc, code, enough), tell_renewals(svc, code, enough)
    return _counted(cases) + _counted(out) + _counted(told)


def _counted(seen: Walk) -> Swept:
    return Swept(checked=seen.done, failed=seen.failed, unfinished=seen.unfinished)


def reconcile(svc: Services, enough: Enough = never) -> Swept:
    """Start again the execution of every open stage that has none running, then sweep.

    The table is the record: a lost execution loses nothing but its wait. A council whose sheets are
    all in, or whose seats are not filled, is taken up here too.
    """
    total = Swept()
    for code in answered_for(svc):
        cases = walk(svc, f"open#{code}", cases_of(svc, code, None), partial(_revived, svc), enough)
        total += Swept(restarted=cases.done, failed=cases.failed, unfinished=cases.unfinished)
    return total + sweep(svc, enough)


def take_over(svc: Services, enough: Enough = never) -> Swept:
    """Reconcile where nothing is left of what carried effects out: after a power cut, on a table
    that came back from a copy. So nobody is waited for: no event is the stream's, no row is leased.

    While a stream still brings events their mail would go twice: only who starts a stack may ask.
    """
    events = _gathered(svc, enough, seconds=0)
    freed = walk(svc, "leases", _rows(svc), partial(_freed, svc), enough)
    before = Swept(
        failed=events.failed + freed.failed, unfinished=events.unfinished + freed.unfinished
    )
    return before + reconcile(svc, enough)


def _freed(svc: Services, id: str) -> bool:
    row = svc.outbox.look(id)
    if row and row.lease:
        svc.outbox.release(row)
    return row is not None


def _gathered(svc: Services, enough: Enough, seconds: int = FIRST_SECONDS) -> Walk:
    """Make rows of the effects of events that the stream has left, `seconds` after each.

    The log is written a little after its events, so the last hour is looked through again.
    """
    now = svc.now()
    until = now - timedelta(seconds=seconds)
    since = svc.store.place(SINCE)
    if since >= until.isoformat():  # a clock that was put back: the events of today lie before it
        since = ""

    def part(cursor: str) -> Page[str]:
        return svc.outbox.untaken(since, until, PAGE, cursor)

    walked = walk(svc, "events", part, partial(_set_aside, svc), enough)
    if not walked.unfinished and since < (now - 2 * AGAIN_FROM).isoformat():
        svc.store.set_place(SINCE, (now - AGAIN_FROM).isoformat())
    return walked


def _set_aside(svc: Services, id: str) -> bool:
    svc.outbox.set_aside(id, svc.now())
    return True


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
    "take-over": take_over,
    "audit": audit,
}
