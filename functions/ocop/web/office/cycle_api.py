"""The years of the programme for programs."""

from collections.abc import Mapping
from typing import Any

from ocop.base.codec import encode
from ocop.base.errors import FieldError, InvalidInput
from ocop.catalogue.messages import field_text
from ocop.http import Reply, Request, json_reply
from ocop.programme.cycle import YearCycle
from ocop.programme.cycle_acts import YearDeed, change_year, close_year, demand_keeper, open_year
from ocop.web.office.cycle_view import CycleView, cycle_office, cycle_view, year_named
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.duty_api import version_seen
from ocop.web.reading import instant

_CREATED = 201


def send_cycles(desk: OfficeDesk, request: Request) -> Reply:
    """All years, the newest first."""
    office = cycle_office(desk, request)
    told = [{"year": one.year, "state": one.state} for one in office.by.cycles()]
    return json_reply({"years": told})


def open_year_by_program(desk: OfficeDesk, request: Request) -> Reply:
    """Opens a year; opened twice it is the same."""
    office = cycle_office(desk, request)
    demand_keeper(office.by)
    known = {one.year for one in office.by.cycles()}
    year = request.json().get("year")
    if isinstance(year, bool) or not isinstance(year, int):
        text = field_text(("required",), office.lang, {"label": office.say("column_year")})
        raise InvalidInput([FieldError("/year", "required", text)])
    cycle = open_year(office.by, year_named(year))
    return _reply(CycleView(office, cycle), 200 if cycle.year in known else _CREATED)


def send_cycle(desk: OfficeDesk, request: Request, year: str) -> Reply:
    """A year with how it stands and every act on it; its ETag is the version to act on."""
    return _reply(cycle_view(desk, request, year))


def change_by_program(desk: OfficeDesk, request: Request, year: str) -> Reply:
    """Sets days and goals by name; `If-Match` names the version that was seen."""
    view = cycle_view(desk, request, year)
    demand_keeper(view.by)
    said = request.json()
    deed = YearDeed(view.by, view.cycle.year, version_seen(request, view.cycle.version))
    days, goals = (_named(said, name, view) for name in ("dates", "targets"))
    return _reply(CycleView(view.office, change_year(deed, days, goals)))


def _named(said: Mapping[str, Any], name: str, view: CycleView) -> Mapping[str, object]:
    """What is set under a name. Raises InvalidInput for what is no object."""
    told = said.get(name, {})
    if not isinstance(told, dict):
        text = field_text(("type.object",), view.office.lang, {"label": view.say(name)})
        raise InvalidInput([FieldError(f"/{name}", "type", text)])
    return told


def close_by_program(desk: OfficeDesk, request: Request, year: str) -> Reply:
    """Closes a year that is over."""
    view = cycle_view(desk, request, year)
    demand_keeper(view.by)
    request.json()
    deed = YearDeed(view.by, view.cycle.year, version_seen(request, view.cycle.version))
    return _reply(CycleView(view.office, close_year(deed)))


def _reply(view: CycleView, status: int = 200) -> Reply:
    return json_reply(cycle_document(view), status, {"ETag": f'"{view.cycle.version}"'})


def cycle_document(view: CycleView) -> dict[str, Any]:
    """A year as JSON; `before` is the year before it, as far as both are compared."""
    cycle = view.cycle
    acts = view.by.svc.cycles.acts(cycle.province, cycle.year)
    return {
        **_one(view, cycle),
        "version": cycle.version,
        "copied_from": cycle.copied_from or None,
        "duties": encode(cycle.duties),
        "left": cycle.closing.get("left"),
        "before": _one(view, view.before) if view.before else None,
        "history": [
            {"number": one.number, "kind": one.kind, "at": instant(one.at), "by": one.by,
             "sha256": one.hash}
            for one in acts
        ],
    }  # fmt: skip


def _one(view: CycleView, cycle: YearCycle) -> dict[str, Any]:
    stands = view.standing_of(cycle)
    return {
        "year": cycle.year,
        "state": cycle.state,
        "dates": [
            {"id": one.id, "title": one.title, "day": one.day.isoformat()} for one in cycle.dates
        ],
        "targets": [
            {"indicator": one.indicator, "goal": None if one.goal is None else str(one.goal)}
            for one in cycle.targets
        ],
        "figures": stands["figures"],
        "duties_so_far": stands["duties"],
    }
