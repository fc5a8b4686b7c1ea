"""The ministry has an evaluation done again: 26/2026/QĐ-TTg, Article 10(1)(b)."""

from datetime import UTC, date, datetime

import pytest

from ocop.base.errors import Forbidden, InvalidInput, WrongState
from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.cases.history import Act, verify
from ocop.certificates.life import validity_on
from ocop.deciding.redoing import order_redo
from ocop.filing.again import begin_again
from ocop.web.reading import Reading
from tests.integration.test_again import OFFICER, on
from tests.integration.test_complaint import ANSWER, accepted, complained
from tests.integration.test_withdrawal import signed_in
from tests.support.oversight import ADMIN, begun, certificate_of, officer, recognised
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, PRODUCER, Story
from tests.support.visitor import Visitor
from tests.support.world import World

ORDER = {
    "document_number": "77/BNNMT-VPĐP",
    "document_date": "2026-07-10",
    "reason": "Hội đồng họp thiếu thành viên.",
    "certificate": "kept",
}
PAPER = {
    "certificate": "withdrawn",
    "decision_number": "55/QĐ-UBND",
    "decision_date": "2026-07-15",
    "signer": "Trần Văn Mẫu",
}


def order(story: Story, email: str = ADMIN, key: str = "", **over: str) -> Case:
    """The order recorded at the story's certificate."""
    act = Act("opened", "redo", key or story.key(), ORDER | over, by="admin", channel="account")
    number = story.case.subject.certificate
    case = order_redo(story.world.svc, officer(story.world, email), number, act, "vi")
    story.world.settle()
    return case


def to_be_redone(world: World) -> Story:
    """A product of four stars since 1 July, on the 15th."""
    story = recognised(world)
    world.clock.now = datetime(2026, 7, 15, 2, tzinfo=UTC)
    return story


def judged_again(story: Story, points: int, star: int) -> Story:
    return story.decide(ADVISOR, "ready").score(points, star=star)


def test_the_case_opens_again_under_its_law_in_a_round_to_come(world: World) -> None:
    story = to_be_redone(world)
    before = story.case
    case = order(story)
    assert (case.id, case.process, case.status) == (before.id, before.process, "open")
    assert (case.position.stage, case.subject.result) == ("advisory", None)
    assert (case.subject.evaluation_round, case.subject.handed_in) == (
        "2026-2", before.subject.handed_in,
    )  # fmt: skip
    event = world.store.events(case.id)[-1]
    told = {name: event.data[name] for name in ("document_number", "document_date", "reason")}
    assert (event.kind, event.by) == ("redo-ordered", "admin")
    assert told == {name: ORDER[name] for name in told}
    assert ORDER["reason"] in world.post.last(PRODUCER, "stage-outcome").mail.text


def test_the_result_that_is_undone_is_not_called_provisional(world: World) -> None:
    story = to_be_redone(world)
    order(story)
    page = signed_in(world, ADMIN).get(f"/office/dossiers/{story.id}").body
    assert "Kết quả lần trước, sản phẩm được đánh giá lại" in page
    assert "Tạm tính" not in page
    judged_again(story, 60, 3)
    page = signed_in(world, ADMIN).get(f"/office/dossiers/{story.id}").body
    assert "Tạm tính, chưa có quyết định" in page


def test_a_council_is_asked_anew_and_a_second_number_is_given(world: World) -> None:
    story = to_be_redone(world)
    older = certificate_of(story)
    order(story)
    assert validity_on(certificate_of(story), date(2026, 7, 15)).state == "valid"
    judged_again(story, 60, 3)
    world.clock.move(days=3)
    story.decide(CHAIRMAN, "recognise", decision_number="60/QĐ-UBND")
    newer, today = certificate_of(story), local_date(world.clock.now)
    assert (newer.number, newer.star, newer.earlier) == (
        f"{older.number}-2", 3, (older.number,),
    )  # fmt: skip
    assert validity_on(newer, today).state == "valid"
    assert validity_on(world.store.certificate(older.number), today).state == "replaced"
    assert verify(world.store.events(story.id), story.case) == []
    order(story, document_date=newer.issued.isoformat())
    judged_again(story, 80, 4)
    story.decide(CHAIRMAN, "recognise", decision_number="61/QĐ-UBND")
    assert certificate_of(story).number == f"{older.number}-3"


