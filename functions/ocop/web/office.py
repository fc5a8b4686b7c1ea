"""The officers' console and API: worklist, dossiers, decisions."""

from dataclasses import replace
from typing import Any

from ocop.domain.dossier import Assignment
from ocop.domain.errors import Forbidden, InvalidInput, NotSignedIn, OcopError, WrongState
from ocop.domain.text import Lang, pick
from ocop.usecases.decide import decide
from ocop.usecases.province_admin import load_province
from ocop.web import office_papers, papers, troubles
from ocop.web.casebook import Case
from ocop.web.desk import Desk, Route, register
from ocop.web.documents import (
    case_document,
    evidence_document,
    instant,
    key_for,
    result_documents,
    submission_documents,
)
from ocop.web.exhibits import file_address, shown
from ocop.web.filed import results, submissions
from ocop.web.formpage import Filling, again, key_of, sent
from ocop.web.http import Edge, Explain
from ocop.web.office_desk import OfficeDesk
from ocop.web.officer import SESSION_COOKIE, Officer, actionable, readable
from ocop.web.reply import Reply, cookie, json_reply, see_other
from ocop.web.request import Asked
from ocop.web.review_api import data_of
from ocop.web.reviewing import decision_form
from ocop.web.typed import typed
from ocop.web.views import Notice, WorkRow
from ocop.web.views_pages import DossierPage, SignIn, Worklist

ROWS = 30
SESSION_SECONDS = 3600


def worklist(desk: OfficeDesk, asked: Asked) -> Reply:
    """What waits for the officer, earliest due first."""
    who = desk.who(asked)
    found = who.work(desk.svc, asked.query.get("cursor", ""), ROWS)
    rows = tuple(_row(desk, one, asked.lang) for one in found.items)
    heading = {"vi": "Việc đang chờ bạn", "en": "Waiting for you"}[asked.lang]
    more = f"/office?cursor={found.cursor}" if found.cursor else ""
    trouble = troubles.HERE if who.administers else ""
    view = Worklist(heading, (), rows, more, trouble)
    return desk.show(asked, "worklist", view, person=who.person.name, at=who.province)


def _row(desk: Desk, assignment: Assignment, lang: Lang) -> WorkRow:
    case = Case.open(desk, assignment.dossier, lang)
    return WorkRow(
        case.dossier.reference,
        case.dossier.product,
        case.dossier.organisation,
        pick(case.rulebook.stage(assignment.stage).title, lang),
        f"/office/dossiers/{assignment.dossier}",
        case.due,
    )


def dossier(desk: OfficeDesk, asked: Asked, id: str) -> Reply:
    """A whole dossier, with the decision to take if there is one."""
    who = desk.who(asked)
    readable(desk.svc, who, id)
    return _show(desk, asked, who, Case.open(desk, id, asked.lang))


def _show(
    desk: OfficeDesk, asked: Asked, who: Officer, case: Case, act: Filling | None = None
) -> Reply:
    base = f"/office/dossiers/{case.dossier.id}"
    waiting = _waiting(desk, who, case)
    found = shown(case, base, waiting.id if waiting else "")
    asking = act
    if waiting and not act:
        asking = decision_form(case, waiting, f"{base}/{waiting.id}/decide")
    view = DossierPage(
        case.dossier.reference,
        case.dossier.product,
        case.dossier.organisation,
        case.state,
        case.steps,
        case.timeline("office"),
        submissions(case, found),
        list(found.values()),
        case.due,
        results(case),
        asking.view() if asking else None,
        notice=_decided(asked),
        upload=papers.link_to(case, waiting, f"{base}/{waiting.id}") if waiting else None,
    )
    status = 422 if act and act.errors else 200
    return desk.show(asked, "dossier", view, status, person=who.person.name, at=who.province)


def _waiting(desk: Desk, who: Officer, case: Case) -> Assignment | None:
    """The decision this officer may take now; score sheets are filled in behind their own link."""
    return next(
        (
            one
            for one in desk.svc.store.assignments(case.dossier.id)
            if one.is_open
            and one.visit == case.dossier.visit
            and "decide" in one.grant.verbs
            and who.may_act(one)
        ),
        None,
    )


def _reader(desk: Desk, who: Officer, case: Case) -> str:
    """As whom the officer reads the files: papers not filed yet are their uploader's alone."""
    waiting = _waiting(desk, who, case)
    return waiting.id if waiting else ""


def _decided(asked: Asked) -> Notice | None:
    if "decided" not in asked.query:
        return None
    return Notice("good", {"vi": "Đã ghi quyết định", "en": "Decision recorded"}[asked.lang])


def evidence_file(desk: OfficeDesk, asked: Asked, id: str, file: str) -> Reply:
    """Leads to a short-lived address of one file of the dossier."""
    who = desk.who(asked)
    readable(desk.svc, who, id)
    case = Case.open(desk, id, asked.lang)
    return see_other(file_address(case, _reader(desk, who, case), file))


