"""The clock tells of re-ratings: each day it looks at the certificates whose day has come, and at
no others, so that its cost does not grow with the register.
"""

import json
from datetime import date, timedelta

from ocop.base.calendar import VIETNAM
from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.governing import law_on
from ocop.cases.lookup import province_of
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.certificates.renewing import Milestone, milestones
from ocop.certificates.telling import tell_renewal
from ocop.jobs.walks import PAGE, Enough, Walk, walk
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province

TODAY = "today"
FROM_HOUR = 7  # in Vietnam: nobody is written to at night
LOOK_BACK = timedelta(days=7)  # where nothing says how far the last round came
_DAY = timedelta(days=1)


def tell_renewals(svc: Services, code: str, enough: Enough) -> Walk:
    """Tell of every certificate of a province for which a day of its re-rating has come since the
    last round; what failed is met again by the next round, what was told is not told twice.
    """
    name, now = f"renewals#{code}", svc.now()
    reached, today = _reached(svc.store.place(name)), local_date(now)
    if now.astimezone(VIETNAM).hour < FROM_HOUR or reached.get(TODAY) == today:
        return Walk()
    province = province_of(svc, code)
    try:
        law = law_on(svc, province, today)
    except NotFound:
        return Walk()
    told = _Round(svc, code, province, law, today, enough)
    total = Walk()
    for milestone, before in milestones(law.renewal).items():
        total = _sum(total, told.tell(milestone, before, reached))
    if not total.failed and not total.unfinished:
        reached[TODAY] = today
    svc.store.set_place(name, json.dumps({key: day.isoformat() for key, day in reached.items()}))
    return total


def _reached(kept: str) -> dict[str, date]:
    """The last day of certificates that each kind of telling has come to, as it was kept."""
    told = json.loads(kept) if kept else {}
    return {key: date.fromisoformat(day) for key, day in told.items()}


def _sum(one: Walk, other: Walk) -> Walk:
    return Walk(one.done + other.done, one.failed + other.failed, one.unfinished + other.unfinished)


@struct(frozen=True)
class _Round:
    svc: Services
    code: str
    province: Province
    law: Rulebook
    today: date
    enough: Enough

    def tell(self, milestone: Milestone, before: int, reached: dict[str, date]) -> Walk:
        """Tell of those whose day has come, and note how far that went."""
        until = self.today + _DAY * before
        first = reached.get(milestone, self._begins(milestone, until)) + _DAY
        if first > until:
            return Walk()

        def part(cursor: str) -> Page[str]:
            found = self.svc.store.expiring(self.code, (first, until), cursor, PAGE)
            return Page(tuple(one.number for one in found.items), found.cursor)

        def act(number: str) -> bool:
            certificate = self.svc.store.certificate(number)
            return tell_renewal(self.svc, self.province, self.law, certificate, milestone)

        name = f"renewals#{self.code}#{milestone}"
        done = walk(self.svc, name, part, act, self.enough)
        if not done.failed and not done.unfinished:
            reached[milestone] = until
        return done

    def _begins(self, milestone: Milestone, until: date) -> date:
        """Before which last days nothing is told by a stack that has told nothing yet: a window
        that is open already is told of.
        """
        if milestone == "opens":
            return self.today + _DAY * (self.law.renewal.closes or 0)
        return until - LOOK_BACK
