"""A council's meeting: called, attended, products called up, ended; what waits for it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ocop.base.errors import Forbidden, InvalidInput, NotFound, StaleVersion, WrongState
from ocop.base.moment import local_date
from ocop.cases.history import verify
from ocop.cases.meeting import MEETING, CouncilMeeting
from ocop.catalogue.texts import say
from ocop.council.meeting_record import attendance_at, meeting_convened
from ocop.council.meetings import (
    Minuted,
    call_meeting,
    close_meeting,
    record_attendance,
    record_product,
)
from ocop.council.sitting import submit_sheet
from ocop.filing.access import open_link
from tests.integration.test_again import begun, filed_again, on, recognised
from tests.integration.test_council import before_council_of, regulated, token_of
from tests.integration.test_custody import moved
from tests.integration.test_papers import MET
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS, convener, prepared, released
from tests.support.law import load_rulebook
from tests.support.laws import changed_law
from tests.support.play import ADVISOR, COMMUNE, Story
from tests.support.printed import papers_of
from tests.support.visitor import Visitor
from tests.support.world import World

EVERYBODY = [f"hd-{n}" for n in range(1, 8)]
WEDNESDAY = 3
PLACE = {"opens": "08:00", "place": "Hội trường UBND tỉnh"}


def meeting_round(world: World, **regulation: Any) -> tuple[Story, str]:
    """A case before a council that meets in two weeks, and the id of the meeting."""
    regulated(world, rounds=True, **regulation)
    story = before_council_of(world, "moi@songmat.example.vn")
    day = local_date(world.clock.now) + timedelta(days=14)
    group = prepared(world, mode="meeting", sits=day.isoformat())
    released(world, group)
    return story, group.id


@pytest.fixture
def meeting(world: World) -> tuple[Story, str]:
    """The same, in the council of the sample."""
    return meeting_round(world)


def called(world: World, id: str) -> CouncilMeeting:
    """The meeting with hour and place, on its day."""
    who = convener(world)
    begun = meeting_convened(world.svc, who, id)
    assert begun.day
    data = {**PLACE, "day": begun.day.isoformat()}
    stored = call_meeting(world.svc, who, id, Minuted(data, begun.version), "vi")
    world.clock.move(days=max(0, (begun.day - local_date(world.clock.now)).days))
    world.settle()
    return stored


def attended(
    world: World, id: str, present: list[str], *deputies: dict[str, str]
) -> CouncilMeeting:
    version = meeting_convened(world.svc, convener(world), id).version
    data = {"present": present, **({"deputies": list(deputies)} if deputies else {})}
    return record_attendance(world.svc, convener(world), id, Minuted(data, version), "vi")


def noted(world: World, id: str, story: Story, **data: Any) -> CouncilMeeting:
    version = meeting_convened(world.svc, convener(world), id).version
    said = {"sample": "not-shown", "questions": "Hỏi về nguồn mật.", **data}
    return record_product(world.svc, convener(world), id, story.id, Minuted(said, version), "vi")


def ended(world: World, id: str) -> CouncilMeeting:
    version = meeting_convened(world.svc, convener(world), id).version
    done = close_meeting(world.svc, convener(world), id, version)
    world.settle()
    return done


def scored(story: Story, total: int = 80, star: int = 4) -> Story:
    """The case with everybody's sheet in, by the links of the invitations."""
    for person in EVERYBODY:
        holder = open_link(story.world.svc, token_of(story, person), "score")
        submit_sheet(story.world.svc, story.case, holder, story.sheet(total, star))
    story.world.settle()
    return story


def deputy(member: str) -> dict[str, str]:
    return {"member": member, "deputy": "Lê Thị Thay", "document": "12/GUQ-SCT"}


def test_the_whole_council_is_invited_with_the_agenda_once(
    world: World, meeting: tuple[Story, str]
) -> None:
    story, id = meeting
    first = called(world, id)
    assert first.day
    data = {**PLACE, "day": first.day.isoformat()}
    assert call_meeting(world.svc, convener(world), id, Minuted(data, 0), "vi") == first
    world.settle()
    told = [post for post in world.post.sent if post.template == "council-meets"]
    assert len({post.to for post in told}) == len(told) == 7
    assert "Hội trường UBND tỉnh" in told[0].mail.text
    assert story.case.reference in told[0].mail.text


