"""What got no star, and what came by a sheet, is evaluated again: 26/2026/QĐ-TTg, Điều 10.1b."""

from datetime import UTC, date, datetime

import pytest

from ocop.base.errors import Forbidden, InvalidInput, NotFound, WrongState
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.history import Act, verify
from ocop.certificates.life import validity_on
from ocop.deciding.redoing import order_redo
from ocop.deciding.redoing_results import may_redo_result, order_redo_of_result
from tests.integration.test_again import DAY, begun, filed_again, judged, on
from tests.integration.test_again import recognised as recognised_in_july
from tests.integration.test_certificate_import import HONEY, taken
from tests.integration.test_complaint import ANSWER, accepted, complained
from tests.integration.test_redo import ORDER, PAPER, judged_again
from tests.integration.test_withdrawal import signed_in
from tests.support.oversight import ADMIN, certificate_of, officer
from tests.support.play import CHAIRMAN, COMMUNE, PRODUCER, Story, before_council, filed, kept
from tests.support.visitor import Visitor
from tests.support.world import World

ASKED = {name: ORDER[name] for name in ("document_number", "document_date", "reason")}


@kept
def without_star(world: World) -> Story:
    """45 points of the province's council on 1 July 2026: two stars, of which there is no
    decision.
    """
    return before_council(world).score(45, star=0)


def order(story: Story, email: str = ADMIN, key: str = "", **over: str) -> Case:
    world = story.world
    act = Act("opened", "redo", key or story.key(), ASKED | over, by="admin", channel="account")
    case = order_redo_of_result(world.svc, officer(world, email), story.id, act, "vi")
    world.settle()
    return case


def mid_july(world: World) -> None:
    world.clock.now = datetime(2026, 7, 15, 2, tzinfo=UTC)


def test_a_result_without_a_star_is_judged_again_and_may_bring_one(world: World) -> None:
    story = without_star(world)
    assert story.case.ending == "not-recognised"
    mid_july(world)
    case = order(story)
    assert (case.status, case.position.stage, case.subject.result) == ("open", "advisory", None)
    assert (case.subject.evaluation_round, case.process) == ("2026-2", story.case.process)
    mail = world.post.last(PRODUCER, "stage-outcome").mail.text
    assert "Evaluated again by the ministry" in mail
    assert ORDER["reason"] in mail
    judged_again(story, 72, 4).decide(CHAIRMAN, "recognise", decision_number="60/QĐ-UBND")
    certificate = certificate_of(story)
    assert (certificate.number, certificate.star, certificate.earlier) == (
        f"OCOP-{story.case.reference}", 4, (),
    )  # fmt: skip
    assert verify(world.store.events(story.id), story.case) == []


def test_an_order_is_offered_under_a_law_of_today_alone(world: World) -> None:
    story = without_star(world)
    mid_july(world)
    assert may_redo_result(world.svc, officer(world, ADMIN), story.case)
    world.clock.now = world.clock.now.replace(year=2010)
    assert not may_redo_result(world.svc, officer(world, ADMIN), story.case)


def test_a_complaint_that_was_right_has_it_judged_again(world: World) -> None:
    story = without_star(world)
    by = {"basis": "complaint", "document_number": ANSWER["decision_number"]}
    mid_july(world)
    with pytest.raises(InvalidInput) as refused:
        order(story, document_date="2026-07-15", **by)
    assert [(e.pointer, e.code) for e in refused.value.errors] == [("/basis", "not-upheld")]
    accepted(complained(story)).decide(CHAIRMAN, "uphold-complaint", **ANSWER)
    assert order(story, document_date="2026-07-15", **by).is_open
    assert "since the complaint was right" in world.post.last(PRODUCER, "stage-outcome").mail.text


def test_it_may_be_ordered_once_more_after_the_second_result(world: World) -> None:
    story = without_star(world)
    mid_july(world)
    order(story)
    judged_again(story, 45, 0)
    assert story.case.ending == "not-recognised"
    assert order(story, document_date="2026-07-15").is_open
    judged_again(story, 55, 3).decide(CHAIRMAN, "recognise", decision_number="61/QĐ-UBND")
    assert certificate_of(story).star == 3


def test_a_repeat_gets_the_same_case_and_an_open_one_is_not_ordered_again(world: World) -> None:
    story = without_star(world)
    mid_july(world)
    first = order(story, key="k")
    assert order(story, key="k").version == first.version
    with pytest.raises(WrongState) as refused:
        order(story)
    assert refused.value.code == "redo-not-now"


