"""Keeping certificates true to what became of their cases, after the act that did it."""

from dataclasses import replace
from datetime import date

from ocop.base.errors import Unavailable
from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate, Renewal
from ocop.cases.effects import KeepRegister
from ocop.certificates.ports import CertificateServices
from ocop.certificates.product_page import newest_page
from ocop.certificates.register import places_of


def keep_register(svc: CertificateServices, effect: KeepRegister) -> None:
    """Note what became of a re-rating on the certificate it began from, and what is shown of its
    product; list the certificate where it belongs. A repeat changes nothing. Raises Unavailable
    when it is being changed.
    """
    certificate = svc.store.certificate(effect.number)
    if effect.renewal:
        certificate = _renewed(svc, certificate, svc.store.case(effect.renewal))
    if effect.page:
        page = newest_page(svc.store.events(certificate.dossier))
        certificate = _turned(svc, certificate, replace(certificate, page=page))
    svc.store.list_certificate(certificate, places_of(svc, certificate))


def _renewed(svc: CertificateServices, certificate: Certificate, case: Case) -> Certificate:
    renewal = renewal_of(svc, case)
    others = tuple(one for one in certificate.renewals if one.case != case.id)
    known = next((one for one in certificate.renewals if one.case == case.id), None)
    if renewal and known and known.answered and case.subject.redone:
        # an answer that is looked at again has ended the extension for good (26/2026 Điều 12.3)
        renewal = known
    renewals = (*others, renewal) if renewal else certificate.renewals
    return _turned(svc, certificate, replace(certificate, renewals=renewals))


def _turned(svc: CertificateServices, certificate: Certificate, turned: Certificate) -> Certificate:
    if turned == certificate:
        return certificate
    if not svc.store.turn_certificate(turned):
        raise Unavailable(params={"why": "certificate changed"})
    return turned


def renewal_of(svc: CertificateServices, case: Case) -> Renewal | None:
    """What a case means for the certificate it began from: nothing before its dossier is handed in,
    and nothing when it is for a higher star.
    """
    filed = case.subject.handed_in
    if case.subject.occasion != "re-rating" or filed is None:
        return None
    extends = svc.rulebooks.at(case.process).renewal.extends
    return Renewal(case.id, filed, extends, _answered(svc, case))


def _answered(svc: CertificateServices, case: Case) -> date | None:
    """The day of a case's last act, with which it ended."""
    ended = case.status == "ended"
    return local_date(svc.store.events(case.id)[-1].at) if ended else None
