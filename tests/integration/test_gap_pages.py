"""What is missing for the next star, as its producer reads it."""

from dataclasses import replace

import pytest

from ocop.aws.commits import case_row
from ocop.cases.records import Draft
from ocop.cases.subject import Rating
from tests.integration.test_again import recognised
from tests.integration.test_evidence import gathering
from tests.support.play import PRODUCER, filed
from tests.support.visitor import Visitor
from tests.support.world import World


def test_a_producer_reads_the_gap_of_what_was_filed(world: World) -> None:
    story = filed(world)
    person = Visitor(world)
    bearer = {"authorization": f"Bearer {story.token}"}
    answer = person.call("GET", f"/v1/dossiers/{story.id}/gap", **bearer)
    assert answer.status == 200, answer.body
    [gap] = answer.json["gaps"]
    assert gap["source"] == "filed"
    assert (gap["stars"], gap["steps"], gap["possible"]) == (5, [], True)
    assert "Hạng sao do Hội đồng đánh giá" in gap["lines"][0]
    person.get(f"/r/{story.token}")
    page = person.get(f"/dossiers/{story.id}")
    assert f"/dossiers/{story.id}/gap" in page.body
    assert "Theo báo cáo tự đánh giá đã nộp" in person.get(f"/dossiers/{story.id}/gap").body


def test_after_a_result_the_council_s_points_count(world: World) -> None:
    story = recognised(world)
    token = world.post.last(PRODUCER, "result-recognised").token
    bearer = {"authorization": f"Bearer {token}"}
    gaps = Visitor(world).call("GET", f"/v1/dossiers/{story.id}/gap", **bearer).json["gaps"]
    assert [one["source"] for one in gaps] == ["filed", "council"]
    assert (gaps[1]["stars"], gaps[1]["target"], gaps[1]["missing"]) == (4, 5, "8.00")


@pytest.mark.parametrize(("star", "leads"), [(4, True), (5, False)])
def test_who_has_all_stars_is_not_led_to_what_is_missing(
    world: World, star: int, leads: bool
) -> None:
    story = recognised(world)
    rating = story.case.subject
    assert isinstance(rating, Rating)
    assert rating.result
    subject = replace(rating, result=replace(rating.result, star=star))
    case_row(replace(story.case, subject=subject, version=story.case.version + 1)).save()
    person = Visitor(world)
    person.get(f"/r/{world.post.last(PRODUCER, 'result-recognised').token}")
    page = person.get(f"/dossiers/{story.id}")
    assert (f"/dossiers/{story.id}/gap" in page.body) == leads


def test_nobody_else_reads_it(world: World) -> None:
    story = filed(world)
    assert Visitor(world).call("GET", f"/v1/dossiers/{story.id}/gap").status == 401


def test_a_draft_counts_as_it_was_typed(world: World) -> None:
    story = gathering(world)
    draft = Draft("self-assessment", {"criteria": {"c1_1": {"level": "1"}}}, 1, world.clock.now)
    world.store.save_draft(story.id, draft)
    bearer = {"authorization": f"Bearer {story.token}"}
    [gap] = Visitor(world).call("GET", f"/v1/dossiers/{story.id}/gap", **bearer).json["gaps"]
    assert (gap["source"], gap["stars"], gap["target"]) == ("draft", 1, 2)
    assert gap["possible"]
    assert gap["steps"]
    assert gap["lines"][0] == (
        "Chỉ sản phẩm từ 3 sao trở lên, tức từ 50 điểm, mới được công nhận và cấp giấy chứng nhận; "
        "2 sao chỉ là xếp hạng."
    )
    assert all(
        line.count("Giấy tờ kèm theo: giấy tờ chứng minh mức này") for line in gap["lines"][2:]
    )
