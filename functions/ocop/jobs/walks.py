"""Walks of the clock over everything there is.

A walk goes page by page as long as its time lasts, and remembers where it was left: the next one
goes on from there. One broken case or row never stops it: it is logged, counted, and met again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from aws_lambda_powertools import Logger

from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.links.failures import failure_facts

logger = Logger()
PAGE = 100
LATE, ALARMING = 3600, 100  # seconds; far above the alarm's threshold
Enough = Callable[[], bool]
Listed = TypeVar("Listed")


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows, cases and executions a round took up, how many failed, how many walks ran out
    of time, how long the oldest outbox row has waited (seconds), and how many histories are broken.
    """

    dispatched: int = 0
    checked: int = 0
    restarted: int = 0
    failed: int = 0
    unfinished: int = 0
    oldest: int = 0
    broken: int = 0

    @property
    def trouble(self) -> int:
        """What the alarm on the clock counts: every failure and every walk that was not ended, a
        row that waits for over an hour and a broken history at once enough for it.
        """
        late = self.oldest > LATE
        return self.failed + self.unfinished + ALARMING * (late + self.broken)

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(
            self.dispatched + other.dispatched,
            self.checked + other.checked,
            self.restarted + other.restarted,
            self.failed + other.failed,
            self.unfinished + other.unfinished,
            max(self.oldest, other.oldest),
            self.broken + other.broken,
        )


def never() -> bool:
    """A round's time that lasts until it is done."""
    return False


@dataclass(slots=True)
class Walk:
    """What a walk over many rows came to; `unfinished` is 1 when its time was over first."""

    done: int = 0
    failed: int = 0
    unfinished: int = 0


def walk(
    svc: Services,
    name: str,
    part: Callable[[str], Page[str]],
    act: Callable[[str], bool],
    enough: Enough,
) -> Walk:
    """Do something to everything that `part` lists, from where the walk was left last time."""
    begun = svc.store.place(name)
    done, cursor = Walk(unfinished=1), begun
    while not enough():
        page = part(cursor)
        for id in page.items:
            _step(done, name, id, act)
        cursor = page.cursor
        if not cursor:
            done.unfinished = 0
            break
    if cursor != begun:
        svc.store.set_place(name, cursor)
    return done


def _step(done: Walk, name: str, id: str, act: Callable[[str], bool]) -> None:
    try:
        done.done += act(id)
    except Exception as error:  # noqa: BLE001 - it is logged, and met again by the next round
        logger.error("round_failed", extra={**failure_facts(error), "walk": name, "id": id})
        done.failed += 1


def provinces_of(svc: Services) -> list[str]:
    """The codes of the provinces that this stack serves, as of now."""
    return [province.code for province in svc.store.provinces(fresh=True)]


def answered_for(svc: Services) -> list[str]:
    """The codes of the provinces whose cases are looked after here: those that this stack serves,
    and those that became part of one of them and have no document of their own any more.
    """
    served = svc.store.provinces(fresh=True)
    former = [
        one.code
        for province in served
        for one in province.former.values()
        if one.level == "province"
    ]
    return list(dict.fromkeys([*(province.code for province in served), *former]))


def cases_of(svc: Services, code: str, until: datetime | None) -> Callable[[str], Page[str]]:
    """Pages of a province's open cases: those whose next look is due, or all of them (None)."""
    return lambda cursor: svc.store.cases_to_look_at(code, until, PAGE, cursor)


def everything(part: Callable[[str], Page[Listed]]) -> Iterator[Listed]:
    """Everything that is listed page by page, for what has no time limit."""
    cursor = ""
    while True:
        page = part(cursor)
        yield from page.items
        cursor = page.cursor
        if not cursor:
            return
