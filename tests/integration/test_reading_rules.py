"""A member meets the rules of reading on the page of the sheet and through the API alike."""

from ocop.cases.questions import criteria_of
from ocop.forms.score_form import write_score_sheet
from ocop.scoring.sheet import ScoreSheet
from ocop.web.reviewer.sheet_steps import steps_of
from tests.support.play import before_council
from tests.support.scoring import sheet_for
from tests.support.visitor import Visitor
from tests.support.world import World

WITHOUT_A_STORY = "Chỉ có điểm khi sản phẩm có câu chuyện, tức tiêu chí 5.1 có điểm."


def test_the_page_says_what_is_scored_and_how_it_is_read(world: World) -> None:
    story = before_council(world)
    chair = next(a for a in world.store.assignments(story.id) if a.seat == "chair")
    member = Visitor(world)
    page = member.open_mail(chair.party.email)
    cs = criteria_of(world.svc, story.case)
    steps = [member.get(f"{page.path}?at={step.place}").body for step in steps_of(cs)]
    assert f"{cs.number}. {cs.name['vi']}" in page.body
    assert "26/2026/QĐ-TTg" in page.body
    assert any("Đúng 75% thì chấm mức cao hơn." in step for step in steps)
    assert any(WITHOUT_A_STORY in step for step in steps)


def test_a_structure_without_a_story_is_refused_with_the_rule(world: World) -> None:
    story = before_council(world)
    chair = next(a for a in world.store.assignments(story.id) if a.seat == "chair")
    member = Visitor(world)
    page = member.open_mail(chair.party.email)
    cs = criteria_of(world.svc, story.case)
    sound = sheet_for(cs, 80, 4, {"5.1": 2, "5.2": 2})
    filled = write_score_sheet(cs, ScoreSheet({**sound.choices, "5.1": 0}))
    refused = member.press(page, f"{page.path}/save", "submit", **filled)
    assert refused.status == 422
    assert "5.2 Cấu trúc câu chuyện sản phẩm: " in refused.body
    assert refused.body.count(WITHOUT_A_STORY) > page.body.count(WITHOUT_A_STORY)
    assert world.store.assignment(story.id, chair.id).is_open

    token = world.post.last(chair.party.email).token
    path = f"/v1/reviews/{story.id}-{chair.id}/submit"
    answer = member.call("POST", path, {"data": filled}, authorization=f"Bearer {token}")
    assert answer.status == 422
    assert [(e["pointer"], e["code"]) for e in answer.json["errors"]] == [("/c5_2", "misread")]
