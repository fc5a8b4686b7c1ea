"""One named person decides by a date: idea, plan, intake, advice, star, result of the centre."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ocop.base.errors import FieldError, Forbidden, InvalidInput, LinkUsed
from ocop.base.moment import local_date
from ocop.base.points import show_points
from ocop.base.text import LANGS, Lang
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.evidence import Pins, check_filing
from ocop.cases.flow import following, step_of
from ocop.cases.history import Act, once, record, refreshed
from ocop.cases.letters import Announcement, forms_to_file
from ocop.cases.lookup import province_of
from ocop.cases.onward import onward
from ocop.cases.proceeding_letters import ProceedingNews
from ocop.cases.questions import deciding_question
from ocop.cases.signed import NumberUsed, SignedDecision
from ocop.cases.subject import Proceeding, Rating, Result, SupportRequest
from ocop.cases.timing import as_received, round_of, timing_of
from ocop.catalogue.messages import sentence
from ocop.catalogue.texts import say
from ocop.certificates.issue import certificate_for, displaced, in_line
from ocop.certificates.overseeing import days_named, revised
from ocop.deciding.complete import demand_ready
from ocop.deciding.custody import demand_received
from ocop.deciding.explained import explained, heard_of
from ocop.deciding.held import demand_not_held, gives_star
from ocop.deciding.listed import demand_listed
from ocop.deciding.ports import DecidingServices
from ocop.deciding.signing import check_proposal, demand_number_unused, number_used, signed_decision
from ocop.deciding.supporting import demand_support, support_records
from ocop.forms.checked import CheckedForm
from ocop.law.rulebook import Outcome, Rulebook
from ocop.links.tokens import producer_assignment_id
from ocop.people.province import Province
from ocop.scoring.ranking import RankingRules

MOST_POINTS = 100
DEMANDS = {
    "/reason": "reason-required",
    "/decision_number": "decision-number-required",
    "/decision_date": "decision-date-required",
    "/signer": "signer-required",
    "/central_total": "total-required",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """A checked decision with the outcome it names, the paper it stands on where one has to be, and
    the record of the organisation that support is for.
    """

    outcome: Outcome
    form: CheckedForm
    files: Pins
    signed: SignedDecision | None = None
    supported: str = ""

    def text(self, field: str) -> str:
        """A field's text, "" when it was left out."""
        return str(self.form.data.get(field, ""))


@refreshed
def decide(
    svc: DecidingServices,
    case: Case,
    assignment: Assignment,
    data: Mapping[str, Any],
    lang: Lang,
    key: str,
    *,
    by: str = "",
    channel: str = "link",
) -> Case:
    """Record a decision of `by` (by default of whom the assignment names) and move the case on.

    A repeat under the same key returns the case as it stands. Raises InvalidInput, LinkUsed when
    the case has been decided or has moved on, KeyReused, Forbidden for a link where the province
    asks the role for an account with a second step, and for a signed decision by who has scored.
    """
    by = by or assignment.person
    act = Act("decided", assignment.id, key, data, by=by, channel=channel)
    return once(
        svc,
        case.id,
        act,
        lambda: _decided(svc, case, assignment, act, lang),
        lambda _: svc.store.case(case.id),
    )


def _decided(
    svc: DecidingServices, case: Case, assignment: Assignment, act: Act, lang: Lang
) -> Case:
    if not case.awaits(assignment):
        raise LinkUsed
    if act.channel == "link" and account_demanded(svc, case, assignment):
        raise Forbidden("sign-in-to-decide")
    decision = check_decision(svc, assignment, case, act.sent, lang)
    if decision.outcome.needs_number and has_scored(svc, case, act.by):
        raise Forbidden("decider-scored")
    if gives_star(svc.rulebooks.at(case.process).stage(case.position.stage)):
        demand_not_held(svc, case, decision.signed, lang)
    if decision.signed:
        demand_number_unused(svc, decision.signed, lang)
    whole = replace(act, form=decision.form, files=decision.files)
    try:
        return _commit(svc, svc.rulebooks.at(case.process), case, assignment, decision, whole)
    except NumberUsed as used:
        raise number_used(used, lang) from None


