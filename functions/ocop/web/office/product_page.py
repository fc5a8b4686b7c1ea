"""An officer takes down what buyers are shown of a product, and says why."""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import Forbidden
from ocop.base.moment import local_date
from ocop.base.text import Lang
from ocop.cases.event import Event
from ocop.cases.history import Act
from ocop.cases.questions import Question
from ocop.catalogue.texts import say
from ocop.certificates.product_page import MISUSE_REPORTED, PAGE_TAKEN_DOWN
from ocop.deciding.inspecting import Overseen, overseen
from ocop.deciding.product_page import may_take_down, removal_question, take_page_down
from ocop.filing.misuse import misuse_question, what_in_words
from ocop.html import (
    Heading,
    Link,
    Notice,
    PageFilling,
    Paragraph,
    Posted,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    posted_key,
    show,
)
from ocop.http import Reply, Request, json_reply, see_other
from ocop.people.rights import Officer
from ocop.web.asking import answer, data_in, key_for, status_of_page
from ocop.web.office.desk import OfficeDesk

REMOVED = "taken-down"


def page_address(number: str) -> str:
    """Where what buyers are shown of a product is taken down."""
    return f"/office/certificates/{number}/page"


def show_removal(desk: OfficeDesk, request: Request, number: str) -> Reply:
    """The form that asks for the reason."""
    who, seen = _seat(desk, request, number)
    return _page(desk, request, who, seen, _filling(desk, request, who, seen))


def take_removal(desk: OfficeDesk, request: Request, number: str) -> Reply:
    """Takes it down, or shows the form again with what is wrong with it."""
    who, seen = _seat(desk, request, number)

    def act(posted: Posted, _: PageFilling) -> Reply:
        asked = _act(who, posted_key(posted), posted.data, "account")
        take_page_down(desk.svc, who, number, asked, request.lang)
        return see_other(f"/office/certificates/{number}?{REMOVED}=1")

    def again(filled: PageFilling) -> Reply:
        return _page(desk, request, who, seen, filled)

    return answer(request, _filling(desk, request, who, seen), act, again)


def take_down_by_program(desk: OfficeDesk, request: Request, number: str) -> Reply:
    """The same for programs."""
    who, _ = _seat(desk, request, number)
    data = data_in(request.json(), request.lang)
    asked = _act(who, key_for(desk, request, data), data, "api")
    case = take_page_down(desk.svc, who, number, asked, request.lang)
    return json_reply({"reference": case.reference})


def removal_notice(request: Request) -> list[Notice]:
    """Says that it was taken down."""
    if REMOVED not in request.query:
        return []
    return [Notice(tone="good", title=say(request.lang, "shown.taken_down"))]


def misuse_reports(desk: OfficeDesk, seen: Overseen, lang: Lang) -> Table:
    """What anybody has reported of a product, the newest first."""
    events = [one for one in desk.svc.store.events(seen.about.id) if one.kind == MISUSE_REPORTED]
    question = misuse_question(desk.svc, seen.certificate)
    columns = ("report_day", "report_what", "report_details", "report_contact")
    return Table(
        caption=say(lang, "shown.reports"),
        columns=[TableColumn(title=say(lang, f"shown.{name}")) for name in columns],
        rows=[_reported(question, one, lang) for one in reversed(events)],
        empty=say(lang, "shown.reports_none"),
    )


def _reported(question: Question, event: Event, lang: Lang) -> TableRow:
    told = (
        show.day(local_date(event.at), lang),
        what_in_words(question, str(event.data["what"]), lang),
        str(event.data["details"]),
        str(event.data.get("contact", "")),
    )
    return TableRow(cells=[TableCell(text=text) for text in told])


def removal_ways(who: Officer, seen: Overseen, lang: Lang) -> list[Link]:
    """The way to take it down, for who may and while there is something."""
    if seen.certificate.page is None or not may_take_down(who, seen):
        return []
    return [Link(label=say(lang, "shown.take_down"), href=page_address(seen.certificate.number))]


def _seat(desk: OfficeDesk, request: Request, number: str) -> tuple[Officer, Overseen]:
    """Raises NotFound, Forbidden."""
    who = desk.who(request)
    seen = overseen(desk.svc, who, number)
    if not may_take_down(who, seen):
        raise Forbidden
    return who, seen


def _act(who: Officer, key: str, data: Mapping[str, Any], channel: str) -> Act:
    return Act(PAGE_TAKEN_DOWN, who.person.id, key, data, by=who.person.id, channel=channel)


def _filling(desk: OfficeDesk, request: Request, who: Officer, seen: Overseen) -> PageFilling:
    served = removal_question(desk.svc, who).serve(request.lang)
    return PageFilling(served=served, action=page_address(seen.certificate.number))


def _page(
    desk: OfficeDesk, request: Request, who: Officer, seen: Overseen, filling: PageFilling
) -> Reply:
    certificate = seen.certificate
    back = Link(label=certificate.product, href=f"/office/certificates/{certificate.number}")
    page = WebPage(
        title=filling.title,
        wrong=bool(filling.errors),
        parts=[
            filling.summary,
            Heading(back=back, title=filling.title, reference=certificate.shown_number),
            Paragraph(text=say(request.lang, "shown.taken_down_lead"), tone="soft"),
            filling.form,
        ],
    )
    status = status_of_page(filling)
    return desk.show(request, page, status, person=who.person.name, at=who.province)
