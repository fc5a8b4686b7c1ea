"""Every day that a form or a register asks for is judged: what has happened is not to come, and of
two days of a register the second is not before the first, where it cannot be."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import read_document
from ocop.forms.check import FormCheck
from ocop.forms.fill import Options
from ocop.forms.rules import others_named
from ocop.forms.serve import served_schema
from ocop.registers.register import published_registers

PACKAGE = Path(__file__).parents[2] / "functions/ocop"

# Days of what has happened that are held to more than today: by the code that says so.
HELD_BY_AN_ACT = {
    "forms/custody/day": "moved-later",
    "forms/decision/decision_date": "decision-date-to-come",
    "forms/inquiry-record/day": "inquiry-later",
    "forms/joint-decision/decision_date": "decision-date-to-come",
    "forms/redo-order/decision_date": "order-to-come",
    "forms/redo-order/document_date": "order-to-come",
    "forms/redo-result/document_date": "order-to-come",
    "forms/withdrawal-proposal/concluded_on": "proposal-to-come",
}

# Registers that nobody fills in: their days are written by the act itself.
WRITTEN_BY_AN_ACT = {"registers/invitations/sent", "registers/invitations/answered"}

MAY_BE_TO_COME = {
    "forms/business-plan/schedule/from": "a plan says what will be done",
    "forms/business-plan/schedule/to": "a plan says what will be done",
    "forms/council-inquiry/until": "a record is waited for",
    "forms/council-round/finish_by": "sheets are waited for",
    "forms/council-round/intake": "dossiers are waited for",
    "forms/council-round/sits": "a meeting is called",
    "forms/deployment-progress/to": "a period is told of in its last days, too",
    "forms/inspection-plan/visit_on": "a visit is announced",
    "forms/inspection-report/fix_by": "the day by which something is to be mended",
    "forms/meeting-time/day": "a meeting is called",
    "forms/self-assessment/evidence/valid_until": "a paper ends one day",
    "registers/bodies/from": "a term begins after the decision",
    "registers/bodies/to": "a term ends one day",
    "registers/communication/date": "the calendar shows what is to be broadcast and held",
    "registers/documents/from": "a document is in force from a later day",
    "registers/documents/to": "a document ends one day",
    "registers/inspections/findings/fix_by": "the day by which something is to be mended",
    "registers/partners/from": "an agreement begins after it is signed",
    "registers/partners/to": "an agreement ends one day",
    "registers/reviews/conclusions/by": "the day by which a task is to be done",
    "registers/reviews/date": "the calendar shows the meetings to come",
    "registers/sales-points/closed": "that a point closes is known before",
    "registers/sales-points/opened": "a point is told of before it opens, and counts from then on",
    "registers/trade-events/from": "producers are invited to fairs to come",
    "registers/trade-events/to": "producers are invited to fairs to come",
    "registers/training/from": "producers are invited to courses to come",
    "registers/training/to": "producers are invited to courses to come",
}

# Of two days of one record either may come first, and why; all other pairs have their rule.
EITHER_WAY = {
    ("bodies/date", "bodies/from"): "a decision may confirm who has sat already",
    ("documents/date", "documents/from"): "which document may reach back its law says",
    ("inspections/findings/fix_by", "inspections/findings/fixed"): "mended late, or in time",
    ("invitations/sent", "invitations/answered"): "nobody types them",
    ("reviews/conclusions/by", "reviews/conclusions/done"): "done late, or in time",
    ("reviews/conclusions/by", "reviews/difficulties/answered"): "of different rows",
    ("reviews/conclusions/done", "reviews/difficulties/answered"): "of different rows",
}


def day_fields(node: Mapping[str, Any], at: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The day fields below a place, each with its address."""
    for name, field in node.get("properties", {}).items():
        inner = field.get("items", field)
        if inner.get("format") == "date":
            yield f"{at}/{name}", inner
        yield from day_fields(inner, f"{at}/{name}")


def all_days() -> dict[str, Mapping[str, Any]]:
    """Every day field of the newest version of every form and register."""
    found: dict[str, Mapping[str, Any]] = {}
    for folder in ("forms", "registers"):
        for path in sorted((schemas_dir() / folder).glob("*.json")):
            schema, at = read_document(path)["schema"], f"{folder}/{path.stem}"
            found |= dict(day_fields(schema, at))
            for name, definition in schema.get("$defs", {}).items():
                found |= dict(day_fields(definition, f"{at}/{name}"))
    return found