def has_scored(svc: DecidingServices, case: Case, person: str) -> bool:
    """Whether a person's sheet is among those of a case: who scored does not recognise."""
    asked = svc.store.assignments(case.id)
    return any(one.seat and one.status == "done" and one.person == person for one in asked)


def account_demanded(svc: DecidingServices, case: Case, assignment: Assignment) -> bool:
    """Whether a decision needs more than the link: the role has to sign in with a second step."""
    demanded = province_of(svc, case.province).settings.get("second_factor", ())
    return assignment.role in demanded


def check_decision(
    svc: DecidingServices, holder: Assignment, case: Case, data: Mapping[str, Any], lang: Lang
) -> Decision:
    """The decision in `data`; raises InvalidInput also for what the chosen outcome demands."""
    question = deciding_question(svc, case, holder.stage)
    try:
        form, files = check_filing(svc, holder, question, data, lang)
    except InvalidInput as refused:
        raise InvalidInput([_named(error, lang) for error in refused.errors]) from None
    stage = svc.rulebooks.at(case.process).stage(holder.stage)
    decision = Decision(stage.outcome(str(form.data["outcome"])), form, files)
    if decision.outcome.needs_total and (errors := _total_errors(decision, lang)):
        raise InvalidInput(errors)
    demand_received(svc, case, decision.outcome.to, lang)
    demand_ready(svc, case, decision.outcome, form.data, lang)
    demand_listed(svc, case, decision.outcome.to, lang)
    if decision.outcome.needs_document:
        check_proposal(svc, case, form, lang)
    if decision.outcome.needs_number:
        return replace(decision, signed=signed_decision(svc, case, form, lang, unit=holder.unit))
    supported = demand_support(svc, case, decision.outcome, form.data, lang)
    return replace(decision, supported=supported)


def _named(error: FieldError, lang: Lang) -> FieldError:
    """What an outcome demands is named by a code and a sentence of its own."""
    code = DEMANDS.get(error.pointer, "") if error.code == "required" else ""
    return FieldError(error.pointer, code, sentence(code, lang)) if code else error


def _total_errors(decision: Decision, lang: Lang) -> list[FieldError]:
    total, accepts = Fraction(decision.text("central_total")), decision.outcome.accepts
    if total <= MOST_POINTS and (accepts is None or accepts.holds(0, total, disqualified=False)):
        return []
    return [FieldError("/central_total", "total-unfit", sentence("total-unfit", lang))]


def _commit(
    svc: DecidingServices,
    rulebook: Rulebook,
    case: Case,
    assignment: Assignment,
    decision: Decision,
    act: Act,
) -> Case:
    province = province_of(svc, case.province)
    moved = _moved(svc, province, rulebook, case, decision)
    certificate = _certificate(svc, rulebook, province, moved, decision)
    if certificate:
        named = replace(moved.subject, certificate=certificate.number)
        moved = replace(moved, subject=named)
    brings = onward(svc, province, rulebook, case, moved)
    told = _announced(svc, case, moved, decision, certificate)
    changed = revised(svc, moved, decision.outcome, decision.signed)
    return record(
        svc,
        case,
        moved,
        act,
        assignments=(assignment.done(svc.now()), *brings.assignments),
        effects=(*brings.effects, *told.mails()),
        certificate=certificate,
        signed=decision.signed,
        turned=(*displaced(svc, certificate), *changed),
        registered=support_records(svc, moved, assignment, decision.outcome, decision.form.data),
    )


