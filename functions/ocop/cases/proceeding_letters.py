"""What a producer and a commune are told of an inspection, a withdrawal, a complaint, support."""

from datetime import date

from ocop.base.errors import NotFound
from ocop.base.moment import show_date
from ocop.base.structs import struct
from ocop.base.text import Lang, Text, pick
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import SendMail
from ocop.cases.letters import commune_officer, mail_for, mail_for_officer
from ocop.cases.signed import SignedDecision
from ocop.cases.subject import Proceeding, SupportRequest
from ocop.catalogue.texts import say
from ocop.law.rulebook import Rulebook
from ocop.people.province import Person, Province

TEMPLATE, OF_SUPPORT = "proceeding-told", "support-told"


@struct(frozen=True, kw_only=True)
class ProceedingNews:
    """A step of a proceeding from `before` to `after`; `signed` is the decision on paper, `fix_by`
    the last day for what an inspection wants put right.
    """

    rulebook: Rulebook
    province: Province
    producer: Assignment
    before: Case
    after: Case
    outcome: Text
    reason: str = ""
    signed: SignedDecision | None = None
    fix_by: date | None = None

    def mails(self) -> tuple[SendMail, ...]:
        """To the producer, and of its end to the commune (26/2026/QĐ-TTg, Article 8(3)(c)) and of a
        complaint's answer to the office that accepted it, which may have to have a result made
        anew; nothing to a producer whose address nobody knows.
        """
        own = [self._to_producer()] if self.producer.party.email else []
        ended = self.after.status == "ended"
        officers = [commune_officer(self.province, self.after), self._accepting()] if ended else []
        return (*own, *(self._to_officer(one) for one in officers if one))

    def _accepting(self) -> Person | None:
        """Who accepted the complaint that another office has answered; nobody of other matters."""
        entries = self.rulebook.oversight.entries["complaint"]
        if self._matter != "complaint" or self.before.position.stage == entries[0].stage:
            return None
        stage = self.rulebook.stage(entries[0].stage)
        try:
            return self.province.holder(stage.role, self.after.unit, stage.level)[0]
        except NotFound:
            return None

    def _to_producer(self) -> SendMail:
        told = self._told(self.producer.party.lang)
        return mail_for(self._template, self.producer, self.after, self.province, told)

    def _to_officer(self, officer: Person) -> SendMail:
        told = self._told(officer.lang)
        return mail_for_officer(self._template, officer, self.after, self.province, told)

    def _told(self, lang: Lang) -> dict[str, str]:
        """What was decided, why, and by which decision."""
        matter, ended = self._matter, self.after.status == "ended"
        label = self.rulebook.endings[self.after.ending] if ended else self.outcome
        told = {
            "matter": say(lang, f"oversight.matter_{matter}"),
            "outcome_label": pick(label, lang).removesuffix("."),
            "ground": self._ground(lang),
            "decision": self._decision(lang),
            "reason": self.reason,
            "fix_by": show_date(self.fix_by, lang) if self.fix_by else "",
        }
        return {name: value for name, value in told.items() if value}

    @property
    def _template(self) -> str:
        return OF_SUPPORT if isinstance(self.after.subject, SupportRequest) else TEMPLATE

    @property
    def _matter(self) -> str:
        subject = self.after.subject
        return subject.matter if isinstance(subject, Proceeding) else ""

    def _ground(self, lang: Lang) -> str:
        subject = self.after.subject
        named = subject.ground if isinstance(subject, Proceeding) else ""
        return pick(self.rulebook.oversight.ground(named).text, lang) if named else ""

    def _decision(self, lang: Lang) -> str:
        if self.signed is None:
            return ""
        day = show_date(self.signed.day, lang)
        told = {"number": self.signed.number, "day": day, "signer": self.signed.signer}
        return say(lang, "results.signed", **told)
