"""What all offices below an officer owe: who is late first, then what waits, then what is done."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from urllib.parse import urlencode

from ocop.base.digits import plain_number
from ocop.base.errors import Malformed
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import pick
from ocop.catalogue.texts import say
from ocop.html import (
    Component,
    FactLine,
    Facts,
    Filter,
    Filters,
    Heading,
    Link,
    Option,
    Pager,
    Subheading,
    Table,
    TableColumn,
    WebPage,
)
from ocop.http import Reply, Request, json_reply
from ocop.people.rights import Officer
from ocop.plans.task import DUTY_STATES, DutyLine
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.duty_parts import DUTIES, DutyReading, duty_document, duty_row

ROWS, TASKS_OF_A_PAGE, MOST_LATE = 50, 9, 10
OVERDUE = "late"


@struct(frozen=True)
class DutyList:
    """The tasks of a year as an officer sees them, narrowed by the address."""

    desk: OfficeDesk
    request: Request
    who: Officer
    rows: int = ROWS

    @property
    def year(self) -> str:
        """The year whose periods are shown. Raises Malformed for one that is none."""
        asked = self.request.query.get("year", "")
        year = asked or str(local_date(self.desk.svc.now()).year)
        if len(year) != 4 or not plain_number(year):
            raise Malformed("bad-filter")
        return year

    @cached_property
    def whole(self) -> list[DutyLine]:
        """All tasks of the year that the officer may see, what is late first."""
        seen = {unit for unit in self.who.province.units if self.who.serves_unit(unit)}
        lines = self.desk.svc.tasks.lines(self.who.province.code, self.year)
        own = [line for line in lines if line.holder in seen]
        return sorted(own, key=self._order)

    def _order(self, line: DutyLine) -> tuple[bool, str, str, str]:
        return (line.state != "open", line.due.isoformat(), line.holder, line.id)

    @cached_property
    def narrowed(self) -> list[DutyLine]:
        """Those that the address asks for."""
        unit, period, state, duty = (self.asked(one) for one in ("unit", "period", "state", "duty"))
        return [
            line
            for line in self.whole
            if unit in ("", line.holder)
            and period in ("", line.period)
            and duty in ("", line.duty)
            and (state in ("", line.state) or (state == OVERDUE and self.is_late(line)))
        ]

    @property
    def part(self) -> list[DutyLine]:
        """The part that is shown."""
        return self.narrowed[self.start : self.start + self.rows]

    @property
    def start(self) -> int:
        """Where the part begins. Raises Malformed."""
        start = plain_number(self.asked("cursor") or "0")
        if start is None:
            raise Malformed("bad-cursor")
        return start

    @property
    def cursor(self) -> str:
        """Where the next part begins, "" at the end."""
        beyond = self.start + self.rows
        return str(beyond) if beyond < len(self.narrowed) else ""

    def asked(self, name: str) -> str:
        """How the address narrows."""
        return self.request.query.get(name, "")

    def is_late(self, line: DutyLine) -> bool:
        """Whether it is late, or was closed late."""
        return line.is_late(self.desk.svc.now())

    def reading(self, line: DutyLine) -> DutyReading:
        """A task in words."""
        return DutyReading(self.desk.svc, self.who.province, line, self.request.lang)

    def say(self, name: str, **values: object) -> str:
        """Words about duties."""
        return say(self.request.lang, f"duties.{name}", **values)


def show_duties(desk: OfficeDesk, request: Request) -> Reply:
    """What the offices of the officer's units owe in a year."""
    listed = DutyList(desk, request, desk.who(request), TASKS_OF_A_PAGE)
    title, back = listed.say("list"), say(request.lang, "office.worklist")
    page = WebPage(
        title=title,
        wide=True,
        parts=[
            Heading(title=title, back=Link(label=back, href="/office"), lead=listed.say("lead")),
            _figures(listed),
            *_who_is_late(listed),
            _bar(listed),
            _table(listed),
            Pager(more=_address(listed, listed.cursor) if listed.cursor else ""),
        ],
    )
    who = listed.who
    return desk.show(request, page, person=who.person.name, at=who.province)


