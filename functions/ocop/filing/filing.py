"""The producer's later forms: plan, progress, registration, self-assessment, idea again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ocop.base.calendar import VIETNAM
from ocop.base.errors import InvalidInput, WrongState
from ocop.base.moment import local_date
from ocop.base.roles import PRODUCER
from ocop.base.text import Lang, pick
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import SendMail
from ocop.cases.evidence import check_filing
from ocop.cases.flow import Step, following, may_file
from ocop.cases.governing import handed_in
from ocop.cases.history import Act, once, record, refreshed
from ocop.cases.letters import forms_to_file, mail_for
from ocop.cases.lookup import province_of
from ocop.cases.onward import Consequences, onward
from ocop.cases.questions import question_for
from ocop.cases.sources import REGISTRATION
from ocop.cases.timing import as_received, timing_of
from ocop.filing.carried import carried_faults
from ocop.filing.claims import claim_faults
from ocop.filing.idea import FORM, Receipt, idea_in_words
from ocop.filing.needs import help_wanted
from ocop.filing.ports import FilingServices
from ocop.forms.checked import CheckedForm
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province


@refreshed
def file_form(
    svc: FilingServices,
    case: Case,
    assignment: Assignment,
    form: str,
    data: Mapping[str, Any],
    lang: Lang,
    key: str,
) -> Receipt:
    """File a form in the producer's own case; the form that completes a stage moves the case
    on.

    A repeat under the same key returns the first receipt. Raises InvalidInput, WrongState (another
    step), TooEarly (the waiting time still runs), KeyReused. Every file the form names is
    pinned, and with the form that completes a stage every other sound file of the dossier.
    """
    if case.status == "unconfirmed":
        raise WrongState("unconfirmed")
    act = Act("submitted", PRODUCER, key, data)
    return once(
        svc,
        case.id,
        act,
        lambda: _filed(svc, case, assignment, form, act, lang),
        lambda event: Receipt(case.id, case.reference, event.id),
    )


def _filed(
    svc: FilingServices, case: Case, assignment: Assignment, form: str, act: Act, lang: Lang
) -> Receipt:
    rulebook = svc.rulebooks.at(case.process)
    may_file(rulebook.stage(case.position.stage), case, form, svc.now())
    question = question_for(svc, case, form)
    checked, files = check_filing(svc, assignment, question, act.sent, lang)
    carried = carried_faults(case, checked, local_date(svc.now()), lang)
    if faults := [*carried, *claim_faults(svc, case, checked, lang)]:
        raise InvalidInput(faults)
    told = _described(svc, case, checked, lang)
    _store(svc, case, told, replace(act, form=checked, files=files), assignment)
    return Receipt(case.id, case.reference, act.event_id(case.id))


def _store(svc: FilingServices, case: Case, told: Case, act: Act, producer: Assignment) -> None:
    province = province_of(svc, case.province)
    moved, brings = _onward(svc, province, told, act)
    mail = receipt(svc, province, svc.rulebooks.at(moved.process), moved, act, producer)
    effects = (mail, *help_wanted(case, act), *brings.effects)
    record(svc, case, moved, act, assignments=brings.assignments, effects=effects)


def _onward(
    svc: FilingServices, province: Province, case: Case, act: Act
) -> tuple[Case, Consequences]:
    """Where the filing leaves the case, which is as the form tells it, and what that brings."""
    rulebook, told = svc.rulebooks.at(case.process), case
    stage = rulebook.stage(case.position.stage)
    if act.form is None or act.form.form != stage.completes:
        return told, Consequences()
    step = Step(stage.to, "")
    if rulebook.completes_dossier(stage):
        told = handed_in(svc, province, told)
        rulebook = svc.rulebooks.at(told.process)
        step = Step(rulebook.law_start, "")
    told = as_received(rulebook, told, step, local_date(svc.now()))
    timing = timing_of(svc, province, told)
    moved = told.moved(following(rulebook, case.position, step, timing))
    return moved, onward(svc, province, rulebook, case, moved)


def receipt(
    svc: FilingServices,
    province: Province,
    rulebook: Rulebook,
    after: Case,
    act: Act,
    producer: Assignment,
) -> SendMail:
    """The mail that confirms a filing: what, when, and what comes next by when."""
    lang, form = producer.party.lang, act.form.form if act.form else ""
    known = replace(after, filed={**after.filed, form: act.event_id(after.id)})
    left = forms_to_file(svc, rulebook, known, lang)
    values = {
        "form": pick(svc.forms.get(form).title, lang),
        "filed_at": svc.now().astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y"),
    }
    if article := rulebook.electronic_article:
        values["worth"] = f"{article}, {rulebook.decision}"
    if left:
        return mail_for(
            "filing-received", producer, after, province, {**values, "forms": "\n".join(left)}
        )
    values["next_step"] = pick(rulebook.stage(after.position.stage).title, lang)
    mail = mail_for("filing-received", producer, after, province, values)
    return replace(mail, deadline=after.position.due.isoformat() if after.position.due else "")


def _described(svc: FilingServices, case: Case, form: CheckedForm, lang: Lang) -> Case:
    """The case as a form now tells of its product: an idea that came again, a registration."""
    if form.form == FORM:
        return replace(case, subject=idea_in_words(form.data))
    if form.form == REGISTRATION:
        # Certificates are read for a registration alone; other filings start without them.
        from ocop.filing.linking import tie_certificate

        return tie_certificate(svc, province_of(svc, case.province), case, form, lang)
    return case
