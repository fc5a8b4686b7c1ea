"""What the office that runs the programme begins about a certificate: inspections, withdrawals."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ocop.base.errors import FieldError, Forbidden, InvalidInput, NotFound, WrongState
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.governing import law_on
from ocop.cases.history import Act, once, retried
from ocop.cases.questions import Question, open_question
from ocop.cases.sources import ASSESSMENT
from ocop.catalogue.messages import sentence
from ocop.certificates.life import validity_on
from ocop.certificates.numbered import certificate_numbered
from ocop.certificates.proceedings import (
    INSPECTED,
    begin,
    begun_id,
    proceeding_of,
    proceedings_about,
)
from ocop.deciding.ports import DecidingServices
from ocop.law.oversight import Matter
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province
from ocop.people.rights import Officer

OPENING_FORMS: Mapping[str, str] = {
    "inspection": "inspection-plan",
    "withdrawal": "withdrawal-proposal",
    "redo": "redo-order",
}
CONCLUDED_ON, VISIT_ON = "/concluded_on", "/visit_on"


@struct(frozen=True)
class Overseen:
    """A certificate as an officer of its province reads it, with what was begun about it.

    `may_open` tells whether the officer may begin something, `law` by which law that is.
    """

    certificate: Certificate
    about: Case
    proceedings: tuple[Case, ...]
    may_open: bool
    law: Rulebook

    @property
    def open_proceeding(self) -> Case | None:
        """What is not ended yet: there is one at a time."""
        return next((case for case in self.proceedings if case.is_open), None)

    @property
    def has_dossier(self) -> bool:
        """Whether the dossier that was judged is ours; not of a certificate that came by a
        sheet.
        """
        return ASSESSMENT in self.about.filed

    @property
    def may_redo(self) -> bool:
        """Whether the evaluation can be done again that gave the certificate: its case is over, no
        later certificate has come in its place, and nothing about it is open.
        """
        own = self.about.subject.certificate == self.certificate.number
        latest = own and not self.certificate.replaced_by
        return latest and self.about.status == "ended" and self.open_proceeding is None


def overseen(svc: DecidingServices, who: Officer, number: str) -> Overseen:
    """A certificate of the officer's units. Raises NotFound for any other."""
    certificate = certificate_numbered(svc, number)
    about = svc.store.case(certificate.dossier)
    if not who.may_read(about, ()):
        raise NotFound
    law = law_over(svc, who.province, certificate, local_date(svc.now()))
    may_open = may_oversee(who, law, certificate.unit)
    begun = tuple(proceedings_about(svc, about.reference, INSPECTED))
    return Overseen(certificate, about, begun, may_open, law)


def may_oversee(who: Officer, law: Rulebook, unit: str) -> bool:
    """Whether the officer is of an office that a law lets begin something about products of a
    unit.
    """
    above = who.province.above(unit)
    return any(role in law.oversight.opened_by and at in above for role, at in who.offices)


def law_over(
    svc: DecidingServices, province: Province, certificate: Certificate, day: date
) -> Rulebook:
    """By which law a star is inspected and withdrawn on a day: the law of that day, or the one that
    gave it, as it stands now, where that of the day leaves the stars of earlier laws to these.
    """
    law = law_on(svc, province, day)
    own = svc.rulebooks.at(certificate.rulebook).id
    kept = law.oversight.older == "own-law" and own != law.id
    return svc.rulebooks.get(own) if kept else law


def opening_question(svc: DecidingServices, who: Officer, matter: str, law: Rulebook) -> Question:
    """What an officer is asked who begins something. Raises NotFound for what none begins."""
    if matter not in OPENING_FORMS:
        raise NotFound
    return open_question(svc, lambda: who.province, OPENING_FORMS[matter], law=law)


@retried
def open_proceeding(
    svc: DecidingServices, who: Officer, number: str, matter: Matter, act: Act, lang: Lang
) -> Case:
    """Begin an inspection or propose a withdrawal (26/2026/QĐ-TTg, Articles 8(3)(a) and 9(4)(a)).

    A repeat under the same key returns the case as it stands. Raises InvalidInput, Forbidden for
    who may not, NotFound, WrongState for a certificate that is not in force or about which
    something is open already.
    """
    seen = overseen(svc, who, number)
    if not seen.may_open:
        raise Forbidden
    id = begun_id(seen.about, act.key)
    return once(
        svc,
        id,
        act,
        lambda: _opened(svc, who, seen, matter, act, lang),
        lambda _: svc.store.case(id),
    )


def _opened(
    svc: DecidingServices, who: Officer, seen: Overseen, matter: Matter, act: Act, lang: Lang
) -> Case:
    today = local_date(svc.now())
    if other := seen.open_proceeding:
        raise WrongState("oversight-open", {"reference": other.reference})
    if not validity_on(seen.certificate, today).in_force:
        raise WrongState("certificate-not-in-force")
    form = opening_question(svc, who, matter, seen.law).check(act.sent, lang)
    if errors := list(_out_of_bounds(seen.certificate, form.data, today, lang)):
        raise InvalidInput(errors)
    subject = proceeding_of(seen.certificate, matter).learned(form.data)
    return begin(svc, who.province, seen.law, seen.about, subject, replace(act, form=form))


def _out_of_bounds(
    certificate: Certificate, data: Mapping[str, Any], today: date, lang: Lang
) -> Iterator[FieldError]:
    """A conclusion is reached while the certificate counts, and before it is acted on; a product is
    visited that has its certificate.
    """
    bounds: list[tuple[str, str, date]] = []
    if told := data.get("concluded_on"):
        day = date.fromisoformat(str(told))
        bounds += [(CONCLUDED_ON, "conclusion-to-come", today)] if day > today else []
        bounds += _too_early(CONCLUDED_ON, "conclusion-too-early", day, certificate.issued)
    if told := data.get("visit_on"):
        day = date.fromisoformat(str(told))
        bounds += _too_early(VISIT_ON, "visit-too-early", day, certificate.issued)
    for pointer, code, bound in bounds:
        yield FieldError(pointer, code, sentence(code, lang, {"date": bound.isoformat()}))


def _too_early(pointer: str, code: str, day: date, first: date) -> list[tuple[str, str, date]]:
    return [(pointer, code, first)] if day < first else []
