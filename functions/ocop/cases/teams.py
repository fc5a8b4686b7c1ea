"""Advisory teams as the register of bodies has them: set up by a decision, for a term, of people of
several agencies (26/2026/QĐ-TTg, Articles 7(3)(b) and (c)).
"""

from collections.abc import Iterator
from datetime import date
from typing import cast

from ocop.base.errors import NotFound
from ocop.base.moment import show_date
from ocop.base.text import LANGS, Text
from ocop.cases.case import Case
from ocop.cases.ports import CaseServices
from ocop.cases.sources import ADVICE
from ocop.catalogue.texts import say
from ocop.people.province import Province
from ocop.registers.places import filter_kind, id_at
from ocop.registers.ports import Span
from ocop.registers.record import RegisterRecord

BODIES, TEAMS = "bodies", filter_kind("/kind", "team")
MOST_TEAMS = 30


def teams_of(
    svc: CaseServices, province: Province, unit: str, day: date | None
) -> tuple[RegisterRecord, ...]:
    """The teams of a unit that are in their term on a day, newest first; of the province also those
    that its agencies have entered. Without a day whatever team there ever was.
    """
    store, code = svc.registers.store, province.code
    places = store.listed(code, BODIES, unit, TEAMS, Span(down=True), MOST_TEAMS)
    records = store.records(code, list(dict.fromkeys(map(id_at, places))))
    return tuple(
        one
        for one in records
        if _stands_for(province, one, unit) and (day is None or _in_term(one, day))
    )


def _stands_for(province: Province, team: RegisterRecord, unit: str) -> bool:
    owner = province.units.get(team.unit)
    by_agency = owner is not None and owner.level == "agency"
    return team.unit == unit or (by_agency and unit == province.code)


def _in_term(team: RegisterRecord, day: date) -> bool:
    first, last = str(team.data["from"]), str(team.data.get("to", day.isoformat()))
    return team.state != "void" and first <= day.isoformat() <= last


def advisers_of(svc: CaseServices, case: Case) -> frozenset[str]:
    """Who is on the team that reported on a case, and who of it is named in the report."""
    filing = svc.store.event(case.id, case.filed[ADVICE]) if ADVICE in case.filed else None
    if filing is None:
        return frozenset()
    body = _team_named(svc, case.province, str(filing.data.get("body", "")))
    named = (str(one["member"]) for one in filing.data.get("team", ()))
    return frozenset([*named, *(people_on_team(body) if body else ())])


def _team_named(svc: CaseServices, province: str, id: str) -> RegisterRecord | None:
    try:
        return svc.registers.store.record(province, id) if id else None
    except NotFound:
        return None


def people_on_team(team: RegisterRecord) -> Iterator[str]:
    """The people of a province who are on a team, as far as its record names them by their code."""
    for member in team.data["members"]:
        if officer := member.get("officer"):
            yield str(officer)


def team_in_words(team: RegisterRecord) -> Text:
    """A team by the decision that set it up and by how many it is."""
    day, count = date.fromisoformat(team.data["date"]), str(len(team.data["members"]))
    decision = str(team.data["decision"])
    told = [
        say(lang, "seats.team", decision=decision, day=show_date(day, lang), count=count)
        for lang in LANGS
    ]
    return cast("Text", dict(zip(LANGS, told, strict=True)))
