"""Letters about a case: the facts that every mail shows, and what a producer is told of a step."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocop.base.calendar import VIETNAM
from ocop.base.errors import NotFound
from ocop.base.moment import show_date
from ocop.base.points import show_points
from ocop.base.roles import COMMUNE_OFFICER
from ocop.base.structs import struct
from ocop.base.text import LANGS, Lang, Text, pick
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.effects import SendMail
from ocop.cases.flow import RETURN
from ocop.cases.ports import CaseServices
from ocop.catalogue.texts import say
from ocop.law.rulebook import Rulebook
from ocop.people.province import Person, Province


def case_values(case: Case, lang: Lang, province: Province) -> dict[str, str]:
    """The facts every mail about a case shows."""
    return {
        **province.shown_on_mails(lang),
        "reference": case.reference,
        **case.subject.values,
        "unit": pick(province.unit_name(case.unit, case.province), lang),
    }


def decision_line(certificate: Certificate, lang: Lang) -> str:
    """The decision a certificate stands on: number, day and, where it is known, who signed it."""
    told = {"number": certificate.decision_number, "day": show_date(certificate.issued, lang)}
    if not certificate.signer:
        return say(lang, "results.decided", **told)
    return say(lang, "results.signed", **told, signer=certificate.signer)


def forms_to_file(svc: CaseServices, rulebook: Rulebook, case: Case, lang: Lang) -> tuple[str, ...]:
    """The names of the forms a case still needs from its producer, the one that completes last."""
    if not case.is_open:
        return ()
    stage = rulebook.stage(case.position.stage)
    if not stage.waits_for_producer:
        return ()
    left = [form for form in stage.requires if form not in case.filed] + [stage.completes]
    return tuple(pick(svc.forms.get(form).title, lang) for form in left)


def mail_for(
    template: str,
    assignment: Assignment,
    case: Case,
    province: Province,
    values: Mapping[str, str],
    *,
    guard: bool = False,
) -> SendMail:
    """A mail to the holder of an assignment, with that assignment's link.

    With `guard` it is dropped if the case has moved on when it is about to be sent. A blind member
    reads nothing in it that names the producer: that is blotted out when it is sent.
    """
    party = assignment.party
    facts = case_values(case, party.lang, province)
    if assignment.blind:
        del facts["producer"]
    return SendMail(
        template=template,
        to=party.email,
        lang=party.lang,
        values={**facts, "name": party.name, **values},
        link=str(assignment.link),
        kid=assignment.grant.kid,
        deadline=assignment.due.isoformat() if assignment.due else "",
        dossier=case.id,
        visit=case.position.visit if guard else 0,
        province=case.province,
        guessed=case.position.guessed,
        blind=assignment.blind,
    )


def list_mail(
    template: str,
    holder: Assignment,
    case: Case,
    province: Province,
    values: Mapping[str, str],
    *,
    guard: bool = False,
) -> SendMail:
    """A mail that brings a member's list, or takes it back; it names no product. `case` is the one
    whose act sends it. With `guard` it is dropped if that case has moved on by then.
    """
    mail = mail_for(template, holder, case, province, values, guard=guard)
    kept = ("name", "province", "contact", *values)
    told = {name: mail.values[name] for name in kept if name in mail.values}
    named = {"reference": holder.listing.round} if holder.listing else {}
    return replace(mail, values={**told, **named})


def link_again_mail(fresh: Assignment, case: Case, province: Province) -> SendMail:
    """The mail that brings a next link: to the case, or to its holder's list of a round."""
    if fresh.listing is None:
        return mail_for("link-renewed", fresh, case, province, {})
    return list_mail("round-link-renewed", fresh, case, province, {})


def told_later() -> dict[str, str]:
    """What a producer hears of a council's work before the authority has decided."""
    return {lang: say(lang, "results.told_later") for lang in LANGS}


def commune_officer(province: Province, case: Case) -> Person | None:
    """Whom a case's commune has named; nobody where it has not."""
    try:
        return province.holder(COMMUNE_OFFICER, case.unit, "commune")[0]
    except NotFound:
        return None


def mail_for_officer(
    template: str, officer: Person, case: Case, province: Province, values: Mapping[str, str]
) -> SendMail:
    """A mail to an officer of whom nothing is asked: it leads to the case in the office."""
    known = {**case_values(case, officer.lang, province), "name": officer.name}
    return SendMail(
        template=template,
        to=officer.email,
        lang=officer.lang,
        values={**known, **values},
        page=f"/office/dossiers/{case.id}",
        dossier=case.id,
        province=case.province,
    )


