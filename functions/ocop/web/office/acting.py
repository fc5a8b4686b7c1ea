"""What an officer decides on a case: on its page, or on one of its own where the form is long."""

from ocop.cases.assignment import Assignment
from ocop.deciding.decide import decide
from ocop.deciding.held import gives_star
from ocop.html import (
    Component,
    Heading,
    Link,
    LinkRow,
    PageFilling,
    Panel,
    Posted,
    WebPage,
    posted_key,
)
from ocop.http import Reply, Request, see_other
from ocop.people.rights import Officer
from ocop.web.asking import (
    answer,
    decision_form,
    decision_notices,
    decision_parts,
    list_instead,
    status_of_page,
)
from ocop.web.office.decidable import decidable
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading
from ocop.web.showing import due_of


def deciding_address(holder: Assignment) -> str:
    """Where a decision is filled in and posted."""
    return f"/office/dossiers/{holder.dossier}/{holder.id}/decide"


def acting_parts(reading: Reading, holder: Assignment, filling: PageFilling) -> list[Component]:
    """The form of what is to be decided, or the way to it where it has a page of its own: a long
    one, and one that recognises, which has a result to be read above it.
    """
    way = LinkRow(links=[Link(label=filling.title, href=deciding_address(holder), primary=True)])
    if is_long(filling):
        return [way]
    if gives_star(reading.rulebook.stage(holder.stage)):
        return list_instead(reading, holder) or [*decision_notices(reading, holder), way]
    base = deciding_address(holder).removesuffix("/decide")
    return decision_parts(reading, holder, filling, base)


def is_long(filling: PageFilling) -> bool:
    """Whether a form is one of many sections, which a phone shows by themselves."""
    return bool(filling.served["schema"].get("x-one-open"))


def show_deciding(desk: OfficeDesk, request: Request, id: str, assignment: str) -> Reply:
    """What is to be decided on a dossier, by itself."""
    who = desk.who(request)
    case, holder = decidable(desk, who, id, assignment)
    reading = Reading(desk, case, request.lang)
    filling = decision_form(reading, holder, deciding_address(holder))
    return deciding_page(desk, request, who, reading, (holder, filling))


def take_decision(desk: OfficeDesk, request: Request, id: str, assignment: str) -> Reply:
    """Records a decision, or shows its form again with what is wrong with it."""
    who = desk.who(request)
    case, holder = decidable(desk, who, id, assignment)
    reading = Reading(desk, case, request.lang)

    def act(posted: Posted, _: PageFilling) -> Reply:
        by, key = who.person.id, posted_key(posted)
        decide(desk.svc, case, holder, posted.data, request.lang, key, by=by, channel="account")
        return see_other(f"/office/dossiers/{id}?decided=1")

    def again(filled: PageFilling) -> Reply:
        return deciding_page(desk, request, who, reading, (holder, filled))

    return answer(request, decision_form(reading, holder, deciding_address(holder)), act, again)


def deciding_page(
    desk: OfficeDesk,
    request: Request,
    who: Officer,
    reading: Reading,
    asked: tuple[Assignment, PageFilling],
) -> Reply:
    """The form by itself, with the way back to the dossier."""
    holder, filling = asked
    base = deciding_address(holder).removesuffix("/decide")
    subject = reading.case.subject
    heading = Heading(
        back=Link(label=subject.title, href=f"/office/dossiers/{reading.case.id}"),
        title=filling.title,
        byline=subject.organisation,
        reference=reading.case.reference,
    )
    parts = [*due_of(reading), *decision_parts(reading, holder, filling, base)]
    page = WebPage(
        title=filling.title,
        wide=True,
        wrong=bool(filling.errors),
        parts=[filling.summary, heading, Panel(title=reading.state, parts=parts)],
    )
    status = status_of_page(filling)
    return desk.show(request, page, status, person=who.person.name, at=who.province)
