"""A round as its convener reads it on the office's pages."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.council_round import CouncilRound, RoundPlan
from ocop.catalogue.texts import say
from ocop.council.round_terms import days_before
from ocop.council.rounds import cases_to_plan, convened_by, round_convened
from ocop.html import Pager
from ocop.http import Request
from ocop.people.bodies import Council
from ocop.people.rights import Officer
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.rounds import ROUND_LIST

T = TypeVar("T")
PRODUCTS_SHOWN, FEW_MEMBERS = 12, 5  # on one page, so that a phone shows it within a few screens
Fields = Mapping[str, str]  # what an act on a round is told, by name


@struct(frozen=True)
class RoundAct:
    """What people do about a round beside its plan: what it is told, by names, and its doing."""

    names: tuple[str, ...]
    do: Callable[[OfficeDesk, Officer, str, Fields, Lang], object]


@struct(frozen=True)
class RoundView:
    """A round with its plan and its council, as its convener reads it."""

    desk: OfficeDesk
    who: Officer
    group: CouncilRound
    plan: RoundPlan
    council: Council
    lang: Lang

    def say(self, name: str, /, **params: object) -> str:
        """A sentence of the round's pages."""
        return say(self.lang, f"rounds.{name}", **params)

    def name(self, person: str) -> str:
        """What a person is called; by the id where nobody is called so any more."""
        known = self.who.province.people.get(person)
        return known.name if known else person

    @property
    def days_before(self) -> int:
        """For how many working days dossiers have to be out, as the round and the laws of its
        products have it.
        """
        cases = cases_to_plan(self.desk.svc, self.who, self.group)
        return days_before(self.desk.svc, self.group.terms, cases)

    @property
    def home(self) -> str:
        """Where the round stands."""
        return f"{ROUND_LIST}/{self.group.id}"


def view_of(desk: OfficeDesk, request: Request, id: str) -> RoundView:
    """A round that the asker convenes. Raises NotFound, Forbidden."""
    who = desk.who(request)
    group = round_convened(desk.svc, who, id)
    plan = desk.svc.store.round_plan(group.province, id)
    council = convened_by(who, group.council)
    return RoundView(desk, who, group, plan, council, request.lang)


def shown_products(products: Sequence[T], start: int) -> Sequence[T]:
    """So many products as one page shows, from `start` on."""
    return products[start : start + PRODUCTS_SHOWN]


def product_pager(view: RoundView, count: int, start: int) -> Pager:
    """The way to the next of so many products, and back to the first."""
    end = start + PRODUCTS_SHOWN
    more = f"{view.home}?from={end}" if end < count else ""
    return Pager(more=more, first=view.home if start else "")
