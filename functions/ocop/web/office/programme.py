"""The programme board of an office: the plan's indicators, and the records behind each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from ocop.base.errors import NotFound
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.html import (
    BarChart,
    Component,
    Filter,
    Filters,
    Folded,
    Heading,
    Link,
    LinkRow,
    Notice,
    Option,
    Paragraph,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    TargetLine,
    TargetList,
    WebPage,
    show,
)
from ocop.http import Reply, Request, json_reply
from ocop.plans.indicator import Counted, Indicator
from ocop.programme.board import Board, BoardLine, size_of, snapshot_line
from ocop.programme.derived import CASES_LIST, CERTIFICATES_LIST
from ocop.programme.figures import BY_UNIT, BY_YEAR
from ocop.programme.periods import quarter_name
from ocop.programme.reading import quarter_figures, read_board
from ocop.programme.wording import clauses_text, section_text, state_text
from ocop.web.office.board_seat import BoardSeat, board_seat
from ocop.web.office.board_wanting import wanting_parts
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_seat import PROGRAMME, REGISTERS, filter_name
from ocop.web.showing import (
    bars_of,
    charts_of,
    expected_share,
    line_document,
    snapshot_target,
    span_text,
    why_text,
)

REPORT_FIGURES = "/office/report-figures"
LINES_IN_SIGHT = 2
CASES_PAGE, PRODUCTS_PAGE = "/office", "/products"
LISTS = {"tasks": "/office/tasks", "reports": "/office/reports"}
NARROWS_PRODUCTS = frozenset({"unit", "star", "group"})


def show_programme(desk: OfficeDesk, request: Request) -> Reply:
    """How far the plan is, section by section, with the quarter and the charts below."""
    seat = board_seat(desk, request)
    lang, title = seat.lang, say(seat.lang, "programme.title")
    back = Link(label=say(lang, "office.worklist"), href="/office")
    try:
        board = read_board(seat.svc, seat.who.province, seat.unit, seat.day)
    except NotFound:
        none = Notice(tone="info", title=say(lang, "programme.no_plan"))
        return seat.show(WebPage(title=title, parts=[Heading(title=title, back=back), none]))
    page = WebPage(
        title=title,
        wide=True,
        parts=[
            Heading(title=title, back=back, lead=pick(board.plan.title, lang)),
            Paragraph(text=say(lang, "programme.as_of", day=show.day(seat.day, lang)), tone="soft"),
            _units(seat),
            *_sections(seat, board),
            *_quarter(seat),
            _compiled_files(seat),
            Subheading(text=say(lang, "programme.charts")),
            *charts_of(board.charts, seat.names.of_charts, lang),
        ],
    )
    return seat.show(page)


def _units(seat: BoardSeat) -> Filters:
    """Whose figures are shown."""
    units = seat.who.province.units.values()
    options = [
        Option(value=one.code, label=pick(one.name, seat.lang), chosen=one.code == seat.unit)
        for one in units
        if one.level != "agency"
    ]
    label = say(seat.lang, "registers.unit")
    choice = Filter(name="unit", label=label, options=options, any=False)
    return Filters(action=PROGRAMME, label=label, filters=[choice], searches=False)


def _sections(seat: BoardSeat, board: Board) -> list[Component]:
    """The plan's sections: the first targets in sight, the others in folds that count them and say
    what is not reached, so that the page fits a phone.
    """
    parts: list[Component] = []
    room = LINES_IN_SIGHT
    for section in board.plan.sections:
        lines = list(board.of_clause(section.id))
        heading = section_text(section, seat.lang)
        told = TargetList(label=heading, lines=[_target(seat, line) for line in lines])
        if any(line.progress.target for line in lines) and len(lines) <= room:
            room -= len(lines)
            parts += [Subheading(text=heading), told]
        elif lines:
            title = f"{heading} ({_marks(lines, seat.lang)})"
            parts.append(Folded(title=title, parts=[told]))
    return parts


def _marks(lines: Sequence[BoardLine], lang: Lang) -> str:
    """How many lines a fold holds, and how many of them are missed or behind."""
    states = Counter(state_text(line.progress.state, lang) for line in lines if _falls_short(line))
    return ", ".join([str(len(lines)), *(f"{state}: {n}" for state, n in states.items())])


def _falls_short(line: BoardLine) -> bool:
    return line.progress.state in ("missed", "behind")


def _target(seat: BoardSeat, line: BoardLine) -> TargetLine:
    href = seat.address(line.indicator.id)
    return snapshot_target(snapshot_line(line), seat.lang, _why(seat, line), href).but(
        expected=expected_share(line)
    )


def _why(seat: BoardSeat, line: BoardLine) -> str:
    told = why_text(line, seat.lang, seat.names.register)
    return f"{told} {span_text(line, seat.day, seat.lang)}".strip()


def _quarter(seat: BoardSeat) -> list[Component]:
    """What was done in the quarter, by register: one look at its running totals."""
    lang = seat.lang
    figures = quarter_figures(seat.svc, seat.who.province, seat.unit, seat.day)
    rows = [
        TableRow(
            href=_list_address(seat, name.partition(".")[0]),
            cells=[
                TableCell(text=seat.names.measure(name), note=_register_name(seat, name)),
                TableCell(text=show.grouped(size_of(figure), lang)),
            ],
        )
        for name, figure in figures.items()
        if size_of(figure)
    ]
    title = say(lang, "programme.quarter")
    columns = [
        TableColumn(title=say(lang, "programme.counted")),
        TableColumn(title=say(lang, "programme.figure"), figures=True),
    ]
    empty = say(lang, "programme.quarter_empty")
    table = Table(caption=title, columns=columns, rows=rows, empty=empty)
    return [Folded(title=title, parts=[table])]


def _compiled_files(seat: BoardSeat) -> LinkRow:
    """The figures of the quarter, to take along for a report."""
    told = {"unit": seat.unit, "period": quarter_name(seat.day)}
    kinds = {kind: urlencode({**told, "format": kind}) for kind in ("xlsx", "json")}
    links = [
        Link(label=say(seat.lang, f"programme.compiled_{kind}"), href=f"{REPORT_FIGURES}?{query}")
        for kind, query in kinds.items()
    ]
    return LinkRow(links=links)


def _register_name(seat: BoardSeat, measure: str) -> str:
    return seat.names.register(measure.partition(".")[0])


def show_indicator(desk: OfficeDesk, request: Request, indicator: str) -> Reply:
    """One indicator: its figure, why it stands so, what it is split by, and the records behind."""
    seat = board_seat(desk, request)
    lang = seat.lang
    board = read_board(seat.svc, seat.who.province, seat.unit, seat.day)
    line = next((one for one in board.lines if one.indicator.id == indicator), None)
    if line is None:
        raise NotFound
    title = pick(line.indicator.title, lang)
    clauses = clauses_text(board.plan, line.indicator.clauses, lang)
    page = WebPage(
        title=title,
        wide=True,
        parts=[
            Heading(
                title=title,
                back=Link(label=say(lang, "programme.title"), href=seat.address()),
                lead=say(lang, "programme.clauses", clauses=clauses),
            ),
            TargetList(label=title, lines=[_target(seat, line).but(href="")]),
            *wanting_parts(seat, line),
            *_splits(seat, board, line.indicator),
            Subheading(text=say(lang, "programme.behind_it")),
            LinkRow(links=_lists(seat, line.indicator)),
        ],
    )
    return seat.show(page)


def _measures(indicator: Indicator) -> list[Counted]:
    folds = (indicator.part, *([indicator.whole] if indicator.whole else []))
    counted = {one.measure: one for fold in folds for one in fold.of}
    return list(counted.values())


def _lists(seat: BoardSeat, indicator: Indicator) -> list[Link]:
    """The lists behind an indicator, each once."""
    links = (_records(seat, one) for one in _measures(indicator))
    return list({(one.label, one.href): one for one in links}.values())


def _records(seat: BoardSeat, counted: Counted) -> Link:
    """The list of what a measure counts."""
    register = counted.measure.partition(".")[0]
    return Link(label=seat.names.measure(counted.measure), href=_list_address(seat, register))


def _list_address(seat: BoardSeat, register: str, **narrowed: str) -> str:
    told = {"unit": seat.unit, **narrowed}
    if register == CASES_LIST:
        return CASES_PAGE
    if register == CERTIFICATES_LIST:
        return _products_address(seat, told)
    if register in LISTS:
        return f"{LISTS[register]}?{urlencode(narrowed)}".rstrip("?")
    return f"{REGISTERS}/{register}?{urlencode(told)}"


def _products_address(seat: BoardSeat, told: Mapping[str, str]) -> str:
    """The public list, narrowed as far as it can be: to communes, not to what lies above them."""
    communes = {one.code for one in seat.who.province.communes}
    kept = {name: key for name, key in told.items() if name in NARROWS_PRODUCTS}
    if kept.get("unit") not in communes:
        kept.pop("unit", None)
    return f"{PRODUCTS_PAGE}?{urlencode({'province': seat.who.province.code, **kept})}"


def _splits(seat: BoardSeat, board: Board, indicator: Indicator) -> list[Component]:
    """The figure of the first measure, split; each bar leads to its records."""
    counted = indicator.part.of[0]
    spec = board.figures.specs.get(counted.measure)
    parts: list[Component] = []
    for by in dict.fromkeys([*indicator.split, *(spec.split if spec else ())]):
        figures = {key: size_of(one) for key, one in board.figures.split(counted, by).items()}
        if figures:
            parts.append(_split(seat, counted.measure.partition(".")[0], by, figures))
    return parts


def _split(seat: BoardSeat, register: str, by: str, figures: Mapping[str, int]) -> BarChart:
    def records(key: str) -> str:
        return _list_address(seat, register, **_narrowing(seat, register, by, key))

    bars = bars_of(figures, seat.names.of(register, by), "", seat.lang, records)
    return BarChart(title=seat.names.split(register, by), bars=bars, empty="")


def _narrowing(seat: BoardSeat, register: str, by: str, key: str) -> dict[str, str]:
    """How a list is narrowed to the records of one bar, as far as its list can be."""
    if by == BY_UNIT:
        return {"unit": key}
    if by == BY_YEAR:
        return {"year": key}
    if register == CERTIFICATES_LIST:
        return {by[1:]: key}
    known = register in seat.svc.registers.ids() and by in seat.svc.registers.get(register).filters
    return {filter_name(by): key} if known else {}


def send_programme(desk: OfficeDesk, request: Request) -> Reply:
    """The board as JSON."""
    seat = board_seat(desk, request)
    board = read_board(seat.svc, seat.who.province, seat.unit, seat.day)
    return json_reply(
        {
            "plan": board.plan.id,
            "unit": seat.unit,
            "day": seat.day.isoformat(),
            "indicators": [_document(seat, one) for one in board.lines],
            "charts": board.charts,
        }
    )


def _document(seat: BoardSeat, line: BoardLine) -> dict[str, object]:
    told = line_document(snapshot_line(line), seat.lang)
    return {**told, "why": _why(seat, line)}
