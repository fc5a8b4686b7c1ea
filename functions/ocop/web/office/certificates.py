"""A certificate as officers oversee it: what was begun about it, and what they may begin."""

from typing import Any, cast, get_args

from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.base.text import Lang, pick
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.history import Act
from ocop.cases.subject import Proceeding
from ocop.catalogue.texts import say
from ocop.certificates.life import validity_on
from ocop.certificates.proceedings import COMPLAINED, proceedings_about
from ocop.deciding.inspecting import (
    OPENING_FORMS,
    Overseen,
    open_proceeding,
    opening_question,
    overseen,
)
from ocop.deciding.redoing import REDO, order_redo
from ocop.html import (
    Component,
    Heading,
    Link,
    LinkRow,
    Notice,
    PageFilling,
    Panel,
    Paragraph,
    Posted,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    posted_key,
    show,
)
from ocop.http import Reply, Request, json_reply, see_other
from ocop.law.oversight import Matter
from ocop.people.rights import Officer
from ocop.web.asking import answer, data_in, key_for, status_of_page
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.product_page import misuse_reports, removal_notice, removal_ways
from ocop.web.office.redo_way import order_begun
from ocop.web.reading import Reading, case_document, certificate_document
from ocop.web.showing import due_of

OVERSIGHT_COLUMNS = ("reference", "matter", "state", "due")


def certificate_home(number: str) -> str:
    """Where a certificate is overseen."""
    return f"/office/certificates/{number}"


def show_overseen(desk: OfficeDesk, request: Request, number: str) -> Reply:
    """A certificate, what was begun about it, and the ways to begin something."""
    who, lang = desk.who(request), request.lang
    seen = overseen(desk.svc, who, number)
    certificate = seen.certificate
    page = WebPage(
        title=say(lang, "oversight.certificate", number=certificate.shown_number),
        wide=True,
        parts=[
            *removal_notice(request),
            _heading(certificate, lang),
            _standing(desk, who, seen, lang),
            Subheading(text=say(lang, "oversight.begun")),
            _list(desk, seen.proceedings, lang),
            Subheading(text=say(lang, "oversight.complaints")),
            _list(desk, complaints_about(desk, seen), lang),
            Subheading(text=say(lang, "shown.reports")),
            misuse_reports(desk, seen, lang),
        ],
    )
    return desk.show(request, page, person=who.person.name, at=who.province)


def _heading(certificate: Certificate, lang: Lang) -> Heading:
    return Heading(
        back=Link(label=say(lang, "office.worklist"), href="/office"),
        title=certificate.product,
        byline=certificate.organisation,
        reference=certificate.shown_number,
    )


def _standing(desk: OfficeDesk, who: Officer, seen: Overseen, lang: Lang) -> Panel:
    """Its state today, and the buttons of who may begin something now."""
    state = validity_on(seen.certificate, local_date(desk.svc.now()))
    word = state.state.replace("-", "_")
    told = say(lang, f"standings.{word}", day=show.day(state.day, lang))
    links = [
        Link(label=say(lang, f"oversight.open_{matter}"), href=f"{_address(seen)}/{matter}")
        for matter in OPENING_FORMS
        if seen.may_open and _may_begin(seen, matter, in_force=state.in_force)
    ]
    public = Link(
        label=say(lang, "oversight.public"), href=f"/certificates/{seen.certificate.number}"
    )
    down = removal_ways(who, seen, lang)
    return Panel(title=told, parts=[LinkRow(links=[*links, public, *down])])


def _may_begin(seen: Overseen, matter: str, *, in_force: bool) -> bool:
    return seen.may_redo if matter == REDO else in_force and not seen.open_proceeding


def _address(seen: Overseen) -> str:
    return certificate_home(seen.certificate.number)


def complaints_about(desk: OfficeDesk, seen: Overseen) -> list[Case]:
    """Complaints of the certificate's result and of what was decided about it since."""
    references = (seen.about.reference, *(case.reference for case in seen.proceedings))
    return [
        case
        for reference in references
        for case in proceedings_about(desk.svc, reference, COMPLAINED)
    ]


def _list(desk: OfficeDesk, cases: tuple[Case, ...] | list[Case], lang: Lang) -> Table:
    return Table(
        caption=say(lang, "oversight.title"),
        columns=[
            TableColumn(title=say(lang, f"oversight.column_{name}")) for name in OVERSIGHT_COLUMNS
        ],
        rows=[_row(Reading(desk, case, lang)) for case in cases],
        empty=say(lang, "oversight.none"),
    )


def _row(reading: Reading) -> TableRow:
    case = reading.case
    matter = case.subject.matter if isinstance(case.subject, Proceeding) else ""
    cells = [
        TableCell(text=case.reference),
        TableCell(text=reading.say(f"oversight.matter_{matter}")),
        TableCell(text=reading.state),
        TableCell(due=next(iter(due_of(reading)), None)),
    ]
    return TableRow(href=f"/office/dossiers/{case.id}", cells=cells)


