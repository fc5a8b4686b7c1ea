"""The older certificate that a registration names: a case that began with an idea is tied to it.

26/2026/QĐ-TTg, Articles 7(5) and 7(6). One that is not in the register stays what was typed.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from ocop.base.collation import worded
from ocop.base.errors import FieldError, InvalidInput, NotFound, WrongState
from ocop.base.moment import local_date
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.governing import law_on
from ocop.catalogue.messages import sentence
from ocop.certificates.again import Renewability, cases_of_product
from ocop.certificates.importing import case_of_printed
from ocop.filing.idea import FORM
from ocop.filing.ports import FilingServices
from ocop.forms.checked import CheckedForm
from ocop.law.again import Again
from ocop.people.province import Province

TYPED = "previous_certificate"


def tie_certificate(
    svc: FilingServices, province: Province, case: Case, form: CheckedForm, lang: Lang
) -> Case:
    """The case with what its registration is for, tied to the certificate that it names.

    A case that began from a certificate keeps that one. Raises InvalidInput for another producer's
    certificate and, before the dossier is handed in, for one whose product may not be rated again.
    """
    occasion = form.data["occasion"]
    told = replace(case, subject=replace(case.subject, occasion=occasion))
    if FORM not in case.filed:
        return told
    number = str(form.data.get(TYPED, ""))
    named = None if occasion == "first" else certificate_named(svc, province, number)
    if named and (faults := list(_faults(svc, province, case, named, occasion))):
        raise InvalidInput([_told(fault, lang) for fault in faults])
    previous = named.number if named else ""
    return replace(told, subject=replace(told.subject, previous=previous))


def certificate_named(svc: FilingServices, province: Province, number: str) -> Certificate | None:
    """The certificate of a province with that number, ours or the one on the paper of one that was
    taken over; None for one that is not in the register.
    """
    typed = number.strip()
    if not typed:
        return None
    with suppress(NotFound):
        certificate = svc.store.certificate(typed.upper())
        return certificate if province.answers_for(certificate.province) else None
    taken_over = case_of_printed(svc, province, typed)
    return svc.store.certificate(taken_over.subject.certificate) if taken_over else None


def _faults(
    svc: FilingServices, province: Province, case: Case, named: Certificate, occasion: Again
) -> Iterator[WrongState]:
    if not _same_holder(svc, case, named):
        yield WrongState("certificate-of-another")
        return
    if case.subject.handed_in is not None:
        return
    today = local_date(svc.now())
    try:
        cases_of_product(svc, named).demand_ended()
    except WrongState as other:
        yield other
    try:
        Renewability(named, law_on(svc, province, today), today).rule_for(occasion)
    except WrongState as hindrance:
        yield hindrance


def _same_holder(svc: FilingServices, case: Case, named: Certificate) -> bool:
    """By the name of the organisation, or by the address that the older one's case has."""
    holder = svc.store.case(named.dossier).party.email
    same_name = worded(case.subject.organisation) == worded(named.organisation)
    return same_name or (bool(holder) and holder == case.party.email)


def _told(fault: WrongState, lang: Lang) -> FieldError:
    return FieldError(f"/{TYPED}", fault.code, sentence(fault.code, lang, fault.params))