@struct(frozen=True, kw_only=True)
class Announcement:
    """A step of a case from `before` to `after`, as its producer and its commune are told of it.

    `gap` lists what is missing for the next star, `explanation` says why a product has its own,
    `rejections` why a dossier was rejected, `forms` what the producer may hand in next.
    """

    rulebook: Rulebook
    province: Province
    producer: Assignment
    before: Case
    after: Case
    outcome: Text
    reason: str = ""
    certificate: Certificate | None = None
    gap: Sequence[str] = ()
    rejections: Sequence[str] = ()
    explanation: str = ""
    forms: Sequence[str] = ()

    def mails(self) -> tuple[SendMail, ...]:
        """The producer's mail and, once there is a result, that to the commune which proposed the
        product (26/2026/QĐ-TTg Điều 7.3g).
        """
        return (self.mail(), *self._to_commune())

    def _to_commune(self) -> tuple[SendMail, ...]:
        """Nothing where the province names nobody in the commune."""
        case, result = self.after, self.after.subject.result
        if case.status != "ended" or result is None:
            return ()
        officer = commune_officer(self.province, case)
        if officer is None:
            return ()
        lang, paper = officer.lang, self.certificate
        told = {
            "outcome_label": pick(self.rulebook.endings[case.ending], lang),
            "star": str(result.star) if paper else "",
            "total": show_points(result.total, lang),
            "decision": decision_line(paper, lang) if paper else "",
            "reason": pick(result.headline, lang),
        }
        said = {name: value for name, value in told.items() if value}
        return (mail_for_officer("commune-told", officer, case, self.province, said),)

    def mail(self) -> SendMail:
        """The one mail that tells its producer of it."""
        if self.certificate:
            return self._recognised(self.certificate)
        if self.after.status == "ended":
            return self._ended()
        if self.rulebook.stage(self.after.position.stage).to == RETURN:
            return self._supplement()
        return self._went_on()

    @property
    def _lang(self) -> Lang:
        return self.producer.party.lang

    def _letter(self, template: str, values: Mapping[str, str]) -> SendMail:
        said = {name: value for name, value in values.items() if value}
        return mail_for(template, self.producer, self.after, self.province, said)

    def _recognised(self, certificate: Certificate) -> SendMail:
        until = show_date(certificate.valid_to, self._lang)
        paper = {"decision": decision_line(certificate, self._lang), "valid_to": until}
        why = {"reason": self.explanation, "gap": "\n".join(self.gap)}
        values = {**self._result(), "certificate": certificate.number, **paper, **why}
        mail = self._letter("result-recognised", values)
        return replace(mail, page=f"/certificates/{certificate.number}")

    def _ended(self) -> SendMail:
        judged = {} if self.rejections else self._judged()
        told = {
            "outcome_label": pick(self.rulebook.endings[self.after.ending], self._lang),
            "gap": "\n".join(self.gap),
            "rejections": "\n".join(self.rejections),
        }
        reason = {"reason": self.reason} if self.reason else {}
        return self._letter("result-ended", {**judged, **told, **reason})

    def _supplement(self) -> SendMail:
        mail = mail_for(
            "supplement-asked", self.producer, self.after, self.province, {"items": self.reason}
        )
        return replace(mail, deadline=self._due())

    def _went_on(self) -> SendMail:
        stages, lang = self.rulebook.stages, self._lang
        values = {
            "outcome_label": pick(self.outcome, lang).removesuffix("."),  # the mail sets its own
            "reason": self.reason,
            "stage_title": pick(stages[self.before.position.stage].title, lang),
            "next_step": pick(stages[self.after.position.stage].title, lang),
            "not_before": self._not_before(),
            "forms": "\n".join(self.forms),
        }
        mail = self._letter("stage-outcome", values)
        # An office's own time is no time for the producer.
        return replace(mail, deadline=self._due() if self.forms else "")

    def _due(self) -> str:
        due = self.after.position.due
        return due.isoformat() if due else ""

    def _not_before(self) -> str:
        start = self.after.position.not_before
        return start.astimezone(VIETNAM).isoformat() if start else ""

    def _result(self) -> dict[str, str]:
        result = self.after.subject.result
        if result is None:
            return {}
        return {"star": str(result.star), "total": show_points(result.total, self._lang)}

    def _judged(self) -> dict[str, str]:
        """Star, points and the sentence that explains them."""
        result = self.after.subject.result
        if result is None:
            return {}
        return {**self._result(), "reason": pick(result.headline, self._lang)}
