"""A decision with its list goes out: its products are decided, each whole and by itself."""

from dataclasses import replace

from ocop.base.errors import OcopError
from ocop.base.text import Lang
from ocop.cases.decision_list import DecisionList, ListedProduct
from ocop.cases.signed import SignedDecision
from ocop.deciding.decide import decide
from ocop.deciding.ports import DecidingServices


def carry_out(svc: DecidingServices, listed: DecisionList, lang: Lang) -> DecisionList:
    """Decide the products of a list that still wait, each by itself; the list is out once all are.

    Raises what deciding one of them raises, after the others: the rest is for a repeat.
    """
    refused = [error for item in listed.items if (error := _carried_out(svc, listed, item, lang))]
    if refused:
        raise refused[0]
    out = replace(listed, state="out")
    svc.store.turn_decision_list(out, "going")
    return out


def _carried_out(
    svc: DecidingServices, listed: DecisionList, item: ListedProduct, lang: Lang
) -> OcopError | None:
    """What is in the way of a product's decision, if anything."""
    case = svc.store.case(item.dossier)
    assignment = svc.store.assignment(item.dossier, item.assignment)
    if not case.awaits(assignment):
        return None
    answers = {"outcome": item.outcome, **_paper_data(listed.signed)}
    by, channel, key = listed.by, listed.channel, f"joint:{listed.id}"
    try:
        decide(svc, case, assignment, answers, lang, key, by=by, channel=channel)
    except OcopError as error:
        return error
    return None


def _paper_data(signed: SignedDecision) -> dict[str, str]:
    day = signed.day.isoformat()
    return {"decision_number": signed.number, "decision_date": day, "signer": signed.signer}
