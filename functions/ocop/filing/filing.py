"""The producer's later forms: plan, progress, registration, self-assessment, idea again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ocop.base.calendar import VIETNAM
from ocop.base.errors import WrongState
from ocop.base.roles import PRODUCER
from ocop.base.text import Lang, pick
from ocop.cases.advance import Consequences, forms_to_file, mail_for, onward, province_of
from ocop.cases.dossier import Assignment, Dossier
from ocop.cases.effects import SendMail
from ocop.cases.evidence import Filing, check_filing
from ocop.cases.flow import Step, follow, may_file
from ocop.cases.history import Act, earlier, record, retried
from ocop.cases.ports import Services
from ocop.filing.idea import FORM, Receipt, choices_under
from ocop.forms.checked import CheckedForm, Choice
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province
from ocop.scoring.criteria import CriteriaSet

REGISTRATION = "registration"


@retried
def file_form(
    svc: Services,
    assignment: Assignment,
    form: str,
    data: Mapping[str, Any],
    lang: Lang,
    key: str,
) -> Receipt:
    """File a form for the producer's own dossier; the form that completes a stage moves the case
    on.

    A repeat under the same key returns the first receipt. Raises InvalidInput, WrongState (another
    step), TooEarly (the waiting time still runs), KeyReused. Every file the form names is
    pinned, and with the form that completes a stage every other sound file of the dossier.
    """
    dossier = svc.store.dossier(assignment.dossier)
    if dossier.status == "unconfirmed":
        raise WrongState("unconfirmed")
    if repeat := earlier(svc, dossier.id, Act("submitted", PRODUCER, key, data)):
        return Receipt(dossier.id, dossier.reference, repeat.id)
    rulebook = svc.library.rulebook(dossier.rulebook)
    may_file(rulebook.stage(dossier.stage), dossier, form, svc.now())
    filing = Filing(form, data, lang, choices_for(svc, dossier, form), criteria_of(svc, dossier))
    whole = form == rulebook.stage(dossier.stage).completes
    checked, files = check_filing(svc, assignment, filing, whole=whole)
    act = Act("submitted", PRODUCER, key, data, checked, files=files)
    _store(svc, rulebook, dossier, act, assignment)
    return Receipt(dossier.id, dossier.reference, act.event_id(dossier.id))


def choices_for(svc: Services, dossier: Dossier, form: str) -> dict[str, list[Choice]]:
    """What to fill into a form of this dossier: the choices of its own rulebook, its facts."""
    if form != FORM:
        return facts_of(svc, dossier)
    return choices_under(svc, province_of(svc, dossier.province), dossier.rulebook)


def facts_of(svc: Services, dossier: Dossier) -> dict[str, list[Choice]]:
    """What forms ask more or less by: the criteria set, and the occasion of the registration."""
    facts = {"criteria-set": f"{dossier.set_number:02d}"}
    filed = dossier.filed.get(REGISTRATION)
    if event := svc.store.event(dossier.id, filed) if filed else None:
        facts["occasion"] = str(event.data.get("occasion", ""))
    return {name: [(value, {"vi": value, "en": value})] for name, value in facts.items()}


def criteria_of(svc: Services, dossier: Dossier) -> CriteriaSet:
    """The criteria set of the dossier's product under its own rulebook."""
    rulebook = svc.library.rulebook(dossier.rulebook)
    return svc.library.criteria(rulebook.criteria, dossier.set_number)


def _store(
    svc: Services, rulebook: Rulebook, dossier: Dossier, act: Act, producer: Assignment
) -> None:
    province = province_of(svc, dossier.province)
    moved, brings = _onward(svc, province, rulebook, dossier, act)
    mail = receipt(svc, province, rulebook, moved, act, producer)
    record(
        svc, dossier, moved, act, assignments=brings.assignments, effects=(mail, *brings.effects)
    )


def _onward(
    svc: Services, province: Province, rulebook: Rulebook, dossier: Dossier, act: Act
) -> tuple[Dossier, Consequences]:
    """Where the filing leaves the case, and what that brings."""
    stage = rulebook.stage(dossier.stage)
    if act.form is None or act.form.form != stage.completes:
        return dossier, Consequences()
    described = _described(dossier, act.form)
    moved = follow(rulebook, described, Step(stage.to, ""), svc.now(), svc.library.calendar())
    return moved, onward(svc, province, rulebook, dossier, moved)


def receipt(
    svc: Services,
    province: Province,
    rulebook: Rulebook,
    after: Dossier,
    act: Act,
    producer: Assignment,
) -> SendMail:
    """The mail that confirms a filing: what, when, and what comes next by when."""
    lang, form = producer.party.lang, act.form.form if act.form else ""
    known = replace(after, filed={**after.filed, form: act.event_id(after.id)})
    left = forms_to_file(svc, rulebook, known, lang)
    values = {
        "form": pick(svc.library.form_title(form), lang),
        "filed_at": svc.now().astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y"),
    }
    if left:
        return mail_for(
            "filing-received", producer, after, province, {**values, "forms": "\n".join(left)}
        )
    values["next_step"] = pick(rulebook.stage(after.stage).title, lang)
    mail = mail_for("filing-received", producer, after, province, values)
    return replace(mail, deadline=after.due.isoformat() if after.due else "")


def _described(dossier: Dossier, form: CheckedForm) -> Dossier:
    """The dossier with the product as a resubmitted idea now describes it."""
    if form.form != FORM:
        return dossier
    return replace(
        dossier,
        product=str(form.data["product_name"]),
        set_number=int(form.data["criteria_set"]),
        organisation=str(form.data["organisation"]),
    )
