"""An evaluation is done again because the ministry found that it was not done by the rules.

26/2026/QĐ-TTg, Article 10(1)(b): the province does it again and, where the ministry asks for that,
withdraws the recognition. It is done by the law of the dossier, before a council asked anew. So is
one whose result was undone since a complaint of it was right.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from ocop.base.errors import FieldError, Forbidden, InvalidInput, WrongState
from ocop.base.moment import local_date, show_date
from ocop.base.text import LANGS, Lang, Text, pick
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.effects import SendMail
from ocop.cases.event import REDO_ORDERED
from ocop.cases.flow import entering
from ocop.cases.history import ALONE, Act, once, record, retried
from ocop.cases.letters import Announcement, commune_officer, mail_for_officer
from ocop.cases.lookup import province_of
from ocop.cases.onward import onward
from ocop.cases.proceeding_letters import TEMPLATE
from ocop.cases.records import Neighbours
from ocop.cases.signed import NumberUsed, SignedDecision
from ocop.cases.timing import round_of, timing_of
from ocop.catalogue.messages import sentence
from ocop.catalogue.naming import ministry_on
from ocop.catalogue.texts import say
from ocop.certificates.again import cases_of_product
from ocop.certificates.issue import whose_decision
from ocop.certificates.overseeing import withdrawn
from ocop.deciding.inspecting import Overseen, law_over, opening_question, overseen
from ocop.deciding.ports import DecidingServices
from ocop.deciding.redo_basis import basis_faults, basis_of
from ocop.deciding.redoing_anew import begin_anew, begun_before
from ocop.deciding.signing import number_used
from ocop.links.tokens import producer_assignment_id
from ocop.people.province import Province
from ocop.people.rights import Officer

REDO = "redo"
WITHDRAWN = "withdrawn"


@retried
def order_redo(svc: DecidingServices, who: Officer, number: str, act: Act, lang: Lang) -> Case:
    """Open the case of a certificate for another evaluation, and return it.

    The certificate is withdrawn with it where the order says so, else it counts until the new one
    comes in its place. Of one that came by a sheet there is no dossier to evaluate: its producer
    is asked for one, in a new case. A repeat under the same key returns the case as it stands.
    Raises InvalidInput, Forbidden for who may not, NotFound, WrongState where the case, another of
    the product or something about it is open, or a later certificate is in its place.
    """
    seen = overseen(svc, who, number)
    if not seen.may_open:
        raise Forbidden
    act = replace(act, kind=REDO_ORDERED)
    if begun := None if seen.has_dossier else begun_before(svc, seen.certificate, act):
        return begun
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
    errors = [*_out_of_bounds(seen.certificate, form.data, local_date(svc.now()), lang)]
    if errors := [*errors, *basis_faults(svc, seen.about, form.data, lang)]:
        raise InvalidInput(errors)
    stored = _stored if seen.has_dossier else _stored_anew
    try:
        return stored(svc, seen, replace(act, form=form))
    except NumberUsed as used:
        raise number_used(used, lang) from None


def _stored(svc: DecidingServices, seen: Overseen, act: Act) -> Case:
    judged = cases_of_product(svc, seen.certificate)
    judged.demand_ended()
    signed = _signed(svc, seen.certificate, act.data)
    turned = _turned(svc, seen.certificate, seen.about.id, signed)
    outcome = in_words(f"redo.{basis_of(act.data)}_{act.data['certificate']}")
    beside = judged.beside(seen.about.id)
    return evaluated_again(
        svc, seen.about, act, outcome, turned=turned, signed=signed, beside=beside
    )


def _stored_anew(svc: DecidingServices, seen: Overseen, act: Act) -> Case:
    signed = _signed(svc, seen.certificate, act.data)
    return begin_anew(
        svc, seen.certificate, act, lambda about, case: _turned(svc, about, case, signed), signed
    )


def _turned(
    svc: DecidingServices, certificate: Certificate, case: str, signed: SignedDecision | None
) -> tuple[Certificate, ...]:
    """The certificate as the order leaves it, where that changes it."""
    if signed is None:
        return ()
    office = whose_decision(province_of(svc, certificate.province), signed)
    return (withdrawn(certificate, case, signed, REDO, in_words("redo.label"), office=office),)


def evaluated_again(
    svc: DecidingServices,
    case: Case,
    act: Act,
    outcome: Text,
    *,
    turned: Sequence[Certificate] = (),
    signed: SignedDecision | None = None,
    beside: Neighbours = ALONE,
) -> Case:
    """Store a case that is over as it is judged again by an order, and tell its producer."""
    province, law = province_of(svc, case.province), svc.rulebooks.at(case.process)
    moved = _reopened(svc, case)
    brings = onward(svc, province, law, case, moved)
    producer = svc.store.assignment(case.id, producer_assignment_id(case.id))
    why = partial(_why, act, turned)
    told = Announcement(
        rulebook=law,
        province=province,
        producer=producer,
        before=case,
        after=moved,
        outcome=outcome,
        reason=why(producer.party.lang),
    )
    return record(
        svc,
        case,
        moved,
        act,
        assignments=brings.assignments,
        effects=(*brings.effects, *told.mails(), *_to_commune(province, moved, outcome, why)),
        turned=turned,
        signed=signed,
        beside=beside,
    )


def _why(act: Act, turned: Sequence[Certificate], lang: Lang) -> str:
    """The order's reason, and by whose decision the recognition is withdrawn with it."""
    reason, held = str(act.data["reason"]), turned[0].revocation if turned else None
    if held is None:
        return reason
    office = ministry_on(held.day, lang) if held.office == "centre" else held.office
    told = {"number": held.decision_number, "day": show_date(held.day, lang), "office": office}
    return f"{reason} {say(lang, 'certificate.withdrawn_by_office', **told)}."


