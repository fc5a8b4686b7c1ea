"""A council as a province's document has it, read and looked over."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ocop.people.bodies import Council, Delegation, Member, Regulation, ScoringPanel


def read_council(data: Mapping[str, Any]) -> Council:
    """A council as a province's document has it."""
    return Council(
        id=data["id"],
        level=data["level"],
        unit=data["unit"],
        decision_number=data["decision_number"],
        starts=date.fromisoformat(data["term"]["from"]),
        ends=date.fromisoformat(data["term"]["to"]),
        members=tuple(_member(m) for m in data["members"]),
        regulation=_regulation(data.get("regulation", {})),
        decided=_day(data.get("decision_date")),
        delegation=_delegation(data.get("delegation")),
    )


def _member(data: Mapping[str, Any]) -> Member:
    return Member(
        person=data["person"],
        seat=data["seat"],
        agency=data.get("agency", ""),
        capacity=data["capacity"],
        communes=frozenset(data.get("communes", ())),
        interests=frozenset(data.get("interests", ())),
        advises=frozenset(data.get("advises", ())),
        family=frozenset(data.get("family", ())),
        expertise=frozenset(data.get("expertise", ())),
    )


def _regulation(data: Mapping[str, Any]) -> Regulation:
    panels = tuple(
        ScoringPanel(one["name"], one["head"], one["lead_agency"], frozenset(one["members"]))
        for one in data.get("panels", ())
    )
    meets = {"meets_on": tuple(data["meets_on"])} if "meets_on" in data else {}
    return Regulation(**{**data, "panels": panels, **meets})


def _delegation(data: Mapping[str, Any] | None) -> Delegation | None:
    if data is None:
        return None
    return Delegation(data["by"], data["number"], date.fromisoformat(data["date"]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def panel_problems(council: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the panels of a council: who is in them, who leads them, how many they
    are.
    """
    regulation, at = council.get("regulation", {}), f"council {council['id']}"
    least, panels = regulation.get("panel", 0), regulation.get("panels", ())
    if least > len(council["members"]):
        yield f"{at}: its panel is larger than the council"
    if panels and not least:
        yield f"{at}: panels need the least number of members who score, panel"
    names = [panel["name"] for panel in panels]
    seated = [person for panel in panels for person in panel["members"]]
    yield from (f"{at}: two panels {name}" for name in sorted(set(names)) if names.count(name) > 1)
    yield from (
        f"{at}: {one} is in two panels" for one in sorted(set(seated)) if seated.count(one) > 1
    )
    for panel in panels:
        for problem in _panel_problems(council, panel, least):
            yield f"{at}: panel {panel['name']} {problem}"


def _panel_problems(
    council: Mapping[str, Any], panel: Mapping[str, Any], least: int
) -> Iterator[str]:
    seats = {one["person"]: one for one in council["members"]}
    members = [seats[person] for person in panel["members"] if person in seats]
    if len(members) < len(panel["members"]):
        yield "has somebody who is not on the council"
    if len(members) < least:
        yield f"is smaller than {least}"
    if panel["lead_agency"] not in {one.get("agency", "") for one in members}:
        yield f"has nobody of {panel['lead_agency']}"
    presiding = [
        one["person"] for seat in ("chair", "vice") for one in members if one["seat"] == seat
    ]
    if panel["head"] not in (presiding[:1] or panel["members"]):
        yield "is led by another than who presides in it"
