"""Issuing the certificate of a recognised product, in the place of the one it had."""

from dataclasses import replace
from datetime import date

from ocop.base.calendar import add_months
from ocop.base.errors import WrongState
from ocop.base.text import pick
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate, product_id
from ocop.cases.ports import CaseServices
from ocop.cases.product_code import product_code
from ocop.cases.signed import SignedDecision
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province


def certificate_for(
    rulebook: Rulebook,
    province: Province,
    case: Case,
    signed: SignedDecision,
    central_star: int,
) -> Certificate:
    """The certificate of a dossier's result, valid for the rulebook's months from the day on which
    the authority issued the decision (26/2026/QĐ-TTg Điều 4.3), whenever that is recorded.

    `central_star` tells a recognition by the centre (0: by the office that signed). Raises
    WrongState without a result.
    """
    if case.subject.result is None:
        raise WrongState("no-result")
    return Certificate(
        number=_number_for(case),
        dossier=case.id,
        reference=case.reference,
        province=case.province,
        product=case.subject.product,
        organisation=case.subject.organisation,
        unit=case.unit,
        star=case.subject.result.star,
        total=case.subject.result.total,
        headline=case.subject.result.headline,
        rulebook=rulebook.id,
        set_number=case.subject.set_number,
        decision_number=signed.number,
        issuer=whose_decision(province, signed, "centre" if central_star else signed.issuer),
        issued=signed.day,
        valid_to=add_months(signed.day, rulebook.certificate_months),
        signer=signed.signer,
        code=product_code(case),
        signed_here=True,
    )


def whose_decision(province: Province, signed: SignedDecision, level: str = "") -> str:
    """Whose decision it was by name, on the day that it bears, as `recognised_by` tells."""
    return recognised_by(province, level or signed.issuer, signed.unit, signed.day)


def recognised_by(province: Province, level: str, unit: str, day: date) -> str:
    """Whose star it is by name: "centre" for the centre's, the district's where one decided for
    `unit` (itself, or a commune of its own) while there was one, else the province's. "" where it
    was a district of which nothing is known any more.
    """
    if level == "centre":
        return level
    if level == "district" and unit != province.code:
        gone = province.former.get(unit)
        if gone and gone.level == level:
            return pick((gone if day <= gone.until else province).name, "vi")
        above = (one for one in province.line(unit) if one.level == level)
        return next((pick(one.name, "vi") for one in above), "")
    return pick(province.name, "vi")


def _number_for(case: Case) -> str:
    """The case's reference, and from its second certificate on the certificate's place in it."""
    first, last = f"OCOP-{case.reference}", case.subject.certificate
    if not last:
        return first
    place = last.removeprefix(first).removeprefix("-")
    return f"{first}-{int(place or 1) + 1}"


def in_line(svc: CaseServices, case: Case, certificate: Certificate) -> Certificate:
    """The certificate of a case as the next one of its product, after all that it had before."""
    product = lineage_of(svc, case)
    before = svc.store.newest_certificate(product) or case.subject.previous
    earlier = (before, *svc.store.certificate(before).earlier) if before else ()
    return replace(certificate, lineage=product, earlier=earlier)


def displaced(svc: CaseServices, certificate: Certificate | None) -> tuple[Certificate, ...]:
    """The certificates that a new one comes in the place of, as they are from the new one's day on:
    a product has one that counts. More than one where decisions are not told in the order of their
    days.
    """
    earlier = map(svc.store.certificate, certificate.earlier) if certificate else ()
    return tuple(
        replace(before, replaced_on=certificate.issued, replaced_by=certificate.number)
        for before in earlier
        if certificate and (before.replaced_on is None or before.replaced_on > certificate.issued)
    )


def lineage_of(svc: CaseServices, case: Case) -> str:
    """The product that a case is about, by which its certificates are found: that of the one it
    began from, else by its name.
    """
    if case.subject.previous:
        return svc.store.certificate(case.subject.previous).of_product
    return product_id(case.province, case.subject.organisation, case.subject.product)
