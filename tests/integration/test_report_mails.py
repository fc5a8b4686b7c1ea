"""Mails about reports: to whose turn it is, each once, and none for what one did oneself."""

from collections import Counter

from ocop.programme.reporting import (
    approve_report,
    put_forward,
    receive_report,
    return_report,
    rework,
    send_up,
)
from tests.integration.test_reports import (
    PROVINCE,
    QUARTER,
    by,
    deed,
    drafted,
    issued,
    submitted,
    today,
)
from tests.support.duties import mails as duty_mails
from tests.support.duties import morning
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE
from tests.support.world import World

AGENCY = "so.nong-nghiep@songxanh.example.vn"


def told(world: World) -> list[tuple[str, str]]:
    """Who has had a mail about a report, with its subject."""
    world.settle()
    posts = [one for one in world.post.sent if one.template == "report-told"]
    return [(one.to, one.mail.subject.partition(":")[0]) for one in posts]


def test_who_is_above_hears_that_a_report_has_come_and_the_unit_that_it_was_received(
    world: World,
) -> None:
    report = submitted(world)
    assert told(world) == [(ADVISOR, "Báo cáo gửi lên")]
    receive_report(deed(by(world, "province-advisory", PROVINCE), report))
    assert told(world)[1:] == [(COMMUNE, "Báo cáo đã được nhận")]


def test_a_report_that_comes_back_says_why(world: World) -> None:
    report = submitted(world)
    return_report(deed(by(world, "province-advisory", PROVINCE), report), "Thiếu kinh phí quý II")
    assert told(world)[-1] == (COMMUNE, "Báo cáo bị trả lại")
    text = world.post.last(COMMUNE, "report-told").mail.text
    assert "Lý do: Thiếu kinh phí quý II" in text
    assert f"/office/reports/{report.id}" in text
    assert "Xã Suối Mật" in text


def test_within_the_province_head_and_writers_hear_of_each_other(world: World) -> None:
    office = by(world, "province-advisory", PROVINCE)
    chairman = by(world, "province-chairman", PROVINCE)
    report = drafted(office, PROVINCE)
    assert told(world) == [(CHAIRMAN, "Báo cáo chờ duyệt")]
    back = rework(deed(chairman, report), "Sửa câu chữ")
    assert Counter(told(world)[1:]) == Counter(
        [(ADVISOR, "Báo cáo trả lại để sửa"), (AGENCY, "Báo cáo trả lại để sửa")]
    )
    again = put_forward(deed(office, back))
    approved = approve_report(deed(chairman, again), "")
    before = len(told(world))
    assert Counter(told(world)[-2:]) == Counter(
        [(ADVISOR, "Báo cáo đã duyệt"), (AGENCY, "Báo cáo đã duyệt")]
    )
    send_up(deed(office, approved), "12/BC-UBND", today(world))
    assert len(told(world)) == before


def test_nothing_is_told_twice_however_often_an_act_or_its_effects_come_again(
    world: World,
) -> None:
    office = by(world, "province-advisory", PROVINCE)
    report = submitted(world)
    seen = deed(office, report)
    receive_report(seen)
    receive_report(seen)
    world.settle()
    world.sweep()
    world.sweep()
    assert max(Counter(told(world)).values()) == 1


def test_a_report_that_is_due_or_late_is_told_of_once_on_each_rung(world: World) -> None:
    morning(world, 2026, 9, 1)
    for day in range(1, 32):
        morning(world, 2026, 10, day)
        world.sweep()
    kinds = Counter(duty_mails(world, AGENCY))
    assert kinds["duties-waiting"] == 1
    assert 1 <= kinds["duties-late"] <= 3
    assert "Báo cáo tiến độ" in world.post.last(AGENCY, "duties-late").mail.text


def test_a_report_that_went_up_in_time_is_told_of_by_nobody(world: World) -> None:
    morning(world, 2026, 9, 1)
    morning(world, 2026, 10, 1)
    issued(world, QUARTER)
    for day in range(2, 32):
        morning(world, 2026, 10, day)
    assert duty_mails(world, AGENCY) == []
