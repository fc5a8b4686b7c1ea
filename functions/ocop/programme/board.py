"""The programme board: every indicator of a plan with its figure, its target and its standing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ocop.base.structs import struct
from ocop.people.province import Province
from ocop.plans.course import (
    Actual,
    CountedFigure,
    Figures,
    Progressed,
    actual_of,
    progress_of,
)
from ocop.plans.indicator import Counted, Indicator, PlanIndicators
from ocop.plans.plan import ProgrammePlan
from ocop.programme.figures import BY_UNIT, BY_YEAR, Counting, HeadFigures, MeasureSpec
from ocop.programme.snapshots import BoardSnapshot, SnapshotLine
from ocop.registers.measures import TotalsHead

BASELINE_MEASURE = "certificates.of-baseline"
VALID = Counted("certificates.valid")
CHARTS: Mapping[str, tuple[Counted, str]] = {
    "stars": (VALID, "/star"),
    "groups": (VALID, "/group"),
    "communes": (VALID, BY_UNIT),
    "years": (VALID, BY_YEAR),
    "organisations": (Counted("organisations.taking-part"), "/kind"),
    "planned": (Counted("funding.planned", since="plan"), "/source"),
    "used": (Counted("funding.spent", since="plan"), "/source"),
}


@struct(frozen=True)
class Wanting:
    """What would have to be counted and is not: marks of keys that a measure tells apart."""

    measure: str
    marks: frozenset[str]


@struct(frozen=True)
class BoardLine:
    """An indicator on the board; `missing` are the measures that nobody has counted, `wanting` what
    a share or a list that is to be kept has lost.
    """

    indicator: Indicator
    actual: Actual
    progress: Progressed
    missing: tuple[str, ...] = ()
    wanting: Wanting | None = None


@struct(frozen=True)
class Board:
    """How far a plan is for a unit on a day."""

    plan: ProgrammePlan
    counting: Counting
    lines: tuple[BoardLine, ...]
    charts: Mapping[str, Mapping[str, int]]
    figures: HeadFigures

    def of_clause(self, section: str) -> Iterator[BoardLine]:
        """The indicators that answer a section's clauses, each where it is first named."""
        by_id = {line.indicator.id: line for line in self.lines}
        yield from (by_id[id] for id in ids_by_section(self.plan, by_id).get(section, ()))


def ids_by_section(plan: ProgrammePlan, known: Collection[str]) -> dict[str, list[str]]:
    """The known indicators that answer each section's clauses, each where it is first named."""
    told: set[str] = set()
    sections: dict[str, list[str]] = {}
    for one in plan.sections:
        named = [id for clause in one.clauses for id in clause.answers.indicators]
        sections[one.id] = [id for id in dict.fromkeys(named) if id in known and id not in told]
        told.update(sections[one.id])
    return sections


def board_of(
    plan: ProgrammePlan,
    indicators: PlanIndicators,
    counting: Counting,
    heads: Sequence[TotalsHead],
    specs: Mapping[str, MeasureSpec],
) -> Board:
    """The board of a unit on a day, by the running totals from the plan's first month on."""
    lines = tuple(line_of(one, counting, heads, specs) for one in indicators.indicators)
    figures = HeadFigures(counting, heads, specs)
    charts = {
        name: {key: size_of(figure) for key, figure in figures.split(counted, by).items()}
        for name, (counted, by) in CHARTS.items()
    }
    return Board(plan, counting, lines, charts, figures)


def line_of(
    indicator: Indicator,
    counting: Counting,
    heads: Sequence[TotalsHead],
    specs: Mapping[str, MeasureSpec],
) -> BoardLine:
    """Where an indicator stands."""
    indicator = held_to(indicator, counting.province, counting.unit)
    figures = IndicatorFigures(indicator, counting, heads, specs)
    actual = actual_of(indicator, figures)
    progress = progress_of(indicator, actual, counting.day, over=counting.over)
    missing = tuple(figures.missing)
    return BoardLine(indicator, actual, progress, missing, wanting_of(indicator, figures))


def held_to(indicator: Indicator, province: Province, unit: str) -> Indicator:
    """The indicator with the targets that a unit is held to: a number is the whole province's, a
    share everybody's.
    """
    if unit == province.code or indicator.whole is not None:
        return indicator
    return replace(indicator, targets=())


def wanting_of(indicator: Indicator, figures: Figures) -> Wanting | None:
    """Which keys of the whole, or of the first list of two, are not in both lists; None for an
    indicator that is made otherwise.
    """
    part, whole = indicator.part, indicator.whole
    counted = whole.of[0] if whole else part.of[0]
    known = [figures(one) for one in (counted, *part.of)]
    sets = [one for one in known if isinstance(one, frozenset)]
    if part.op != "both" or len(sets) < len(known):
        return None
    measure = VALID.measure if counted.measure == BASELINE_MEASURE else counted.measure
    return Wanting(measure, sets[0] - frozenset.intersection(*sets))


class IndicatorFigures:
    """The figures of an indicator; what it stood at in the beginning is counted as of that day."""

    def __init__(
        self,
        indicator: Indicator,
        counting: Counting,
        heads: Sequence[TotalsHead],
        specs: Mapping[str, MeasureSpec],
    ) -> None:
        self.missing: list[str] = []
        self._now = HeadFigures(counting, heads, specs)
        begun = indicator.baseline.at if indicator.baseline else counting.starts
        self._then = HeadFigures(replace(counting, day=begun), heads, specs)

    def __call__(self, counted: Counted, /) -> CountedFigure | None:
        """The figure of one measure."""
        if counted.measure == BASELINE_MEASURE:
            figure = self._then(replace(counted, measure=VALID.measure))
        else:
            figure = self._now(counted)
        if figure is None:
            self.missing.append(counted.measure)
        return figure


def size_of(figure: CountedFigure) -> int:
    """A figure as a number of a chart."""
    return len(figure) if isinstance(figure, frozenset) else int(figure)


def snapshot_of(board: Board) -> BoardSnapshot:
    """What everybody may read of a board: the indicators that have a target."""
    lines = tuple(snapshot_line(line) for line in board.lines if line.indicator.targets)
    return BoardSnapshot(
        province=board.counting.province.code,
        plan=board.plan.id,
        title=board.plan.title,
        day=board.counting.day,
        lines=lines,
        charts=board.charts,
    )


def snapshot_line(line: BoardLine) -> SnapshotLine:
    """An indicator as everybody may read it."""
    target = line.progress.target
    return SnapshotLine(
        id=line.indicator.id,
        title=line.indicator.title,
        unit=line.indicator.unit,
        state=line.progress.state,
        actual=line.progress.actual,
        least=target.least if target else None,
        most=target.most if target else None,
        until=target.at if target else None,
        about=bool(target and target.about),
    )
