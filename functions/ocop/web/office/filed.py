"""A part of a case by itself: a form that was filed, all of them, results, papers, the history."""

from ocop.base.errors import NotFound
from ocop.html import Component, FiledForm, Heading, Link, WebPage
from ocop.http import Reply, Request
from ocop.people.rights import Officer
from ocop.web.office.case_folds import CASE_PARTS, case_address, part_of_case
from ocop.web.office.decidable import reading_as
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading
from ocop.web.showing import file_lines, filed_forms


def asks_for_part(request: Request) -> bool:
    """Whether a part of a case is asked for and not the whole."""
    return "filed" in request.query or "part" in request.query


def show_part(desk: OfficeDesk, request: Request, who: Officer, reading: Reading) -> Reply:
    """The form whose place among the case's is asked for (`filed`), or the part that is named.
    Raises NotFound for none.
    """
    files = file_lines(reading, case_address(reading), reading_as(desk, who, reading))
    if "filed" in request.query:
        form = _at(filed_forms(reading, files), request.query["filed"])
        return _page(desk, request, who, reading, (form.title, [form.but(open=True)]))
    if request.query["part"] not in CASE_PARTS:
        raise NotFound
    return _page(desk, request, who, reading, part_of_case(reading, request.query["part"], files))


def _at(forms: list[FiledForm], place: str) -> FiledForm:
    for number, form in enumerate(forms, 1):
        if str(number) == place:
            return form
    raise NotFound


def _page(
    desk: OfficeDesk,
    request: Request,
    who: Officer,
    reading: Reading,
    part: tuple[str, list[Component]],
) -> Reply:
    title, parts = part
    heading = Heading(
        back=Link(label=reading.case.subject.title, href=case_address(reading)),
        title=title,
        byline=reading.case.subject.organisation,
        reference=reading.case.reference,
    )
    page = WebPage(title=title, wide=True, parts=[heading, *parts])
    return desk.show(request, page, person=who.person.name, at=who.province)
