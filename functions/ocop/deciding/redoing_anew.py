"""An evaluation is done again of which there is no dossier here: its producer is asked for one.

26/2026/QĐ-TTg, Article 10(1)(b), for a certificate that came into the register by a sheet. The new
case names it, comes under the law of the day on which its dossier is handed in, and what it gives
comes in the older one's place. No rule of a law on upgrades and re-ratings holds for it, neither
their windows nor their extension: the case is a first rating that has a certificate before it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ocop.base.errors import WrongState
from ocop.base.moment import local_date
from ocop.cases.asking import let_in_producer
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.governing import law_on
from ocop.cases.history import Act, earlier, record
from ocop.cases.letters import forms_to_file, mail_for
from ocop.cases.lookup import next_reference, province_of
from ocop.cases.signed import SignedDecision
from ocop.certificates.again import cases_begun, may_begin_another
from ocop.certificates.beginning import case_after
from ocop.deciding.ports import DecidingServices
from ocop.law.rulebook import Rulebook

Turning = Callable[[Certificate, str], Sequence[Certificate]]


def begun_before(svc: DecidingServices, certificate: Certificate, act: Act) -> Case | None:
    """The case that the same act has begun from a certificate, if this is a repeat. Raises
    KeyReused.
    """
    begun = cases_begun(svc, certificate)
    return next((case for case in begun if earlier(svc, case.id, act)), None)


def begin_anew(
    svc: DecidingServices,
    certificate: Certificate,
    act: Act,
    turning: Turning,
    signed: SignedDecision | None,
) -> Case:
    """Store the new case, mail its producer, and turn the certificate as the order has it.

    Raises WrongState while another case of the product is open, where the law of today lets no
    dossier be handed in, or nobody's address is known; StaleVersion when the number is taken.
    """
    judged = may_begin_another(svc, certificate)
    province = province_of(svc, certificate.province)
    law = law_on(svc, province, local_date(svc.now()))
    case = _case(svc, law, certificate, str(act.data.get("email", "")))
    case = replace(case, id=judged.next)
    case = let_in_producer(svc, case)
    forms = {"forms": "\n".join(forms_to_file(svc, law, case, case.party.lang))}
    told = forms | {"reason": str(act.data["reason"])}
    mail = mail_for("rated-again", case.producer, case, province, told)
    turned = turning(certificate, case.id)
    return record(
        svc,
        None,
        case,
        act,
        effects=(mail,),
        turned=turned,
        signed=signed,
        beside=judged.beside(case.id),
    )


def _case(svc: DecidingServices, law: Rulebook, certificate: Certificate, email: str) -> Case:
    rule = law.again_rule("re-rating")
    if rule is None:
        raise WrongState("again-unknown", {"law": law.decision})
    case = case_after(svc, certificate, law, starts=rule.starts, occasion="first", email=email)
    return replace(case, reference=next_reference(svc.store, case.province, case.unit, case.cycle))
