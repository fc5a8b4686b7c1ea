"""The pages of the years: the list with the next to open, one beside the one before, its acts."""

from collections.abc import Iterator
from typing import Any

from ocop.base.chain import broken_links
from ocop.base.errors import NotFound, WrongState
from ocop.base.moment import local_date
from ocop.base.text import pick
from ocop.catalogue.texts import say
from ocop.forms.serve import Served
from ocop.html import (
    VERSION,
    ActButton,
    Component,
    Heading,
    Link,
    LinkRow,
    Notice,
    PageFilling,
    Panel,
    Paragraph,
    Posted,
    Split,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    posted_version,
)
from ocop.http import Reply, Request, see_other
from ocop.programme.cycle import YearCycle
from ocop.programme.cycle_acts import (
    LARGEST_GOAL,
    YearDeed,
    change_year,
    close_year,
    counts,
    demand_keeper,
    open_year,
    proposed,
)
from ocop.web.asking import answer
from ocop.web.office.cycle_lists import (
    RECENT_ACTS,
    history_of,
    show_change,
    show_year_part,
    way_to_history,
    ways_to_lists,
)
from ocop.web.office.cycle_parts import side_by_side
from ocop.web.office.cycle_view import (
    CYCLE_PAGES,
    CycleOffice,
    CycleView,
    cycle_office,
    cycle_view,
    year_named,
)
from ocop.web.office.desk import OfficeDesk

CHANGE = "change"
DAY_FIELD, GOAL_FIELD = "day_", "goal_"  # how the fields of the form begin


def show_cycles(desk: OfficeDesk, request: Request) -> Reply:
    """All years, and the next one as it would be opened."""
    office = cycle_office(desk, request)
    title = office.say("title")
    back = Link(label=say(office.lang, "office.worklist"), href="/office")
    cycles = office.by.cycles()
    parts: list[Component] = [
        Heading(title=title, back=back, lead=office.say("lead")),
        *_openings(office, cycles),
        Subheading(text=office.say("years")),
        _list(office, cycles),
    ]
    return office.show(WebPage(title=title, parts=parts))


def _openings(office: CycleOffice, cycles: list[YearCycle]) -> Iterator[Component]:
    """This year and the next, where they may be opened."""
    known = {one.year for one in cycles}
    year = local_date(office.by.svc.now()).year
    for each in (year - 1, year, year + 1) if office.by.keeps else ():
        if each in known or (each < year and known):
            continue
        try:
            yield _opening(office, proposed(office.by, each))
        except WrongState:
            continue
        except NotFound:
            yield Notice(tone="info", title=office.say("no_plan"))
            return


def _opening(office: CycleOffice, blank: YearCycle) -> Panel:
    counted = {
        "dates": len(blank.dates),
        "targets": sum(one.goal is not None for one in blank.targets),
        "duties": len(blank.duties),
    }
    from_year = blank.copied_from
    name = "to_open_from" if from_year else "to_open_first"
    note = office.say(name, year=from_year, **counted) if from_year else office.say(name, **counted)
    label = office.say("to_open", year=blank.year)
    button = ActButton(
        action=CYCLE_PAGES, label=label, hidden={"year": str(blank.year)}, tone="primary"
    )
    return Panel(title=label, parts=[Paragraph(text=note), button])


def _list(office: CycleOffice, cycles: list[YearCycle]) -> Table:
    names = ("column_year", "column_state", "column_left")
    rows = [
        TableRow(
            href=f"{CYCLE_PAGES}/{one.year}",
            cells=[
                TableCell(text=office.say("year", year=one.year)),
                TableCell(text=office.say(f"state_{one.state}")),
                TableCell(text=_left(one)),
            ],
        )
        for one in cycles
    ]
    return Table(
        caption=office.say("years"),
        columns=[TableColumn(title=office.say(name)) for name in names],
        rows=rows,
        empty=office.say("none"),
    )


def _left(cycle: YearCycle) -> str:
    return str(sum(counts(cycle.closing["left"]).values())) if cycle.closing else ""


def open_on_page(desk: OfficeDesk, request: Request) -> Reply:
    """Opens a year. Raises Malformed, Forbidden, NotFound, WrongState."""
    office = cycle_office(desk, request)
    demand_keeper(office.by)
    cycle = open_year(office.by, year_named(request.form().get("year", "")))
    return see_other(f"{CYCLE_PAGES}/{cycle.year}?saved=1")


def show_cycle(desk: OfficeDesk, request: Request, year: str) -> Reply:
    """A year beside the one before, or one of its lists. Raises NotFound for one there is not."""
    view, part = cycle_view(desk, request, year), request.query.get("part", "")
    if part == CHANGE and may_change(view):
        return show_change(view, year_filling(view))
    return show_year_part(view, part) if part else _show_year(view)