def test_sheets_alone_make_no_result_where_the_council_meets(
    world: World, meeting: tuple[Story, str]
) -> None:
    story, id = meeting
    scored(story)
    assert story.case.position.stage == "council-province"
    called(world, id)
    attended(world, id, EVERYBODY)
    noted(world, id, story)
    world.sweep()
    assert story.case.position.stage == "council-province"
    ended(world, id)
    assert story.case.position.stage == "recognition"
    [event] = [one for one in world.store.events(story.id) if one.kind == "tallied"]
    assert event.data[MEETING]["place"] == PLACE["place"]
    assert verify(world.store.events(story.id), story.case) == []


def test_a_meeting_that_ended_lets_sheets_come_after_it(
    world: World, meeting: tuple[Story, str]
) -> None:
    story, id = meeting
    called(world, id)
    attended(world, id, EVERYBODY)
    noted(world, id, story)
    ended(world, id)
    assert story.case.position.stage == "council-province"
    assert scored(story).case.position.stage == "recognition"


def test_the_quorum_is_that_of_the_council_and_a_deputy_counts_but_does_not_preside(
    world: World, meeting: tuple[Story, str]
) -> None:
    story, id = meeting
    who = convener(world)
    called(world, id)
    few = attendance_at(world.svc, who, attended(world, id, ["hd-1", "hd-3", "hd-4"]))
    assert (few.present, few.seats, few.least, few.quorate) == (3, 7, 6, False)
    with pytest.raises(WrongState, match="meeting-not-quorate"):
        noted(world, id, story)
    whole = attended(world, id, ["hd-1", "hd-3", "hd-4", "hd-5", "hd-6"], deputy("hd-7"))
    there = attendance_at(world.svc, who, whole)
    assert (there.present, there.presides, there.quorate) == (6, "hd-1", True)
    seats = {one.seat: one.person for one in world.province.councils[0].members}
    rest = [one for one in EVERYBODY if one not in (seats["chair"], seats["vice"])]
    stood_for = [deputy(seats["chair"]), deputy(seats["vice"])]
    headless = attendance_at(world.svc, who, attended(world, id, rest, *stood_for))
    assert (headless.present, headless.presides, headless.quorate) == (7, "", False)


def test_a_meeting_does_not_end_before_all_is_done(
    world: World, meeting: tuple[Story, str]
) -> None:
    story, id = meeting
    with pytest.raises(WrongState, match="meeting-not-called"):
        close_meeting(world.svc, convener(world), id, 0)
    called(world, id)
    with pytest.raises(WrongState, match="meeting-not-quorate"):
        ended(world, id)
    attended(world, id, EVERYBODY)
    with pytest.raises(WrongState, match="meeting-not-through"):
        ended(world, id)
    stale = noted(world, id, story).version - 1
    with pytest.raises(StaleVersion):
        close_meeting(world.svc, convener(world), id, stale)
    done = ended(world, id)
    assert ended(world, id) == done
    with pytest.raises(WrongState, match="meeting-closed"):
        attended(world, id, EVERYBODY[:1])


