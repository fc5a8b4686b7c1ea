"""An evaluation is done again because the ministry found that it was not done by the rules.

26/2026/QĐ-TTg, Article 10(1)(b): the province does it again and, where the ministry asks for that,
withdraws the recognition. It is done by the law of the dossier, before a council asked anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ocop.base.errors import FieldError, Forbidden, InvalidInput, WrongState
from ocop.base.moment import local_date
from ocop.base.text import LANGS, Lang, Text
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.flow import entering
from ocop.cases.history import Act, once, record, retried
from ocop.cases.letters import Announcement
from ocop.cases.lookup import province_of
from ocop.cases.onward import onward
from ocop.cases.signed import NumberUsed, SignedDecision
from ocop.cases.timing import round_of, timing_of
from ocop.catalogue.messages import sentence
from ocop.catalogue.texts import say
from ocop.certificates.overseeing import withdrawn
from ocop.deciding.inspecting import Overseen, opening_question, overseen
from ocop.deciding.ports import DecidingServices
from ocop.deciding.signing import number_used
from ocop.links.tokens import producer_assignment_id
from ocop.people.rights import Officer

REDO, ORDERED = "redo", "redo-ordered"
WITHDRAWN = "withdrawn"


@retried
def order_redo(svc: DecidingServices, who: Officer, number: str, act: Act, lang: Lang) -> Case:
    """Open the case of a certificate for another evaluation, and return it.

    The certificate is withdrawn with it where the order says so, else it counts until the new one
    comes in its place. A repeat under the same key returns the case as it stands. Raises
    InvalidInput, Forbidden for who may not, NotFound, WrongState where there is no dossier to
    evaluate, or the case or something about it is open.
    """
    seen = overseen(svc, who, number)
    if not seen.may_open:
        raise Forbidden
    act = replace(act, kind=ORDERED)
    return once(
        svc,
        seen.about.id,
        act,
        lambda: _ordered(svc, who, seen, act, lang),
        lambda _: svc.store.case(seen.about.id),
    )


def _ordered(svc: DecidingServices, who: Officer, seen: Overseen, act: Act, lang: Lang) -> Case:
    if not seen.may_redo:
        raise WrongState("redo-not-now")
    form = opening_question(svc, who, REDO, seen.law).check(act.sent, lang)
    if errors := list(_out_of_bounds(seen.certificate, form.data, local_date(svc.now()), lang)):
        raise InvalidInput(errors)
    try:
        return _stored(svc, seen, replace(act, form=form))
    except NumberUsed as used:
        raise number_used(used, lang) from None


def _stored(svc: DecidingServices, seen: Overseen, act: Act) -> Case:
    case, province = seen.about, province_of(svc, seen.about.province)
    law = svc.rulebooks.at(case.process)
    moved = _reopened(svc, case)
    signed = _signed(seen.certificate, act.data)
    label = _in_words("redo.label")
    turned = (withdrawn(seen.certificate, case.id, signed, REDO, label),) if signed else ()
    brings = onward(svc, province, law, case, moved)
    told = Announcement(
        rulebook=law,
        province=province,
        producer=svc.store.assignment(case.id, producer_assignment_id(case.id)),
        before=case,
        after=moved,
        outcome=_in_words(f"redo.certificate_{act.data['certificate']}"),
        reason=str(act.data["reason"]),
    )
    return record(
        svc,
        case,
        moved,
        act,
        assignments=brings.assignments,
        effects=(*brings.effects, *told.mails()),
        turned=turned,
        signed=signed,
    )


def _in_words(name: str) -> Text:
    return {lang: say(lang, name) for lang in LANGS}


def _reopened(svc: DecidingServices, case: Case) -> Case:
    """The case where its evaluation begins again, in the round that is to close next."""
    province, law = province_of(svc, case.province), svc.rulebooks.at(case.process)
    today = local_date(svc.now())
    subject = replace(case.subject, result=None, evaluation_round="", received=today, redone=today)
    opened = replace(case, subject=subject, status="open", ending="")
    coming = round_of(svc, province, opened)
    subject = replace(subject, evaluation_round=coming.round.id if coming else "")
    opened = replace(opened, subject=subject)
    timing = timing_of(svc, province, opened)
    return opened.moved(entering(law, case.position, law.redone_from, timing))


def _signed(certificate: Certificate, data: Mapping[str, Any]) -> SignedDecision | None:
    """The decision that withdraws the recognition, by the authority that gave it."""
    if data["certificate"] != WITHDRAWN:
        return None
    issuer = "centre" if certificate.issuer == "centre" else "province"
    day = date.fromisoformat(data["decision_date"])
    return SignedDecision(
        certificate.province, issuer, data["decision_number"], day, data["signer"]
    )


def _out_of_bounds(
    certificate: Certificate, data: Mapping[str, Any], today: date, lang: Lang
) -> Iterator[FieldError]:
    """The order follows the recognition, the withdrawal the order, and neither is to come."""
    ordered = date.fromisoformat(data["document_date"])
    days = [("document_date", ordered, certificate.issued)]
    if data["certificate"] == WITHDRAWN:
        days.append(("decision_date", date.fromisoformat(data["decision_date"]), ordered))
    for field, day, first in days:
        bounds = {"order-to-come": today} if day > today else {}
        if day < first:
            bounds = {"order-too-early": first}
        for code, bound in bounds.items():
            said = sentence(code, lang, {"date": bound.isoformat()})
            yield FieldError(f"/{field}", code, said)
