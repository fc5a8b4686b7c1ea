"""Page, program, draft and check ask a producer the same, under the law of the case."""

from typing import Any

import pytest

from ocop.cases.questions import question_for
from tests.support.browser_form import Page
from tests.support.play import Story, filed
from tests.support.visitor import Visitor
from tests.support.world import World

PROVINCES = {"26-2026": "song-xanh", "1048-2019": "ha-nam"}


def choices(schema: dict[str, Any], field: str) -> list[str]:
    return [choice["const"] for choice in schema["properties"][field]["oneOf"]]


def offered_on(page: Page, field: str) -> set[str]:
    """The values that a field of a page lets choose from."""
    named = [one for one in page.all("input", "select") if one.attributes.get("name") == field]
    radios = {one.attributes.get("value", "") for one in named if one.tag == "input"}
    inside = [one for one in page.all("option") if set(one.parents) & set(named)]
    options = {one.attributes.get("value", "") for one in inside}
    return (radios | options) - {""}


@pytest.mark.parametrize("law", PROVINCES)
def test_page_program_draft_and_check_ask_a_producer_alike(law: str) -> None:
    world = World(PROVINCES[law])
    if law == "1048-2019":
        world.clock.now = world.clock.now.replace(year=2021)
    commune = world.province.communes[0].code
    story = Story(world).idea(commune=commune, criteria_set="03").confirm()
    officer = next(a for a in world.store.assignments(story.id) if a.role.endswith("-officer"))
    story.decide(officer.party.email, "resubmit", reason="Xin sửa lại")
    world.clock.move(days=8)
    person, program = Visitor(world), Visitor(world)
    own = {"authorization": f"Bearer {story.token}"}
    path = f"/v1/forms/product-idea?dossier={story.id}"
    served = program.call("GET", path, **own).json["schema"]
    assert served == question_for(world.svc, story.case, "product-idea").serve("vi")["schema"]
    person.get(f"/r/{story.token}")
    page = person.get(f"/dossiers/{story.id}/forms/product-idea").page
    for field in ("commune", "criteria_set"):
        assert offered_on(page, f"/{field}") == {
            one["const"] for one in served["properties"][field]["oneOf"]
        }
    told = {
        "commune": commune,
        "criteria_set": choices(served, "criteria_set")[-1],
    }
    drafted = program.call(
        "PUT", f"/v1/dossiers/{story.id}/drafts/product-idea", {"data": told}, **own
    )
    assert (drafted.status, drafted.json["data"]) == (200, told)
    story.file("product-idea", **told)
    assert story.case.subject.set_number == int(told["criteria_set"])


def test_a_producer_keeps_no_draft_of_what_an_office_is_asked(world: World) -> None:
    story = filed(world)
    assert story.case.position.stage == "intake"
    path = f"/v1/dossiers/{story.id}/drafts/commune-report"
    answer = Visitor(world).call("PUT", path, {"data": {}}, authorization=f"Bearer {story.token}")
    assert answer.status == 409
