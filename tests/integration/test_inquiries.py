"""Visits and tests in the middle of a council's work: the clock stops, and goes on as it was."""

from datetime import timedelta
from typing import Any

import pytest

from ocop.base.errors import InvalidInput, NotFound, TooMany, WrongState
from ocop.base.moment import local_date
from ocop.cases.allowances import INQUIRIES_WISHED
from ocop.cases.assignment import Assignment
from ocop.cases.history import verify
from ocop.cases.inquiry import inquiries_in, wishes_in
from ocop.council.inquiring import InquirySent, open_inquiry, record_inquiry, wish_inquiry
from ocop.council.sitting import sitting_of, submit_sheet
from ocop.filing.access import open_link
from ocop.jobs.waiting import checkpoint
from ocop.papers.scene import PaperScene
from ocop.papers.scores import score_values
from ocop.people.rights import Officer
from tests.integration.test_council import token_of
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS, convener
from tests.support.errands import bearer
from tests.support.known import known_device
from tests.support.play import COMMUNE, Story, before_council
from tests.support.visitor import Visitor
from tests.support.world import World

ONE = "hd-2"


@pytest.fixture
def story(world: World) -> Story:
    return before_council(world)


def asked(world: World, **over: Any) -> InquirySent:
    until = local_date(world.clock.now) + timedelta(days=10)
    data = {
        "kind": "test",
        "matter": "Đường khử có đúng mức công bố không",
        "carrier": "Phòng kiểm nghiệm mẫu",
        "until": until.isoformat(),
    }
    return InquirySent(data | over, "k1")


def told(world: World, **over: Any) -> InquirySent:
    day = local_date(world.clock.now).isoformat()
    data = {"day": day, "document": "12/PKQ", "findings": "Đường khử 68%, đạt."}
    return InquirySent(data | over, "k2")


def hand_in(story: Story, person: str, total: int = 80) -> None:
    holder = open_link(story.world.svc, token_of(story, person), "score")
    submit_sheet(story.world.svc, story.case, holder, story.sheet(total, 4))
    story.world.settle()


def seats(story: Story, *states: str) -> list[Assignment]:
    every = sitting_of(story.world.svc, story.case).assignments
    return [one for one in every if not states or one.status in states]


def days_left(story: Story) -> int:
    due = story.case.position.due
    assert due
    calendar = story.world.svc.calendar()
    today = local_date(story.world.clock.now)
    return calendar.working_days_between(today, local_date(due))


