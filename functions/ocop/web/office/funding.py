"""The programme's money as the register of funding adds it up: a page, a workbook, JSON."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.errors import Forbidden, Malformed
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.base.workbook_out import XLSX_MEDIA, write_workbook
from ocop.catalogue.plans import published_indicators, published_plans
from ocop.catalogue.texts import say
from ocop.html import (
    Component,
    Filter,
    Filters,
    Folded,
    Heading,
    Link,
    LinkRow,
    Option,
    Paragraph,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    show,
)
from ocop.http import Reply, Request, json_reply
from ocop.plans.plan import MoneyView, ProgrammePlan
from ocop.plans.settlement import (
    MONEY_STATES,
    OUTSIDE,
    MoneyLine,
    MoneyRow,
    money_table,
    money_total,
    view_table,
)
from ocop.programme.wording import clauses_text
from ocop.registers.measures import TotalsHead
from ocop.registers.rights import reads_whole
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_seat import RegisterSeat, seat_of

MONEY_REGISTER, SETTLEMENT = "funding", "/office/funding"
ALL_YEARS, FIRST_YEAR = "all", 2021
HUNDRED = 100


@struct(frozen=True)
class MoneyTable:
    """A table with its heading: the rows by their names, and what the plan says of each."""

    id: str
    title: str
    rows: tuple[tuple[str, MoneyRow], ...]
    targets: Mapping[str, int]

    @property
    def total(self) -> MoneyRow:
        """All of it."""
        return money_total(row for _, row in self.rows)


@struct(frozen=True)
class Settlement:
    """The money of the units whose whole records an officer reads, in one year or in all."""

    seat: RegisterSeat
    year: str

    @cached_property
    def lines(self) -> list[MoneyLine]:
        """Every sum that the running totals have. Raises Forbidden for who reads no unit's."""
        who, register = self.seat.who, self.seat.register
        units = {unit for unit in who.province.units if reads_whole(who, register, unit)}
        if not units:
            raise Forbidden
        first, beyond = ("", "~") if self.year == ALL_YEARS else (self.year, f"{self.year}~")
        heads = self.seat.svc.store.heads(who.province.code, first, beyond)
        own = (
            one for one in heads if one.place.register == MONEY_REGISTER and one.place.unit in units
        )
        return [line for one in own for line in _lines_of(one)]

    @property
    def tables(self) -> Iterator[MoneyTable]:
        """By source, content, unit and year, then the views of the province's plan."""
        yield self._table("source", lambda line: line.source, self._choice("/source"))
        yield self._table("content", lambda line: line.content, self._choice("/content"))
        yield self._table("unit", lambda line: line.unit, self.seat.unit_name)
        if self.year == ALL_YEARS:
            yield self._table("year", lambda line: line.year, str)
        if self.plan:
            yield from (self._view(self.plan, view) for view in self.plan.money.views)

    @cached_property
    def plan(self) -> ProgrammePlan | None:
        """The plan that the province works by."""
        id = self.seat.who.province.settings.get("plan", "")
        return published_plans().get(id) if id else None

    def _table(
        self, id: str, key: Callable[[MoneyLine], str], name: Callable[[str], str]
    ) -> MoneyTable:
        rows = self._in_order(f"/{id}", money_table(self.lines, key))
        title = say(self.seat.lang, f"funding.by_{id}")
        return MoneyTable(id, title, tuple((name(row.key), row) for row in rows), {})

    def _in_order(self, at: str, rows: Sequence[MoneyRow]) -> Sequence[MoneyRow]:
        """Rows as the register's form has them; those of no field of it as they are."""
        known = self.seat.register.fields
        order = {
            value: place for place, value in enumerate(known[at].choices if at in known else ())
        }
        return sorted(rows, key=lambda row: order.get(row.key, len(order)))

    def _view(self, plan: ProgrammePlan, view: MoneyView) -> MoneyTable:
        """What merged programmes bring stands in another group of each view, once."""
        names = {source.id: pick(source.title, self.seat.lang) for source in plan.money.sources}
        said = {one.id: "; ".join(names[id] for id in one.sources) for one in view.groups}
        said[OUTSIDE] = say(self.seat.lang, "funding.outside")
        rows = tuple((said[row.key], row) for row in view_table(view, self.lines))
        lang = self.seat.lang
        title = f"{pick(view.title, lang)} ({clauses_text(plan, [view.clause], lang)})"
        return MoneyTable(view.id, title, rows, _targets(plan, view))

    def _choice(self, at: str) -> Callable[[str], str]:
        choices = self.seat.register.fields[at].choices
        return lambda value: pick(choices[value], self.seat.lang) if value in choices else value


def _lines_of(head: TotalsHead) -> Iterator[MoneyLine]:
    """The sums of a unit's month, which its measures split by source and content."""
    for (cell, _), dong in head.amounts.items():
        source, content = cell.split
        year = head.place.month[:4]
        yield MoneyLine(cell.measure, source, content, head.place.unit, year, dong)


def _targets(plan: ProgrammePlan, view: MoneyView) -> dict[str, int]:
    """What the plan wants of each group of a view by its end; nothing where it names no sums."""
    if not view.indicator:
        return {}
    indicators = published_indicators().at(plan.indicators).indicators
    targets = [one for i in indicators if i.id == view.indicator for one in i.targets]
    return {part.id: int(part.value) for one in targets for part in one.parts}


