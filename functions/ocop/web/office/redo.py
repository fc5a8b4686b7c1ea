"""The ministry's order to judge a product again that got no star: pages, and for programs."""

from typing import Any

from ocop.base.errors import WrongState
from ocop.cases.case import Case
from ocop.cases.history import Act
from ocop.deciding.redoing import REDO
from ocop.deciding.redoing_results import (
    may_redo_result,
    order_redo_of_result,
    result_question,
    result_to_redo,
    without_star,
)
from ocop.html import (
    Component,
    Heading,
    Link,
    PageFilling,
    Paragraph,
    Posted,
    WebPage,
    posted_key,
)
from ocop.http import Reply, Request, json_reply, see_other
from ocop.people.rights import Officer
from ocop.web.asking import answer, data_in, key_for, status_of_page
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.redo_way import order_begun
from ocop.web.reading import Reading, case_document


def redo_link(reading: Reading, who: Officer) -> list[Component]:
    """The way to the order, for who may record it at a case that ended without a star."""
    if not may_redo_result(reading.desk.svc, who, reading.case):
        return []
    link = Link(label=reading.say("oversight.open_redo"), href=_address(reading.case.id))
    return [Paragraph(text="", link=link)]


def _address(id: str) -> str:
    return f"/office/dossiers/{id}/redo"


def show_redo(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """The form on which the order is recorded. Raises WrongState where there is nothing to judge
    again.
    """
    who = desk.who(request)
    case, filling = _asked(desk, request, who, id)
    if not without_star(desk.svc, case):
        raise WrongState("redo-not-now")
    begun = filling.but(values=order_begun(desk, request, who, case))
    return _page(desk, request, who, case, begun)


def take_redo(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """Opens the case again, or shows the form with what is wrong."""
    who = desk.who(request)
    case, filling = _asked(desk, request, who, id)

    def act(posted: Posted, _: PageFilling) -> Reply:
        asked = _act(posted_key(posted), posted.data, who, "account")
        order_redo_of_result(desk.svc, who, id, asked, request.lang)
        return see_other(f"/office/dossiers/{id}?opened=1")

    def again(filled: PageFilling) -> Reply:
        return _page(desk, request, who, case, filled)

    return answer(request, filling, act, again)


def redo_by_program(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """Opens it for a program, and answers with the case."""
    who = desk.who(request)
    result_to_redo(desk.svc, who, id)
    data = data_in(request.json(), request.lang)
    asked = _act(key_for(desk, request, data), data, who, "api")
    case = order_redo_of_result(desk.svc, who, id, asked, request.lang)
    told = case_document(Reading(desk, case, request.lang), "office")
    return json_reply({"dossier": case.id, **told}, 201)


def _act(key: str, sent: dict[str, Any], who: Officer, channel: str) -> Act:
    return Act("opened", REDO, key, sent, by=who.person.id, channel=channel)


def _asked(desk: OfficeDesk, request: Request, who: Officer, id: str) -> tuple[Case, PageFilling]:
    case = result_to_redo(desk.svc, who, id)
    served = result_question(desk.svc, who).serve(request.lang)
    return case, PageFilling(served=served, action=_address(id))


def _page(
    desk: OfficeDesk, request: Request, who: Officer, case: Case, filling: PageFilling
) -> Reply:
    back = Link(label=case.subject.title, href=f"/office/dossiers/{case.id}")
    parts: list[Component] = [
        filling.summary,
        Heading(back=back, title=filling.title, reference=case.reference),
        filling.form,
    ]
    page = WebPage(title=filling.title, wide=True, wrong=bool(filling.errors), parts=parts)
    status = status_of_page(filling)
    return desk.show(request, page, status, person=who.person.name, at=who.province)