def show_opening(desk: OfficeDesk, request: Request, number: str, matter: str) -> Reply:
    """The form by which an inspection is planned, a withdrawal proposed, a redoing ordered."""
    who = desk.who(request)
    seen, filling = _asked(desk, request, who, number, matter)
    if matter == REDO:
        filling = filling.but(values=order_begun(desk, request, who, seen.about))
    return _opening_page(desk, request, who, seen, filling)


def take_opening(desk: OfficeDesk, request: Request, number: str, matter: str) -> Reply:
    """Begins it, or shows the form again with what is wrong with it."""
    who = desk.who(request)
    seen, filling = _asked(desk, request, who, number, matter)

    def act(posted: Posted, _: PageFilling) -> Reply:
        asked = Act(
            "opened", matter, posted_key(posted), posted.data, by=who.person.id, channel="account"
        )
        case = _begun(desk, who, number, asked, request.lang)
        return see_other(f"/office/dossiers/{case.id}?opened=1")

    def again(filled: PageFilling) -> Reply:
        return _opening_page(desk, request, who, seen, filled)

    return answer(request, filling, act, again)


def _begun(desk: OfficeDesk, who: Officer, number: str, asked: Act, lang: Lang) -> Case:
    """What an officer begins, by the act's matter: a case of its own, or the case once more."""
    if asked.actor == REDO:
        return order_redo(desk.svc, who, number, asked, lang)
    return open_proceeding(desk.svc, who, number, _matter(asked.actor), asked, lang)


def _matter(name: str) -> Matter:
    """Raises NotFound for what is none."""
    if name not in get_args(Matter):
        raise NotFound
    return cast("Matter", name)


def _asked(
    desk: OfficeDesk, request: Request, who: Officer, number: str, matter: str
) -> tuple[Overseen, PageFilling]:
    seen = overseen(desk.svc, who, number)
    question = opening_question(desk.svc, who, matter, seen.law)
    action = f"{_address(seen)}/{matter}"
    return seen, PageFilling(served=question.serve(request.lang), action=action)


def _opening_page(
    desk: OfficeDesk, request: Request, who: Officer, seen: Overseen, filling: PageFilling
) -> Reply:
    back = Link(label=seen.certificate.product, href=_address(seen))
    parts: list[Component] = [
        filling.summary,
        Heading(back=back, title=filling.title, reference=seen.certificate.shown_number),
        *([Paragraph(text=filling.intro, tone="soft")] if filling.intro else []),
        filling.form,
    ]
    page = WebPage(title=filling.title, wide=True, wrong=bool(filling.errors), parts=parts)
    status = status_of_page(filling)
    return desk.show(request, page, status, person=who.person.name, at=who.province)


def opened_notice(request: Request) -> list[Notice]:
    """Says that what was begun is recorded."""
    if "opened" not in request.query:
        return []
    return [Notice(tone="good", title=say(request.lang, "oversight.done"))]


def send_overseen(desk: OfficeDesk, request: Request, number: str) -> Reply:
    """The same for programs."""
    who, lang = desk.who(request), request.lang
    seen = overseen(desk.svc, who, number)
    today = local_date(desk.svc.now())
    document = {
        "certificate": certificate_document(seen.certificate, lang, today),
        "proceedings": [_document(desk, case, lang) for case in seen.proceedings],
        "complaints": [_document(desk, case, lang) for case in complaints_about(desk, seen)],
        "may_open": seen.may_open,
    }
    return json_reply(document)


def _document(desk: OfficeDesk, case: Case, lang: Lang) -> dict[str, Any]:
    reading, subject = Reading(desk, case, lang), case.subject
    ground = subject.ground if isinstance(subject, Proceeding) else ""
    law = reading.rulebook.oversight
    return {
        "dossier": case.id,
        "reference": case.reference,
        "matter": subject.matter if isinstance(subject, Proceeding) else "",
        "status": case.status,
        "ending": case.ending,
        "stage": case.position.stage,
        "state": reading.state,
        "due": case.position.due.isoformat() if case.position.due else None,
        "ground": ground,
        "ground_label": pick(law.ground(ground).label, lang) if ground else "",
    }


def open_by_program(desk: OfficeDesk, request: Request, number: str, matter: str) -> Reply:
    """Begins it for a program, and answers with the case."""
    who = desk.who(request)
    data = data_in(request.json(), request.lang)
    key = key_for(desk, request, data)
    asked = Act("opened", matter, key, data, by=who.person.id, channel="api")
    case = _begun(desk, who, number, asked, request.lang)
    return json_reply(
        {"dossier": case.id, **case_document(Reading(desk, case, request.lang), "office")}, 201
    )