def _settlement(desk: OfficeDesk, request: Request) -> Settlement:
    """Raises Malformed for a year that is none."""
    seat = seat_of(desk, request, MONEY_REGISTER)
    today = str(local_date(desk.svc.now()).year)
    year = request.query.get("year", "") or today
    sound = len(year) == len(today) and plain_number(year)
    if not sound and year != ALL_YEARS:
        raise Malformed("bad-filter")
    return Settlement(seat, year)


def show_settlement(desk: OfficeDesk, request: Request) -> Reply:
    """The tables as a page."""
    told = _settlement(desk, request)
    lang, title = told.seat.lang, say(told.seat.lang, "funding.title")
    parts: list[Component] = [
        Heading(
            title=title,
            back=Link(label=told.seat.title, href=told.seat.address),
            lead=say(lang, "funding.lead"),
        ),
        _years(told),
    ]
    first, *others = told.tables
    parts += [Subheading(text=first.title), _shown(first, lang)]
    parts += [Folded(title=one.title, parts=[_shown(one, lang)], boxed=False) for one in others]
    workbook = Link(label=say(lang, "funding.workbook"), href=f"{SETTLEMENT}.xlsx?year={told.year}")
    parts += [Paragraph(text=say(lang, "funding.once"), tone="soft"), LinkRow(links=[workbook])]
    return told.seat.show(WebPage(title=title, wide=True, parts=parts))


def _years(told: Settlement) -> Filters:
    lang, last = told.seat.lang, local_date(told.seat.desk.svc.now()).year
    years = [str(year) for year in range(last + 1, FIRST_YEAR - 1, -1)]
    options = [Option(value=one, label=one, chosen=one == told.year) for one in years]
    whole = Option(
        value=ALL_YEARS, label=say(lang, "funding.all_years"), chosen=told.year == ALL_YEARS
    )
    label = say(lang, "funding.year")
    chosen = Filter(name="year", label=label, options=[whole, *options], any=False)
    return Filters(action=SETTLEMENT, label=label, filters=[chosen], searches=False)


def _shown(table: MoneyTable, lang: Lang) -> Table:
    head = _head(table, lang)
    rows = [
        TableRow(cells=[TableCell(text=name), *(TableCell(text=one) for one in cells)])
        for name, *cells in _rows(table, lang, lambda dong: show.grouped(dong, lang))
    ]
    columns = [TableColumn(title=title, figures=place > 0) for place, title in enumerate(head)]
    empty = say(lang, "funding.none")
    return Table(caption=table.title, columns=columns, rows=rows, empty=empty)


def _head(table: MoneyTable, lang: Lang) -> list[str]:
    states = [say(lang, f"funding.{state}") for state in MONEY_STATES]
    target = [say(lang, "funding.target")] if table.targets else []
    return [say(lang, "funding.name"), *states, say(lang, "funding.used"), *target]


def _rows(table: MoneyTable, lang: Lang, money: Callable[[int], str]) -> Iterator[list[str]]:
    total = (say(lang, "funding.total"), table.total)
    for name, row in (*table.rows, *([total] if table.rows else [])):
        dong = [money(row.dong[state]) for state in MONEY_STATES]
        wanted = table.targets.get(row.key, 0) if row.key else sum(table.targets.values())
        target = [money(wanted)] if table.targets else []
        yield [name, *dong, _share(row.used, lang), *target]


def _share(used: Fraction | None, lang: Lang) -> str:
    """In hundredths, cut and never rounded up; "–" where nothing was planned."""
    if used is None:
        return "–"
    tenths = int(used * HUNDRED * 10)
    text = f"{tenths // 10}.{tenths % 10}%"
    return text if lang == "en" else text.replace(".", ",")


def send_settlement_workbook(desk: OfficeDesk, request: Request) -> Reply:
    """The same tables, one below the other, in which no cell is a formula."""
    told = _settlement(desk, request)
    rows, bold = _lines(told)
    name = f"funding-{told.seat.who.province.code}-{told.year}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    figures = range(1, 1 + len(MONEY_STATES) + 2)
    book = write_workbook(rows, figures, bold)
    return Reply(200, content=XLSX_MEDIA, headers=headers, raw=book)


def _lines(told: Settlement) -> tuple[list[list[str]], set[int]]:
    """The lines of the workbook, and which of them are headings or sums."""
    lang, province = told.seat.lang, told.seat.who.province
    whole = say(lang, "funding.all_years")
    period = whole if told.year == ALL_YEARS else f"{say(lang, 'funding.year')} {told.year}"
    heading = f"{say(lang, 'funding.title')}. {pick(province.name, lang)}. {period}"
    rows, bold = [[heading], [say(lang, "funding.lead")], []], {0}
    for one in told.tables:
        first = len(rows)
        rows += [[one.title], _head(one, lang), *_rows(one, lang, str), []]
        bold |= {first, first + 1, len(rows) - 2}
    return rows, bold


def send_settlement(desk: OfficeDesk, request: Request) -> Reply:
    """The same for programs, in whole dong."""
    told = _settlement(desk, request)
    return json_reply({"year": told.year, "tables": [_document(one) for one in told.tables]})


def _document(table: MoneyTable) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "rows": [
            {
                "key": row.key,
                "name": name,
                **row.dong,
                "target": table.targets.get(row.key),
            }
            for name, row in table.rows
        ],
        "total": dict(table.total.dong),
    }