def test_the_recognition_is_withdrawn_with_it_by_its_own_decision(world: World) -> None:
    story = to_be_redone(world)
    older = certificate_of(story)
    order(story, **PAPER)
    held = world.store.certificate(older.number).revocation
    assert held is not None
    assert (held.decision_number, held.day, held.signer) == (
        "55/QĐ-UBND", date(2026, 7, 15), "Trần Văn Mẫu",
    )  # fmt: skip
    heard = world.post.last(PRODUCER, "stage-outcome").mail.text
    commune = world.post.last(COMMUNE, "proceeding-told").mail.text
    assert "Withdrawn by decision 55/QĐ-UBND of" in " ".join(heard.split())
    assert "Thu hồi theo quyết định 55/QĐ-UBND, từ ngày 15/07/2026" in " ".join(commune.split())
    page = Visitor(world).get(f"/certificates/{older.number}").body
    assert "Lý do thu hồi: Đánh giá, phân hạng không đúng quy định" in page
    judged_again(story, 45, 0)
    assert story.case.ending == "not-recognised"
    assert validity_on(world.store.certificate(older.number), date(2026, 7, 16)).state == (
        "withdrawn"
    )


@pytest.mark.parametrize(
    ("over", "pointer", "code"),
    [
        ({"document_date": "2026-06-30"}, "/document_date", "order-too-early"),
        ({"document_date": "2026-07-16"}, "/document_date", "order-to-come"),
        ({**PAPER, "decision_date": "2026-07-09"}, "/decision_date", "order-too-early"),
        ({**PAPER, "decision_date": "2026-07-16"}, "/decision_date", "order-to-come"),
        ({**PAPER, "signer": ""}, "/signer", "required"),
        ({"document_number": ""}, "/document_number", "required"),
        ({"reason": ""}, "/reason", "required"),
    ],
)
def test_number_day_and_reason_are_asked_within_their_bounds(
    world: World, over: dict[str, str], pointer: str, code: str
) -> None:
    story = to_be_redone(world)
    with pytest.raises(InvalidInput) as refused:
        order(story, **over)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]
    assert story.case.status == "ended"


@pytest.mark.parametrize("day", ["2026-07-01", "2026-07-15"])
def test_the_order_may_be_of_the_first_and_of_the_last_day(world: World, day: str) -> None:
    assert order(to_be_redone(world), document_date=day).is_open


def test_the_office_alone_records_it_and_its_right_is_asked_first(world: World) -> None:
    story = to_be_redone(world)
    for email in (COMMUNE, CHAIRMAN):
        with pytest.raises(Forbidden):
            order(story, email, reason="")


def test_it_is_done_once_for_one_key_and_not_while_something_is_open(world: World) -> None:
    story = to_be_redone(world)
    first = order(story, key="k")
    assert order(story, key="k").version == first.version
    with pytest.raises(WrongState):
        order(story)
    other = Story(world, id=story.id)
    judged_again(other, 80, 4).decide(CHAIRMAN, "recognise", decision_number="60/QĐ-UBND")
    begun(other, "inspection", visit_on="2026-07-20")
    with pytest.raises(WrongState):
        order(other)


def test_the_days_of_a_law_that_is_over_do_not_bind_it(world: World) -> None:
    """Nor does a round that has closed: the office has its own days."""
    story = to_be_redone(world)
    on(world, date(2027, 6, 1))
    case = order(story, document_date="2027-05-31")
    assert case.position.due is not None
    assert local_date(case.position.due) > date(2027, 6, 14)


def test_a_product_that_is_evaluated_again_is_not_rated_again_meanwhile(world: World) -> None:
    story = to_be_redone(world)
    order(story)
    on(world, date(2027, 1, 4))
    with pytest.raises(WrongState) as refused:
        begin_again(world.svc, certificate_of(story), "upgrade", OFFICER, "k")
    assert refused.value.code == "again-open"


def test_an_officer_orders_it_on_a_page_and_a_program_by_its_address(world: World) -> None:
    story = to_be_redone(world)
    home = f"/office/certificates/{story.case.subject.certificate}"
    office = signed_in(world, ADMIN)
    assert f"{home}/redo" in office.get(home).body
    asked = office.get(f"{home}/redo")
    done = office.follow(office.press(asked, "/redo", **ORDER))
    assert "Đã ghi và giao việc." in done.body
    assert story.case.is_open
    told = Visitor(world).call("POST", f"/v1{home}/redo", {"data": ORDER}, x_claim=ADMIN)
    assert told.status == 409


UPHELD = {
    "basis": "complaint",
    "document_number": ANSWER["decision_number"],
    "document_date": "2026-07-20",
}


def upheld(story: Story) -> None:
    """A complaint of the story's result that was right, on 20 July."""
    complaint = accepted(complained(story))
    story.world.clock.now = datetime(2026, 7, 20, 2, tzinfo=UTC)
    complaint.decide(CHAIRMAN, "uphold-complaint", **ANSWER)


