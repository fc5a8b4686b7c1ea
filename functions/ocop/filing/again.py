"""A recognised product is rated again: its case begins from the certificate and the last dossier.

Idea and plan are not asked again (26/2026/QĐ-TTg, Articles 6(1)(b), 6(1)(c), 7(5), 7(6)).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ocop.base.calendar import end_of_day
from ocop.base.errors import StaleVersion, Unavailable
from ocop.base.moment import local_date
from ocop.base.roles import PRODUCER
from ocop.base.structs import struct
from ocop.cases.asking import let_in_producer
from ocop.cases.case import Case, Position
from ocop.cases.certificate import Certificate
from ocop.cases.evidence import uploads_of
from ocop.cases.flow import first_look
from ocop.cases.governing import law_on
from ocop.cases.history import Act, earlier, record
from ocop.cases.letters import forms_to_file, mail_for
from ocop.cases.lookup import next_reference, province_of
from ocop.cases.records import Neighbours, Repeated
from ocop.certificates.again import (
    Renewability,
    cases_begun,
    may_begin_another,
)
from ocop.certificates.beginning import case_after
from ocop.filing.idea import IDEA_TRIES, Receipt
from ocop.filing.ports import FilingServices
from ocop.law.again import Again
from ocop.people.province import Province

BEGUN = "begun-again"


@struct(frozen=True)
class Beginner:
    """Who begins a case, and by which way they came: its producer, or an officer for them.

    `email` is the producer's address where none is known yet.
    """

    person: str = PRODUCER
    channel: str = "link"
    email: str = ""


def begin_again(
    svc: FilingServices, certificate: Certificate, occasion: Again, who: Beginner, key: str
) -> Receipt:
    """Begin a case that rates a certificate's product again, and mail its producer.

    A repeat under the same key returns the first receipt. Raises WrongState that says why it is
    not the time for it, also while another case of the product is open or nobody's address is
    known; KeyReused.
    """
    act = Act(
        BEGUN, who.person, key, _told(certificate, occasion), by=who.person, channel=who.channel
    )
    for case in cases_begun(svc, certificate):
        if event := earlier(svc, case.id, act):
            return Receipt(case.id, case.reference, event.id)
    may_begin_another(svc, certificate)  # which goes before all other refusals
    province = province_of(svc, certificate.province)
    case = _new_case(svc, province, certificate, occasion, who)
    return _stored(svc, certificate, case, act)


def _told(certificate: Certificate, occasion: Again) -> Mapping[str, Any]:
    return {"certificate": certificate.number, "occasion": occasion}


def _new_case(
    svc: FilingServices,
    province: Province,
    certificate: Certificate,
    occasion: Again,
    who: Beginner,
) -> Case:
    today = local_date(svc.now())
    law = law_on(svc, province, today)
    ready = Renewability(certificate, law, today)
    rule = ready.rule_for(occasion)
    case = case_after(svc, certificate, law, starts=rule.starts, occasion=occasion, email=who.email)
    return replace(case, position=_due(ready, occasion, case.position))


def _due(ready: Renewability, occasion: Again, position: Position) -> Position:
    """A dossier for a re-rating is due on the last day of its window while that lies ahead."""
    closes = ready.days.closes
    if occasion != "re-rating" or closes is None or ready.timeliness == "late":
        return position
    due = end_of_day(closes)
    look = first_look(due, position.opened, ready.law.checkpoints)
    return replace(position, due=due, next_look=look)


def _stored(svc: FilingServices, certificate: Certificate, case: Case, act: Act) -> Receipt:
    for _ in range(IDEA_TRIES):
        judged = may_begin_another(svc, certificate)
        reference = next_reference(svc.store, case.province, case.unit, case.cycle)
        named = replace(case, id=judged.next, reference=reference)
        try:
            return _recorded(svc, let_in_producer(svc, named), act, judged.beside(named.id))
        except Repeated as repeat:
            return Receipt(named.id, svc.store.case(named.id).reference, repeat.event.id)
        except StaleVersion:  # another case has our number, or the product is judged in another
            continue
    raise Unavailable


def _recorded(svc: FilingServices, case: Case, act: Act, beside: Neighbours) -> Receipt:
    law, province = svc.rulebooks.at(case.process), province_of(svc, case.province)
    forms = forms_to_file(svc, law, case, case.party.lang)
    due = case.position.due
    mail = mail_for("rated-again", case.producer, case, province, {"forms": "\n".join(forms)})
    mail = replace(mail, deadline=due.isoformat() if due else "")
    stored = record(svc, None, case, act, effects=(mail,), beside=beside)
    uploads_of(svc, stored.id)  # its files are carried over; if not now, when it is looked at
    return Receipt(stored.id, stored.reference, act.event_id(stored.id))
