"""What becomes of a certificate by decisions on it: withdrawn, or restored where that was wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ocop.base.errors import WrongState
from ocop.base.text import Text
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate, Revocation
from ocop.cases.lookup import province_of
from ocop.cases.ports import CaseServices
from ocop.cases.signed import SignedDecision
from ocop.cases.subject import Proceeding
from ocop.certificates.issue import whose_decision
from ocop.law.rulebook import Outcome

DAYS = ("visit_on", "fix_by", "concluded_on")  # fields from whose day a limit may run


def revised(
    svc: CaseServices, case: Case, outcome: Outcome, signed: SignedDecision | None
) -> tuple[Certificate, ...]:
    """The certificate of a proceeding as a decision on it leaves it; none that it leaves alone.

    Raises WrongState for a certificate that is withdrawn already.
    """
    if not isinstance(case.subject, Proceeding) or not case.subject.certificate or signed is None:
        return ()
    certificate = svc.store.certificate(case.subject.certificate)
    if outcome.does == "withdraw":
        ground = svc.rulebooks.at(case.process).oversight.ground(case.subject.ground)
        office = whose_decision(province_of(svc, case.province), signed)
        return (withdrawn(certificate, case.id, signed, ground.id, ground.label, office=office),)
    if outcome.does == "restore":
        return _restored(certificate, case.subject.about, signed)
    return ()


def withdrawn(
    certificate: Certificate,
    case: str,
    signed: SignedDecision,
    ground: str,
    label: Text,
    *,
    office: str = "",
) -> Certificate:
    """A certificate withdrawn from the day of the decision on (26/2026/QĐ-TTg, Article 8(3)) by
    an office; an earlier withdrawal, which was lifted, stays known.

    Raises WrongState for one that is withdrawn already.
    """
    held = certificate.revocation
    if held and held.lifted is None:
        raise WrongState("certificate-withdrawn", {"number": held.decision_number})
    why = Revocation(ground, signed.day, signed.number, signed.signer, case, label, office=office)
    before = (*certificate.revoked_before, *((held,) if held else ()))
    return replace(certificate, revocation=why, revoked_before=before)


def _restored(
    certificate: Certificate, about: str, signed: SignedDecision
) -> tuple[Certificate, ...]:
    """The certificate as it counts again, where it was withdrawn in the case complained of."""
    held = certificate.revocation
    if held is None or held.case != about or held.lifted is not None:
        return ()
    again = replace(held, lifted=signed.day, lifted_by=signed.number)
    return (replace(certificate, revocation=again),)


def days_named(data: Mapping[str, Any]) -> dict[str, date]:
    """The days that a form names and limits run from."""
    return {name: date.fromisoformat(str(data[name])) for name in DAYS if data.get(name)}
