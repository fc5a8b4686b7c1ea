"""The commune, or the province's office, takes down what buyers are shown of a product."""

from dataclasses import replace

from ocop.base.errors import Forbidden, WrongState
from ocop.base.roles import COMMUNE_OFFICER
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.history import Act, once, record, retried
from ocop.cases.letters import mail_for
from ocop.cases.lookup import province_of
from ocop.cases.questions import Question, open_question
from ocop.certificates.product_page import PAGE_TAKEN_DOWN
from ocop.deciding.inspecting import Overseen, overseen
from ocop.deciding.ports import DecidingServices
from ocop.links.tokens import producer_assignment_id
from ocop.people.rights import Officer

REMOVAL_FORM = "product-page-removal"


def removal_question(svc: DecidingServices, who: Officer) -> Question:
    """What an officer is asked who takes a page down."""
    return open_question(svc, lambda: who.province, REMOVAL_FORM)


def may_take_down(who: Officer, seen: Overseen) -> bool:
    """Whether it is theirs to answer for: the commune's officer, or the administrator."""
    unit = who.province.unit_at(seen.certificate.unit, "commune").code
    return who.administers or (COMMUNE_OFFICER, unit) in who.offices


@retried
def take_page_down(svc: DecidingServices, who: Officer, number: str, act: Act, lang: Lang) -> Case:
    """Let buyers see no more of a product than its certificate, and tell its producer why.

    `act` is the request, of the kind PAGE_TAKEN_DOWN. What was shown stays in the case's history,
    and the producer may show it anew. A repeat under the same key changes nothing. Raises
    InvalidInput without a reason, Forbidden, NotFound, WrongState where nothing is shown.
    """
    seen = overseen(svc, who, number)
    if not may_take_down(who, seen):
        raise Forbidden
    about = seen.about
    return once(svc, about.id, act, lambda: _taken_down(svc, who, seen, act, lang), lambda _: about)


def _taken_down(svc: DecidingServices, who: Officer, seen: Overseen, act: Act, lang: Lang) -> Case:
    checked = removal_question(svc, who).check(act.sent, lang)
    certificate, case = seen.certificate, seen.about
    if certificate.page is None:
        raise WrongState("page-not-shown")
    told = {"form": f"{checked.form}@{checked.version}", "page": certificate.page.act}
    kept = replace(act, kept={**checked.data, **told})
    province = province_of(svc, case.province)
    values = {"reason": str(checked.data["reason"])}
    holder = svc.store.assignment(case.id, producer_assignment_id(case.id))
    mail = mail_for(PAGE_TAKEN_DOWN, holder, case, province, values)
    effects = (mail,) if case.party.email else ()
    turned = (replace(certificate, page=None),)
    return record(svc, case, case, kept, effects=effects, turned=turned)
