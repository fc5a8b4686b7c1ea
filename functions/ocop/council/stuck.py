"""Telling the province's administrator of a case that cannot go on by itself."""

from dataclasses import replace

from ocop.base.errors import NotFound, OcopError
from ocop.base.text import pick
from ocop.cases.history import Act, earlier, record
from ocop.cases.letters import mail_for
from ocop.cases.lookup import province_of
from ocop.catalogue.messages import sentence
from ocop.council.ports import CouncilServices
from ocop.council.seating import assign_members
from ocop.council.shortage import Unassignable
from ocop.links.tokens import producer_assignment_id


def assign_or_report(svc: CouncilServices, dossier_id: str, visit: int) -> None:
    """Assign a council's members, or tell the administrator which rule stands in the way."""
    try:
        assign_members(svc, dossier_id, visit)
    except (Unassignable, NotFound) as problem:
        report_stuck(svc, dossier_id, visit, problem)


def report_stuck(svc: CouncilServices, dossier_id: str, visit: int, problem: OcopError) -> None:
    """Record why a council could not be assigned and mail it to the administrator, once a visit."""
    case = svc.store.case(dossier_id)
    kept = {"problem": problem.code, **problem.params}
    act = Act("unassignable", "council", f"unassignable:{visit}", kept)
    if earlier(svc, dossier_id, act) is not None:
        return
    province = province_of(svc, case.province)
    boss, _ = province.holder("administrator", case.unit, "province")
    stage = svc.rulebooks.at(case.process).stage(case.position.stage)
    holder = svc.store.assignment(dossier_id, producer_assignment_id(dossier_id))
    params = {**problem.params, "lacks": problem.params.get(boss.lang, "")}
    said = sentence(problem.code, boss.lang, params)
    values = {"stage_title": pick(stage.title, boss.lang), "name": boss.name, "assignee": said}
    mail = mail_for("task-overdue", holder, case, province, values)
    told = replace(
        mail,
        to=boss.email,
        lang=boss.lang,
        link="",
        deadline=case.position.due.isoformat() if case.position.due else "",
    )
    record(svc, case, case, act, effects=(told,))
