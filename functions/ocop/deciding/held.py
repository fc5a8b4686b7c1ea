"""A decision with its list between its release and the moment it goes out: nothing is decided yet,
and whoever released it can take it back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from ocop.base.errors import NotFound, WrongState
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.decision_list import DecisionList, ListedProduct
from ocop.cases.signed import NumberUsed, SignedDecision
from ocop.deciding.ports import DecidingServices
from ocop.deciding.signing import number_used
from ocop.law.rulebook import Stage
from ocop.people.province import Province
from ocop.people.rights import Officer

USUAL_MINUTES = 30


def held_for(province: Province) -> timedelta:
    """How long a released list is held before it goes out; the law says nothing of it."""
    return timedelta(minutes=province.settings.get("release_undo_minutes", USUAL_MINUTES))


def gives_star(stage: Stage) -> bool:
    """Whether a stage's decision recognises a product with the star its council reached."""
    return any(one.certificate and not one.star for one in stage.outcomes)


def open_lists(svc: DecidingServices, who: Officer) -> list[DecisionList]:
    """The lists that are held or go out just now, of those that the officer may take back: their
    own, and those of who holds the same office.
    """
    every = svc.store.open_decision_lists(who.province.code)
    return [one for one in every if _is_theirs(svc, who, one)]


def _is_theirs(svc: DecidingServices, who: Officer, listed: DecisionList) -> bool:
    return any(_is_their_task(svc, who, one) for one in listed.items[:1])


def _is_their_task(svc: DecidingServices, who: Officer, first: ListedProduct) -> bool:
    task = svc.store.assignment(first.dossier, first.assignment)
    return (task.role, task.unit) in who.answers_at


def undo_list(svc: DecidingServices, who: Officer, id: str) -> DecisionList:
    """Take a held list back: its products wait again, its number is free, nobody was told.

    Raises NotFound, WrongState once it goes out.
    """
    listed = next((one for one in open_lists(svc, who) if one.id == id), None)
    if listed is None:
        raise NotFound
    late = listed.goes_out is None or svc.now() >= listed.goes_out
    undone = replace(listed, state="undone")
    if listed.state != "held" or late or not svc.store.turn_decision_list(undone, "held"):
        raise WrongState("release-gone-out")
    return undone


def held_over(svc: DecidingServices, case: Case) -> DecisionList | None:
    """The list that has a product and has not gone out yet; no other way decides it."""
    return held_products(svc.store.open_decision_lists(case.province)).get(case.id)


def demand_not_held(
    svc: DecidingServices, case: Case, signed: SignedDecision | None, lang: Lang
) -> None:
    """Let a product be decided that no held list has, under a number that none has; one that goes
    out has its products for itself.

    Raises WrongState, InvalidInput for the number.
    """
    lists = svc.store.open_decision_lists(case.province)
    listed = held_products(lists).get(case.id)
    own = listed and signed and listed.state == "going" and _is_same(listed.signed, signed)
    if listed and not own:
        raise WrongState("in-held-list", {"number": listed.signed.number})
    if signed:
        demand_number_free(lists, signed, lang)


def _is_same(one: SignedDecision, other: SignedDecision) -> bool:
    """Whether two are one decision on paper."""
    return (one.place, one.proof) == (other.place, other.proof)


def held_products(lists: Sequence[DecisionList]) -> Mapping[str, DecisionList]:
    """The products of lists that are held or go out, by their cases."""
    return {item.dossier: one for one in lists for item in one.items}


def demand_number_free(lists: Sequence[DecisionList], signed: SignedDecision, lang: Lang) -> None:
    """Let a decision bear a number that no other one of these lists bears. Raises InvalidInput."""
    for other in (one.signed for one in lists if one.signed.place == signed.place):
        if other.proof != signed.proof:
            raise number_used(NumberUsed(other), lang)
