"""A result that gave no star is evaluated again because the ministry found it was not by the rules.

26/2026/QĐ-TTg, Article 10(1)(b), which speaks of the province's evaluation whatever came of it. The
certificate that the product may hold by an older case is not touched: that one's evaluation is not
the one that the order is about.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date

from ocop.base.errors import Forbidden, InvalidInput, NotFound, WrongState
from ocop.base.moment import local_date
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.event import REDO_ORDERED
from ocop.cases.governing import law_on
from ocop.cases.history import ALONE, Act, once, retried
from ocop.cases.questions import Question, open_question
from ocop.cases.records import Neighbours
from ocop.cases.sources import ASSESSMENT
from ocop.cases.subject import Proceeding
from ocop.certificates.again import cases_of_product
from ocop.certificates.issue import lineage_of
from ocop.deciding.inspecting import may_oversee
from ocop.deciding.officer import readable_case
from ocop.deciding.ports import DecidingServices
from ocop.deciding.redo_basis import basis_faults, basis_of
from ocop.deciding.redoing import day_faults, evaluated_again, in_words
from ocop.law.rulebook import Rulebook
from ocop.people.rights import Officer

RESULT_FORM = "redo-result"
JUDGED = frozenset({"decided", "tallied"})
JUDGES = frozenset({"province", "centre"})


def result_question(svc: DecidingServices, who: Officer) -> Question:
    """What the office is asked that records such an order."""
    return open_question(svc, lambda: who.province, RESULT_FORM)


def result_to_redo(svc: DecidingServices, who: Officer, id: str) -> Case:
    """The case that an office may record such an order at. Raises NotFound for whose it is not to
    read, Forbidden for who may not order.
    """
    case = readable_case(svc, who, id)
    if not may_oversee(who, _law_now(svc, who), case.unit):
        raise Forbidden
    return case


def _law_now(svc: DecidingServices, who: Officer) -> Rulebook:
    return law_on(svc, who.province, local_date(svc.now()))


def may_redo_result(svc: DecidingServices, who: Officer, case: Case) -> bool:
    """Whether the officer may record such an order at a case now."""
    if not without_star(svc, case):
        return False
    with suppress(NotFound):  # a province without a law of today
        return may_oversee(who, _law_now(svc, who), case.unit)
    return False


def without_star(svc: DecidingServices, case: Case) -> bool:
    """Whether a case ended with an evaluation of the province or the centre and no certificate."""
    subject = case.subject
    if isinstance(subject, Proceeding) or subject.result is None or subject.certificate:
        return False
    level = svc.rulebooks.at(case.process).stage(subject.result.stage).level
    return case.status == "ended" and ASSESSMENT in case.filed and level in JUDGES


@retried
def order_redo_of_result(
    svc: DecidingServices, who: Officer, id: str, act: Act, lang: Lang
) -> Case:
    """Open a case that ended without a star for another evaluation, and return it.

    A repeat under the same key returns the case as it stands. Raises InvalidInput, Forbidden,
    NotFound, WrongState where there is nothing to judge again, another case of the product is open
    or it has a newer certificate.
    """
    case = result_to_redo(svc, who, id)
    act = replace(act, kind=REDO_ORDERED)
    return once(
        svc,
        id,
        act,
        lambda: _ordered(svc, who, case, act, lang),
        lambda _: svc.store.case(id),
    )


def _ordered(svc: DecidingServices, who: Officer, case: Case, act: Act, lang: Lang) -> Case:
    if not without_star(svc, case):
        raise WrongState("redo-not-now")
    beside = _refuse_second(svc, case)
    form = result_question(svc, who).check(act.sent, lang)
    day, today = date.fromisoformat(form.data["document_date"]), local_date(svc.now())
    errors = [*day_faults("document_date", day, (_judged_on(svc, case), today), lang)]
    if errors := [*errors, *basis_faults(svc, case, form.data, lang)]:
        raise InvalidInput(errors)
    outcome = in_words(f"redo.{basis_of(form.data)}_result")
    return evaluated_again(svc, case, replace(act, form=form), outcome, beside=beside)


def _refuse_second(svc: DecidingServices, case: Case) -> Neighbours:
    """A product is judged in one case at a time, and its newest certificate is the one to redo.

    The other cases which that rests on. Raises WrongState.
    """
    newest, held = svc.store.newest_certificate(lineage_of(svc, case)), case.subject.previous
    if newest and newest != held:
        raise WrongState("redo-newer", {"number": svc.store.certificate(newest).shown_number})
    if not held:
        return ALONE
    judged = cases_of_product(svc, svc.store.certificate(held))
    judged.demand_ended()
    return judged.beside(case.id)


def _judged_on(svc: DecidingServices, case: Case) -> date:
    """The day of the act that ended its evaluation."""
    acts = [event for event in svc.store.events(case.id) if event.kind in JUDGED]
    return local_date(acts[-1].at)