def may_change(view: CycleView) -> bool:
    """Whether the officer may change the year, or close it once it is over."""
    return view.by.keeps and view.cycle.is_open


def _show_year(view: CycleView) -> Reply:
    year = view.cycle.year
    title = (
        view.say("beside", before=year - 1, year=year)
        if view.before
        else view.say("year", year=year)
    )
    history = view.say("history")
    parts: list[Component] = [
        Heading(
            title=title,
            byline=view.say(f"state_{view.cycle.state}"),
            back=Link(label=view.say("title"), href=CYCLE_PAGES),
        ),
        *_notices(view),
        Split(
            label=history,
            main=[*side_by_side(view), *ways_to_lists(view), *_acts(view)],
            aside=[
                Subheading(text=history),
                history_of(view, RECENT_ACTS),
                *way_to_history(view),
            ],
        ),
    ]
    return view.office.show(WebPage(title=title, wide=True, parts=parts))


def _notices(view: CycleView) -> Iterator[Notice]:
    if "saved" in view.office.request.query:
        yield Notice(tone="good", title=view.say("saved"))
    acts = view.by.svc.cycles.acts(view.cycle.province, view.cycle.year)
    if broken_links(acts, view.cycle.version, view.cycle.head):
        yield Notice(tone="bad", title=view.say("altered"))


def _acts(view: CycleView) -> Iterator[Component]:
    if not may_change(view):
        return
    yield LinkRow(links=[Link(label=view.say("change"), href=f"{view.home}?part={CHANGE}")])
    if local_date(view.by.svc.now()).year > view.cycle.year:
        yield ActButton(
            action=f"{view.home}/close",
            label=view.say("close", year=view.cycle.year),
            note=view.say("close_note"),
            hidden={VERSION: str(view.cycle.version)},
            tone="danger",
            folded=True,
        )


def year_filling(view: CycleView) -> PageFilling:
    """The form of a year's days and targets."""
    lang = view.office.lang
    days = {
        f"{DAY_FIELD}{one.id}": {"type": "string", "format": "date", "title": pick(one.title, lang)}
        for one in view.cycle.dates
    }
    goals = {
        f"{GOAL_FIELD}{one.indicator}": {
            "type": "integer", "minimum": 0, "maximum": LARGEST_GOAL,
            "title": _goal_title(view, one.indicator),
        }
        for one in view.cycle.targets
    }  # fmt: skip
    schema = {
        "type": "object",
        "title": view.say("change"),
        "properties": {**days, **goals},
        "required": list(days),
    }
    served: Served = {"schema": schema, "uiSchema": {"rjsf": {}}}
    filling = PageFilling(
        served=served,
        action=f"{view.home}/change",
        hidden={VERSION: str(view.cycle.version)},
        submit=view.say("save"),
    )
    return filling.but(values=_values(view.cycle))


def _goal_title(view: CycleView, id: str) -> str:
    indicator, lang = view.indicator(id), view.office.lang
    return f"{pick(indicator.title, lang)} ({pick(indicator.unit, lang)})"


def _values(cycle: YearCycle) -> dict[str, Any]:
    days = {f"{DAY_FIELD}{one.id}": one.day.isoformat() for one in cycle.dates}
    goals = {
        f"{GOAL_FIELD}{one.indicator}": int(one.goal)
        for one in cycle.targets
        if one.goal is not None
    }
    return {**days, **goals}


def change_on_page(desk: OfficeDesk, request: Request, year: str) -> Reply:
    """Takes the form of days and targets, or shows it with what is wrong."""
    view = cycle_view(desk, request, year)
    demand_keeper(view.by)

    def do(posted: Posted, _: PageFilling) -> Reply:
        days = {one.id: posted.data.get(f"{DAY_FIELD}{one.id}") for one in view.cycle.dates}
        goals = {
            one.indicator: posted.data.get(f"{GOAL_FIELD}{one.indicator}")
            for one in view.cycle.targets
        }
        deed = YearDeed(view.by, view.cycle.year, posted_version(posted.hidden))
        change_year(deed, days, goals)
        return see_other(f"{view.home}?saved=1")

    def again(filled: PageFilling) -> Reply:
        return show_change(view, filled, [filled.summary])

    return answer(request, year_filling(view), do, again)


def close_on_page(desk: OfficeDesk, request: Request, year: str) -> Reply:
    """Closes a year. Raises as `close_year`."""
    view = cycle_view(desk, request, year)
    demand_keeper(view.by)
    close_year(YearDeed(view.by, view.cycle.year, posted_version(request.form())))
    return see_other(f"{view.home}?saved=1")
