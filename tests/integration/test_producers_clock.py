"""A case that waits for its producer is reminded of, told to the office, and ended; the clock of
a stage that asked for a supplement stands still.
"""

from datetime import datetime, timedelta

import pytest

from tests.support.play import COMMUNE, PRODUCER, Story, confirmed, filed
from tests.support.visitor import Visitor
from tests.support.world import World

ADMIN = "quantri@songxanh.example.vn"
MOMENT = timedelta(seconds=1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def asked(world: World) -> Story:
    """A dossier sent back for a supplement a day after it came."""
    story = filed(world)
    world.clock.move(days=1)
    return story.decide(COMMUNE, "supplement", reason="Thiếu phiếu kiểm nghiệm")


def planning(world: World) -> Story:
    return confirmed(world).decide(COMMUNE, "selected")


def deploying(world: World) -> Story:
    return planning(world).file("business-plan").decide(COMMUNE, "selected")


def sent_back(world: World) -> Story:
    return confirmed(world).decide(COMMUNE, "resubmit", reason="Nói rõ nguồn nguyên liệu")


STAGES = {"idea": sent_back, "plan": planning, "deployment": deploying, "supplement": asked}


def count(world: World, template: str, to: str) -> int:
    return sum((post.template, post.to) == (template, to) for post in world.post.sent)


def text(world: World, template: str, to: str) -> str:
    return " ".join(world.post.last(to, template).mail.text.split())


def about_cases(world: World) -> list[str]:
    """The mails there are, but for those by which offices are held to the plan."""
    sent = [post.template for post in world.post.sent]
    return [template for template in sent if not template.startswith("duties-")]


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_that_waits_for_a_producer_reminds_escalates_and_ends(
    world: World, stage: str
) -> None:
    story = STAGES[stage](world)
    position = story.case.position
    assert (position.stage, position.waits_for) == (stage, "producer")
    assert position.due is not None
    assert position.next_look == position.due - timedelta(days=3)
    world.clock.now = position.due - timedelta(days=3)
    world.sweep()
    assert count(world, "producer-reminder", PRODUCER) == 1
    assert count(world, "producer-late", COMMUNE) == 0
    world.clock.now = position.due
    world.sweep()
    assert count(world, "producer-reminder", PRODUCER) == 2
    assert count(world, "producer-late", COMMUNE) == 1
    last = world.svc.rulebooks.at(story.case.process).stage(stage).lapse
    assert last is not None
    world.clock.now = position.due + timedelta(days=last.days) - MOMENT
    world.sweep()
    assert story.case.is_open
    world.clock.now += MOMENT
    world.sweep()
    assert (story.case.status, story.case.ending) == ("ended", "lapsed")
    assert count(world, "result-ended", PRODUCER) == 1
    assert Visitor(world).open_mail(PRODUCER, "result-ended").status == 200
    sent = about_cases(world)
    world.clock.move(days=400)
    world.sweep()
    assert about_cases(world) == sent


def test_what_comes_late_but_before_the_end_is_taken(world: World) -> None:
    story = asked(world)
    world.clock.now = local("2026-08-06T09:00")
    world.sweep()
    story.file("registration").file("self-assessment")
    assert story.case.position.stage == "intake"


def test_the_officer_reads_who_is_late_and_what_follows(world: World) -> None:
    story = asked(world)
    assert story.case.position.due == local("2026-07-17T23:59:59")
    world.clock.now = local("2026-07-18T00:00:00")
    world.sweep()
    told = text(world, "producer-late", COMMUNE)
    assert story.case.party.name in told
    assert "hết ngày 16/08/2026" in told
    assert f"/office/dossiers/{story.id}" in told


def test_the_link_in_a_late_reminder_still_opens(world: World) -> None:
    story = deploying(world)
    due = story.case.position.due
    assert due is not None
    world.clock.now = due + timedelta(days=50)
    world.sweep()
    story.token = world.post.last(PRODUCER, "producer-reminder").token
    story.file("registration").file("self-assessment")
    assert story.case.position.stage == "intake"


def test_a_supplement_stops_the_clock_and_page_and_program_say_so(world: World) -> None:
    story = filed(world)
    assert story.case.position.due == local("2026-07-22T23:59:59")
    world.clock.now = local("2026-07-08T10:00")
    story.decide(COMMUNE, "supplement", reason="Thiếu phiếu kiểm nghiệm")
    headers = {"authorization": f"Bearer {story.token}"}
    told = Visitor(world).call("GET", f"/v1/dossiers/{story.id}", **headers).json
    assert told["days_left_after_supplement"] == 10
    assert "còn 10 ngày làm việc" in Visitor(world).get(f"/r/{story.token}").body
    world.clock.now = local("2026-07-13T10:00")
    story.file("registration").file("self-assessment")
    assert story.case.position.due == local("2026-07-27T23:59:59")
    told = Visitor(world).call("GET", f"/v1/dossiers/{story.id}", **headers).json
    assert told["days_left_after_supplement"] is None


def without_officers(world: World) -> None:
    """No commune has an officer from now on."""
    document = world.store.province_document("99")
    roles = {
        one["id"]: [role for role in one.get("roles", ()) if role["role"] != "commune-officer"]
        for one in document["people"]
    }
    people = [{**one, "roles": roles[one["id"]]} for one in document["people"]]
    world.province = world.put_in_force({**document, "people": people})


def test_where_a_commune_has_no_officer_the_administrator_decides_and_is_told_once(
    world: World,
) -> None:
    without_officers(world)
    story = Story(world).idea(commune="10105", criteria_set="04").confirm()
    due = story.case.position.due
    assert due is not None
    world.clock.now = due
    world.sweep()
    assert [post.template for post in world.post.sent if post.to == ADMIN] == [
        "task-assigned",
        "task-overdue",
    ]
    story.decide_late(ADMIN, "selected")
    world.clock.now = story.case.position.due or world.clock.now
    world.sweep()
    assert count(world, "producer-late", ADMIN) == 1
    assert "hết ngày" in text(world, "producer-late", ADMIN)