def _to_commune(
    province: Province, case: Case, outcome: Text, why: Callable[[Lang], str]
) -> tuple[SendMail, ...]:
    """That a product of the commune's is evaluated again, as its producer hears it (26/2026/QĐ-TTg,
    Article 8(3)(c)).
    """
    officer = commune_officer(province, case)
    if officer is None:
        return ()
    lang = officer.lang
    told = {"matter": say(lang, "redo.matter"), "outcome_label": pick(outcome, lang)}
    told["reason"] = why(lang)
    return (mail_for_officer(TEMPLATE, officer, case, province, told),)


def in_words(name: str) -> Text:
    """What the texts say under a name, in both languages."""
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


def _signed(
    svc: DecidingServices, certificate: Certificate, data: Mapping[str, Any]
) -> SignedDecision | None:
    """The decision that withdraws the recognition, by the authority that withdraws such a star
    under the law of the decision's day: a district three stars while 148/2023/QĐ-TTg held, then the
    province, the ministry five. Raises WrongState where that law knows no withdrawal.
    """
    if data["certificate"] != WITHDRAWN:
        return None
    day = date.fromisoformat(data["decision_date"])
    province = province_of(svc, certificate.province)
    law = law_over(svc, province, certificate, day)
    level = law.stage(law.oversight.first_stage("withdrawal", certificate.star)).level
    unit = province.unit_at(certificate.unit, level).code if level == "district" else ""
    number, signer = data["decision_number"], data["signer"]
    return SignedDecision(certificate.province, level, number, day, signer, unit)


def _out_of_bounds(
    certificate: Certificate, data: Mapping[str, Any], today: date, lang: Lang
) -> Iterator[FieldError]:
    """The order follows the recognition, the withdrawal the order, and neither is to come."""
    ordered = date.fromisoformat(data["document_date"])
    yield from day_faults("document_date", ordered, (certificate.issued, today), lang)
    if data["certificate"] == WITHDRAWN:
        day = date.fromisoformat(data["decision_date"])
        yield from day_faults("decision_date", day, (ordered, today), lang)


def day_faults(
    field: str, day: date, between: tuple[date, date], lang: Lang
) -> Iterator[FieldError]:
    """What is wrong with the day of a paper that is not before one day nor after another."""
    first, today = between
    bounds = {"order-to-come": today} if day > today else {}
    if day < first:
        bounds = {"order-too-early": first}
    for code, bound in bounds.items():
        yield FieldError(f"/{field}", code, sentence(code, lang, {"date": bound.isoformat()}))
