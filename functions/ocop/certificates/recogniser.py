"""Whose star a certificate tells of, also one that was given before districts stood in it."""

from ocop.base.errors import NotFound
from ocop.base.text import pick
from ocop.cases.certificate import Certificate
from ocop.cases.lookup import province_of
from ocop.cases.ports import CaseServices
from ocop.certificates.issue import recognised_by
from ocop.law.rulebook import Rulebook, Stage

DISTRICT = "district"


def recogniser(svc: CaseServices, certificate: Certificate) -> str:
    """Who recognised the product by name, "centre" for the centre; "" where that is not known.

    A certificate of before bore the province's name for a district too, and so does what was signed
    of it, which stays as it is: by its decision in the case it is told whose it was.
    """
    province = province_of(svc, certificate.province)
    names = {pick(name, "vi") for name in (province.name, province.unit_name(certificate.province))}
    law = svc.rulebooks.at(certificate.rulebook)
    if certificate.issuer not in names or not (certificate.signed_here and _by_district(law)):
        return certificate.issuer
    unit = _district_of(svc, certificate)
    return (
        recognised_by(province, DISTRICT, unit, certificate.issued) if unit else certificate.issuer
    )


def _by_district(law: Rulebook) -> bool:
    stages = law.stages.values()
    return any(_gives(stage) for stage in stages if stage.level == DISTRICT)


def _gives(stage: Stage | None) -> bool:
    return stage is not None and any(outcome.certificate for outcome in stage.outcomes)


def _district_of(svc: CaseServices, certificate: Certificate) -> str:
    """The unit for which a district's office gave the certificate; "" where another level did."""
    case = svc.store.case(certificate.dossier)
    stages = svc.rulebooks.at(case.process).stages
    given = [
        event
        for event in svc.store.events(case.id)
        if event.data.get("decision_number") == certificate.decision_number
        and _gives(stages.get(event.stage))
    ]
    if not given or stages[given[-1].stage].level != DISTRICT:
        return ""
    try:
        return svc.store.assignment(case.id, given[-1].actor).unit
    except NotFound:
        return certificate.unit