def _figures(listed: DutyList) -> Facts:
    told = _counts(listed)
    return Facts(
        facts=[
            FactLine(label=listed.say(f"count_{name}"), value=str(number), figures=True)
            for name, number in told.items()
            if number or name in ("all", "late")
        ]
    )


def _counts(listed: DutyList) -> dict[str, int]:
    """How many tasks of the year stand how: each is counted once."""
    lines = listed.whole
    counts = Counter((line.state, listed.is_late(line)) for line in lines)
    return {
        "all": len(lines),
        "met": counts["met", False],
        "met_late": counts["met", True],
        "nothing": counts["nothing", False] + counts["nothing", True],
        "waived": counts["waived", False] + counts["waived", True],
        "withdrawn": counts["withdrawn", False] + counts["withdrawn", True],
        "open": counts["open", False],
        "late": counts["open", True],
    }


def _who_is_late(listed: DutyList) -> list[Component]:
    """The offices with most that is late."""
    late = Counter(
        line.holder for line in listed.whole if line.state == "open" and listed.is_late(line)
    )
    if not late:
        return []
    names = listed.who.province.unit_name
    most = sorted(late.items(), key=lambda one: (-one[1], one[0]))[:MOST_LATE]
    facts = [
        FactLine(
            label=pick(names(unit), listed.request.lang),
            value=listed.say("late_tasks", n=number),
            figures=True,
        )
        for unit, number in most
    ]
    return [Subheading(text=listed.say("who_is_late")), Facts(facts=facts)]


def _bar(listed: DutyList) -> Filters:
    lang, province = listed.request.lang, listed.who.province
    units = sorted({line.holder for line in listed.whole})
    periods = {line.period: listed.reading(line).period for line in listed.whole}
    states = (OVERDUE, *DUTY_STATES)
    year = int(listed.year)
    years = [(str(one), str(one)) for one in range(year + 1, year - 4, -1)]
    return Filters(
        action=DUTIES,
        label=listed.say("list"),
        filters=[
            _filter(listed, "year", years),
            _filter(listed, "period", sorted(periods.items())),
            *_kinds(listed),
            _filter(listed, "unit", [(one, pick(province.unit_name(one), lang)) for one in units]),
            _filter(listed, "state", [(one, listed.say(f"filter_{one}")) for one in states]),
        ],
        clear=Link(label="", href=DUTIES) if set(listed.request.query) - {"lang"} else None,
    )


def _kinds(listed: DutyList) -> list[Filter]:
    """The kinds of work that records have given in the year: difficulties among them."""
    given = [listed.reading(line) for line in listed.whole if line.is_given]
    kinds = {one.task.duty: pick(one.rule.title, one.lang) for one in given if one.rule}
    return [_filter(listed, "duty", sorted(kinds.items()))] if kinds else []


def _filter(listed: DutyList, name: str, choices: Sequence[tuple[str, str]]) -> Filter:
    chosen = listed.asked(name) or (listed.year if name == "year" else "")
    options = [Option(value=one, label=words, chosen=one == chosen) for one, words in choices]
    return Filter(name=name, label=listed.say(f"by_{name}"), options=options)


def _table(listed: DutyList) -> Table:
    columns = ("column_duty", "column_period", "column_due")
    return Table(
        caption=listed.say("list"),
        columns=[TableColumn(title=listed.say(name)) for name in columns],
        rows=[duty_row(listed.reading(line), whose=True) for line in listed.part],
        empty=listed.say("none"),
    )


def _address(listed: DutyList, cursor: str) -> str:
    names = ("year", "period", "duty", "unit", "state")
    asked = {name: listed.asked(name) for name in names if listed.asked(name)}
    return f"{DUTIES}?{urlencode({**asked, 'cursor': cursor})}"


def send_duties(desk: OfficeDesk, request: Request) -> Reply:
    """The same for programs."""
    listed = DutyList(desk, request, desk.who(request))
    tasks = [duty_document(listed.reading(line)) for line in listed.part]
    told = {"year": listed.year, "counts": _counts(listed)}
    return json_reply({**told, "tasks": tasks, "cursor": listed.cursor})
