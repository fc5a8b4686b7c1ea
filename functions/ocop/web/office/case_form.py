"""A page of a case with one form on it: what is known above, what is asked below."""

from collections.abc import Iterable

from ocop.html import Component, Heading, Link, PageFilling, Panel, WebPage
from ocop.http import Reply, Request
from ocop.web.asking import status_of_page
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading


def show_case_form(
    desk: OfficeDesk,
    request: Request,
    *,
    reading: Reading,
    filled: PageFilling,
    section: str,
    parts: Iterable[Component],
) -> Reply:
    """The form below `parts`, under title and lead of a section of the texts, with the way back to
    the case.
    """
    who, case = desk.who(request), reading.case
    title, lead = reading.say(f"{section}.title"), reading.say(f"{section}.lead")
    back = Link(label=case.subject.title, href=f"/office/dossiers/{case.id}")
    page = WebPage(
        title=title,
        wide=True,
        wrong=bool(filled.errors),
        parts=[
            filled.summary,
            Heading(back=back, title=title, reference=case.reference, lead=lead),
            *parts,
            Panel(title=filled.title, parts=[filled.form]),
        ],
    )
    status = status_of_page(filled)
    return desk.show(request, page, status, person=who.person.name, at=who.province)
