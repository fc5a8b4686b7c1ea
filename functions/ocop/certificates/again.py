"""Whether a certificate's product may be rated again: 26/2026/QĐ-TTg, Articles 7(5) and 7(6)."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Literal

from ocop.base.errors import NotFound, WrongState
from ocop.base.hashing import short_id
from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.ports import CaseServices
from ocop.cases.records import Neighbours
from ocop.certificates.life import validity_on
from ocop.certificates.renewing import RenewalDays, renewal_days
from ocop.law.again import Again, AgainRule
from ocop.law.rulebook import Rulebook

Timeliness = Literal["early", "timely", "late"]
MOST_CASES = 40  # of one certificate; each of them is read to learn whether one is open


@struct(frozen=True)
class Renewability:
    """What a certificate's product may do on a day under a law."""

    certificate: Certificate
    law: Rulebook
    day: date

    @property
    def days(self) -> RenewalDays:
        """The days of its re-rating."""
        return renewal_days(self.certificate, self.law.renewal)

    @property
    def timeliness(self) -> Timeliness:
        """How a dossier for a re-rating would come that is handed in on the day."""
        if self.day < self.days.opens:
            return "early"
        return "timely" if self.days.open_on(self.day) else "late"

    def rule_for(self, occasion: Again) -> AgainRule:
        """The rule by which the product may be rated again. Raises WrongState that says why not:
        the certificate was replaced or withdrawn, has run out, has a star that the rule does not
        name, or the day is before the first.
        """
        rule = self.law.again_rule(occasion)
        if rule is None:
            raise WrongState("again-unknown", {"law": self.law.decision})
        for code, date_ in self._hindrances(occasion, rule):
            raise WrongState(code, {"date": date_.isoformat(), "star": str(self.certificate.star)})
        return rule

    def _hindrances(self, occasion: Again, rule: AgainRule) -> Iterator[tuple[str, date]]:
        state = validity_on(self.certificate, self.day)
        if state.state in ("withdrawn", "replaced", "future"):
            yield f"again-{state.state}", state.day
        if self.certificate.replaced_by:
            yield "again-replaced", state.day
        if self.certificate.star not in rule.stars:
            yield "again-highest", state.day
        if occasion == "re-rating" and self.timeliness == "early":
            yield "again-early", self.days.opens
        if occasion == "upgrade" and not state.in_force:
            yield "again-expired", state.day
        first = date(self.certificate.issued.year + rule.wait_years, 1, 1)
        if occasion == "upgrade" and rule.wait_years and self.day < first:
            yield "again-same-year", first


def cases_begun(svc: CaseServices, certificate: Certificate) -> Iterator[Case]:
    """The cases that began from a certificate, oldest first.

    Their ids follow from its number and their order, so that no two can be begun at once.
    """
    for place in range(MOST_CASES):
        case = _case(svc, case_id_after(certificate, place))
        if case is None:
            return
        yield case


@struct(frozen=True)
class ProductCases:
    """The cases in which the product of a certificate is judged: the certificate's own, and those
    that began from it, oldest first. One at a time may be open.
    """

    own: Case
    begun: tuple[Case, ...]
    next: str

    def demand_ended(self, but: str = "") -> None:
        """Raises WrongState while one of them, other than the case of the id `but`, is open."""
        for case in (*self.begun, self.own):
            if case.id != but and case.is_open:
                raise WrongState("again-open", {"reference": case.reference})

    def beside(self, opened: str) -> Neighbours:
        """What has to be as it was read where the case of the id `opened` is: all the others, and
        that nobody has begun the next.
        """
        others = tuple(case for case in (*self.begun, self.own) if case.id != opened)
        return Neighbours(others, "" if opened == self.next else self.next)


def cases_of_product(svc: CaseServices, certificate: Certificate) -> ProductCases:
    """The cases in which a certificate's product is judged."""
    begun = tuple(cases_begun(svc, certificate))
    own = svc.store.case(certificate.dossier)
    return ProductCases(own, begun, case_id_after(certificate, len(begun)))


def may_begin_another(svc: CaseServices, certificate: Certificate) -> ProductCases:
    """The cases of a certificate's product, if another may be begun now. Raises WrongState while
    one is open, also that of the certificate itself, which is judged again then.
    """
    cases = cases_of_product(svc, certificate)
    cases.demand_ended()
    if len(cases.begun) == MOST_CASES:
        raise WrongState("again-open", {"reference": cases.begun[-1].reference})
    return cases


def case_id_after(certificate: Certificate, place: int) -> str:
    """The id of the case that is begun from a certificate after `place` others."""
    return short_id("again", certificate.number, str(place))


def _case(svc: CaseServices, id: str) -> Case | None:
    with suppress(NotFound):
        return svc.store.case(id)
    return None
