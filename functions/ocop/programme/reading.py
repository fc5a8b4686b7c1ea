"""Boards out of the table: live for offices, and of last night for everybody."""

from collections.abc import Mapping
from datetime import date

from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.people.province import Province
from ocop.plans.course import CountedFigure
from ocop.plans.indicator import Counted
from ocop.plans.plan import ProgrammePlan
from ocop.programme.board import Board, board_of
from ocop.programme.derived import DERIVED_SPECS
from ocop.programme.figures import PERIOD, Counting, HeadFigures, MeasureSpec
from ocop.programme.ports import ProgrammeServices
from ocop.registers.measures import TOLD_APART

PLAN_SETTING = "plan"


def plan_of(svc: ProgrammeServices, province: Province) -> ProgrammePlan:
    """The plan that a province carries out. Raises NotFound where its document names none."""
    named = str(province.settings.get(PLAN_SETTING, ""))
    if not named:
        raise NotFound
    return svc.plans.get(named)


def read_board(svc: ProgrammeServices, province: Province, unit: str, day: date) -> Board:
    """The board of a unit on a day. Raises NotFound without a plan."""
    plan = plan_of(svc, province)
    over = day < local_date(svc.now())
    counting = Counting(province, unit, day, plan.starts, over=over)
    heads = svc.store.heads(province.code, plan.starts.isoformat()[:7])
    return board_of(plan, svc.indicators.at(plan.indicators), counting, heads, specs_of(svc))


def quarter_figures(
    svc: ProgrammeServices, province: Province, unit: str, day: date
) -> dict[str, CountedFigure]:
    """What was done in the quarter of a day, by measure: one query for any number of units."""
    counting = Counting(province, unit, day, day)
    specs = specs_of(svc)
    heads = svc.store.heads(province.code, counting.first_month(PERIOD))
    figures = HeadFigures(counting, heads, specs)
    filled = [name for name in sorted(specs) if name not in DERIVED_SPECS]
    wanted = {name: figures(Counted(name, since=PERIOD)) for name in filled}
    return {name: figure for name, figure in wanted.items() if figure is not None}


def specs_of(svc: ProgrammeServices) -> Mapping[str, MeasureSpec]:
    """Every measure there is, by register and name."""
    own = {
        f"{id}.{measure['id']}": MeasureSpec(
            tells_apart=measure["op"] == TOLD_APART, split=tuple(measure.get("split", ()))
        )
        for id in svc.registers.ids()
        for measure in svc.registers.get(id).measures
    }
    return {**own, **DERIVED_SPECS}
