"""A case that begins from a certificate: its product is rated again, or judged anew by order."""

from dataclasses import replace

from ocop.base.errors import NotFound, WrongState
from ocop.base.moment import local_date
from ocop.cases.assignment import Party
from ocop.cases.case import Case, Position
from ocop.cases.certificate import Certificate
from ocop.cases.flow import entering
from ocop.cases.governing import set_carried
from ocop.cases.lookup import province_of
from ocop.cases.ports import CaseServices
from ocop.cases.subject import Occasion, Rating
from ocop.cases.timing import timing_of
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province


def case_after(
    svc: CaseServices,
    certificate: Certificate,
    law: Rulebook,
    *,
    starts: str,
    occasion: Occasion,
    email: str,
) -> Case:
    """The case under a law at the stage `starts`, without id and reference; `email` is its
    producer's address where the register knows none.

    Raises WrongState where nobody's address is known, or no commune of today.
    """
    province, now = province_of(svc, certificate.province), svc.now()
    before = svc.rulebooks.at(certificate.rulebook)
    case = Case(
        id="",
        reference="",
        province=province.code,
        unit=commune_now(province, certificate),
        process=law.ref,
        cycle=local_date(now).year,
        status="open",
        party=_reached(svc.store.case(certificate.dossier).party, email),
        subject=Rating(
            product=certificate.product,
            organisation=certificate.organisation,
            set_number=set_carried(before, law, certificate.set_number),
            occasion=occasion,
            previous=certificate.number,
        ),
        position=Position("", 0, now),
    )
    position = entering(law, case.position, starts, timing_of(svc, province, case))
    return replace(case, position=position)


def commune_now(province: Province, certificate: Certificate) -> str:
    """The commune that a certificate's product is of today. Raises WrongState where none is known
    that came in the place of the one it was of.
    """
    try:
        return province.unit_at(certificate.unit, "commune").code
    except NotFound:
        raise WrongState("again-unit", {"unit": certificate.unit}) from None


def _reached(party: Party, email: str) -> Party:
    if party.email or email:
        return replace(party, email=party.email or email)
    raise WrongState("again-no-address")
