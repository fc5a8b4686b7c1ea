"""A decision with its list goes out: its products are decided, each whole and by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ocop.base.errors import (
    Forbidden,
    InvalidInput,
    LinkUsed,
    OcopError,
    WrongState,
)
from ocop.base.text import Lang
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.decision_list import DecisionList, ListedProduct
from ocop.cases.signed import SignedDecision
from ocop.deciding.decide import check_decision, decide, has_scored
from ocop.deciding.left_out import LostProduct, news_of_left_out
from ocop.deciding.ports import DecidingServices
from ocop.deciding.signing import demand_number_unused

FOR_GOOD = (Forbidden, InvalidInput, LinkUsed, WrongState)


def carry_out(svc: DecidingServices, listed: DecisionList, lang: Lang) -> DecisionList:
    """Decide the products of a list that still wait, each by itself; the list is out once all are.

    Those that cannot be decided under it any more are left out of it first, and who released it is
    told. Raises what deciding one of them raises, after the others: the rest is for a repeat.
    """
    listed = _without_lost(svc, listed, lang)
    refused = [error for item in listed.items if (error := _carried_out(svc, listed, item, lang))]
    if refused:
        raise refused[0]
    out = replace(listed, state="out")
    svc.store.turn_decision_list(out, "going")
    return out


def _without_lost(svc: DecidingServices, listed: DecisionList, lang: Lang) -> DecisionList:
    """The list of what is decided under it, stored so before its first paper is made of it."""
    lost = list(_lost(svc, listed, lang))
    if not lost:
        return listed
    gone = {one.item.dossier for one in lost}
    left = replace(listed, items=tuple(one for one in listed.items if one.dossier not in gone))
    svc.store.turn_decision_list(left, "going", news_of_left_out(svc, listed, lost))
    return left


def _lost(svc: DecidingServices, listed: DecisionList, lang: Lang) -> Iterator[LostProduct]:
    for item in listed.items:
        case = svc.store.case(item.dossier)
        assignment = svc.store.assignment(item.dossier, item.assignment)
        if not case.awaits(assignment):
            if not _is_decided(svc, listed, item):
                yield LostProduct(item, LinkUsed())
            continue
        try:
            _demand_decidable(svc, listed, case, assignment, _answers(listed, item), lang)
        except FOR_GOOD as hindrance:
            yield LostProduct(item, hindrance)


def _demand_decidable(
    svc: DecidingServices,
    listed: DecisionList,
    case: Case,
    assignment: Assignment,
    answers: Mapping[str, str],
    lang: Lang,
) -> None:
    """Let a product be decided under the list's paper by who has released it. Raises InvalidInput,
    WrongState, Forbidden.
    """
    check_decision(svc, assignment, case, answers, lang)
    if has_scored(svc, case, listed.by):
        raise Forbidden("decider-scored")
    demand_number_unused(svc, listed.signed, lang)


def _is_decided(svc: DecidingServices, listed: DecisionList, item: ListedProduct) -> bool:
    """Whether a product was decided under the list's paper, with it or by itself."""
    answers = _answers(listed, item).items()
    events = svc.store.events(item.dossier)
    return any(one.kind == "decided" and answers <= dict(one.data).items() for one in events)


def _carried_out(
    svc: DecidingServices, listed: DecisionList, item: ListedProduct, lang: Lang
) -> OcopError | None:
    """What is in the way of a product's decision, if anything."""
    case = svc.store.case(item.dossier)
    assignment = svc.store.assignment(item.dossier, item.assignment)
    if not case.awaits(assignment):
        return None
    by, channel, key = listed.by, listed.channel, f"joint:{listed.id}"
    answers = _answers(listed, item)
    try:
        decide(svc, case, assignment, answers, lang, key, by=by, channel=channel)
    except OcopError as error:
        return error
    return None


def _answers(listed: DecisionList, item: ListedProduct) -> dict[str, str]:
    return {"outcome": item.outcome, **_paper_data(listed.signed)}


def _paper_data(signed: SignedDecision) -> dict[str, str]:
    day = signed.day.isoformat()
    return {"decision_number": signed.number, "decision_date": day, "signer": signed.signer}
