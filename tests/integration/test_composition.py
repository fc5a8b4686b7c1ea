"""A council that is not made up as its law wants is invited only once it is (Article 7.3b)."""

import json
from typing import Any

from infra.local.runtime import SAMPLE_PROVINCE
from ocop.base.moment import local_date, show_date
from ocop.jobs.sweep import reconcile
from tests.integration.test_web_office import signed_in
from tests.support.play import ADVISOR, COMMUNE, Story, filed
from tests.support.printed import papers_of
from tests.support.visitor import Visitor
from tests.support.world import World

BOSS = "quantri@songxanh.example.vn"


def council(**changes: Any) -> dict[str, Any]:
    """The sample's council with other values."""
    [told] = json.loads(SAMPLE_PROVINCE.read_text("utf-8"))["councils"]
    return {**told, **changes}


def without_health() -> dict[str, Any]:
    return council(members=[m for m in council()["members"] if m["agency"] != "health"])


def at_council(world: World) -> Story:
    return filed(world).decide(COMMUNE, "propose").decide(ADVISOR, "ready")


def invited(world: World) -> int:
    return len([post for post in world.post.sent if post.template == "council-invited"])


def test_nobody_is_invited_and_the_administrator_reads_what_lacks(world: World) -> None:
    world.load("song-xanh", councils=[without_health()])
    story = at_council(world)
    assert (invited(world), story.case.position.stage) == (0, "council-province")
    told = " ".join(world.post.last(BOSS, "task-overdue").mail.text.split())
    assert "chưa có đại diện Sở Y tế (Điều 7.3b, 26/2026/QĐ-TTg)" in told
    due = story.case.position.due
    assert due
    assert show_date(local_date(due), "vi") in told
    [event] = [e for e in world.store.events(story.id) if e.kind == "unassignable"]
    assert event.data["en"] == "nobody from the department of health (Điều 7.3b, 26/2026/QĐ-TTg)"


def test_it_is_invited_once_the_province_has_completed_it(world: World) -> None:
    world.load("song-xanh", councils=[without_health()])
    at_council(world)
    world.load("song-xanh")
    reconcile(world.svc)
    world.settle()
    assert invited(world) == 7


def test_who_was_invited_goes_on_though_a_member_leaves_the_council(world: World) -> None:
    story = at_council(world)
    world.load("song-xanh", councils=[without_health()])
    assert story.score(80, star=4).case.position.stage == "recognition"


def test_the_case_and_the_page_of_councils_say_what_lacks(world: World) -> None:
    world.load("song-xanh", councils=[without_health()])
    story = at_council(world)
    officer, _ = signed_in(world)
    assert "chưa có đại diện Sở Y tế" in officer.get(f"/office/dossiers/{story.id}").body
    page = officer.get("/office/councils").body
    assert "chưa có đại diện Sở Y tế (Điều 7.3b, 26/2026/QĐ-TTg)" in page
    assert "02/QĐ-UBND (mẫu)" in page
    world.load("song-xanh")
    assert "Đủ thành phần" in officer.get("/office/councils").body


def test_programs_read_the_councils(world: World) -> None:
    world.load("song-xanh", councils=[without_health()])
    told = Visitor(world).call("GET", "/v1/office/councils", x_claim=COMMUNE).json["councils"]
    assert [one["agency"] for one in told[0]["lacks"]] == ["Sở Y tế"]
    assert told[0]["delegation"]["date"] == told[0]["decided"] == "2026-01-02"


def test_minutes_say_by_which_paper_the_chair_presides(world: World) -> None:
    printed = papers_of(at_council(world).score(80, star=4), "office")["minutes"]
    assert printed["delegation_number"] == "03/QĐ-UBND (mẫu)"
    assert printed["delegated_by"] == "Chủ tịch UBND tỉnh Sông Xanh (mẫu)"
