"""Rounds of councils in the office: the list of them, and the form that sets one up."""

from ocop.base.errors import Forbidden
from ocop.base.moment import local_date, show_date
from ocop.base.text import Lang, pick
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound
from ocop.catalogue.texts import say
from ocop.council.round_terms import DAYS_BEFORE, round_question, scoring_of
from ocop.council.rounds import RoundRequest, convened_by, convened_in, prepare_round, waiting_for
from ocop.forms.serve import Served
from ocop.html import (
    Component,
    Empty,
    Heading,
    Link,
    LinkRow,
    PageFilling,
    Panel,
    Paragraph,
    Posted,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    posted_key,
)
from ocop.http import Reply, Request, see_other
from ocop.people.bodies import Council
from ocop.people.rights import Officer
from ocop.web.asking import answer, status_of_page
from ocop.web.office.desk import OfficeDesk

ROUND_LIST = "/office/rounds"
TICKS = "products"  # in the form: which of the waiting cases are in the round
_COLUMNS = ("finish_by", "products", "mode", "state")


def councils_convened(who: Officer) -> list[Council]:
    """The councils that an officer convenes. Raises Forbidden for who convenes none."""
    convened = convened_in(who)
    if who.province.councils and not convened:
        raise Forbidden
    return convened


def show_rounds(desk: OfficeDesk, request: Request) -> Reply:
    """For each council what waits for a round, and its rounds of this year and the last."""
    who, lang = desk.who(request), request.lang
    year = local_date(desk.svc.now()).year
    convened = councils_convened(who)
    rounds = desk.svc.store.council_rounds(who.province.code, year)
    panels: list[Component] = [_panel(desk, who, one, rounds, lang) for one in convened]
    heading = Heading(
        title=say(lang, "rounds.title"),
        back=Link(label=say(lang, "office.worklist"), href="/office"),
        lead=say(lang, "rounds.lead"),
    )
    parts = [heading, *(panels or [Empty(text=say(lang, "composition.none"))])]
    page = WebPage(title=say(lang, "rounds.title"), wide=True, parts=parts)
    return desk.show(request, page, person=who.person.name, at=who.province)


def _panel(
    desk: OfficeDesk, who: Officer, council: Council, rounds: list[CouncilRound], lang: Lang
) -> Panel:
    own = [one for one in reversed(rounds) if one.council == council.id]
    parts: list[Component] = [_waiting(desk, who, council, lang), _table(own, lang)]
    return Panel(title=pick(who.province.units[council.unit].name, lang), parts=parts)


def _waiting(desk: OfficeDesk, who: Officer, council: Council, lang: Lang) -> Component:
    """How much waits, with the way to a round of it; or that the council is not asked in rounds."""
    if not council.regulation.rounds:
        return Paragraph(text=say(lang, "rounds.not_in_rounds"), tone="soft")
    count = len(waiting_for(desk.svc, who, council))
    if not count:
        return Paragraph(text=say(lang, "rounds.nothing_waits"), tone="soft")
    label = say(lang, "rounds.set_up", count=count)
    return LinkRow(links=[Link(label=label, href=f"{ROUND_LIST}/new?council={council.id}")])


def _table(rounds: list[CouncilRound], lang: Lang) -> Table:
    return Table(
        caption=say(lang, "rounds.title"),
        columns=[TableColumn(title=say(lang, f"rounds.{name}")) for name in _COLUMNS],
        rows=[_row(one, lang) for one in rounds],
        empty=say(lang, "rounds.none"),
    )


def _row(group: CouncilRound, lang: Lang) -> TableRow:
    cells = [
        TableCell(text=show_date(group.terms.finish_by, lang)),
        TableCell(text=str(len(group.products))),
        TableCell(text=say(lang, f"rounds.mode_{group.terms.mode}")),
        TableCell(text=say(lang, f"rounds.state_{group.state}")),
    ]
    return TableRow(href=f"{ROUND_LIST}/{group.id}", cells=cells)


def show_new_round(desk: OfficeDesk, request: Request) -> Reply:
    """The form, with every waiting case ticked."""
    who = desk.who(request)
    council = convened_by(who, request.query.get("council", ""))
    return _show(desk, request, council, _filling(desk, request, who, council))


def take_new_round(desk: OfficeDesk, request: Request) -> Reply:
    """Sets the round up and leads to its plan, or shows the form with what is wrong with it."""
    who = desk.who(request)
    council = convened_by(who, request.query.get("council", ""))

    def act(posted: Posted, _: PageFilling) -> Reply:
        data = dict(posted.data)
        ticks = data.pop(TICKS, None)
        dossiers = list(ticks) if isinstance(ticks, dict) else []
        wanted = RoundRequest(data, dossiers, posted_key(posted))
        group = prepare_round(desk.svc, who, council, wanted, request.lang)
        return see_other(f"{ROUND_LIST}/{group.id}")

    def again(filled: PageFilling) -> Reply:
        return _show(desk, request, council, filled)

    return answer(request, _filling(desk, request, who, council), act, again)


def _filling(desk: OfficeDesk, request: Request, who: Officer, council: Council) -> PageFilling:
    waiting = waiting_for(desk.svc, who, council)
    served = round_question(desk.svc, who.province).serve(request.lang)
    today = local_date(desk.svc.now()).isoformat()
    values = {"intake": today, "days_before": DAYS_BEFORE, "scoring": "all"}
    return PageFilling(
        served=_with_ticks(_allowed(served, council), waiting, request.lang),
        action=f"{ROUND_LIST}/new?council={council.id}",
        values={**values, TICKS: {case.id: True for case in waiting}},
    )


def _allowed(served: Served, council: Council) -> Served:
    """The form with the ways of scoring alone that the council's regulation lets."""
    schema, ways = served["schema"], scoring_of(council)
    scoring = schema["properties"]["scoring"]
    choices = [one for one in scoring["oneOf"] if one["const"] in ways]
    properties = {**schema["properties"], "scoring": {**scoring, "oneOf": choices}}
    return {"schema": {**schema, "properties": properties}, "uiSchema": served["uiSchema"]}


def _with_ticks(served: Served, waiting: list[Case], lang: Lang) -> Served:
    """The form with a box for each case that waits."""
    boxes = {case.id: {"type": "boolean", "title": _named(case, lang)} for case in waiting}
    group = {"type": "object", "title": say(lang, "rounds.ticked"), "properties": boxes}
    schema = served["schema"]
    properties = {**schema["properties"], TICKS: group}
    return {"schema": {**schema, "properties": properties}, "uiSchema": served["uiSchema"]}


def _named(case: Case, lang: Lang) -> str:
    """A case in one line: product, producer, reference, until when the law waits."""
    subject, due = case.subject, case.position.due
    last = say(lang, "rounds.until", date=show_date(local_date(due), lang)) if due else ""
    told = (subject.title, subject.organisation, case.reference, last)
    return " · ".join(part for part in told if part)


def _show(desk: OfficeDesk, request: Request, council: Council, filled: PageFilling) -> Reply:
    who, lang = desk.who(request), request.lang
    place = pick(who.province.units[council.unit].name, lang)
    heading = Heading(
        title=filled.title,
        back=Link(label=say(lang, "rounds.title"), href=ROUND_LIST),
        byline=place,
        lead=say(lang, "rounds.form_lead"),
    )
    parts = [filled.summary, heading, Panel(parts=[filled.form])]
    page = WebPage(title=filled.title, wide=True, wrong=bool(filled.errors), parts=parts)
    status = status_of_page(filled)
    return desk.show(request, page, status, person=who.person.name, at=who.province)
