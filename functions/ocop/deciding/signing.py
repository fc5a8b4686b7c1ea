"""The paper a decision or a proposal stands on: number, day and signer, and between which days it
can lie.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.moment import local_date, show_date
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.governing import last_day
from ocop.cases.lookup import province_of
from ocop.cases.signed import NumberUsed, SignedDecision
from ocop.cases.subject import Proceeding
from ocop.catalogue.messages import sentence
from ocop.catalogue.texts import say
from ocop.deciding.ports import DecidingServices
from ocop.forms.checked import CheckedForm

DECIDED_ON, DECIDED_UNDER, PROPOSED_ON = "/decision_date", "/decision_number", "/document_date"


def signed_decision(
    svc: DecidingServices, case: Case, form: CheckedForm, lang: Lang, *, unit: str
) -> SignedDecision:
    """The decision on paper that a checked form names, by the office of `unit`.

    Raises InvalidInput for a day to come or one before the council's result; it says which day is
    the bound.
    """
    issuer = svc.rulebooks.at(case.process).stage(case.position.stage).level
    number, signer = str(form.data["decision_number"]), str(form.data["signer"])
    day = date.fromisoformat(form.data["decision_date"])
    if errors := list(_out_of_bounds(svc, case, day, lang)):
        raise InvalidInput(errors)
    return SignedDecision(case.province, issuer, number, day, signer, unit)


def check_proposal(svc: DecidingServices, case: Case, form: CheckedForm, lang: Lang) -> None:
    """Let an office's proposal be of a day that can be (26/2026/QĐ-TTg Điều 6.2a).

    Raises InvalidInput for a day to come, or one before the producer handed in the dossier that is
    proposed; it says which day is the bound.
    """
    day, today = date.fromisoformat(form.data["document_date"]), local_date(svc.now())
    handed_in = case.subject.handed_in
    bounds = {"proposal-to-come": today} if day > today else {}
    if handed_in and day < handed_in:
        bounds = {"proposal-too-early": handed_in}
    if errors := [_out(PROPOSED_ON, code, bound, lang) for code, bound in bounds.items()]:
        raise InvalidInput(errors)


def _out(pointer: str, code: str, bound: date, lang: Lang) -> FieldError:
    return FieldError(pointer, code, sentence(code, lang, {"date": bound.isoformat()}))


def _out_of_bounds(
    svc: DecidingServices, case: Case, day: date, lang: Lang
) -> Iterator[FieldError]:
    today, judged = local_date(svc.now()), _judged(svc, case)
    bounds = {"decision-date-to-come": today} if day > today else {}
    over = _old_law_over(svc, case)
    if over and day > over:
        bounds = {"decision-date-law-over": over}
    elif judged and day < judged:
        yield _too_early(case, judged, lang)
    for code, bound in bounds.items():
        yield _out(DECIDED_ON, code, bound, lang)


def _too_early(case: Case, judged: date, lang: Lang) -> FieldError:
    """Before the council's result; of a withdrawal or a complaint before what it rests on."""
    refused = _out(DECIDED_ON, "decision-date-too-early", judged, lang)
    if not isinstance(case.subject, Proceeding):
        return refused
    return replace(refused, detail=say(lang, "oversight.too_early", day=show_date(judged, lang)))


def _old_law_over(svc: DecidingServices, case: Case) -> date | None:
    """The last day of a decision under a law of before, where later ones are refused
    (26/2026/QĐ-TTg, Articles 11(2) and 12(2)).
    """
    if isinstance(case.subject, Proceeding):
        return None
    last = last_day(svc, province_of(svc, case.province), case)
    return local_date(last.at) if last and last.refuses_late else None


def _judged(svc: DecidingServices, case: Case) -> date | None:
    """The day on which the council's latest result was reached, in Vietnam; of a withdrawal or a
    complaint that of the conclusion it rests on, or on which it came in.
    """
    if isinstance(case.subject, Proceeding):
        return case.subject.since
    tallied = [event.at for event in svc.store.events(case.id) if event.kind == "tallied"]
    return local_date(tallied[-1]) if tallied else None


def demand_number_unused(svc: DecidingServices, signed: SignedDecision, lang: Lang) -> None:
    """Let no other decision bear the number of this one, also none of before districts' numbers
    were told apart. Raises InvalidInput.
    """
    earlier = svc.store.decision_under(signed)
    if earlier and earlier.proof != signed.proof:
        raise number_used(NumberUsed(earlier), lang)


def number_used(used: NumberUsed, lang: Lang) -> InvalidInput:
    """What an officer is told whose decision bears another one's number."""
    return InvalidInput(
        [FieldError(DECIDED_UNDER, used.code, sentence(used.code, lang, used.params))]
    )
