"""What the producer is told when something about the case is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocop.base.calendar import VIETNAM
from ocop.base.points import show_points
from ocop.base.text import Text, pick
from ocop.cases.advance import mail_for
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.effects import SendMail
from ocop.cases.flow import RETURN
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province


def outcome_mail(
    rulebook: Rulebook,
    province: Province,
    producer: Assignment,
    before: Case,
    after: Case,
    outcome: Text,
    reason: str,
    certificate: Certificate | None = None,
    gap: Sequence[str] = (),
    rejections: Sequence[str] = (),
    forms: Sequence[str] = (),
) -> SendMail:
    """The mail to the producer about a step from `before` to `after`.

    `gap` lists what is missing for the next star, `rejections` why a dossier was rejected, `forms`
    what the producer may hand in next.
    """
    lang = producer.party.lang
    label = pick(outcome, lang).removesuffix(".")  # the mail's own sentence ends with one
    said = {"outcome_label": label, **({"reason": reason} if reason else {})}
    if certificate:
        return _recognised(producer, after, province, certificate)
    if after.status == "ended":
        told = {"gap": "\n".join(gap), "rejections": "\n".join(rejections)}
        return _ended(rulebook, producer, after, province, {**said, **_filled(told)})
    stage = rulebook.stage(after.position.stage)
    if stage.to == RETURN:
        return _supplement(producer, after, province, reason)
    values = {
        **said,
        "stage_title": pick(rulebook.stage(before.position.stage).title, lang),
        "next_step": pick(stage.title, lang),
        **_not_before(after),
        **_filled({"forms": "\n".join(forms)}),
    }
    mail = mail_for("stage-outcome", producer, after, province, values)
    due = after.position.due if forms else None  # an office's own time is no time for the producer
    return replace(mail, deadline=due.isoformat() if due else "")


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _not_before(after: Case) -> dict[str, str]:
    if after.position.not_before is None:
        return {}
    return {"not_before": after.position.not_before.astimezone(VIETNAM).isoformat()}


def _result(after: Case, producer: Assignment) -> dict[str, str]:
    if after.subject.result is None:
        return {}
    lang = producer.party.lang
    return {
        "star": str(after.subject.result.star),
        "total": show_points(after.subject.result.total, lang),
    }


def _recognised(
    producer: Assignment, after: Case, province: Province, certificate: Certificate
) -> SendMail:
    values = {**_result(after, producer), "certificate": certificate.number}
    mail = mail_for("result-recognised", producer, after, province, values)
    return replace(mail, page=f"/certificates/{certificate.number}")


def _ended(
    rulebook: Rulebook,
    producer: Assignment,
    after: Case,
    province: Province,
    said: Mapping[str, str],
) -> SendMail:
    lang = producer.party.lang
    ending = pick(rulebook.endings[after.ending], lang)
    judged = {} if "rejections" in said else _judged(after, producer)
    values = {**judged, **said, "outcome_label": ending}
    return mail_for("result-ended", producer, after, province, values)


def _judged(after: Case, producer: Assignment) -> dict[str, str]:
    """Star, points and the sentence that explains them."""
    if after.subject.result is None:
        return {}
    reason = pick(after.subject.result.headline, producer.party.lang)
    return {**_result(after, producer), "reason": reason}


def _supplement(producer: Assignment, after: Case, province: Province, reason: str) -> SendMail:
    mail = mail_for("supplement-asked", producer, after, province, {"items": reason})
    return replace(mail, deadline=after.position.due.isoformat() if after.position.due else "")