@pytest.mark.parametrize(
    ("day", "code"), [("2026-06-30", "order-too-early"), ("2026-07-16", "order-to-come")]
)
def test_the_order_follows_the_result_and_is_not_to_come(world: World, day: str, code: str) -> None:
    story = without_star(world)
    mid_july(world)
    with pytest.raises(InvalidInput) as refused:
        order(story, document_date=day)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/document_date", code)]
    assert story.case.status == "ended"


@pytest.mark.parametrize("day", ["2026-07-01", "2026-07-15"])
def test_the_order_may_be_of_the_first_and_of_the_last_day(world: World, day: str) -> None:
    story = without_star(world)
    mid_july(world)
    assert order(story, document_date=day).is_open


@pytest.mark.parametrize("email", [COMMUNE, CHAIRMAN])
def test_the_office_alone_records_it(world: World, email: str) -> None:
    story = without_star(world)
    mid_july(world)
    with pytest.raises(Forbidden):
        order(story, email, reason="")


def test_nothing_that_no_council_has_judged_is_judged_again(world: World) -> None:
    story = filed(world).decide(COMMUNE, "not-proposed", reason="Thiếu.")
    mid_july(world)
    with pytest.raises(WrongState) as refused:
        order(story)
    assert refused.value.code == "redo-not-now"


def test_a_product_that_was_recognised_since_is_redone_at_that_certificate(world: World) -> None:
    """Handed in once more after a result without a star: the newer recognition stands."""
    story = without_star(world)
    newer = Story(world).idea(commune="10105", criteria_set="04").confirm()
    newer.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    newer.file("deployment-progress").file("registration").file("self-assessment")
    judged(newer, 72, 4).decide(CHAIRMAN, "recognise", decision_number="60/QĐ-UBND")
    mid_july(world)
    with pytest.raises(WrongState) as refused:
        order(story)
    assert refused.value.code == "redo-newer"
    assert refused.value.params == {"number": newer.case.subject.certificate}


def test_a_failed_re_rating_is_judged_again_while_the_older_one_runs_its_term(
    world: World,
) -> None:
    """An answer has ended the extension of Điều 12.3; an order to look again does not revive it."""
    story = recognised_in_july(world)
    last = certificate_of(story).valid_to
    on(world, last - DAY)
    again = judged(filed_again(begun(story, "re-rating")), 45, 0)
    on(world, last + DAY)
    assert validity_on(certificate_of(story), last + DAY).state == "expired"
    order(again, document_date=(last + DAY).isoformat())
    assert validity_on(certificate_of(story), last + DAY).state == "expired"
    judged_again(again, 60, 3).decide(CHAIRMAN, "recognise", decision_number="90/QĐ-UBND")
    newer = certificate_of(again)
    assert (newer.star, newer.earlier) == (3, (story.case.subject.certificate,))


def test_a_re_rating_that_is_judged_again_bars_another_and_is_barred_by_one(world: World) -> None:
    story = recognised_in_july(world)
    on(world, certificate_of(story).valid_to - 150 * DAY)
    failed = judged(filed_again(begun(story, "re-rating")), 45, 0)
    second = begun(story, "re-rating")
    today = world.clock.now.date().isoformat()
    with pytest.raises(WrongState) as refused:
        order(failed, document_date=today)
    assert refused.value.params == {"reference": second.case.reference}


def test_it_is_recorded_on_a_page_and_by_a_program(world: World) -> None:
    story = without_star(world)
    mid_july(world)
    office, program = signed_in(world, ADMIN), Visitor(world)
    home = f"/office/dossiers/{story.id}"
    assert f"{home}/redo" in office.get(home).body
    assert f"{home}/redo" not in signed_in(world, CHAIRMAN).get(home).body
    wrong = office.press(office.get(f"{home}/redo"), "/redo", **{**ASKED, "reason": ""})
    assert (wrong.status, story.case.status) == (422, "ended")
    refused = program.call("POST", f"/v1{home}/redo", {"data": {}}, x_claim=CHAIRMAN)
    assert refused.status == 403
    done = office.follow(office.press(office.get(f"{home}/redo"), "/redo", **ASKED))
    assert "Đã ghi và giao việc." in done.body
    assert f"{home}/redo" not in done.body
    told = program.call("POST", f"/v1{home}/redo", {"data": ASKED}, x_claim=ADMIN)
    assert (told.status, told.json["code"]) == (409, "redo-not-now")


