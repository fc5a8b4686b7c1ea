"""The officers' console: what waits for them, whole dossiers, decisions."""

from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.cases.blind import veil_of
from ocop.cases.records import OpenTask
from ocop.cases.subject import Proceeding
from ocop.catalogue.texts import say
from ocop.council.rounds import convened_in
from ocop.deciding.officer import readable_case, worklist
from ocop.html import (
    Component,
    Heading,
    Link,
    Notice,
    PageFilling,
    Pager,
    Panel,
    Paragraph,
    Split,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
)
from ocop.http import Reply, Request, see_other
from ocop.people.rights import Officer
from ocop.plans.task import DutyTask
from ocop.web.asking import decision_form
from ocop.web.desk import Desk
from ocop.web.office.acting import acting_parts, deciding_address
from ocop.web.office.certificates import certificate_home, opened_notice
from ocop.web.office.councils import COUNCILS, council_notice
from ocop.web.office.custody import custody_link, custody_notice
from ocop.web.office.cycle_view import CYCLE_PAGES
from ocop.web.office.decidable import decision_of, reading_as
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.duty_parts import DUTIES, DutyReading, duty_row
from ocop.web.office.filed import office_folds, show_part
from ocop.web.office.harmed import TROUBLE, harm_notice
from ocop.web.office.imports import IMPORT
from ocop.web.office.inquiries import inquiry_link
from ocop.web.office.joint import joint_link
from ocop.web.office.links import links_link
from ocop.web.office.meetings import meeting_notice
from ocop.web.office.packages import package_links
from ocop.web.office.redo import redo_link
from ocop.web.office.redo_way import way_to_order
from ocop.web.office.register_seat import PROGRAMME, REGISTERS
from ocop.web.office.renewals import CAMPAIGN
from ocop.web.office.report_view import REPORT_HOME
from ocop.web.office.rounds import ROUND_LIST
from ocop.web.office.seats import seat_panel
from ocop.web.reading import Reading, file_address, round_in_short
from ocop.web.showing import (
    again_panel,
    due_of,
    inquiry_parts,
    points_notices,
    support_lines,
    way_of,
)

WORK_ROWS = 30


def show_work(desk: OfficeDesk, request: Request) -> Reply:
    """What waits for the officer, earliest due first."""
    who, lang = desk.who(request), request.lang
    part = worklist(desk.svc, who, request.query.get("cursor", ""), WORK_ROWS)
    title = say(lang, "office.work")
    columns = ("office.product", "office.task", "office.due")
    table = Table(
        caption=title,
        columns=[TableColumn(title=say(lang, name)) for name in columns],
        rows=[_row(desk, request, who, task) for task in part.items],
        empty=say(lang, "office.no_work"),
    )
    more = f"/office?cursor={part.cursor}" if part.cursor else ""
    page = WebPage(
        title=title,
        wide=True,
        parts=[
            Heading(title=title),
            *(harm_notice(desk, who.province, lang) if who.administers else ()),
            table,
            Pager(more=more),
            *joint_link(desk, request, who),
            *_duties(request, who),
            _renewals(request),
            Paragraph(
                text="", link=Link(label=say(lang, "registers.to_registers"), href=REGISTERS)
            ),
            Paragraph(text="", link=Link(label=say(lang, "programme.title"), href=PROGRAMME)),
            *_rounds(request, who),
            *_trouble(request, who),
        ],
    )
    return desk.show(request, page, person=who.person.name, at=who.province)


def _renewals(request: Request) -> Paragraph:
    """The way to the products whose certificates end."""
    return Paragraph(text="", link=Link(label=say(request.lang, "again.renewals"), href=CAMPAIGN))


def _duties(request: Request, who: Officer) -> list[Component]:
    """The ways to what the offices of the officer's units owe by the plan, to reports and years."""
    if not who.province.settings.get("plan"):
        return []
    years = (("cycles.title", CYCLE_PAGES),) if who.serves_unit(who.province.code) else ()
    links = (("duties.to_list", DUTIES), ("reports.title", REPORT_HOME), *years)
    return [
        Paragraph(text="", link=Link(label=say(request.lang, name), href=href))
        for name, href in links
    ]


def _rounds(request: Request, who: Officer) -> list[Component]:
    """The way to the rounds of the councils that an officer convenes, where they work so."""
    if not any(one.regulation.rounds for one in convened_in(who)):
        return []
    label = say(request.lang, "rounds.to_rounds")
    return [Paragraph(text="", link=Link(label=label, href=ROUND_LIST))]


def _trouble(request: Request, who: Officer) -> list[Component]:
    """The administrator's ways: to what did not go out, certificates that exist, and councils."""
    if not who.administers:
        return []
    lang = request.lang
    return [
        Paragraph(text="", link=Link(label=say(lang, "trouble.title"), href=TROUBLE)),
        Paragraph(text="", link=Link(label=say(lang, "imports.to_import"), href=IMPORT)),
        Paragraph(text="", link=Link(label=say(lang, "composition.to_councils"), href=COUNCILS)),
    ]