DAYS = all_days()


def test_every_day_is_past_or_it_is_said_why_not() -> None:
    past = {at for at, field in DAYS.items() if "x-until-today" in field}
    judged = [past, HELD_BY_AN_ACT.keys(), WRITTEN_BY_AN_ACT, MAY_BE_TO_COME.keys()]
    assert sorted(at for one in judged for at in one) == sorted(DAYS)


@pytest.mark.parametrize("code", sorted({*HELD_BY_AN_ACT.values()}))
def test_the_acts_that_hold_days_refuse_them(code: str) -> None:
    said = [path for path in PACKAGE.rglob("*.py") if f'"{code}"' in path.read_text("utf-8")]
    assert len(said) == 1


def test_registers_that_acts_write_have_nobody_who_fills_them_in() -> None:
    for at in WRITTEN_BY_AN_ACT:
        folder, id, _ = at.split("/")
        assert read_document(schemas_dir() / folder / f"{id}.json")["owners"] == []


@pytest.mark.parametrize(
    ("state", "day", "refused"),
    [
        ("spent", "2026-07-02", ["/date"]),
        ("settled", "2027-01-01", ["/date"]),
        ("spent", "2026-07-01", []),
        ("planned", "2026-12-31", []),
        ("allocated", "2027-01-01", []),
    ],
)
def test_money_may_be_planned_for_a_day_to_come_but_not_spent(
    state: str, day: str, refused: list[str]
) -> None:
    schema = served_schema(published_registers().get("funding").form, "vi")
    own = {name: schema["properties"][name] for name in ("state", "date")}
    check = FormCheck({"type": "object", "properties": own}, "vi")
    checked = check.check({"state": state, "date": day}, today="2026-07-01")
    assert [error.pointer for error in checked.errors] == refused


def measured_by(at: str) -> set[str]:
    """The days of its register that a day may not be before."""
    id, *inside, _ = at.split("/")
    named = others_named(DAYS[f"registers/{at}"], "x-not-before")
    return {id + one if one.startswith("/") else "/".join((id, *inside, one)) for one in named}


def test_of_every_two_days_of_a_register_one_follows_or_it_is_said_why_not() -> None:
    registers = [at.removeprefix("registers/") for at in DAYS if at.startswith("registers/")]
    pairs = [p for p in combinations(registers, 2) if p[0].split("/")[0] == p[1].split("/")[0]]
    free = [p for p in pairs if p[0] not in measured_by(p[1]) and p[1] not in measured_by(p[0])]
    assert sorted(free) == sorted(EITHER_WAY)


@pytest.mark.parametrize(
    ("day", "finding", "refused"),
    [
        ("2026-06-10", {"fix_by": "2026-06-09"}, {"/findings/1/fix_by"}),
        ("2026-06-10", {"fixed": "2026-06-09"}, {"/findings/1/fixed"}),
        ("2026-06-10", {"fix_by": "2026-06-10", "fixed": "2026-06-10"}, set()),
        ("2026-06-10", {}, set()),
        ("2026-06-10", {"fix_by": "2026-06-31"}, {"/findings/1/fix_by"}),
        ("2026-06-31", {"fix_by": "2026-06-01"}, {"/date"}),
    ],
)
def test_a_finding_is_mended_on_the_day_it_was_made_or_later(
    day: str, finding: dict[str, str], refused: set[str]
) -> None:
    told = {"what": "Nhãn thiếu hạn dùng", "weight": "light"}
    data: dict[str, object] = {"planned": "planned", "date": day, "organisation": "HTX Mẫu"}
    data |= {"conclusion": "mend", "findings": [told, {**told, **finding}]}
    units: Options = {"units": [("u", {"vi": "Xã Mẫu", "en": "Mẫu"})]}
    schema = served_schema(published_registers().get("inspections").form, "vi", units)
    errors = FormCheck(schema, "vi").check(data, today="2026-07-01").errors
    assert {error.pointer for error in errors} == refused
    before = [error.detail for error in errors if error.code == "not-before"]
    assert all(detail.endswith("không được trước “Ngày kiểm tra”") for detail in before)
