"""Issuing the certificate of a recognised product."""

from ocop.base.calendar import add_months
from ocop.base.errors import WrongState
from ocop.base.text import pick
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
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

    `central_star` tells a recognition by the centre (0: by the province). Raises WrongState
    without a result.
    """
    if case.subject.result is None:
        raise WrongState("no-result")
    return Certificate(
        number=f"OCOP-{case.reference}",
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
        issuer="centre" if central_star else pick(province.name, "vi"),
        issued=signed.day,
        valid_to=add_months(signed.day, rulebook.certificate_months),
        signer=signed.signer,
    )