def decided(desk: OfficeDesk, asked: Asked, id: str, assignment: str) -> Reply:
    """Records a decision, or shows the dossier again with what is wrong with it."""
    who = desk.who(asked)
    holder = _decision(desk, who, id, assignment)
    case = Case.open(desk, id, asked.lang)
    filling = decision_form(case, holder, f"/office/dossiers/{id}/{assignment}/decide")
    form = sent(asked, filling.served)
    shown = replace(filling, values=form.data, rows=form.rows, hidden=again(form))
    if form.adds_rows:
        return _show(desk, asked, who, case, shown)
    try:
        decide(desk.svc, holder, form.data, asked.lang, key_of(form))
    except InvalidInput as error:
        return _show(desk, asked, who, case, replace(shown, errors=error.errors))
    return see_other(f"/office/dossiers/{id}?decided=1")


def _decision(desk: Desk, who: Officer, dossier: str, assignment: str) -> Assignment:
    found = actionable(desk.svc, who, dossier, assignment)
    if "decide" not in found.grant.verbs:
        raise WrongState
    return found


def sign_in_page(desk: OfficeDesk, asked: Asked) -> Reply:
    """The officers' door."""
    return desk.show(asked, "sign_in", SignIn())


def signed_in(desk: OfficeDesk, asked: Asked) -> Reply:
    """Opens a session, or asks for a first password of one's own."""
    fields = asked.form()
    email = fields.get("email", "").strip()
    state = fields.get("_state", "")
    try:
        if state:
            session = desk.accounts.choose_password(email, state, fields.get("new-password", ""))
        else:
            session = desk.accounts.sign_in(email, fields.get("password", ""))
    except NotSignedIn:
        return _refused(desk, asked, email)
    if not session.token:
        hidden = {"_state": session.state, "email": email}
        return desk.show(asked, "sign_in", SignIn("new-password", email, hidden=hidden))
    return see_other("/office", [cookie(SESSION_COOKIE, session.token, desk.site, SESSION_SECONDS)])


def _refused(desk: Desk, asked: Asked, email: str) -> Reply:
    text = {
        "vi": "Địa chỉ hoặc mật khẩu chưa đúng. Xin thử lại.",
        "en": "The address or the password is not right. Please try again.",
    }
    return desk.show(asked, "sign_in", SignIn(email=email, problem=text[asked.lang]), 422)


def signed_out(desk: OfficeDesk, asked: Asked) -> Reply:
    """Ends the session on this device."""
    asked.form()
    return see_other("/office/sign-in", [cookie(SESSION_COOKIE, "", desk.site, 0)])


def api_worklist(desk: OfficeDesk, asked: Asked) -> Reply:
    """The worklist as JSON."""
    found = desk.who(asked).work(desk.svc, asked.query.get("cursor", ""), ROWS)
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
    readable(desk.svc, who, id)
    case = Case.open(desk, id, asked.lang)
    document = {
        **case_document(case, "office"),
        "organisation": case.dossier.organisation,
        "submissions": submission_documents(case),
        "evidence": evidence_document(case, _reader(desk, who, case)),
        "results": result_documents(case),
    }
    return json_reply(document, headers={"ETag": f'"{case.dossier.version}"'})


def api_decided(desk: OfficeDesk, asked: Asked, id: str, assignment: str) -> Reply:
    """Records a decision and answers with the case as it stands."""
    holder = _decision(desk, desk.who(asked), id, assignment)
    data = data_of(asked)
    found = decide(desk.svc, holder, data, asked.lang, key_for(desk, asked, data))
    return json_reply(case_document(Case(desk, found, asked.lang), "office"))


def api_province(desk: OfficeDesk, asked: Asked) -> Reply:
    """Loads the province's document: units, people, councils, the law in force."""
    who = desk.who(asked)
    document = asked.json()
    if not who.administers or document.get("code") != who.province.code:
        raise Forbidden
    found = load_province(desk.svc, document)
    return json_reply({"code": found.code, "people": len(found.people), "units": len(found.units)})


ROUTES: tuple[Route, ...] = (
    ("GET", "/office", worklist),
    ("GET", "/office/sign-in", sign_in_page),
    ("POST", "/office/sign-in", signed_in),
    ("POST", "/office/sign-out", signed_out),
    ("GET", "/office/dossiers/<id>", dossier),
    ("GET", "/office/dossiers/<id>/evidence/<file>", evidence_file),
    ("POST", "/office/dossiers/<id>/<assignment>/decide", decided),
    ("GET", "/v1/office/worklist", api_worklist),
    ("GET", "/v1/office/dossiers/<id>", api_dossier),
    ("POST", "/v1/office/dossiers/<id>/<assignment>/decide", api_decided),
    ("PUT", "/v1/office/province", api_province),
)


def _to_the_door(asked: Asked, error: OcopError) -> Reply | None:
    """A page without a session leads to the sign-in; what was typed on it is kept first."""
    if isinstance(error, NotSignedIn) and asked.wants_page and not typed(asked, error):
        return see_other("/office/sign-in")
    return None


def office(desk: OfficeDesk) -> Edge:
    """The officers' handler."""
    explain: Explain = _to_the_door
    edge = Edge(desk.site, explain)
    register(edge, desk, (*ROUTES, *office_papers.ROUTES, *troubles.ROUTES))
    return edge
