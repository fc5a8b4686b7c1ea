"""The officers' console and API: worklist, dossiers, decisions."""

from dataclasses import replace
from typing import Any

from ocop.base.errors import InvalidInput, WrongState
from ocop.base.text import Lang, pick
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.deciding.decide import decide
from ocop.deciding.officer import actionable, readable, worklist
from ocop.html.formpage import Filling, again, key_of, sent
from ocop.html.views import Notice, WorkRow
from ocop.html.views_pages import DossierPage, Worklist
from ocop.http.reply import Reply, json_reply, see_other
from ocop.http.request import Asked
from ocop.people.rights import Officer
from ocop.web.asking.documents import data_of, key_for
from ocop.web.asking.drawer import link_to
from ocop.web.asking.questions import decision_form
from ocop.web.desk import Desk
from ocop.web.office import troubles
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading.documents import (
    case_document,
    evidence_document,
    instant,
    result_documents,
    submission_documents,
)
from ocop.web.reading.exhibits import file_address, shown
from ocop.web.reading.filed import results, submissions
from ocop.web.reading.reading import Reading

ROWS = 30


def show_work(desk: OfficeDesk, asked: Asked) -> Reply:
    """What waits for the officer, earliest due first."""
    who = desk.who(asked)
    found = worklist(desk.svc, who, asked.query.get("cursor", ""), ROWS)
    rows = tuple(_row(desk, one, asked.lang) for one in found.items)
    heading = {"vi": "Việc đang chờ bạn", "en": "Waiting for you"}[asked.lang]
    more = f"/office?cursor={found.cursor}" if found.cursor else ""
    trouble = troubles.HERE if who.administers else ""
    view = Worklist(heading, (), rows, more, trouble)
    return desk.show(asked, "worklist", view, person=who.person.name, at=who.province)


def _row(desk: Desk, assignment: Assignment, lang: Lang) -> WorkRow:
    reading = Reading.open(desk, assignment.dossier, lang)
    return WorkRow(
        reading.case.reference,
        reading.case.subject.product,
        reading.case.subject.organisation,
        pick(reading.rulebook.stage(assignment.stage).title, lang),
        f"/office/dossiers/{assignment.dossier}",
        reading.due,
    )


def dossier(desk: OfficeDesk, asked: Asked, id: str) -> Reply:
    """A whole dossier, with the decision to take if there is one."""
    who = desk.who(asked)
    return _show(desk, asked, who, Reading(desk, readable(desk.svc, who, id), asked.lang))


def _show(
    desk: OfficeDesk, asked: Asked, who: Officer, reading: Reading, act: Filling | None = None
) -> Reply:
    base = f"/office/dossiers/{reading.case.id}"
    waiting = _waiting(desk, who, reading)
    found = shown(reading, base, waiting.id if waiting else "")
    asking = act
    if waiting and not act:
        asking = decision_form(reading, waiting, f"{base}/{waiting.id}/decide")
    view = DossierPage(
        reading.case.reference,
        reading.case.subject.product,
        reading.case.subject.organisation,
        reading.state,
        reading.steps,
        reading.timeline("office"),
        submissions(reading, found),
        list(found.values()),
        reading.due,
        results(reading),
        asking.view() if asking else None,
        notice=_decided(asked),
        upload=link_to(reading, waiting, f"{base}/{waiting.id}") if waiting else None,
    )
    status = 422 if act and act.errors else 200
    return desk.show(asked, "dossier", view, status, person=who.person.name, at=who.province)


def _waiting(desk: Desk, who: Officer, reading: Reading) -> Assignment | None:
    """The decision this officer may take now; score sheets are filled in behind their own link."""
    return next(
        (
            one
            for one in desk.svc.store.assignments(reading.case.id)
            if one.is_open
            and one.visit == reading.case.position.visit
            and "decide" in one.grant.verbs
            and who.may_act(reading.case, one)
        ),
        None,
    )


def _reader(desk: Desk, who: Officer, reading: Reading) -> str:
    """As whom the officer reads the files: papers not filed yet are their uploader's alone."""
    waiting = _waiting(desk, who, reading)
    return waiting.id if waiting else ""


def _decided(asked: Asked) -> Notice | None:
    if "decided" not in asked.query:
        return None
    return Notice("good", {"vi": "Đã ghi quyết định", "en": "Decision recorded"}[asked.lang])


def evidence_file(desk: OfficeDesk, asked: Asked, id: str, file: str) -> Reply:
    """Leads to a short-lived address of one file of the dossier."""
    who = desk.who(asked)
    reading = Reading(desk, readable(desk.svc, who, id), asked.lang)
    return see_other(file_address(reading, _reader(desk, who, reading), file))


def decided(desk: OfficeDesk, asked: Asked, id: str, assignment: str) -> Reply:
    """Records a decision, or shows the dossier again with what is wrong with it."""
    who = desk.who(asked)
    case, holder = _decision(desk, who, id, assignment)
    reading = Reading(desk, case, asked.lang)
    filling = decision_form(reading, holder, f"/office/dossiers/{id}/{assignment}/decide")
    form = sent(asked, filling.served)
    shown = replace(filling, values=form.data, rows=form.rows, hidden=again(form))
    if form.adds_rows:
        return _show(desk, asked, who, reading, shown)
    try:
        decide(
            desk.svc,
            case,
            holder,
            form.data,
            asked.lang,
            key_of(form),
            by=who.person.id,
            channel="account",
        )
    except InvalidInput as error:
        return _show(desk, asked, who, reading, replace(shown, errors=error.errors))
    return see_other(f"/office/dossiers/{id}?decided=1")


def _decision(desk: Desk, who: Officer, dossier: str, assignment: str) -> tuple[Case, Assignment]:
    case, holder = actionable(desk.svc, who, dossier, assignment)
    if "decide" not in holder.grant.verbs:
        raise WrongState
    return case, holder


def api_worklist(desk: OfficeDesk, asked: Asked) -> Reply:
    """The worklist as JSON."""
    found = worklist(desk.svc, desk.who(asked), asked.query.get("cursor", ""), ROWS)
    return json_reply({"work": [_work(one) for one in found.items], "cursor": found.cursor})


def _work(assignment: Assignment) -> dict[str, Any]:
    return {
        "dossier": assignment.dossier,
        "assignment": assignment.id,
        "stage": assignment.stage,
        "role": assignment.role,
        "due": instant(assignment.due),
    }


def api_dossier(desk: OfficeDesk, asked: Asked, id: str) -> Reply:
    """A whole dossier as JSON."""
    who = desk.who(asked)
    reading = Reading(desk, readable(desk.svc, who, id), asked.lang)
    document = {
        **case_document(reading, "office"),
        "organisation": reading.case.subject.organisation,
        "submissions": submission_documents(reading),
        "evidence": evidence_document(reading, _reader(desk, who, reading)),
        "results": result_documents(reading),
    }
    return json_reply(document, headers={"ETag": f'"{reading.case.version}"'})


def api_decided(desk: OfficeDesk, asked: Asked, id: str, assignment: str) -> Reply:
    """Records a decision and answers with the case as it stands."""
    who = desk.who(asked)
    case, holder = _decision(desk, who, id, assignment)
    data = data_of(asked)
    key = key_for(desk, asked, data)
    found = decide(desk.svc, case, holder, data, asked.lang, key, by=who.person.id, channel="api")
    return json_reply(case_document(Reading(desk, found, asked.lang), "office"))
