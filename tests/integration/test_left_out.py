"""The commune's check names a business registration that a dossier does not tell: Điều 2.3.

Article 7(2)(a) has the commune check what a dossier holds; what the electronic one leaves out may
stand on paper, so the gap is told and stops nothing.
"""

from pathlib import Path
from typing import Any

import pytest

from ocop.cases.questions import criteria_of
from tests.integration.test_web_office import signed_in
from tests.support.documents import document
from tests.support.laws import changed_law
from tests.support.play import COMMUNE, Story, confirmed, kept
from tests.support.visitor import Visitor
from tests.support.world import World

REGISTERED = {
    "registration_number": "9900000016",
    "registered_on": "2020-02-03",
    "registered_by": "Phòng Tài chính mẫu",
}
FIELDS = (
    "Số giấy đăng ký kinh doanh",
    "Ngày cấp giấy đăng ký kinh doanh",
    "Cơ quan cấp giấy đăng ký kinh doanh",
)
WHOLE = f"Hồ sơ chưa ghi: {'; '.join(FIELDS)}"
BY_LAW = "Điều 2 khoản 3"


@kept
def registered(world: World) -> Story:
    """A case that waits for its self-assessment."""
    story = confirmed(world)
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    return story.file("deployment-progress").file("registration")


def handed_in(world: World, kind: str, **told: str) -> Story:
    """A dossier at the commune, of such a producer who tells so much."""
    story = registered(world)
    whole = document("self-assessment", criteria_of(world.svc, story.case))
    asked = {name: value for name, value in whole["general"].items() if name not in REGISTERED}
    return story.file("self-assessment", general={**asked, "producer_kind": kind, **told})


def left_out(world: World, story: Story) -> list[dict[str, Any]]:
    """What a program is told that checks the dossier for the commune."""
    token = world.post.last(COMMUNE, "task-assigned").token
    held = next(one for one in world.store.assignments(story.id) if one.stage == "intake")
    bearer = {"authorization": f"Bearer {token}"}
    told = Visitor(world).call("GET", f"/v1/reviews/{story.id}-{held.id}", **bearer)
    assert told.status == 200
    found: list[dict[str, Any]] = told.json["left_out"]
    return found


def checked(world: World, officer: Visitor, story: Story) -> str:
    """The page on which the commune concludes."""
    held = [one for one in world.store.assignments(story.id) if one.stage == "intake"]
    return officer.get(f"/office/dossiers/{story.id}/{held[-1].id}/decide").body


@pytest.mark.parametrize("kind", ["farm", "production-household", "registered-household"])
def test_of_farms_and_households_the_article_is_named(world: World, kind: str) -> None:
    story = handed_in(world, kind)
    [told] = left_out(world, story)
    assert (told["named"], BY_LAW in told["article"]) == (WHOLE, True)
    officer, _ = signed_in(world)
    page = checked(world, officer, story)
    assert WHOLE in page
    assert "không chặn kết luận" in page


def test_under_another_law_the_same_is_looked_for_and_no_article_of_this_one_is_named(
    world: World, tmp_path: Path
) -> None:
    changed_law(world, tmp_path, decision="148/QĐ-TTg")
    [told] = left_out(world, handed_in(world, "farm"))
    assert (told["named"], told["article"]) == (WHOLE, "")
    assert "26/2026" not in told["why"]


@pytest.mark.parametrize("kind", ["cooperative", "small-medium-enterprise"])
def test_of_cooperatives_and_enterprises_the_form_is_named(world: World, kind: str) -> None:
    [told] = left_out(world, handed_in(world, kind))
    assert (told["named"], "Mẫu số 02" in told["article"]) == (WHOLE, True)


def test_a_group_without_a_registration_lacks_nothing(world: World) -> None:
    assert left_out(world, handed_in(world, "cooperative-group")) == []


def test_what_is_told_is_not_missed(world: World) -> None:
    assert left_out(world, handed_in(world, "cooperative", **REGISTERED)) == []


def test_what_of_it_is_missing_alone_is_named(world: World) -> None:
    day = {name: value for name, value in REGISTERED.items() if name != "registered_on"}
    [told] = left_out(world, handed_in(world, "cooperative", **day))
    assert told["named"] == "Hồ sơ chưa ghi: Ngày cấp giấy đăng ký kinh doanh"


@pytest.mark.parametrize(
    ("outcome", "stage"), [("propose", "advisory"), ("supplement", "supplement")]
)
def test_the_commune_concludes_as_it_finds(world: World, outcome: str, stage: str) -> None:
    story = handed_in(world, "farm")
    story.decide(COMMUNE, outcome, reason="Thiếu đăng ký kinh doanh.")
    assert story.case.position.stage == stage


def test_a_supplement_that_tells_it_ends_the_gap(world: World) -> None:
    story = handed_in(world, "farm").decide(COMMUNE, "supplement", reason="Thiếu đăng ký.")
    whole = document("self-assessment", criteria_of(world.svc, story.case))
    story.file(
        "self-assessment", general={**whole["general"], "producer_kind": "farm", **REGISTERED}
    )
    officer, _ = signed_in(world)
    page = checked(world, officer, story)
    assert "Kết luận của UBND xã" in page
    assert "Hồ sơ chưa ghi" not in page