def test_a_complaint_that_was_right_has_it_evaluated_again_once(world: World) -> None:
    story = to_be_redone(world)
    upheld(story)
    case = order(story, **UPHELD)
    assert (case.id, case.status, case.position.stage) == (story.id, "open", "advisory")
    told = world.post.last(PRODUCER, "stage-outcome").mail.text
    assert "the complaint was right" in told
    assert "ministry" not in told
    lines = Reading.open(Visitor(world).desk, story.id, "vi").history("producer")
    assert "Đánh giá, phân hạng lại vì khiếu nại đúng" in [line.title for line in lines]
    judged_again(story, 82, 4)
    world.clock.move(days=3)
    story.decide(CHAIRMAN, "recognise", decision_number="60/QĐ-UBND")
    with pytest.raises(InvalidInput) as refused:
        order(story, **UPHELD)
    assert ("/basis", "not-upheld") in [(e.pointer, e.code) for e in refused.value.errors]


@pytest.mark.parametrize(
    "other", [{}, {"document_number": "52/QĐ-UBND"}, {"document_date": "2026-07-19"}]
)
def test_no_complaint_that_was_right_no_evaluation_by_it(
    world: World, other: dict[str, str]
) -> None:
    story = to_be_redone(world)
    if other:
        upheld(story)
    else:
        accepted(complained(story)).decide(CHAIRMAN, "dismiss-complaint", **ANSWER)
        world.clock.now = datetime(2026, 7, 20, 2, tzinfo=UTC)
    with pytest.raises(InvalidInput) as refused:
        order(story, **UPHELD | other)
    assert [(e.pointer, e.code) for e in refused.value.errors] == [("/basis", "not-upheld")]
    assert story.case.status == "ended"


def test_a_second_withdrawal_does_not_hide_the_first(world: World) -> None:
    story = recognised(world)
    world.clock.now = datetime(2026, 7, 8, 2, tzinfo=UTC)
    paper = {"decision_number": "40/QĐ-UBND", "reason": "Không còn sản xuất."}
    first = begun(story, "withdrawal").decide(CHAIRMAN, "withdraw", **paper)
    world.clock.move(days=2)
    accepted(complained(first)).decide(
        CHAIRMAN, "uphold-complaint", **{**ANSWER, "decision_number": "41/QĐ-UBND"}
    )
    world.clock.move(days=10)
    begun(story, "withdrawal", concluded_on="2026-07-20").decide(
        CHAIRMAN, "withdraw", decision_number="42/QĐ-UBND", reason="Lần hai."
    )
    certificate = certificate_of(story)
    numbers = [one.decision_number for one in certificate.revocations]
    assert numbers == ["40/QĐ-UBND", "42/QĐ-UBND"]
    days = [7, 8, 9, 10, 19, 20]
    states = [validity_on(certificate, date(2026, 7, day)).state for day in days]
    assert states == ["valid", "withdrawn", "withdrawn", "valid", "valid", "withdrawn"]
    page = Visitor(world).get(f"/certificates/{certificate.number}").body
    assert "40/QĐ-UBND" in page
    assert "41/QĐ-UBND" in page
    assert "42/QĐ-UBND" in page


def test_the_page_of_a_complaint_that_was_right_leads_to_the_order(world: World) -> None:
    story = to_be_redone(world)
    complaint = accepted(complained(story))
    world.clock.now = datetime(2026, 7, 20, 2, tzinfo=UTC)
    complaint.decide(CHAIRMAN, "uphold-complaint", **ANSWER)
    officer = signed_in(world, ADMIN)
    page = officer.get(f"/office/dossiers/{complaint.id}")
    number = story.case.subject.certificate
    way = f"/office/certificates/{number}/redo?complaint={complaint.id}"
    assert "Đánh giá lại vì khiếu nại đúng" in page.body
    assert way in page.body
    form = officer.get(way)
    sent = {"reason": "Hội đồng thiếu thành viên.", "certificate": "kept"}
    officer.follow(officer.press(form, f"/office/certificates/{number}/redo", **sent))
    event = world.store.events(story.id)[-1]
    told = {name: event.data[name] for name in ("basis", "document_number", "document_date")}
    assert told == {
        "basis": "complaint",
        "document_number": "51/QĐ-UBND",
        "document_date": "2026-07-20",
    }
    assert way not in officer.get(f"/office/dossiers/{complaint.id}").body


def test_a_complaint_that_was_not_right_leads_to_no_order(world: World) -> None:
    story = to_be_redone(world)
    complaint = accepted(complained(story)).decide(CHAIRMAN, "dismiss-complaint", **ANSWER)
    page = signed_in(world, ADMIN).get(f"/office/dossiers/{complaint.id}").body
    assert "Đánh giá lại vì khiếu nại đúng" not in page
