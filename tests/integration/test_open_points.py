"""What the law leaves to whoever decides: a complaint that came late, an older star withdrawn."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ocop.base.errors import InvalidInput
from ocop.base.moment import local_date
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import read_document
from ocop.certificates.life import validity_on
from ocop.law.again import Again
from tests.integration.test_again import begun, filed_again, judged, on, recognised, refusal
from tests.integration.test_complaint import TOLD, complained
from tests.integration.test_web_office import signed_in
from tests.support import oversight
from tests.support.laws import changed_law
from tests.support.oversight import ADMIN, certificate_of
from tests.support.play import CHAIRMAN, COMMUNE, Story
from tests.support.visitor import Visitor
from tests.support.world import World

LAW = read_document(schemas_dir() / "rulebooks" / "26-2026.json")
LAST = date(2026, 9, 29)  # the ninetieth day after 1 July
LATE = date(2026, 9, 30)
REASON = "Thời gian ốm đau có giấy ra viện, không tính vào thời hiệu."
CLOSED = ("/outcome", "oneOf")
WITHDRAWN = "làm căn cứ của việc này đã bị thu hồi"


def late_under(world: World, home: Path, under: str) -> Story:
    """A complaint that came a day late, under a law that makes this of it."""
    late = {**LAW["oversight"]["late_complaint"], "under": under}
    changed_law(world, home, oversight={**LAW["oversight"], "late_complaint": late})
    return late_complaint(world)


def late_complaint(world: World) -> Story:
    story = oversight.recognised(world)
    on(world, LATE)
    return complained(story)


def refused_codes(story: Story, who: str, outcome: str, **told: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        story.decide(who, outcome, **told)
    return [(error.pointer, error.code) for error in refused.value.errors]


@pytest.mark.parametrize(("day", "late"), [(LAST, False), (LATE, True)])
def test_a_complaint_is_in_time_for_ninety_days_and_received_after_them(
    world: World, day: date, *, late: bool
) -> None:
    story = oversight.recognised(world)
    on(world, day)
    complaint = complained(story)
    assert complaint.case.is_open
    subject = oversight.subject_of(complaint.case)
    assert (subject.until, subject.late) == (LAST, late)
    if late:
        assert refused_codes(complaint, ADMIN, "accept-complaint") == [
            ("/reason", "reason-required")
        ]
    complaint.decide(ADMIN, "accept-complaint", **({"reason": REASON} if late else {}))
    assert complaint.case.position.stage == "complaint-answer"


def test_once_accepted_a_late_complaint_is_answered_like_any_other(world: World) -> None:
    complaint = late_complaint(world).decide(ADMIN, "accept-complaint", reason=REASON)
    answer = {"decision_number": "51/QĐ-UBND", "reason": "Đã xem xét."}
    complaint.decide(CHAIRMAN, "dismiss-complaint", **answer)
    assert complaint.case.ending == "complaint-dismissed"


def test_a_law_may_let_a_late_complaint_be_refused_alone(world: World, tmp_path: Path) -> None:
    complaint = late_under(world, tmp_path, "stops")
    assert CLOSED in refused_codes(complaint, ADMIN, "accept-complaint", reason=REASON)
    complaint.decide(ADMIN, "refuse-complaint", reason="Quá thời hiệu.")
    assert complaint.case.ending == "complaint-refused"


def test_or_have_it_dealt_with_as_if_it_had_come_in_time(world: World, tmp_path: Path) -> None:
    complaint = late_under(world, tmp_path, "goes-on").decide(ADMIN, "accept-complaint")
    assert complaint.case.position.stage == "complaint-answer"


def test_complainant_and_officer_read_that_it_is_late_and_what_follows(world: World) -> None:
    story = oversight.recognised(world)
    person, path = Visitor(world), f"/dossiers/{story.id}"
    person.get(f"/r/{story.token}")
    in_time = "Khiếu nại trong thời hiệu: đến hết ngày 29/09/2026 (Luật Khiếu nại Điều 9)"
    for page in (path, f"{path}/complaint"):
        assert in_time in person.get(page).body
    on(world, LATE)
    for page in (path, f"{path}/complaint"):
        body = person.get(page).body
        assert "Đã hết thời hiệu khiếu nại từ sau ngày 29/09/2026" in body
        assert "xem trở ngại ông/bà nêu" in body
    form = person.get(f"{path}/complaint")
    person.press(form, "/complaint", **TOLD, obstacle="Nằm viện từ 01/08 đến 28/09/2026.")
    world.settle()
    complaint = world.store.case(world.store.case_id(f"{story.case.reference}-KN1"))
    officer, _ = signed_in(world, ADMIN)
    body = officer.get(f"/office/dossiers/{complaint.id}").body
    assert "Đơn khiếu nại này nộp sau thời hiệu: hạn là hết ngày 29/09/2026" in body
    assert "phải xem xét điểm này và nêu lý do" in body
    assert "Nằm viện từ 01/08" in officer.get(f"/office/dossiers/{complaint.id}").body


def upgrade_without_its_star(world: World, points: int = 82) -> Story:
    """The same before the chairman."""
    return judged(handed_in_without_its_star(world), points)


def handed_in_without_its_star(world: World) -> Story:
    """An upgrade at the commune whose older certificate was withdrawn on its way."""
    story = recognised(world)
    on(world, date(2027, 1, 4))
    again = filed_again(begun(story, "upgrade"))
    withdrawn_today(story)
    assert certificate_of(story).revocation
    return again


def withdrawn_today(story: Story) -> None:
    told = {"concluded_on": local_date(story.world.clock.now).isoformat()}
    proposal = oversight.begun(story, "withdrawal", **told)
    proposal.decide(CHAIRMAN, "withdraw", decision_number="40/QĐ-UBND", reason="Theo kết luận.")


def test_an_upgrade_whose_older_star_is_withdrawn_is_settled_with_reasons(world: World) -> None:
    again = upgrade_without_its_star(world)
    paper = {"decision_number": "41/QĐ-UBND"}
    assert refused_codes(again, CHAIRMAN, "recognise", **paper) == [("/reason", "reason-required")]
    again.decide(CHAIRMAN, "recognise", reason="Sản phẩm đã khắc phục.", **paper)
    assert (again.case.ending, certificate_of(again).star) == ("recognised", 4)


def test_so_is_a_re_rating_and_the_withdrawn_star_is_not_held_for_it(world: World) -> None:
    """Article 12(3) holds a certificate that counts, and none that was withdrawn."""
    story = recognised(world)
    last = certificate_of(story).valid_to
    on(world, last - timedelta(days=150))
    again = filed_again(begun(story, "re-rating"))
    withdrawn_today(story)
    days = (local_date(world.clock.now), last + timedelta(days=1))
    assert [validity_on(certificate_of(story), day).state for day in days] == ["withdrawn"] * 2
    judged(again, 82)
    paper = {"decision_number": "41/QĐ-UBND"}
    assert refused_codes(again, CHAIRMAN, "recognise", **paper) == [("/reason", "reason-required")]
    again.decide(CHAIRMAN, "recognise", reason="Sản phẩm đã khắc phục.", **paper)
    assert (again.case.ending, certificate_of(again).star) == ("recognised", 4)
    assert validity_on(certificate_of(story), days[0]).state == "withdrawn"


@pytest.mark.parametrize("occasion", ["upgrade", "re-rating"])
def test_after_a_withdrawal_none_is_begun_from_that_star(world: World, occasion: Again) -> None:
    """A new dossier of the product is a first rating, from the idea on."""
    story = recognised(world)
    last = certificate_of(story).valid_to
    on(world, last - timedelta(days=150))
    withdrawn_today(story)
    assert refusal(story, occasion) == "again-withdrawn"


def test_or_it_ends_without_a_star(world: World) -> None:
    again = upgrade_without_its_star(world)
    again.decide(CHAIRMAN, "not-recognised", reason="Căn cứ đã bị thu hồi.")
    assert (again.case.ending, again.case.subject.certificate) == ("not-recognised", "")


def test_from_ninety_points_it_is_passed_on_with_reasons(world: World) -> None:
    again = upgrade_without_its_star(world, 95)
    paper = {"decision_number": "41/QĐ-UBND"}
    assert refused_codes(again, CHAIRMAN, "forward", **paper) == [("/reason", "reason-required")]
    again.decide(CHAIRMAN, "forward", reason="Sản phẩm đã khắc phục.", **paper)
    assert again.case.position.stage == "centre"


def test_a_law_may_let_it_end_without_a_star_alone(world: World, tmp_path: Path) -> None:
    stops = {**LAW["again"]["upgrade"]["withdrawn"], "under": "stops"}
    upgrade = {**LAW["again"]["upgrade"], "withdrawn": stops}
    changed_law(world, tmp_path, again={**LAW["again"], "upgrade": upgrade})
    again = upgrade_without_its_star(world)
    told = {"decision_number": "41/QĐ-UBND", "reason": "Sản phẩm đã khắc phục."}
    assert CLOSED in refused_codes(again, CHAIRMAN, "recognise", **told)
    again.decide(CHAIRMAN, "not-recognised", reason="Căn cứ đã bị thu hồi.")
    assert again.case.ending == "not-recognised"


def test_with_its_star_nothing_of_that_is_asked(world: World) -> None:
    again = judged(filed_again(_upgrade(world)), 82)
    assert CLOSED in refused_codes(again, CHAIRMAN, "not-recognised", reason="Không.")
    again.decide(CHAIRMAN, "recognise", decision_number="41/QĐ-UBND")
    assert again.case.ending == "recognised"


def _upgrade(world: World) -> Story:
    story = recognised(world)
    on(world, date(2027, 1, 4))
    return begun(story, "upgrade")


def test_producer_and_officers_read_of_it(world: World) -> None:
    again = upgrade_without_its_star(world)
    officer, _ = signed_in(world, CHAIRMAN)
    assert WITHDRAWN in officer.get(f"/office/dossiers/{again.id}").body
    clerk, _ = signed_in(world, ADMIN)
    assert WITHDRAWN in clerk.get(f"/office/dossiers/{again.id}").body
    person = Visitor(world)
    person.get(f"/r/{again.token}")
    assert WITHDRAWN in person.get(f"/dossiers/{again.id}").body


def test_programs_read_of_it_at_every_stage(world: World) -> None:
    again = handed_in_without_its_star(world)
    bearer = {"authorization": f"Bearer {world.post.last(COMMUNE, 'task-assigned').token}"}
    [holder] = [one for one in world.store.assignments(again.id) if one.stage == "intake"]
    told = Visitor(world).call("GET", f"/v1/reviews/{again.id}-{holder.id}", **bearer).json
    assert [(one["code"], one["under"]) for one in told["to_settle"]] == [
        ("star-withdrawn", "settles")
    ]
    assert WITHDRAWN in told["to_settle"][0]["said"]
