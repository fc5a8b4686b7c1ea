"""Reasons that are longer than what is kept are refused, with the limit and all that was typed:
nothing of them is left out.
"""

import pytest

from ocop.catalogue.stated import LONGEST_STATED
from tests.integration.test_council import token_of
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS
from tests.support.errands import bearer
from tests.support.known import known_device
from tests.support.play import Story, before_council
from tests.support.visitor import Visitor
from tests.support.world import World

ONE = "hd-2"
END = "đến đây là hết."
LONG = f"{'Đi công tác dài ngày. ' * 100}{END}"
AS_LONG_AS_KEPT = f"{'x' * (LONGEST_STATED - len(END))}{END}"


@pytest.fixture
def story(world: World) -> Story:
    return before_council(world)


def status_of(story: Story) -> str:
    asked = story.world.store.assignments(story.id)
    return next(one.status for one in asked if one.person == ONE)


@pytest.mark.parametrize("verb", ["conflict", "decline", "inquire"])
def test_a_member_s_page_keeps_a_reason_that_is_too_long(story: Story, verb: str) -> None:
    world = story.world
    person = Visitor(world)
    sheet = person.open_mail(world.province.people[ONE].email, "council-invited")
    more = {"kind": "visit"} if verb == "inquire" else {}
    refused = person.press(sheet, f"/{verb}", reason=LONG, **more)
    assert refused.status == 422
    assert "2000" in refused.body
    assert refused.form(f"/{verb}").values["reason"].strip() == LONG
    assert status_of(story) == "open"


def test_a_reason_of_just_so_many_letters_is_kept_whole(story: Story) -> None:
    world = story.world
    person = Visitor(world)
    sheet = person.open_mail(world.province.people[ONE].email, "council-invited")
    assert person.press(sheet, "/decline", reason=AS_LONG_AS_KEPT).status == 303
    gone = next(one for one in world.store.assignments(story.id) if one.person == ONE)
    assert gone.reason == AS_LONG_AS_KEPT


@pytest.mark.parametrize("verb", ["conflict", "decline", "inquire"])
def test_a_program_is_told_the_limit(story: Story, verb: str) -> None:
    world, token = story.world, token_of(story, ONE)
    key = token.split(".")[2].rpartition("-")[0]
    headers = bearer(token) | {"x_device": known_device(world, world.province.people[ONE].email)}
    sent = {"reason": LONG, "kind": "visit"}
    told = Visitor(world).call("POST", f"/v1/reviews/{key}/{verb}", sent, **headers)
    [error] = told.json["errors"]
    assert (told.status, error["pointer"], error["code"]) == (422, "/reason", "maxLength")
    assert "2000" in error["detail"]
    assert status_of(story) == "open"


def test_who_replaces_a_link_is_told_too_and_keeps_what_was_typed(story: Story) -> None:
    officer, _ = signed_in(story.world, BOSS)
    page = officer.get(f"/office/dossiers/{story.id}/links")
    refused = officer.press(page, "/links/replace", reason=LONG)
    assert refused.status == 422
    assert "2000" in refused.body
    assert refused.body.count(END) == 1
