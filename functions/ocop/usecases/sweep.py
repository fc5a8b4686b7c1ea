"""The clock's rounds: what the stream missed, cases whose time has come, lost executions.

A round walks over everything there is, page by page, as long as its time lasts, and remembers where
it was left: the next one goes on from there. One broken case or row never stops it: it is logged,
counted, and met again in the next.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from ocop.domain.errors import Busy
from ocop.usecases.council import close_if_all_in
from ocop.usecases.dispatch import dispatch
from ocop.usecases.ports import Services
from ocop.usecases.records import Page
from ocop.usecases.revival import revive
from ocop.usecases.stuck import assign_or_report
from ocop.usecases.waiting import checkpoint

logger = logging.getLogger(__name__)
PAGE = 100
Enough = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows, cases and executions a round took up, how many failed, how many walks ran out
    of time, and how long the oldest outbox row has waited (seconds).
    """

    dispatched: int = 0
    checked: int = 0
    restarted: int = 0
    failed: int = 0
    unfinished: int = 0
    oldest: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(
            self.dispatched + other.dispatched,
            self.checked + other.checked,
            self.restarted + other.restarted,
            self.failed + other.failed,
            self.unfinished + other.unfinished,
            max(self.oldest, other.oldest),
        )


def never() -> bool:
    """A round's time that lasts until it is done."""
    return False


def sweep(svc: Services, enough: Enough = never) -> Swept:
    """Take up waiting outbox rows and look at every case whose time has come.

    `enough` tells when the round's time is over.
    """
    rows = _walk(svc, "rows", _rows(svc), partial(_dispatched, svc), enough)
    total = Swept(dispatched=rows.done, failed=rows.failed, unfinished=rows.unfinished)
    for code in _provinces(svc):
        cases = _walk(
            svc, f"due#{code}", _cases(svc, code, svc.now()), partial(_looked, svc), enough
        )
        total += Swept(checked=cases.done, failed=cases.failed, unfinished=cases.unfinished)
    return total + Swept(oldest=_oldest(svc))


def reconcile(svc: Services, enough: Enough = never) -> Swept:
    """Start again the execution of every open stage that has none running, then sweep.

    The table is the record: a lost execution loses nothing but its wait. A council whose sheets are
    all in, or whose seats are not filled, is taken up here too.
    """
    total = Swept()
    for code in _provinces(svc):
        cases = _walk(svc, f"open#{code}", _cases(svc, code, None), partial(_revived, svc), enough)
        total += Swept(restarted=cases.done, failed=cases.failed, unfinished=cases.unfinished)
    return total + sweep(svc, enough)


@dataclass(slots=True)
class _Walk:
    done: int = 0
    failed: int = 0
    unfinished: int = 0


def _walk(
    svc: Services,
    name: str,
    part: Callable[[str], Page[str]],
    act: Callable[[str], bool],
    enough: Enough,
) -> _Walk:
    """Do something to everything that `part` lists, from where the walk was left last time."""
    begun = svc.store.place(name)
    walk, cursor = _Walk(unfinished=1), begun
    while not enough():
        page = part(cursor)
        for id in page.items:
            _step(walk, name, id, act)
        cursor = page.cursor
        if not cursor:
            walk.unfinished = 0
            break
    if cursor != begun:
        svc.store.set_place(name, cursor)
    return walk


def _step(walk: _Walk, name: str, id: str, act: Callable[[str], bool]) -> None:
    try:
        walk.done += act(id)
    except Exception:
        logger.exception("round_failed", extra={"walk": name, "id": id})
        walk.failed += 1


def _provinces(svc: Services) -> list[str]:
    return [province.code for province in svc.store.provinces(fresh=True)]


def _rows(svc: Services) -> Callable[[str], Page[str]]:
    return lambda cursor: svc.outbox.waiting(PAGE, cursor)


def _cases(svc: Services, code: str, until: datetime | None) -> Callable[[str], Page[str]]:
    return lambda cursor: svc.store.cases_to_check(code, until, PAGE, cursor)


def _dispatched(svc: Services, id: str) -> bool:
    try:
        return dispatch(svc, id)
    except Busy:
        return False


def _looked(svc: Services, id: str) -> bool:
    checkpoint(svc, id, svc.store.dossier(id).visit)
    return True


def _revived(svc: Services, id: str) -> bool:
    dossier = svc.store.dossier(id)
    if dossier.waits_for == "council":
        assign_or_report(svc, id, dossier.visit)
        close_if_all_in(svc, svc.store.dossier(id))
    return revive(svc, dossier)


def _oldest(svc: Services) -> int:
    written = svc.outbox.oldest()
    return max(0, int((svc.now() - written).total_seconds())) if written else 0


ROUNDS: dict[str, Callable[[Services, Enough], Swept]] = {"sweep": sweep, "reconcile": reconcile}
