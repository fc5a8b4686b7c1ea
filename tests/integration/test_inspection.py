"""Certified products are inspected: findings, what has to be put right, and what it leads to."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ocop.base.calendar import end_of_day
from ocop.base.errors import InvalidInput, NotFound
from ocop.certificates.life import validity_on
from ocop.deciding.inspecting import opening_question, overseen
from tests.integration.test_withdrawal import PAPER, signed_in
from tests.support.oversight import (
    ADMIN,
    begun,
    certificate_of,
    officer,
    recognised,
    subject_of,
)
from tests.support.play import CHAIRMAN, COMMUNE, PRODUCER, Story
from tests.support.visitor import Visitor
from tests.support.world import World

REPORT: dict[str, Any] = {
    "visited_on": "2026-07-06",
    "team": "Nguyễn Thị Mẫu, Sở NN",
    "criteria": {"verdict": "kept"},
    "mark": {"verdict": "broken", "remark": "Nhãn in 5 sao."},
    "product_law": {"verdict": "not-checked"},
    "concluded_on": "2026-07-07",
}
FIX = {"reason": "Thu hồi nhãn in sai.", "fix_by": "2026-07-20"}
BROKEN = {"reason": "Nhãn vẫn in sai.", "ground": "mark-misused"}


def inspected(world: World, outcome: str, **over: Any) -> tuple[Story, Story]:
    """A story and its inspection, with the report of 8 July."""
    story = recognised(world)
    inspection = begun(story, "inspection")
    world.clock.now = datetime(2026, 7, 8, 2, tzinfo=UTC)
    inspection.decide(ADMIN, outcome, **{**REPORT, **over})
    return story, inspection


def test_a_visit_is_planned_with_team_and_day_and_watched_from_that_day(world: World) -> None:
    inspection = begun(recognised(world), "inspection")
    assert inspection.case.position.due == end_of_day(date(2026, 7, 20))
    [planned] = world.store.events(inspection.id)
    assert planned.data["team"] == "Nguyễn Thị Mẫu, Sở NN"
    assert all(post.to != PRODUCER for post in world.post.sent if "proceeding" in post.template)


def test_one_in_order_ends_and_tells_producer_and_commune(world: World) -> None:
    story, inspection = inspected(world, "kept")
    assert inspection.case.ending == "inspected"
    for to in (PRODUCER, COMMUNE):
        assert world.post.last(to, "proceeding-told").mail.reference == inspection.case.reference
    assert validity_on(certificate_of(story), date(2026, 7, 8)).state == "valid"


def test_what_is_to_be_put_right_is_looked_at_again_and_reminded(world: World) -> None:
    _, inspection = inspected(world, "to-fix", **FIX)
    position = inspection.case.position
    assert (position.stage, position.due) == ("inspection-follow-up", end_of_day(date(2026, 7, 27)))
    world.clock.now = datetime(2026, 7, 28, 2, tzinfo=UTC)
    world.sweep()
    assert world.post.last(ADMIN).template == "task-overdue"
    inspection.decide_late(ADMIN, "fixed", **REPORT)
    assert inspection.case.ending == "inspected"


@pytest.mark.parametrize(
    ("outcome", "over", "pointer"),
    [
        ("to-fix", {"fix_by": ""}, "/fix_by"),
        ("propose-withdrawal", {"ground": ""}, "/ground"),
        ("propose-withdrawal", {"reason": ""}, "/reason"),
    ],
)
def test_what_an_outcome_needs_is_demanded(
    world: World, outcome: str, over: dict[str, str], pointer: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        inspected(world, outcome, **{**FIX, **BROKEN, **over})
    assert [error.pointer for error in refused.value.errors] == [pointer]


def test_its_findings_lead_to_a_withdrawal_in_the_same_case(world: World) -> None:
    story, inspection = inspected(world, "propose-withdrawal", **BROKEN)
    position = inspection.case.position
    assert (position.stage, position.due) == ("withdrawal", end_of_day(date(2026, 7, 22)))
    assert subject_of(inspection.case).ground == "mark-misused"
    inspection.decide(CHAIRMAN, "withdraw", **PAPER)
    held = certificate_of(story).revocation
    assert held is not None
    assert (held.ground, held.case) == ("mark-misused", inspection.id)


def test_a_withdrawal_cannot_lie_before_the_conclusion_of_the_inspection(world: World) -> None:
    _, inspection = inspected(world, "propose-withdrawal", **BROKEN)
    with pytest.raises(InvalidInput) as refused:
        inspection.decide(CHAIRMAN, "withdraw", **PAPER, decision_date="2026-07-06")
    assert [error.code for error in refused.value.errors] == ["decision-date-too-early"]
    assert "ngày kết luận làm căn cứ" in refused.value.errors[0].detail


def test_the_producer_is_told_what_to_put_right_and_until_when(world: World) -> None:
    _, inspection = inspected(world, "to-fix", **FIX)
    mail = world.post.last(PRODUCER, "proceeding-told").mail.text
    assert "20 July 2026" in mail
    assert "complain" not in mail
    page = Visitor(world).open_mail(PRODUCER, "proceeding-told").body
    assert f"khắc phục xong trước hết ngày 20/07/2026. {FIX['reason']}" in page
    assert "Bạn không phải làm gì lúc này" not in page
    world.clock.now = datetime(2026, 7, 21, 2, tzinfo=UTC)
    inspection.decide(ADMIN, "fixed", **{**REPORT, "visited_on": "2026-07-21"})
    assert "khắc phục xong trước" not in Visitor(world).open_mail(PRODUCER, "proceeding-told").body


def test_its_report_begins_with_what_was_planned(world: World) -> None:
    inspection = begun(recognised(world), "inspection")
    office = signed_in(world, ADMIN)
    case = office.get(f"/office/dossiers/{inspection.id}").page
    [way] = {str(a.attributes["href"]) for a in case.all("a") if "/decide" in str(a.attributes)}
    page = office.get(way).body
    assert 'value="2026-07-06"' in page
    assert "Nguyễn Thị Mẫu, Sở NN</textarea>" in page


def test_the_chairman_may_have_it_verified_again(world: World) -> None:
    _, inspection = inspected(world, "propose-withdrawal", **BROKEN)
    inspection.decide(CHAIRMAN, "verify", reason="Chưa rõ lô hàng.")
    assert inspection.case.position.stage == "inspection"


def test_an_officer_begins_what_officers_begin_and_in_the_own_units_alone(world: World) -> None:
    number = certificate_of(recognised(world)).number
    law = overseen(world.svc, officer(world), number).law
    with pytest.raises(NotFound):
        opening_question(world.svc, officer(world), "complaint", law)
    assert overseen(world.svc, officer(world), number).may_open
    seen = overseen(world.svc, officer(world, COMMUNE), number)
    assert (seen.may_open, seen.open_proceeding) == (False, None)
    with pytest.raises(NotFound):
        overseen(world.svc, officer(world, "canbo.nui-tra@songxanh.example.vn"), number)


@pytest.mark.parametrize("day", ["visited_on", "concluded_on"])
def test_a_visit_of_a_day_to_come_is_not_reported(world: World, day: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        inspected(world, "kept", **{day: "2026-07-09"})
    assert [(e.pointer, e.code) for e in refused.value.errors] == [(f"/{day}", "until-today")]


@pytest.mark.parametrize(("day", "refused"), [("2026-06-30", True), ("2026-07-01", False)])
def test_no_product_is_visited_before_its_certificate(
    world: World, day: str, refused: bool
) -> None:
    """A limit that runs from a visit of years ago would be over as it begins."""
    story = recognised(world)
    if not refused:
        assert begun(story, "inspection", visit_on=day).case.is_open
        return
    with pytest.raises(InvalidInput) as found:
        begun(story, "inspection", visit_on=day)
    assert [(e.pointer, e.code) for e in found.value.errors] == [("/visit_on", "visit-too-early")]
