"""Who may read a case and who may act on it: by province, unit, office and name."""

import copy
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from ocop.base.errors import Forbidden
from ocop.people.province import Person, Province, Role, parse_province
from ocop.people.rights import Officer

DOCUMENT = json.loads(Path("infra/demo/provinces/ha-nam.json").read_text("utf-8"))
HANAM = parse_province(DOCUMENT)
COMMUNE, DISTRICT, PROVINCE, ELSEWHERE = "13573", "353", "35", "13384"


@dataclass(frozen=True)
class Lying:
    """A case, as far as rights look at it."""

    id: str = "case"
    province: str = PROVINCE
    unit: str = COMMUNE
    visit: int = 5

    def at(self, visit: int) -> bool:
        return visit == self.visit


@dataclass(frozen=True)
class Asked:
    """What somebody was asked."""

    dossier: str = "case"
    person: str = "somebody"
    role: str = "council"
    unit: str = COMMUNE
    visit: int = 5
    has_left: bool = False
    blind: bool = False


def officer(*roles: tuple[str, str], id: str = "lan", province: Province = HANAM) -> Officer:
    held = tuple(Role(role, unit) for role, unit in roles)
    return Officer(Person(id, "Lan", "lan@example.vn", "vi", "", held), province)


@pytest.mark.parametrize(
    ("unit", "reads"), [(COMMUNE, True), (DISTRICT, True), (PROVINCE, True), (ELSEWHERE, False)]
)
def test_who_holds_a_role_in_a_unit_reads_the_cases_in_it(unit: str, *, reads: bool) -> None:
    assert officer(("commune-officer", unit)).may_read(Lying(), []) is reads


def test_nobody_reads_or_does_anything_in_another_province() -> None:
    there = Lying(province="99")
    holder = officer(("commune-officer", COMMUNE), ("administrator", PROVINCE))
    task = Asked(person="lan", role="commune-officer")
    assert not holder.may_read(there, [task])
    assert not holder.may_act(there, task)
    assert holder.may_read(Lying(), []) and holder.may_act(Lying(), task)  # noqa: PT018 - one rule


@pytest.mark.parametrize(
    ("task", "allowed"),
    [
        (Asked(person="lan"), True),
        (Asked(person="other"), False),
        (Asked(person="lan", dossier="another"), False),
        (Asked(person="lan", role="producer"), False),
        (Asked(role="secretary", unit=ELSEWHERE), True),
        (Asked(role="secretary", unit=COMMUNE), False),
        (Asked(role="chairman", unit=ELSEWHERE), False),
        (Asked(role="secretary", unit=ELSEWHERE, dossier="another"), False),
    ],
)
def test_a_task_is_done_by_whom_it_names_or_by_its_office(task: Asked, *, allowed: bool) -> None:
    assert officer(("secretary", ELSEWHERE)).may_act(Lying(), task) is allowed


@pytest.mark.parametrize(
    ("task", "reads"),
    [
        (Asked(person="lan"), True),
        (Asked(person="other"), False),
        (Asked(person="lan", dossier="another"), False),
        (Asked(person="lan", role="producer"), False),
        (Asked(person="lan", has_left=True), False),
    ],
)
def test_who_was_asked_about_a_case_reads_it(task: Asked, *, reads: bool) -> None:
    assert officer().may_read(Lying(), [Asked(), task]) is reads


@pytest.mark.parametrize(
    ("role", "unit", "visit", "reads"),
    [
        ("agency-officer", PROVINCE, 5, False),
        ("agency-officer", PROVINCE, 4, True),
        ("agency-officer", ELSEWHERE, 4, False),
        ("administrator", PROVINCE, 5, True),
    ],
)
def test_who_is_not_to_know_the_producer_reads_no_case_of_their_unit_meanwhile(
    role: str, unit: str, visit: int, *, reads: bool
) -> None:
    blind = Asked(person="lan", visit=visit, blind=True)
    assert officer((role, unit)).may_read(Lying(), [blind]) is reads


@pytest.mark.parametrize(
    ("role", "unit", "administers"),
    [
        ("administrator", PROVINCE, True),
        ("administrator", DISTRICT, False),
        ("chairman", PROVINCE, False),
    ],
)
def test_the_province_is_administered_by_who_holds_that_role_for_all_of_it(
    role: str, unit: str, *, administers: bool
) -> None:
    one = officer((role, unit))
    assert one.administers is administers
    if not administers:
        with pytest.raises(Forbidden):
            one.demand_administrator()
    else:
        one.demand_administrator()


def test_units_that_name_each_other_end_the_search_for_those_above() -> None:
    data = copy.deepcopy(DOCUMENT)
    lower = next(unit for unit in data["units"] if unit["code"] == COMMUNE)
    upper = next(unit for unit in data["units"] if unit["code"] == DISTRICT)
    lower["parent"], upper["parent"] = DISTRICT, COMMUNE
    assert parse_province(data).above(COMMUNE) == {COMMUNE, DISTRICT}
