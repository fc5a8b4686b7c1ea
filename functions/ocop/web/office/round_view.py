"""A round as its convener reads it on the office's pages."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.council_round import CouncilRound, RoundPlan
from ocop.catalogue.texts import say
from ocop.council.round_terms import days_before
from ocop.council.rounds import cases_to_plan, convened_by, round_convened
from ocop.html import NO_FIELD, Box, Folded, Pager, Problem, SmallForm
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
    """What people do about a round beside its plan: what it is told, by names, and its doing; the
    names of what its form has in hiding, and the field whose answer may break a rule.
    """

    names: tuple[str, ...]
    do: Callable[[OfficeDesk, Officer, str, Fields, Lang], object]
    hidden: tuple[str, ...] = ("dossier",)
    blames: str = ""


@struct(frozen=True)
class RefusedAct:
    """An act on a round that came back: its verb, what was sent, and what is wrong, by field; ""
    for what concerns none. Of what was sent `hidden` says which form of the page it was.
    """

    verb: str
    fields: Fields
    hidden: Fields
    wrong: Fields

    def again(self, box: Box) -> Box:
        """A field of that form as it was filled in, with what is wrong."""
        value = self.fields.get(box.name, "")
        choices = tuple(one.but(chosen=one.value == value) for one in box.choices)
        return box.but(value=value, choices=choices, error=self.wrong.get(box.name, ""))

    def problems(self) -> list[Problem]:
        """What is wrong, with the way to its field."""
        return [
            Problem(
                detail=detail, target=box_id(self.verb, name, self.hidden) if name else NO_FIELD
            )
            for name, detail in self.wrong.items()
        ]


def box_id(verb: str, name: str, hidden: Fields) -> str:
    """The id of a field in the form of these hidden values."""
    return "-".join((verb, name, *(hidden[one] for one in sorted(hidden) if one != "dossier")))


@struct(frozen=True)
class RoundView:
    """A round with its plan and its council, as its convener reads it; `refused` is what they have
    just tried to do about it.
    """

    desk: OfficeDesk
    who: Officer
    group: CouncilRound
    plan: RoundPlan
    council: Council
    lang: Lang
    refused: RefusedAct | None = None

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

    def ask(self, verb: str, title: str, hidden: Fields, boxes: Sequence[Box]) -> Folded:
        """A form about the round, folded away until it is asked for, or open with what was wrong
        where it has just come back. The name of a box makes its id.
        """
        sent = self.refused
        wrong = sent if sent and (sent.verb, sent.hidden) == (verb, hidden) else None
        named = [one.but(id=box_id(verb, one.name, hidden)) for one in boxes]
        form = SmallForm(
            action=f"{self.home}/{verb}",
            submit=self.say(f"do_{verb}"),
            boxes=[wrong.again(one) for one in named] if wrong else named,
            hidden=hidden,
            boxed=False,
        )
        return Folded(title=title, parts=[form], boxed=False, open=wrong is not None)

    def reason_box(self, hint: str = "") -> Box:
        """The field for why something is done."""
        return Box(id="", name="reason", label=self.say("reason"), type="long", hint=hint)


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