def test_nobody_is_there_before_the_day_and_nobody_twice(
    world: World, meeting: tuple[Story, str]
) -> None:
    _, id = meeting
    who, begun = convener(world), meeting_convened(world.svc, convener(world), meeting[1])
    assert begun.day
    data = {**PLACE, "day": begun.day.isoformat()}
    call_meeting(world.svc, who, id, Minuted(data, 0), "vi")
    with pytest.raises(WrongState, match="meeting-not-yet"):
        attended(world, id, EVERYBODY)
    world.clock.move(days=14)
    for present, sent, code in (
        (EVERYBODY, [deputy("hd-7")], "meeting-there-twice"),
        (EVERYBODY[:6], [deputy("hd-7"), deputy("hd-7")], "meeting-there-twice"),
        (["admin"], [], "meeting-no-member"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            attended(world, id, present, *sent)
        assert [error.code for error in refusal.value.errors] == [code]


def test_only_a_sample_that_the_book_has_is_shown(world: World, meeting: tuple[Story, str]) -> None:
    story, id = meeting
    called(world, id)
    attended(world, id, EVERYBODY)
    with pytest.raises(InvalidInput) as refusal:
        noted(world, id, story, sample="shown")
    assert [error.code for error in refusal.value.errors] == ["meeting-no-sample"]
    moved(story, day=local_date(world.clock.now).isoformat())
    item = noted(world, id, story, sample="shown").item(story.id)
    assert item
    assert (item.sample, item.called) == ("shown", world.clock.now)


def test_votes_are_noted_where_the_regulation_wants_them(world: World) -> None:
    story, id = meeting_round(world, votes=True)
    called(world, id)
    attended(world, id, EVERYBODY)
    page = signed_in(world, BOSS)[0].get(f"/office/meetings/{id}/products/{story.id}").body
    assert "7 người dự họp, mỗi người một phiếu" in page
    with pytest.raises(InvalidInput) as refusal:
        noted(world, id, story, in_favour=6)
    assert [error.code for error in refusal.value.errors] == ["meeting-votes"]
    item = noted(world, id, story, in_favour=6, abstained=1).item(story.id)
    assert item
    assert item.votes
    assert (item.votes.in_favour, item.votes.against, item.votes.abstained) == (6, 0, 1)


def test_a_round_in_writing_has_no_meeting_and_others_keep_no_record(
    world: World, meeting: tuple[Story, str]
) -> None:
    _, id = meeting
    with pytest.raises(NotFound):
        meeting_convened(world.svc, convener(world), "2026-nothing")
    with pytest.raises(NotFound):
        meeting_convened(world.svc, convener(world), f"case-{meeting[0].id}-1")
    with pytest.raises(Forbidden):
        meeting_convened(world.svc, convener(world, COMMUNE), id)


def apart_in_writing(world: World, *occasions: str) -> Story:
    """A first rating whose written opinions differ by 15 points, where the regulation has the
    council meet on these occasions.
    """
    regulated(world, meets_on=list(occasions))
    return before_council_of(world, "moi@songmat.example.vn").score(60, 75, star=3)


def test_written_opinions_too_far_apart_turn_into_a_meeting(world: World) -> None:
    story = apart_in_writing(world, "first")
    id = f"case-{story.id}-{story.case.position.visit}"
    assert (story.case.position.meeting, story.case.position.scoring_round) == (id, 1)
    told = [post for post in world.post.sent if post.template == "meeting-needed"]
    seats = {one.person: one.seat for one in world.province.councils[0].members}
    keepers = [one for one, seat in seats.items() if seat in ("chair", "vice", "secretary")]
    able = {world.province.people[one].email for one in (*keepers, "admin")}  # none has an account
    assert {post.to for post in told} == able
    assert f"/office/meetings/{id}" in told[0].mail.text
    again = [post for post in world.post.sent if post.template == "council-rescore"]
    assert len(again) == 7
    told_so = [post for post in again if "Hội đồng họp trực tiếp về sản phẩm này" in post.mail.text]
    assert len(told_so) == len([post for post in again if post.mail.lang == "vi"]) > 0
    scored(story, 70, 3)
    world.sweep()
    assert story.case.position.stage == "council-province"
    day = (local_date(world.clock.now) + timedelta(days=3)).isoformat()
    call_meeting(world.svc, convener(world), id, Minuted({**PLACE, "day": day}, 0), "vi")
    world.clock.move(days=3)
    attended(world, id, EVERYBODY)
    noted(world, id, story)
    ended(world, id)
    assert story.case.position.stage == "recognition"
    assert story.case.position.meeting == ""
    minutes = papers_of(story, "office")["minutes"]
    assert minutes["meeting_place"] == PLACE["place"]
    assert meeting_convened(world.svc, convener(world), id).closed
    assert verify(world.store.events(story.id), story.case) == []


def test_members_still_apart_after_their_meeting_are_settled_by_the_chair(world: World) -> None:
    story = apart_in_writing(world, "first")
    id = story.case.position.meeting
    story.score(60, 75, star=3)
    day = local_date(world.clock.now).isoformat()
    call_meeting(world.svc, convener(world), id, Minuted({**PLACE, "day": day}, 0), "vi")
    attended(world, id, EVERYBODY)
    noted(world, id, story)
    ended(world, id)
    assert story.case.position.stage == "settlement-province"


def test_on_other_occasions_members_score_once_more_in_writing(world: World) -> None:
    story = apart_in_writing(world, "upgrade", "re-rating")
    assert (story.case.position.meeting, story.case.position.scoring_round) == ("", 1)
    assert not [post for post in world.post.sent if post.template == "meeting-needed"]


def test_a_re_rating_meets_unless_the_regulation_says_otherwise(world: World) -> None:
    first = recognised(world)
    on(world, date(2029, 1, 4))
    again = filed_again(begun(first, "re-rating"))
    again.decide(COMMUNE, "propose").decide(ADVISOR, "ready").score(60, 75, star=3)
    assert again.case.position.meeting == f"case-{again.id}-{again.case.position.visit}"


def test_the_case_leads_who_convenes_to_its_meeting(world: World) -> None:
    story = apart_in_writing(world, "first")
    id = story.case.position.meeting
    officer, _ = signed_in(world, BOSS)
    page = officer.get(f"/office/dossiers/{story.id}")
    assert f'href="/office/meetings/{id}"' in page.body
    assert "Ý kiến bằng văn bản khác nhau quá mức cho phép" in page.body
    meeting = officer.get(f"/office/meetings/{id}")
    assert f'href="/office/dossiers/{story.id}"' in meeting.body
    other, _ = signed_in(world, COMMUNE)
    page = other.get(f"/office/dossiers/{story.id}")
    assert "phải đưa ra họp Hội đồng" in page.body
    assert f"/office/meetings/{id}" not in page.body
    assert other.get(f"/office/meetings/{id}").status in (403, 404)


def test_a_secretary_keeps_the_record_on_the_pages(
    world: World, meeting: tuple[Story, str]
) -> None:
    story, id = meeting
    officer, _ = signed_in(world, BOSS)
    home = f"/office/meetings/{id}"
    assert home in officer.get(f"/office/rounds/{id}").body
    page = officer.get(home)
    assert "Ấn định thời gian, địa điểm và mời họp" in page.body
    wrong = officer.press(officer.get(f"{home}/time"), "/time", **{**PLACE, "opens": "tám giờ"})
    assert wrong.status == 422
    page = officer.follow(officer.press(wrong, "/time", **PLACE))
    assert "Giấy mời họp đang được gửi" in page.body
    world.clock.move(days=14)
    officer, _ = signed_in(world, BOSS)
    ticks = {f"present/{one}": "true" for one in EVERYBODY[:6]}
    sent = {f"deputies/0/{name}": value for name, value in deputy("hd-7").items()}
    form = officer.get(f"{home}/attendance")
    seats = ("Chủ tịch Hội đồng", "Phó Chủ tịch Hội đồng", "Thư ký Hội đồng", "Ủy viên")
    read_out = [form.body.index(f" · {seat} · ") for seat in seats]
    assert read_out == sorted(read_out)
    assert "Đặng Thị Đồng · Phó Chủ tịch Hội đồng · Sở Công Thương" in form.body
    page = officer.follow(officer.press(form, "/attendance", **ticks, **sent))
    assert "Đủ thành viên để họp: 7 trên 7 thành viên, cần 6" in page.body
    assert "Lê Thị Thay dự thay, văn bản 12/GUQ-SCT" in page.body
    form = officer.get(f"{home}/products/{story.id}")
    assert "đang giữ 0 mẫu" in form.body
    assert "Số phiếu đồng ý" not in form.body
    note = {"sample": "not-shown", "questions": "Hỏi: nguồn mật?"}
    officer.press(form, f"/products/{story.id}", **note)
    officer.press(officer.get(f"{home}/time"), "/time", **{**PLACE, "opens": "23:30"})
    early = officer.get(home).body
    assert "Giờ họp đã ấn định chưa đến" in early  # no minutes of an end before the beginning
    assert "/close" not in early
    page = officer.follow(officer.press(officer.get(f"{home}/time"), "/time", **PLACE))
    page = officer.follow(officer.press(page, "/close"))
    assert "Cuộc họp đã kết thúc lúc" in page.body
    world.settle()
    assert scored(story).case.position.stage == "recognition"


def test_programs_keep_the_record(world: World, meeting: tuple[Story, str]) -> None:
    story, id = meeting
    home, sender = f"/v1/office/meetings/{id}", Visitor(world)
    told = sender.call("GET", home, x_claim=BOSS)
    assert told.json["hindrance"]["code"] == "meeting-not-called"

    def post(part: str, body: Any) -> Any:
        etag = sender.call("GET", home, x_claim=BOSS).headers["ETag"]
        return sender.call("POST", f"{home}/{part}", body, x_claim=BOSS, if_match=etag)

    time = {"data": {**PLACE, "day": told.json["day"]}}
    assert sender.call("POST", f"{home}/time", time, x_claim=BOSS).status == 428
    assert post("time", time).status == 200
    world.clock.move(days=14)
    assert post("attendance", {"data": {"present": "hd-1"}}).status == 422
    assert post("attendance", {"data": {"present": EVERYBODY}}).json["attendance"]["quorate"]
    product = {"data": {"sample": "not-shown"}}
    assert post(f"products/{story.id}", product).json["items"][0]["called"]
    assert post("products/nobody", product).status == 404
    assert post("nothing", {}).status == 404
    closed = post("close", {})
    assert (closed.status, closed.json["hindrance"]) == (200, None)
    assert closed.json["closed"]


def test_minutes_are_made_from_what_was_noted(world: World, meeting: tuple[Story, str]) -> None:
    story, id = meeting
    called(world, id)
    attended(world, id, EVERYBODY[:6], deputy("hd-7"))
    noted(world, id, story, questions="Hỏi: nguồn mật?\nTrả lời: tự nuôi.")
    ended(world, id)
    minutes = papers_of(scored(story), "office")["minutes"]
    assert minutes["meeting_place"] == PLACE["place"]
    assert minutes["meeting_hour"] == say("vi", "papers.hour", hour="08", minute="00")
    assert minutes["agenda"] == [(f"1. {story.case.subject.title} ({story.case.reference})",)]
    assert minutes["asked"] == [
        ("Mẫu sản phẩm: không trình mẫu",),
        ("Hỏi: nguồn mật?",),
        ("Trả lời: tự nuôi.",),
    ]
    assert (minutes["present"], minutes.get("absent", "0")) == ("7", "0")
    took_part = [row[3] for row in minutes["members"]]
    assert took_part[6] == "Lê Thị Thay dự thay, văn bản 12/GUQ-SCT; đã chấm"
    assert minutes["minutes_by"] == "Lê Thị Thay"
    assert "in_writing" not in minutes
    assert minutes.keys() >= MET


def test_minutes_are_signed_by_who_was_there_and_the_report_counts_the_sheets(
    world: World, meeting: tuple[Story, str]
) -> None:
    story, id = meeting
    people = world.province.people
    called(world, id)
    attended(world, id, EVERYBODY[1:6])
    with pytest.raises(WrongState, match="meeting-not-quorate"):
        noted(world, id, story)
    attended(world, id, EVERYBODY[1:6], deputy("hd-1"))
    noted(world, id, story)
    ended(world, id)
    made = papers_of(scored(story), "office")
    minutes, report = made["minutes"], made["council-report"]
    assert (minutes["presiding"], "minutes_by" in minutes) == (people["hd-2"].name, False)
    assert minutes["presiding_as"] == say("vi", "papers.seat_vice")
    assert (report["scored"], report["present"], report["seats"]) == ("7", "6", "7")


def test_a_page_reads_the_record_of_its_meeting_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = apart_in_writing(world, "first")
    id = story.case.position.meeting
    day = local_date(world.clock.now).isoformat()
    call_meeting(world.svc, convener(world), id, Minuted({**PLACE, "day": day}, 0), "vi")
    officer, _ = signed_in(world, BOSS)
    read: list[str] = []
    stored = type(world.store).meeting

    def counted(store: Any, province: str, id: str) -> CouncilMeeting:
        read.append(id)
        return stored(store, province, id)

    monkeypatch.setattr(type(world.store), "meeting", counted)
    assert officer.get(f"/office/meetings/{id}").status == 200
    assert read == [id]


@pytest.mark.parametrize(("days", "taken"), [(1, False), (2, True)])
def test_where_the_law_says_so_members_have_the_dossier_two_working_days_before(
    world: World, tmp_path: Path, days: int, *, taken: bool
) -> None:
    """As 1048/QĐ-TTg was carried out: its rulebook's `meeting`, here under another law."""
    assert load_rulebook("1048-2019").meeting.days_before == 2
    changed_law(world, tmp_path, meeting={"days_before": 2, "article": "Điều 9"})
    story = apart_in_writing(world, "first")
    asked = local_date(story.case.position.opened)
    assert asked.isoweekday() == WEDNESDAY
    wanted = {**PLACE, "day": (asked + timedelta(days=days)).isoformat()}
    who, id = convener(world), story.case.position.meeting
    if taken:
        assert call_meeting(world.svc, who, id, Minuted(wanted, 0), "vi").place
        return
    with pytest.raises(InvalidInput) as refused:
        call_meeting(world.svc, who, id, Minuted(wanted, 0), "vi")
    [error] = refused.value.errors
    assert (error.pointer, error.code) == ("/day", "meeting-too-soon")
    assert "2 ngày làm việc" in error.detail


@pytest.mark.parametrize(("days", "taken"), [(1, False), (2, True)])
def test_a_round_that_meets_gives_no_fewer_days_than_the_law(
    world: World, tmp_path: Path, days: int, *, taken: bool
) -> None:
    changed_law(world, tmp_path, meeting={"days_before": 2, "article": "Điều 9"})
    regulated(world, rounds=True)
    before_council_of(world, "moi@songmat.example.vn")
    day = (local_date(world.clock.now) + timedelta(days=days)).isoformat()
    if taken:
        assert prepared(world, mode="meeting", sits=day, finish_by=day, days_before=1)
        return
    with pytest.raises(InvalidInput) as refused:
        prepared(world, mode="meeting", sits=day, finish_by=day, days_before=1)
    assert [(e.pointer, e.code) for e in refused.value.errors] == [("/sits", "round-too-soon")]
