"""A producer complains of a result or a withdrawal; the office accepts it and answers in time."""

from datetime import UTC, date, datetime

import pytest

from ocop.base.errors import WrongState
from ocop.certificates.life import validity_on
from ocop.filing.complaint import file_complaint
from tests.integration.test_withdrawal import PAPER, signed_in
from tests.support.oversight import ADMIN, begun, certificate_of, five_stars, recognised
from tests.support.play import CHAIRMAN, PRODUCER, Story, before_council
from tests.support.visitor import Visitor
from tests.support.world import World

TOLD = {
    "against": "Cơ sở vẫn sản xuất.",
    "demand": "Hủy quyết định thu hồi.",
    "representative": "Nguyễn Thị Mẫu",
}
ANSWER = {"decision_number": "51/QĐ-UBND", "reason": "Đã kiểm tra lại."}


def complained(story: Story) -> Story:
    """A complaint of what was decided in a story, as a story of its own."""
    world = story.world
    case = file_complaint(world.svc, story.id, TOLD, "vi", story.key())
    world.settle()
    return Story(world, story.token, case.id)


def withdrawn(world: World) -> tuple[Story, Story]:
    """A story and its withdrawal."""
    story = recognised(world)
    return story, begun(story, "withdrawal").decide(CHAIRMAN, "withdraw", **PAPER)


def accepted(complaint: Story) -> Story:
    return complaint.decide(ADMIN, "accept-complaint")


def test_it_is_received_accepted_and_answered_in_days_that_are_watched(world: World) -> None:
    _, withdrawal = withdrawn(world)
    complaint = complained(withdrawal)
    assert complaint.case.reference == f"{withdrawal.case.reference}-KN1"
    assert complaint.case.position.due == datetime(2026, 7, 15, 16, 59, 59, tzinfo=UTC)
    assert world.post.last(PRODUCER).template == "proceeding-told"
    world.clock.now = datetime(2026, 7, 16, 2, tzinfo=UTC)
    world.sweep()
    assert world.post.last(ADMIN).template == "task-overdue"
    complaint.decide_late(ADMIN, "accept-complaint")
    assert complaint.case.position.due == datetime(2026, 8, 17, 16, 59, 59, tzinfo=UTC)
    complaint.decide(CHAIRMAN, "dismiss-complaint", **ANSWER)
    assert complaint.case.ending == "complaint-dismissed"


def test_it_freezes_nothing(world: World) -> None:
    story, withdrawal = withdrawn(world)
    accepted(complained(withdrawal))
    assert validity_on(certificate_of(story), date(2026, 7, 1)).state == "withdrawn"


def test_one_that_is_right_lets_the_certificate_count_again(world: World) -> None:
    story, withdrawal = withdrawn(world)
    complaint = accepted(complained(withdrawal))
    world.clock.now = datetime(2026, 7, 20, 2, tzinfo=UTC)
    complaint.decide(CHAIRMAN, "uphold-complaint", **ANSWER)
    certificate = certificate_of(story)
    states = [validity_on(certificate, date(2026, 7, day)).state for day in (1, 19, 20)]
    assert states == ["withdrawn", "withdrawn", "valid"]
    page = Visitor(world).get(f"/certificates/{certificate.number}").body
    assert "Có hiệu lực trở lại từ ngày 20/07/2026, theo quyết định 51/QĐ-UBND" in page


def test_one_that_is_wrong_or_not_accepted_changes_nothing(world: World) -> None:
    story, withdrawal = withdrawn(world)
    before = certificate_of(story)
    accepted(complained(withdrawal)).decide(CHAIRMAN, "dismiss-complaint", **ANSWER)
    refused = complained(withdrawal).decide(ADMIN, "refuse-complaint", reason="Đã giải quyết.")
    assert refused.case.ending == "complaint-refused"
    assert certificate_of(story) == before


def test_a_result_is_complained_of_as_well_with_or_without_a_star(world: World) -> None:
    story = before_council(world).score(40, star=2)
    complaint = accepted(complained(story)).decide(CHAIRMAN, "uphold-complaint", **ANSWER)
    assert (complaint.case.ending, story.case.status) == ("complaint-upheld", "ended")
    told = world.post.last(ADMIN, "proceeding-told").mail.text
    assert "Khiếu nại đúng" in told
    assert f"/office/dossiers/{complaint.id}" in told


def test_what_the_ministry_withdrew_the_ministry_answers(world: World) -> None:
    story = recognised(world)
    five_stars(story)
    withdrawal = begun(story, "withdrawal").decide(
        "tutuvan@songxanh.example.vn", "withdraw", **PAPER
    )
    complaint = complained(withdrawal).decide(ADMIN, "accept-complaint-centre")
    assert complaint.case.position.stage == "complaint-answer-centre"


def test_there_has_to_be_a_decision_and_one_complaint_at_a_time(world: World) -> None:
    story = recognised(world)
    considered = begun(story, "withdrawal")
    with pytest.raises(WrongState):
        complained(considered)
    first = complained(story)
    with pytest.raises(WrongState):
        complained(story)
    with pytest.raises(WrongState):
        complained(first)


def test_the_same_complaint_sent_twice_is_one(world: World) -> None:
    story = recognised(world)
    first, again = (file_complaint(world.svc, story.id, TOLD, "vi", "k") for _ in range(2))
    assert first == again


def test_a_producer_complains_on_pages_and_the_office_sees_it(world: World) -> None:
    story, withdrawal = withdrawn(world)
    visitor = Visitor(world)
    page = visitor.open_mail(PRODUCER, "proceeding-told")
    assert page.path.startswith(f"/dossiers/{withdrawal.id}")
    asked = visitor.get(f"/dossiers/{withdrawal.id}/complaint")
    wrong = visitor.press(asked, "/complaint", **{**TOLD, "against": ""})
    assert wrong.status == 422
    done = visitor.follow(visitor.press(wrong, "/complaint", **TOLD))
    assert "Đã nhận đơn khiếu nại" in done.body
    reference = f"{withdrawal.case.reference}-KN1"
    assert reference in done.body
    world.settle()
    office = signed_in(world, ADMIN)
    assert reference in office.get("/office").body
    number = story.case.subject.certificate
    assert reference in office.get(f"/office/certificates/{number}").body
    told = office.call("GET", f"/v1/office/certificates/{number}", x_claim=ADMIN).json
    assert [one["matter"] for one in told["complaints"]] == ["complaint"]


def test_a_program_complains_by_the_producer_s_link_alone(world: World) -> None:
    story = recognised(world)
    program, path = Visitor(world), f"/v1/dossiers/{story.id}/complaint"
    bearer = {"authorization": f"Bearer {story.token}"}
    assert program.call("POST", path, {"data": TOLD}).status == 401
    answer = program.call("POST", path, {"data": TOLD}, **bearer)
    assert (answer.status, answer.json["reference"]) == (201, f"{story.case.reference}-KN1")
