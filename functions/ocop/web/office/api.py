"""`/v1/office/…`: the officers' worklist, dossiers and decisions for programs."""

from typing import Any

from ocop.cases.blind import veil_of
from ocop.cases.records import OpenTask
from ocop.deciding.decide import decide
from ocop.deciding.officer import readable_case, worklist
from ocop.http import Reply, Request, json_reply
from ocop.plans.task import DutyTask
from ocop.web.asking import data_in, key_for
from ocop.web.office.custody import custody_document
from ocop.web.office.decidable import decidable, reading_as
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.duty_parts import DutyReading, duty_document
from ocop.web.reading import (
    Reading,
    asked_papers,
    case_document,
    evidence_document,
    instant,
    result_documents,
    submission_documents,
)

MOST_WORK = 30


def send_work(desk: OfficeDesk, request: Request) -> Reply:
    """The worklist as JSON."""
    who = desk.who(request)
    part = worklist(desk.svc, who, request.query.get("cursor", ""), MOST_WORK)
    work = [_work(desk, task) for task in part.items if isinstance(task, OpenTask)]
    owed = [task for task in part.items if isinstance(task, DutyTask)]
    duties = [duty_document(DutyReading(desk.svc, who.province, one, request.lang)) for one in owed]
    return json_reply({"work": work, "duties": duties, "cursor": part.cursor})


def _work(desk: OfficeDesk, task: OpenTask) -> dict[str, Any]:
    reference = task.case.reference
    return {
        "reference": veil_of(desk.svc, task.case).over(reference) if task.blind else reference,
        "round": task.case.subject.evaluation_round,
        "dossier": task.case.id,
        "assignment": task.assignment,
        "stage": task.stage,
        "role": task.role,
        "due": instant(task.due),
    }


def send_office_dossier(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """A whole dossier as JSON."""
    who = desk.who(request)
    reading = Reading(desk, readable_case(desk.svc, who, id), request.lang)
    document = {
        **case_document(reading, "office"),
        "organisation": reading.case.subject.organisation,
        "submissions": submission_documents(reading),
        "evidence": evidence_document(reading, reading_as(desk, who, reading)),
        "dossier_papers": asked_papers(reading),
        "results": result_documents(reading, "office"),
        "custody": custody_document(reading),
    }
    return json_reply(document, headers={"ETag": f'"{reading.case.version}"'})


def decide_by_account(desk: OfficeDesk, request: Request, id: str, assignment: str) -> Reply:
    """Records a decision and answers with the case as it stands."""
    who = desk.who(request)
    case, holder = decidable(desk, who, id, assignment)
    data = data_in(request.json(), request.lang)
    key = key_for(desk, request, data)
    by = who.person.id
    moved = decide(desk.svc, case, holder, data, request.lang, key, by=by, channel="api")
    return json_reply(case_document(Reading(desk, moved, request.lang), "office"))
