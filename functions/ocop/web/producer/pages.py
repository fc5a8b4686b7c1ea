"""The producer's pages behind the emailed link: the case, what to do, what was filed."""

from datetime import date

from ocop.base.moment import show_date
from ocop.cases.subject import Proceeding, Rating
from ocop.filing.idea import confirm
from ocop.html import (
    ActButton,
    Component,
    FactLine,
    Facts,
    Heading,
    Link,
    Notice,
    Panel,
    Paragraph,
    Subheading,
    TaskList,
    WebPage,
)
from ocop.http import Reply, Request, see_other
from ocop.scoring.ranking import HIGHEST
from ocop.web.asking import Drawer, is_pressed
from ocop.web.desk import Desk, producer
from ocop.web.producer.complaint import complaint_ways
from ocop.web.producer.evidence import drawer_of
from ocop.web.producer.own_parts import own_files, own_folds, part_page
from ocop.web.producer.product_page import page_ways
from ocop.web.producer.support import support_ways
from ocop.web.producer.todo import opens, tasks
from ocop.web.reading import Reading, again_references, file_address
from ocop.web.showing import (
    again_panel,
    certificate_link,
    due_of,
    own_points,
    way_of,
)


def show_own_case(desk: Desk, request: Request, id: str) -> Reply:
    """The producer's own page, or the part of it that is asked for; before the address is
    confirmed, the page that confirms it. Raises NotFound for a part that there is none of.
    """
    drawer = drawer_of(desk, request, id, "view")
    reading = drawer.reading
    if reading.case.status == "unconfirmed":
        page = _confirmation(reading)
    elif part := own_folds(drawer).asked(request):
        page = part_page(reading, part)
    else:
        page = _own_page(drawer, request)
    return desk.show(request, page, at=reading.province)


def confirm_address(desk: Desk, request: Request, id: str) -> Reply:
    """The deliberate press of a button. A scanner that sends the form empty confirms nothing."""
    if not is_pressed(request):
        return show_own_case(desk, request, id)
    confirm(desk.svc, producer(desk, request, id, "file"))
    return see_other(f"/dossiers/{id}")


def open_own_file(desk: Desk, request: Request, id: str, file: str) -> Reply:
    """Leads to a short-lived address of one file of the dossier."""
    holder = producer(desk, request, id)
    return see_other(file_address(Reading.open(desk, id, request.lang), holder.id, file))


def _confirmation(reading: Reading) -> WebPage:
    case = reading.case
    facts = (
        ("confirm.product", case.subject.product),
        ("confirm.producer", case.subject.organisation),
        ("confirm.reference", case.reference),
    )
    press = ActButton(
        action=f"/dossiers/{case.id}/confirm",
        label=reading.say("confirm.mine"),
        tone="primary",
    )
    title = reading.say("confirm.title")
    sheet = [
        Paragraph(text=reading.say("confirm.how", reader=reading.first_reader)),
        Facts(facts=[FactLine(label=reading.say(name), value=value) for name, value in facts]),
        press,
    ]
    note = Paragraph(text=reading.say("confirm.not_mine"), tone="soft")
    return WebPage(title=title, parts=[Heading(title=title), Panel(parts=sheet), note])


def _way_to_gap(reading: Reading) -> list[Component]:
    """Nothing for who has all the stars there are, and for what is no rating."""
    subject = reading.case.subject
    rated = isinstance(subject, Rating) and not _beside(reading)
    if not rated or (subject.result and subject.result.star == HIGHEST):
        return []
    address = f"/dossiers/{reading.case.id}/gap"
    return [Paragraph(text="", link=Link(label=reading.say("gap.title"), href=address))]


def _beside(reading: Reading) -> bool:
    """Whether it is none of the six steps: an inspection, a withdrawal, a complaint, support."""
    return isinstance(reading.case.subject, Proceeding)


def _own_page(drawer: Drawer, request: Request) -> WebPage:
    reading, folds = drawer.reading, own_folds(drawer)
    case, title = reading.case, reading.case.subject.title
    heading = Heading(over=case.subject.organisation, over_reference=case.reference, title=title)
    return WebPage(
        title=title,
        parts=[
            heading,
            *([] if _beside(reading) else [way_of(reading)]),
            *_received(reading, request),
            *own_points(reading),
            Panel(title=reading.state, parts=_standing(reading)),
            *folds.governing(),
            *folds.dossier(),
            *again_panel(reading, f"/dossiers/{case.id}"),
            *_way_to_gap(reading),
            *page_ways(reading, request),
            *complaint_ways(reading, request),
            *support_ways(reading, request),
            *folds.results(reading.say("case.results")),
            *own_files(drawer, folds),
            *folds.forms(),
            *folds.papers(),
            Subheading(text=reading.say("case.so_far")),
            *folds.history(),
        ],
    )


def _standing(reading: Reading) -> list[Component]:
    """Where the case is, and what its producer can do now."""
    todo = tasks(reading)
    work: Component = TaskList(tasks=todo, wait=opens(reading))
    if not todo:
        work = Paragraph(text=_to_put_right(reading) or reading.say("todo.nothing"))
    return [*due_of(reading), *certificate_link(reading), work]


def _to_put_right(reading: Reading) -> str:
    """What an inspection wants put right and until when, as long as nobody has looked again."""
    decided = [event.data for event in reading.events if event.kind == "decided"]
    told = decided[-1] if decided and reading.case.is_open else {}
    if not told.get("fix_by"):
        return ""
    day = show_date(date.fromisoformat(str(told["fix_by"])), reading.lang)
    return reading.say("oversight.to_put_right", day=day, reason=told.get("reason", ""))


def _received(reading: Reading, request: Request) -> list[Notice]:
    """That what was sent has come: a form, or the wish to be rated again."""
    begun = request.query.get("begun", "")
    if begun and begun in again_references(reading):
        return [Notice(tone="good", title=reading.say("again.begun", reference=begun))]
    form = request.query.get("filed", "")
    if form not in reading.case.filed:
        return []
    title = reading.say("todo.received", form=reading.form_title(form))
    return [Notice(tone="good", title=title)]
