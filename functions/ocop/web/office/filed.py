"""A part of a case by itself: a form that was filed, all of them, results, papers, the history."""

from ocop.html import Component, Heading, Link, WebPage
from ocop.http import Reply, Request
from ocop.people.rights import Officer
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading
from ocop.web.showing import CaseFolds, file_lines

_IN_A_FOLD = 8  # things that are folded on the case's page; more are a part of their own
_FORMS_AT_ONCE = 7


def office_folds(reading: Reading, reader: str) -> CaseFolds:
    """The parts of a case as an office reads them; its files as assignment `reader` may."""
    at = f"/office/dossiers/{reading.case.id}"
    files = file_lines(reading, at, reader)
    return CaseFolds(reading, at, "office", files, most=_IN_A_FOLD, forms_at_once=_FORMS_AT_ONCE)


def show_part(
    desk: OfficeDesk,
    request: Request,
    who: Officer,
    reading: Reading,
    part: tuple[str, list[Component]],
) -> Reply:
    """A part under its title, with the way back to the case."""
    title, parts = part
    heading = Heading(
        back=Link(label=reading.case.subject.title, href=f"/office/dossiers/{reading.case.id}"),
        title=title,
        byline=reading.case.subject.organisation,
        reference=reading.case.reference,
    )
    page = WebPage(title=title, wide=True, parts=[heading, *parts])
    return desk.show(request, page, person=who.person.name, at=who.province)