def _announced(
    svc: DecidingServices,
    case: Case,
    moved: Case,
    decision: Decision,
    certificate: Certificate | None,
) -> Announcement | ProceedingNews:
    """What producer and commune are told of it."""
    rulebook, province = svc.rulebooks.at(case.process), province_of(svc, case.province)
    producer = svc.store.assignment(case.id, producer_assignment_id(case.id))
    outcome, reason = heard_of(rulebook, case, moved, decision.outcome, decision.text("reason"))
    if isinstance(moved.subject, Proceeding):
        return ProceedingNews(
            rulebook=rulebook,
            province=province,
            producer=producer,
            before=case,
            after=moved,
            outcome=outcome,
            reason=reason,
            signed=decision.signed,
            fix_by=days_named(decision.form.data).get("fix_by"),
        )
    why = explained(svc, moved, producer.party.lang) if not moved.is_open else {}
    return Announcement(
        rulebook=rulebook,
        province=province,
        producer=producer,
        before=case,
        after=moved,
        outcome=outcome,
        reason=reason,
        certificate=certificate,
        gap=why.get("next_star", ()),
        explanation=str(why.get("headline", "")),
        forms=forms_to_file(svc, rulebook, moved, producer.party.lang),
    )


def _moved(
    svc: DecidingServices, province: Province, rulebook: Rulebook, case: Case, decision: Decision
) -> Case:
    """The case where the outcome leads it, with its result and its evaluation round."""
    step = step_of(rulebook, decision.outcome, case.subject.result)
    case = as_received(rulebook, case, step, local_date(svc.now()))
    timing = replace(timing_of(svc, province, case), since=days_named(decision.form.data))
    position = following(rulebook, case.position, step, timing)
    moved = case.moved(position, step.ending)
    if isinstance(case.subject, SupportRequest):
        learned = case.subject.learned(decision.form.data)
        return replace(moved, subject=replace(learned, supported=decision.supported))
    if isinstance(case.subject, Proceeding):
        return replace(moved, subject=case.subject.learned(decision.form.data))
    result, of = _result(rulebook, case, decision), _round(svc, province, case, moved)
    rating: Rating = replace(case.subject, result=result, evaluation_round=of)
    return replace(moved, subject=rating)


def _result(rulebook: Rulebook, case: Case, decision: Decision) -> Result | None:
    """The result that holds from now on: the centre's, where the decision brings one."""
    if not decision.outcome.needs_total:
        return case.subject.result
    total = Fraction(decision.text("central_total"))
    star = _star_of(rulebook, case, decision.outcome, total)
    headline: dict[str, str] = {
        lang: say(lang, "results.of_the_centre", points=show_points(total, lang), star=star)
        for lang in LANGS
    }
    return Result(case.position.stage, total, star, disqualified=False, headline=headline)


def _star_of(rulebook: Rulebook, case: Case, outcome: Outcome, total: Fraction) -> int:
    """The outcome's star, else that of the band; one refused at the centre is not lifted by it."""
    if outcome.star and not outcome.certificate and case.subject.result is not None:
        return min(outcome.star, case.subject.result.star)
    return outcome.star or RankingRules.from_data(rulebook.ranking).band_star(total)


def _round(svc: DecidingServices, province: Province, case: Case, moved: Case) -> str:
    """The evaluation round, settled when the commune's proposal reaches the province."""
    known = case.subject.evaluation_round
    if known or moved.status != "open":
        return known
    at = svc.rulebooks.at(case.process).stage(moved.position.stage)
    proposed = at.level == "province" and not at.waits_for_producer
    coming = round_of(svc, province, case) if proposed else None
    return coming.round.id if coming else ""


def _certificate(
    svc: DecidingServices, rulebook: Rulebook, province: Province, moved: Case, decision: Decision
) -> Certificate | None:
    if not decision.outcome.certificate or decision.signed is None:
        return None
    star = decision.outcome.star
    certificate = certificate_for(rulebook, province, moved, decision.signed, star)
    return in_line(svc, moved, certificate)