def test_a_program_gets_the_case(world: World) -> None:
    story = without_star(world)
    mid_july(world)
    address = f"/v1/office/dossiers/{story.id}/redo"
    told = Visitor(world).call("POST", address, {"data": ASKED}, x_claim=ADMIN)
    assert (told.status, told.json["stage"]) == (201, "advisory")


def taken_over(world: World) -> Certificate:
    """A certificate of 20 May 2026, four stars, that came by a sheet without an address."""
    taken(world, HONEY)
    [product] = Visitor(world).call("GET", "/v1/products").json["products"]
    world.clock.now = datetime(2026, 7, 15, 2, tzinfo=UTC)
    return world.store.certificate(product["number"])


def anew(world: World, older: Certificate, key: str = "k", **over: str) -> Story:
    """The case that an order begins of which there is no dossier here."""
    act = Act(
        "opened", "redo", key, ORDER | {"email": PRODUCER} | over, by="admin", channel="account"
    )
    case = order_redo(world.svc, officer(world), older.number, act, "vi")
    world.settle()
    return Story(world, world.post.last(PRODUCER, "rated-again").token, case.id)


def test_of_a_certificate_that_came_by_a_sheet_a_new_dossier_is_asked(world: World) -> None:
    old = taken_over(world)
    story = anew(world, old)
    case = story.case
    assert (case.position.stage, case.position.waits_for, case.status) == (
        "renewal", "producer", "open",
    )  # fmt: skip
    assert (case.subject.previous, case.subject.occasion) == (old.number, "first")
    assert case.process.startswith("26-2026@")  # the law of the day, not the 1489-2025 of the paper
    mail = world.post.last(PRODUCER, "rated-again").mail.text
    assert ORDER["reason"] in " ".join(mail.split())
    assert validity_on(world.store.certificate(old.number), date(2026, 7, 15)).state == "valid"
    page = signed_in(world, ADMIN).get(f"/office/dossiers/{story.id}").body
    assert f"Đánh giá, phân hạng lại, từ giấy chứng nhận {old.number}" in page


def test_what_comes_of_it_takes_the_older_one_s_place_also_with_fewer_stars(world: World) -> None:
    old = taken_over(world)
    story = judged(filed_again(anew(world, old)), 55, 3)
    with pytest.raises(InvalidInput):  # the star that was not given by the rules is not kept
        story.decide(CHAIRMAN, "keep-star", reason="Giữ hạng.")
    story.decide(CHAIRMAN, "recognise", decision_number="60/QĐ-UBND")
    newer, today = certificate_of(story), date(2026, 7, 15)
    assert (newer.star, newer.earlier, newer.rulebook) == (3, (old.number,), "26-2026")
    before = world.store.certificate(old.number)
    assert (before.replaced_by, before.renewals) == (newer.number, ())
    assert verify(world.store.events(story.id), story.case) == []
    assert validity_on(newer, today).in_force != validity_on(before, today).in_force


def test_the_older_one_is_withdrawn_with_the_order_where_that_says_so(world: World) -> None:
    old = taken_over(world)
    anew(world, old, **PAPER)
    held = world.store.certificate(old.number)
    assert held.revocation is not None
    assert held.revocation.decision_number == "55/QĐ-UBND"
    assert validity_on(held, date(2026, 7, 15)).state == "withdrawn"


def test_it_is_begun_once_and_alone(world: World) -> None:
    old = taken_over(world)
    with pytest.raises(WrongState) as refused:
        anew(world, old, email="")
    assert refused.value.code == "again-no-address"
    first = anew(world, old)
    assert anew(world, old).id == first.id
    with pytest.raises(WrongState) as refused:
        anew(world, old, key="another")
    assert refused.value.params == {"reference": first.case.reference}


def test_a_certificate_that_was_replaced_is_not_redone(world: World) -> None:
    """Its successor counts: an order about the product is recorded there."""
    story = recognised_in_july(world)
    old = certificate_of(story)
    on(world, date(2027, 1, 4))
    again = judged(filed_again(begun(story, "upgrade")), 84, 4)
    again.decide(CHAIRMAN, "recognise", decision_number="70/QĐ-UBND")
    act = Act("opened", "redo", "k", ORDER, by="admin", channel="account")
    with pytest.raises(WrongState) as refused:
        order_redo(world.svc, officer(world), old.number, act, "vi")
    assert refused.value.code == "redo-not-now"


def test_nobody_elsewhere_learns_of_a_case(world: World) -> None:
    story = without_star(world)
    with pytest.raises(NotFound):
        order_redo_of_result(
            world.svc, officer(world), "nowhere", Act("opened", "redo", "k", ASKED), "vi"
        )
    assert story.case.status == "ended"
