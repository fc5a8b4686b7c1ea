"""Years of the programme before an officer: what their pages and API have in common."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.errors import Malformed, NotFound
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.html import WebPage
from ocop.http import Reply, Request
from ocop.plans.indicator import Indicator
from ocop.programme.cycle import YearCycle
from ocop.programme.cycle_acts import YearKeeping
from ocop.programme.cycle_closing import standing
from ocop.programme.wording import clauses_text
from ocop.web.office.desk import OfficeDesk

CYCLE_PAGES = "/office/cycles"


@struct(frozen=True)
class CycleOffice:
    """An officer before the years."""

    desk: OfficeDesk
    request: Request
    by: YearKeeping

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.by.lang

    def say(self, name: str, /, **values: object) -> str:
        """Words about years."""
        return say(self.lang, f"cycles.{name}", **values)

    def unit_name(self, code: str) -> str:
        """What a unit is called."""
        return pick(self.by.who.province.unit_name(code), self.lang)

    def show(self, page: WebPage, status: int = 200) -> Reply:
        """A page of the years."""
        who = self.by.who
        return self.desk.show(self.request, page, status, person=who.person.name, at=who.province)


def cycle_office(desk: OfficeDesk, request: Request) -> CycleOffice:
    """The officer who asks, before the years."""
    by = YearKeeping(desk.programme, desk.svc, desk.who(request), request.lang)
    return CycleOffice(desk, request, by)


@struct(frozen=True)
class CycleView:
    """One year before an officer, with the one before it where there is one."""

    office: CycleOffice
    cycle: YearCycle

    @property
    def by(self) -> YearKeeping:
        """Who looks at it."""
        return self.office.by

    @property
    def home(self) -> str:
        """Where it stands."""
        return f"{CYCLE_PAGES}/{self.cycle.year}"

    def say(self, name: str, /, **values: object) -> str:
        """Words about years."""
        return self.office.say(name, **values)

    @cached_property
    def before(self) -> YearCycle | None:
        """The year before, None where it was never opened."""
        try:
            return self.by.cycle(self.cycle.year - 1)
        except NotFound:
            return None

    @cached_property
    def stands(self) -> Mapping[str, Any]:
        """Figures and duties of the year: fixed once it is closed."""
        return self.standing_of(self.cycle)

    @cached_property
    def stood(self) -> Mapping[str, Any]:
        """The same of the year before; nothing where it was never opened."""
        return self.standing_of(self.before) if self.before else {"figures": [], "duties": []}

    def standing_of(self, cycle: YearCycle) -> Mapping[str, Any]:
        """Figures and duties of a year as they were fixed, or as they are."""
        if cycle.closing:
            return cycle.closing
        return standing(self.by.svc, self.by.house, self.by.who.province, cycle.year)

    def indicator(self, id: str) -> Indicator:
        """An indicator of the year's plan. Raises KeyError."""
        return self.by.svc.indicators.at(self.cycle.indicators).get(id)

    def places(self, clauses: Sequence[str]) -> str:
        """Places of the year's plan in words. Raises NotFound."""
        plan = self.by.svc.indicators.at(self.cycle.indicators).plan
        return clauses_text(self.by.svc.plans.get(plan), clauses, self.by.lang)


def cycle_view(desk: OfficeDesk, request: Request, year: str) -> CycleView:
    """A year that the officer may know of. Raises NotFound, Malformed."""
    office = cycle_office(desk, request)
    return CycleView(office, office.by.cycle(year_named(year)))


def year_named(told: object) -> int:
    """A year by its four digits. Raises Malformed."""
    text = str(told)
    year = plain_number(text)
    if len(text) != len("2026") or not year:
        raise Malformed("bad-filter")
    return year
