"""Who judges a product and why, on a page; the first question that a member is asked."""

import json

from ocop.council.withdrawal import withdraw
from ocop.filing.access import open_link
from tests.integration.test_web_office import signed_in
from tests.support.play import ADVISOR, Story, before_council
from tests.support.visitor import Visitor
from tests.support.world import PROVINCES, World

BOSS = "quantri@songxanh.example.vn"


def page_of(world: World, story: Story) -> str:
    officer, _ = signed_in(world, BOSS)
    return officer.get(f"/office/dossiers/{story.id}").body


def in_other_hands(world: World) -> None:
    """The advisory team's officer sits on the council in a member's place."""
    document = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    [council] = document["councils"]
    advisor = next(one["id"] for one in document["people"] if one["email"] == ADVISOR)
    members = [{**m, "person": advisor} if m["person"] == "hd-6" else m for m in council["members"]]
    world.province = world.load("song-xanh", councils=[{**council, "members": members}])


def test_the_office_reads_why_each_member_was_asked_and_who_was_not(world: World) -> None:
    in_other_hands(world)
    page = page_of(world, before_council(world))
    assert "Hội đồng chấm sản phẩm này" in page
    assert "chủ trì; khi phân công đang có 0 trên tối đa 40 sản phẩm" in page.replace("Chủ", "chủ")
    assert "Đã lập báo cáo về hồ sơ này" in page


def test_the_office_reads_who_declared_a_conflict(world: World) -> None:
    story = before_council(world)
    token = world.post.last("hoidong4@songxanh.example.vn").token
    withdraw(world.svc, open_link(world.svc, token, "declare"), "conflict", "Có vốn góp")
    world.settle()
    assert "Đã khai lợi ích liên quan" in page_of(world, story)


def test_before_and_after_the_council_there_is_no_table_of_seats(world: World) -> None:
    story = before_council(world).score(80, star=4)
    assert "Hội đồng chấm sản phẩm này" not in page_of(world, story)


def test_a_member_is_asked_for_an_interest_before_the_dossier(world: World) -> None:
    before_council(world)
    visitor = Visitor(world)
    opened = visitor.get(f"/r/{world.post.last('hoidong4@songxanh.example.vn').token}")
    body = visitor.follow(opened).body
    first = body.index("bạn có lợi ích liên quan đến chủ thể này không")
    assert first < body.index("Chấm điểm từng phần")
    assert body.count("/conflict") == 1
