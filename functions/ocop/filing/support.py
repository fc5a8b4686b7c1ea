"""A producer asks for support: by ticks in a progress report, or on a page of their own.

Either way it is a request that an officer has to answer, as a case of its own beside the rating.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, WrongState
from ocop.base.moment import local_date
from ocop.base.roles import PRODUCER
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.effects import OpenSupport
from ocop.cases.governing import law_on
from ocop.cases.history import Act, once, retried
from ocop.cases.lookup import province_of
from ocop.cases.ports import CaseServices
from ocop.cases.questions import Question, question_for
from ocop.cases.subject import Proceeding, SupportRequest
from ocop.catalogue.messages import sentence
from ocop.certificates.proceedings import SUPPORTED, begin, begun_id, proceedings_about
from ocop.filing.needs import HELP, needs_in

REQUEST = "support-request"


def support_question(svc: CaseServices, case: Case) -> Question:
    """What a producer is asked who wants support."""
    return question_for(svc, case, REQUEST)


def support_begun(svc: CaseServices, case: Case) -> tuple[Case, ...]:
    """Every request for support in a case, the oldest first."""
    return tuple(proceedings_about(svc, case.reference, SUPPORTED))


def may_ask_support(case: Case) -> bool:
    """Whether the case is one in which a producer may ask: confirmed, about a product, and not one
    that went on to another stack.
    """
    here = case.status != "unconfirmed" and not case.handed_to
    return here and not isinstance(case.subject, Proceeding)


@retried
def ask_support(
    svc: CaseServices, dossier: str, data: Mapping[str, Any], lang: Lang, key: str
) -> Case:
    """Receive a request for support; the case that it has become.

    What an open request asks for already is not asked twice. A repeat under the same key returns
    the first. Raises InvalidInput, WrongState where nothing new is asked for.
    """
    case = svc.store.case(dossier)
    id, act = begun_id(case, key), Act("opened", PRODUCER, key, data)
    return once(svc, id, act, lambda: _received(svc, case, act, lang), lambda _: svc.store.case(id))


def open_as_ticked(svc: CaseServices, effect: OpenSupport) -> None:
    """Begin what a progress report asks for, once; nothing where all of it is asked for already."""
    event = svc.store.event(effect.dossier, effect.act)
    if event is None or svc.store.case(effect.dossier).status == "unconfirmed":
        return
    data = {HELP: event.data[HELP]}
    try:
        ask_support(svc, effect.dossier, data, "vi", effect.act)
    except WrongState:
        return


def _received(svc: CaseServices, case: Case, act: Act, lang: Lang) -> Case:
    if not may_ask_support(case):
        raise WrongState
    form = support_question(svc, case).check(act.sent, lang)
    ticks = needs_in(form.data)
    if not ticks:
        text = sentence("nothing-ticked", lang)
        raise InvalidInput([FieldError(f"/{HELP}", "nothing-ticked", text)])
    needs = _unasked(support_begun(svc, case), ticks)
    if not needs:
        raise WrongState("support-asked")
    province = province_of(svc, case.province)
    law = law_on(svc, province, local_date(svc.now()))
    return begin(svc, province, law, case, _subject(case, needs), replace(act, form=form))


def _subject(case: Case, needs: tuple[str, ...]) -> SupportRequest:
    rating = case.subject
    return SupportRequest(
        rating.product,
        rating.organisation,
        rating.set_number,
        certificate=rating.certificate,
        matter="support",
        about=case.id,
        needs=needs,
    )


def _unasked(begun: Sequence[Case], ticks: tuple[str, ...]) -> tuple[str, ...]:
    """The ticks that no open request has."""
    asked = {
        need
        for one in begun
        if one.is_open and isinstance(one.subject, SupportRequest)
        for need in one.subject.needs
    }
    return tuple(tick for tick in ticks if tick not in asked)
