"""Telling a certificate's holder and the officer of its re-rating, on the days that the law counts.

26/2026/QĐ-TTg, Article 7(6)(a); 148/QĐ-TTg: at the latest 30 days before the certificate ends.
"""

from collections.abc import Iterator
from dataclasses import replace

from ocop.base.errors import NotFound
from ocop.base.moment import show_date
from ocop.base.roles import ADMINISTRATOR
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.asking import give_next_link, let_in_producer
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.effects import SendMail
from ocop.cases.history import Act, record
from ocop.cases.letters import commune_officer, mail_for, mail_for_officer
from ocop.cases.ports import CaseServices
from ocop.cases.records import Repeated
from ocop.catalogue.texts import say
from ocop.certificates.again import cases_begun
from ocop.certificates.renewing import Milestone, RenewalDays, renewal_days
from ocop.law.citing import cited
from ocop.law.rulebook import Rulebook
from ocop.links.tokens import producer_assignment_id
from ocop.people.province import Person, Province

RENEWAL_TOLD = "renewal-told"


def tell_renewal(
    svc: CaseServices,
    province: Province,
    law: Rulebook,
    certificate: Certificate,
    milestone: Milestone,
) -> bool:
    """Mail the holder and the officer of a certificate's commune that a day of its re-rating has
    come; once, and not while a case that was begun from it goes on, whose own reminders go out.
    False when there was nothing to tell.
    """
    case = svc.store.case(certificate.dossier)
    key = f"renewal:{certificate.number}:{milestone}"
    act = Act(
        RENEWAL_TOLD, "clock", key, {"certificate": certificate.number, "milestone": milestone}
    )
    if certificate.revocation or svc.store.event(case.id, act.event_id(case.id)):
        return False
    if any(begun.status != "ended" for begun in cases_begun(svc, certificate)):
        return False
    days = renewal_days(certificate, law.renewal)
    days = replace(days, longest_article=cited(law.decision, days.longest_article))
    told = _Told(svc, province, days, certificate, milestone)
    let_in, held = told.holder(case, law)
    mails = [*told.to_holder(let_in, held), *told.to_officer(case)]
    try:
        record(svc, case, let_in, act, assignments=(held,) if held else (), effects=mails)
    except Repeated:
        return False
    return True


@struct(frozen=True)
class _Told:
    svc: CaseServices
    province: Province
    days: RenewalDays
    certificate: Certificate
    milestone: Milestone

    def holder(self, case: Case, law: Rulebook) -> tuple[Case, Assignment | None]:
        """The producer with a link that opens, where an address is known: also of a certificate
        that was taken over, whose case has had no link.
        """
        if not case.party.email:
            return case, None
        try:
            held = self.svc.store.assignment(case.id, producer_assignment_id(case.id))
        except NotFound:
            return let_in_producer(self.svc, case), None
        if self.svc.now() < held.grant.expires:
            return case, held
        return case, give_next_link(self.svc, held, law.link_grace_days)

    def to_holder(self, case: Case, held: Assignment | None) -> Iterator[SendMail]:
        """Nothing where nobody's address is known."""
        if case.party.email:
            holder = held or case.producer
            yield mail_for(
                "renewal-told", holder, case, self.province, self._values(holder.party.lang)
            )

    def to_officer(self, case: Case) -> Iterator[SendMail]:
        """The commune's officer, else the administrator."""
        officer = self._officer(case)
        if officer:
            values = self._values(officer.lang)
            yield mail_for_officer("renewal-in-commune", officer, case, self.province, values)

    def _officer(self, case: Case) -> Person | None:
        if officer := commune_officer(self.province, case):
            return officer
        try:
            return self.province.holder(ADMINISTRATOR, case.unit, "province")[0]
        except NotFound:
            return None

    def _values(self, lang: Lang) -> dict[str, str]:
        return {
            "certificate": self.certificate.shown_number,
            "valid_to": show_date(self.certificate.valid_to, lang),
            "next_step": self._news(lang),
        }

    def _news(self, lang: Lang) -> str:
        """What the day means, and what it leads to when nothing is done."""
        days = self.days
        bounded = days.closes is not None
        held_on = days.longest > self.certificate.valid_to
        article = [f"({days.longest_article})"] if days.longest_article else []
        name = {
            "opens": "news_opens_until" if bounded else "news_opens",
            "closes": "news_closes_held" if held_on else "news_closes",
        }.get(self.milestone, f"news_{self.milestone}")
        return say(
            lang,
            f"again.{name}",
            closes=show_date(days.closes or self.certificate.valid_to, lang),
            last=show_date(self.certificate.valid_to, lang),
            longest=" ".join([show_date(days.longest, lang), *article]),
        )