def templates(world: World, sent: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for post in world.post.sent[sent:]:
        found.setdefault(post.template, []).append(post.to)
    return found


def test_the_clock_stands_still_and_goes_on_with_what_was_left(world: World, story: Story) -> None:
    who = convener(world)
    left, sent = days_left(story), len(world.post.sent)
    open_inquiry(world.svc, who, story.id, asked(world), "vi")
    world.settle()
    stopped = story.case.position
    assert (stopped.inquiry, stopped.due, stopped.left) == ("test", None, left)
    assert {one.due for one in seats(story)} == {None}
    mails = templates(world, sent)
    assert mails["inquiry-told"] == [story.case.party.email]
    assert len(mails["council-paused"]) == 7
    world.clock.move(days=30)
    sent = len(world.post.sent)
    record_inquiry(world.svc, who, story.id, told(world), "vi")
    world.settle()
    going = story.case.position
    assert (going.inquiry, going.left, going.looks) == ("", None, 0)
    assert days_left(story) == left
    assert {one.due for one in seats(story)} == {going.due}
    mails = templates(world, sent)
    assert mails["inquiry-over"] == [story.case.party.email]
    assert len(mails["council-resumed"]) == 7
    assert "68%" not in world.post.last(story.case.party.email, "inquiry-over").mail.text
    assert story.score(80, star=4).case.position.stage == "recognition"
    assert verify(world.store.events(story.id), story.case) == []


def test_nothing_is_counted_before_the_record_and_sheets_open_as_they_were(
    world: World, story: Story
) -> None:
    who = convener(world)
    hand_in(story, ONE, 70)
    open_inquiry(world.svc, who, story.id, asked(world), "vi")
    world.settle()
    for one in seats(story, "open"):
        hand_in(story, one.person)
    assert story.case.position.stage == "council-province"
    assert not sitting_of(world.svc, story.case).may_close(world.clock.now)
    world.clock.move(days=40)
    world.sweep()
    assert story.case.position.stage == "council-province"
    before = {one.person: one.sheet for one in seats(story)}
    record_inquiry(world.svc, who, story.id, told(world), "vi")
    world.settle()
    assert {one.person: one.sheet for one in seats(story, "open")} == before
    assert story.case.position.stage == "council-province", "everybody may look at the record first"
    for one in seats(story, "open"):
        hand_in(story, one.person)
    assert story.case.position.stage == "recognition"


def test_who_keeps_the_record_is_told_when_its_day_is_over(world: World, story: Story) -> None:
    open_inquiry(world.svc, convener(world), story.id, asked(world), "vi")
    world.settle()
    sent = len(world.post.sent)
    world.clock.move(days=12)
    look = checkpoint(world.svc, story.id, story.case.position.visit)
    world.settle()
    mails = templates(world, sent)
    [council] = world.province.councils
    keepers = {
        world.province.people[one.person].email
        for one in council.members
        if council.keeps_papers(one.person)
    } | {BOSS}  # who has the one account that can record it
    assert {*mails["inquiry-late"]} == keepers
    assert len(mails["inquiry-late"]) == len(keepers)
    assert "council-reminder" not in mails
    assert not look.done
    assert look.seconds > 3600


def test_acts_are_done_once_and_in_their_order(world: World, story: Story) -> None:
    who = convener(world)
    with pytest.raises(WrongState):
        record_inquiry(world.svc, who, story.id, told(world), "vi")
    first = open_inquiry(world.svc, who, story.id, asked(world), "vi")
    assert open_inquiry(world.svc, who, story.id, asked(world), "vi").version == first.version
    with pytest.raises(WrongState):
        open_inquiry(world.svc, who, story.id, InquirySent(asked(world).data, "k9"), "vi")
    tomorrow = (local_date(world.clock.now) + timedelta(days=1)).isoformat()
    with pytest.raises(InvalidInput):
        record_inquiry(world.svc, who, story.id, told(world, day=tomorrow), "vi")
    done = record_inquiry(world.svc, who, story.id, told(world), "vi")
    assert record_inquiry(world.svc, who, story.id, told(world), "vi").version == done.version
    yesterday = (local_date(world.clock.now) - timedelta(days=1)).isoformat()
    late = InquirySent(asked(world, until=yesterday).data, "k3")
    with pytest.raises(InvalidInput):
        open_inquiry(world.svc, who, story.id, late, "vi")


def test_only_who_convenes_the_council_has_them_in_hand(world: World, story: Story) -> None:
    [council] = world.province.councils
    member = next(one.person for one in council.members if one.seat == "member")
    province = world.province
    commune = next(one for one in province.people.values() if one.email == COMMUNE)
    for person in (province.people[member], commune):
        with pytest.raises(NotFound):
            open_inquiry(world.svc, Officer(person, province), story.id, asked(world), "vi")


def test_a_member_wishes_one_and_the_secretary_grants_it(world: World, story: Story) -> None:
    email = world.province.people[ONE].email
    person = Visitor(world)
    sheet = person.open_mail(email, "council-invited")
    empty = person.press(sheet, "/inquire", reason=" ")
    assert empty.status == 422
    wish = {"kind": "visit", "reason": "Cần xem xưởng đóng gói"}
    done = person.follow(person.press(sheet, "/inquire", **wish))
    assert "Đã gửi đề nghị" in done.body
    again = person.follow(person.press(sheet, "/inquire", **wish))
    assert again.status == 200
    world.settle()
    [one] = wishes_in(world.store.events(story.id), story.case.position.visit)
    assert (one.kind, one.person, one.matter) == ("visit", ONE, wish["reason"])
    officer, _ = signed_in(world, BOSS)
    home = f"/office/dossiers/{story.id}/inquiry"
    page = officer.get(home)
    assert wish["reason"] in page.body
    filled = dict(asked(world, kind="visit").data)
    opened = officer.follow(officer.press(page, f"{home}/open", **filled))
    assert "Thời hạn đang dừng để kiểm tra thực tế" in opened.body
    assert wish["reason"] not in opened.body, "granted"
    world.settle()
    assert "Thời hạn đang dừng" in person.get(done.path).body
    filled = dict(told(world).data)
    closed = officer.follow(officer.press(opened, f"{home}/record", **filled))
    assert closed.status == 200
    world.settle()
    token = world.post.last(email, "council-resumed").token
    seen = Visitor(world)
    seen.jar["d_x", "/r"] = known_device(world, email)
    assert "Đường khử 68%" in seen.get(f"/r/{token}").body
    assert f"{home}" in officer.get(f"/office/dossiers/{story.id}").body


def test_a_member_s_wishes_are_mailed_so_often_a_day(world: World, story: Story) -> None:
    [seat] = [one for one in world.store.assignments(story.id) if one.person == ONE]
    for number in range(INQUIRIES_WISHED):
        wish_inquiry(world.svc, seat, "visit", f"Cần xem lần {number}", "vi")
    with pytest.raises(TooMany):
        wish_inquiry(world.svc, seat, "visit", "Cần xem thêm", "vi")
    wish_inquiry(world.svc, seat, "visit", "Cần xem lần 0", "vi")


def test_programs_do_all_of_it(world: World, story: Story) -> None:
    officer = Visitor(world)
    address = f"/v1/office/dossiers/{story.id}/inquiry"
    body = {"data": dict(asked(world).data)}
    opened = officer.call("POST", f"{address}/open", body, x_claim=BOSS, idempotency_key="a")
    assert (opened.status, opened.json["open"]) == (200, "test")
    repeat = officer.call("POST", f"{address}/open", body, x_claim=BOSS, idempotency_key="a")
    assert repeat.json == opened.json
    email = world.province.people[ONE].email
    token = token_of(story, ONE)
    seat = open_link(world.svc, token)
    key = f"{seat.dossier}-{seat.id}"
    headers = {**bearer(token), "x_device": known_device(world, email)}
    wish = {"kind": "visit", "reason": "Xem vùng nguyên liệu"}
    assert officer.call("POST", f"/v1/reviews/{key}/inquire", wish, **headers).status == 200
    assert officer.call("POST", f"/v1/reviews/{key}/inquire", {}, **headers).status == 422
    body = {"data": dict(told(world).data)}
    done = officer.call("POST", f"{address}/record", body, x_claim=BOSS, idempotency_key="b")
    assert (done.status, done.json["open"]) == (200, None)
    assert [one["document"] for one in done.json["inquiries"]] == ["12/PKQ"]
    assert [one["matter"] for one in done.json["wishes"]] == [wish["reason"]]
    assert officer.call("GET", address, x_claim=BOSS).json == done.json
    assert officer.call("POST", f"{address}/close", body, x_claim=BOSS).status == 404


def test_the_minutes_tell_of_it(world: World, story: Story) -> None:
    who = convener(world)
    open_inquiry(world.svc, who, story.id, asked(world), "vi")
    world.settle()
    record_inquiry(world.svc, who, story.id, told(world), "vi")
    world.settle()
    story.score(80, star=4)
    [one] = inquiries_in(world.store.events(story.id), story.case.position.visit - 1)
    assert one.findings == told(world).data["findings"]
    tallied = next(e for e in world.store.events(story.id) if e.kind == "tallied")
    scene = PaperScene(world.svc, story.case, world.store.events(story.id), tallied)
    [[line]] = [[*row] for row in score_values(scene)["inquiries"]]
    for part in ("Kiểm nghiệm bổ sung", "12/PKQ", "68%", "Phòng kiểm nghiệm mẫu"):
        assert part in line


def test_1048_the_province_has_a_test_made_and_looks_a_second_time(world: World) -> None:
    """How provinces worked under 1048/QĐ-TTg: a first look at dossier and sample, what is promising
    is tested, and a second look gives the result.
    """
    hanam, officer = World("ha-nam"), "canbo.ly-nhan@hanam.example.vn"
    hanam.clock.now = hanam.clock.now.replace(year=2021)
    story = Story(hanam).idea(commune="13573", criteria_set="03", email="htx@hanam.example.vn")
    story.confirm().decide(officer, "selected").file("business-plan")
    story.decide(officer, "selected").file("registration").file("self-assessment")
    story.decide(officer, "propose", papers_seen=True).score(60, star=0)
    assert (story.case.process, story.case.position.stage) == (
        "1048-2019@3.0.0",
        "council-province",
    )
    who = convener(hanam, "quantri@hanam.example.vn")
    first, *_ = seats(story, "open")
    hand_in(story, first.person, 55)
    open_inquiry(hanam.svc, who, story.id, asked(hanam), "vi")
    record_inquiry(hanam.svc, who, story.id, told(hanam), "vi")
    hanam.settle()
    again = {one.person for one in seats(story, "open")}
    assert first.person in again
    for person in sorted(again):
        hand_in(story, person, 72)
    assert story.case.position.stage == "recognition"
    assert story.case.subject.result is not None
    assert story.case.subject.result.total == 72