def _row(desk: Desk, request: Request, who: Officer, task: OpenTask | DutyTask) -> TableRow:
    if isinstance(task, DutyTask):
        return duty_row(DutyReading(desk.svc, who.province, task, request.lang))
    reading = Reading(desk, task.case, request.lang)
    subject = task.case.subject
    title = pick(reading.rulebook.stage(task.stage).title, request.lang)
    product = TableCell(
        text=subject.title, note=subject.organisation, reference=task.case.reference
    )
    if task.blind:
        veil = veil_of(desk.svc, task.case)
        text, reference = veil.over(subject.title), veil.over(task.case.reference)
        product = product.but(text=text, note=reading.say("review.by_link"), reference=reference)
    asked = TableCell(text=title, note=round_in_short(reading))
    due = TableCell(due=next(iter(due_of(reading)), None))
    href = "" if task.blind else f"/office/dossiers/{task.case.id}"
    return TableRow(href=href, cells=[product, asked, due])


def show_dossier(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """A whole dossier, with the decision to take if there is one."""
    who = desk.who(request)
    case = readable_case(desk.svc, who, id)
    reading = Reading(desk, case, request.lang)
    if part := office_folds(reading, reading_as(desk, who, reading)).asked(request):
        return show_part(desk, request, who, reading, part)
    return _show(desk, request, who, reading)


def _show(desk: OfficeDesk, request: Request, who: Officer, reading: Reading) -> Reply:
    holder = decision_of(desk, who, reading)
    filling = decision_form(reading, holder, deciding_address(holder)) if holder else None
    subject, reference = reading.case.subject, reading.case.reference
    base = f"/office/dossiers/{reading.case.id}"
    heading = Heading(
        back=Link(label=reading.say("office.worklist"), href="/office"),
        title=subject.title,
        byline=subject.organisation,
        reference=reference,
    )
    page = WebPage(
        title=reading.say("office.dossier_title", product=subject.title, reference=reference),
        wide=True,
        parts=[
            heading,
            *([] if _proceeding(reading) else [way_of(reading)]),
            *_decided(request, reading),
            *council_notice(reading),
            *meeting_notice(reading, who),
            *inquiry_parts(reading, base, reading_as(desk, who, reading)),
            *opened_notice(request),
            *custody_notice(reading),
            *([] if filling else points_notices(reading)),
            _columns(reading, who, holder, filling),
        ],
    )
    return desk.show(request, page, person=who.person.name, at=who.province)


def _columns(
    reading: Reading, who: Officer, holder: Assignment | None, filling: PageFilling | None
) -> Split:
    """The dossier with what is to be decided on it, and its history beside."""
    base = f"/office/dossiers/{reading.case.id}"
    folds = office_folds(reading, holder.id if holder else "")
    acting = acting_parts(reading, holder, filling) if holder and filling else []
    history = reading.say("office.history")
    return Split(
        label=history,
        main=[
            Panel(title=reading.state, parts=[*due_of(reading), *acting]),
            *seat_panel(reading),
            *folds.governing(),
            *folds.dossier(),
            *custody_link(reading),
            *inquiry_link(reading, who),
            *links_link(reading, who),
            *again_panel(reading, base, asks_address=True),
            *_to_certificate(reading),
            *redo_link(reading, who),
            *way_to_order(reading, who),
            *support_lines(reading, "/office/dossiers"),
            *folds.results(),
            *folds.forms(),
            *folds.evidence(),
            *folds.papers(),
            *package_links(reading, who),
        ],
        aside=[Subheading(text=history), *folds.history()],
    )


def _proceeding(reading: Reading) -> bool:
    return isinstance(reading.case.subject, Proceeding)


def _to_certificate(reading: Reading) -> list[Component]:
    """The way to the certificate that the case ended with or is about."""
    number = reading.case.subject.certificate
    if not number:
        return []
    link = Link(label=reading.say("oversight.to_certificate"), href=certificate_home(number))
    return [Paragraph(text="", link=link)]


def _decided(request: Request, reading: Reading) -> list[Notice]:
    notices = []
    if "decided" in request.query:
        notices.append(Notice(tone="good", title=reading.say("review.decided")))
    if "begun" in request.query:
        begun = reading.say("again.begun", reference=reading.case.reference)
        notices.append(Notice(tone="good", title=begun))
    return notices


def open_office_file(desk: OfficeDesk, request: Request, id: str, file: str) -> Reply:
    """Leads to a short-lived address of one file of the dossier."""
    who = desk.who(request)
    reading = Reading(desk, readable_case(desk.svc, who, id), request.lang)
    return see_other(file_address(reading, reading_as(desk, who, reading), file))
