"""Which law a case runs under: that of the day its dossier is complete, and what the day after the
new law (22 May 2026) changes for dossiers of before: 26/2026/QĐ-TTg, Articles 11 and 12.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ocop.base.errors import InvalidInput, NotFound, WrongState
from ocop.catalogue.rulebooks import published_rulebooks
from ocop.setup.provinces import check_province
from tests.support.laws import NEW, OLD, OTHER, with_laws
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, Story
from tests.support.visitor import Visitor
from tests.support.world import World

LAST_OLD, FIRST_NEW = "2026-05-21T23:59", "2026-05-22T00:00"
UPGRADE = {"occasion": "upgrade", "previous_certificate": "99-10105-001-2023"}
AGAIN = {"occasion": "re-rating", "previous_certificate": "99-10105-001-2023"}


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


@pytest.fixture
def laws(world: World, tmp_path: Path) -> World:
    return with_laws(world, tmp_path)


def deployed(world: World, **registration: Any) -> Story:
    """A case whose idea is of March 2026 and whose registration is filed."""
    world.clock.now = local("2026-03-02T09:00")
    story = Story(world).idea(commune="10105", criteria_set="04", language="vi").confirm()
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    return story.file("registration", **registration)


def complete(story: Story, moment: str, **over: Any) -> Story:
    story.world.clock.now = local(moment)
    return story.file("self-assessment", **over)


def law_of(story: Story) -> str:
    return story.case.process.partition("@")[0]


def told(story: Story) -> dict[str, Any]:
    """What the case says of itself to its producer's program."""
    headers = {"authorization": f"Bearer {story.token}"}
    document = Visitor(story.world).call("GET", f"/v1/dossiers/{story.id}", **headers).json
    return {name: document[name] for name in ("law", "round", "product_code")}


def officer_of(world: World, email: str) -> Visitor:
    officer = Visitor(world)
    door = officer.get("/office")
    officer.press(door, "/office/sign-in", email=email, password="mat-khau-dung")
    return officer


@pytest.mark.parametrize(("moment", "law"), [(LAST_OLD, OLD), (FIRST_NEW, NEW)])
def test_the_day_of_the_dossier_settles_the_law_not_that_of_the_idea(
    laws: World, moment: str, law: str
) -> None:
    story = deployed(laws)
    assert law_of(story) == OLD
    complete(story, moment)
    assert law_of(story) == law
    assert story.case.position.stage == "intake"
    assert told(story)["law"]["handed_in"] == moment[:10]


def test_the_law_stays_though_another_comes_into_force_on_the_way(laws: World) -> None:
    story = complete(deployed(laws), LAST_OLD)
    laws.clock.now = local("2026-06-01T09:00")
    story.decide(COMMUNE, "supplement", reason="Thiếu phiếu kiểm nghiệm")
    story.file("registration").file("self-assessment").decide(COMMUNE, "propose")
    assert (law_of(story), story.case.position.stage) == (OLD, "advisory")


@pytest.mark.parametrize(
    ("registration", "last", "article"),
    [
        ({}, "2026-07-21", "Điều 12.2a"),
        (UPGRADE, "2026-07-21", "Điều 12.2a"),
        # 21 June 2026 is a Sunday.
        (AGAIN, "2026-06-22", "Điều 12.2b"),
    ],
)
def test_a_dossier_of_before_is_finished_within_the_days_of_the_new_law(
    laws: World, registration: dict[str, Any], last: str, article: str
) -> None:
    over = {"changes": "Bao bì mới"} if registration else {}
    story = complete(deployed(laws, **registration), LAST_OLD, **over)
    law = told(story)["law"]
    assert (law["finish_by"], law["article"]) == (last, article)
    assert article in law["why"]


def test_no_office_is_given_longer_than_the_new_law_leaves(laws: World) -> None:
    story = complete(deployed(laws), LAST_OLD)
    assert story.case.position.due == local("2026-06-11T23:59:59")
    laws.clock.now = local("2026-07-16T09:00")
    laws.sweep()
    story.decide_late(COMMUNE, "propose")
    assert story.case.position.due == local("2026-07-21T23:59:59")


def test_officer_and_producer_read_which_law_and_why(laws: World) -> None:
    story = complete(deployed(laws), LAST_OLD)
    producer = Visitor(laws).get(f"/r/{story.token}")
    officer = officer_of(laws, COMMUNE).get(f"/office/dossiers/{story.id}")
    for page in (producer, officer):
        assert "vì hồ sơ nộp đủ ngày 21/05/2026" in page.body
        assert "Điều 12.2a" in page.body
        assert "chậm nhất ngày 21/07/2026" in page.body


def test_before_the_dossier_is_complete_the_law_of_today_is_told(laws: World) -> None:
    story = deployed(laws)
    assert "90-2020/QĐ-TTg" in told(story)["law"]["why"]
    laws.clock.now = local(FIRST_NEW)
    assert "26/2026/QĐ-TTg" in told(story)["law"]["why"]


def test_a_product_comes_into_the_set_that_the_new_law_names(laws: World) -> None:
    story = deployed(laws)
    moved = Story(laws).idea(commune="10105", criteria_set="05", email="khac@example.vn").confirm()
    moved.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    moved.file("registration")
    complete(moved, FIRST_NEW)
    complete(story, FIRST_NEW)
    assert (moved.case.subject.set_number, story.case.subject.set_number) == (6, 4)


def test_a_product_that_the_new_law_has_no_set_for_is_not_handed_in(
    world: World, tmp_path: Path
) -> None:
    story = deployed(with_laws(world, tmp_path, OTHER))
    before = story.case
    with pytest.raises(WrongState, match="set-of-earlier-law"):
        complete(story, FIRST_NEW)
    assert story.case == before


def test_nothing_is_handed_in_on_a_day_without_a_law(laws: World) -> None:
    story = deployed(laws)
    laws.load("song-xanh", rulebooks=[{"id": OLD, "from": "2023-02-24"}])
    with pytest.raises(NotFound, match="no-rulebook"):
        complete(story, FIRST_NEW)
    assert Visitor(laws).get(f"/r/{story.token}").status == 200


@pytest.mark.parametrize(
    ("period", "accepted"),
    [
        ({"id": NEW, "from": "2026-05-22"}, True),
        ({"id": NEW, "from": "2026-05-21"}, False),
        ({"id": "1048-2019", "from": "2019-08-21", "to": "2023-02-23"}, True),
        ({"id": "1048-2019", "from": "2019-08-21", "to": "2023-02-24"}, False),
        ({"id": "1048-2019", "from": "2019-08-21"}, False),
        ({"id": "1048-2019", "from": "2019-08-20", "to": "2023-02-23"}, False),
    ],
)
def test_a_province_may_choose_a_law_only_while_it_is_in_force(
    world: World, period: dict[str, str], accepted: bool
) -> None:
    document = {**world.store.province_document("99"), "rulebooks": [period]}
    if accepted:
        check_province(document, published_rulebooks())
        return
    with pytest.raises(InvalidInput, match="holds from") as refused:
        check_province(document, published_rulebooks())
    assert [error.code for error in refused.value.errors] == ["not-in-force"]


@pytest.mark.parametrize(
    ("moment", "id"), [("2026-10-29T23:59", "2026-2"), ("2026-10-30T00:00", "2027-1")]
)
def test_the_day_of_the_proposal_settles_the_round_and_with_it_the_code(
    world: World, moment: str, id: str
) -> None:
    world.clock.now = local("2026-10-20T09:00")
    story = Story(world).idea(commune="10105", criteria_set="04", language="vi").confirm()
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    story.file("registration").file("self-assessment")
    assert told(story)["round"]["settled"] is False
    world.clock.now = local(moment)
    story.decide(COMMUNE, "propose")
    known = told(story)
    assert (known["round"]["id"], known["round"]["settled"]) == (id, True)
    code = {"2026-2": "99-10105-001-2026", "2027-1": "99-10105-26001-2027"}[id]
    assert known["product_code"] == code
    assert Visitor(world).get(f"/cases?reference={code}").path == f"/cases/{story.case.reference}"
    assert id in officer_of(world, ADVISOR).get("/office").body
    assert f"{id}: đề nghị trước ngày" in Visitor(world).get(f"/r/{story.token}").body


def test_an_extra_round_of_the_province_takes_the_proposal(world: World) -> None:
    extra = {
        "id": "2026-them1",
        "propose_before": "2026-08-15",
        "finish_before": "2026-09-20",
        "regulation": "Quy chế theo Quyết định 12/QĐ-UBND",
    }
    world.load("song-xanh", rounds=[extra])
    story = Story(world).idea(commune="10105", criteria_set="04", language="vi").confirm()
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    story.file("registration").file("self-assessment").decide(COMMUNE, "propose")
    known = told(story)["round"]
    assert (known["id"], known["finish_before"]) == ("2026-them1", "2026-09-20")
    assert known["article"] == extra["regulation"]


def test_the_certificate_carries_the_code_with_the_year_of_the_evaluation(world: World) -> None:
    world.clock.now = local("2026-10-30T09:00")
    story = Story(world).idea(commune="10105", criteria_set="04", language="vi").confirm()
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    story.file("registration").file("self-assessment").decide(COMMUNE, "propose")
    story.decide(ADVISOR, "ready").score(82)
    story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    page = Visitor(world).get(f"/certificates/{story.case.subject.certificate}")
    assert "Mã sản phẩm: 99-10105-26001-2027" in page.body


def at_the_centre(world: World, moment: str) -> Story:
    world.clock.now = local("2026-07-27T08:00")
    story = Story(world).idea(commune="10105", criteria_set="04", language="vi").confirm()
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    story.file("registration").file("self-assessment").decide(COMMUNE, "propose")
    story.decide(ADVISOR, "ready").score(93)
    world.clock.now = local(moment)
    return story.decide(CHAIRMAN, "forward", decision_number="12/QĐ-UBND")


@pytest.mark.parametrize(
    ("moment", "due"),
    [("2026-07-29T16:00", "2026-09-29T23:59:59"), ("2026-07-30T08:00", "2027-03-29T23:59:59")],
)
def test_the_centre_has_until_its_round_ends(world: World, moment: str, due: str) -> None:
    assert at_the_centre(world, moment).case.position.due == local(due)


def late(laws: World, day: str) -> Story:
    """A dossier of the old law before whoever recognises, on a day."""
    story = complete(deployed(laws), LAST_OLD)
    laws.clock.now = local("2026-06-15T09:00")
    story.decide(COMMUNE, "propose")
    laws.clock.now = local("2026-07-10T09:00")
    story.decide(ADVISOR, "ready").score(80, star=4)
    laws.clock.now = local(f"{day}T09:00")
    return story


def warned(laws: World, story: Story) -> bool:
    page = officer_of(laws, CHAIRMAN).get(f"/office/dossiers/{story.id}").body
    return "Đã quá ngày 21/07/2026, ngày cuối để hoàn thành" in page


@pytest.mark.parametrize(("day", "told_so"), [("2026-07-21", False), ("2026-07-22", True)])
def test_after_the_last_day_of_the_old_law_whoever_decides_is_warned(
    laws: World, day: str, *, told_so: bool
) -> None:
    story = late(laws, day)
    assert warned(laws, story) is told_so
    signed = {"decision_number": "12/QĐ-UBND", "decision_date": day, "signer": "Trần Văn Mẫu"}
    assert story.decide(CHAIRMAN, "recognise", **signed).case.ending == "recognised"


@pytest.mark.parametrize(("day", "taken"), [("2026-07-21", True), ("2026-07-22", False)])
def test_a_law_may_be_read_so_that_a_later_decision_is_refused(
    world: World, tmp_path: Path, day: str, *, taken: bool
) -> None:
    laws = with_laws(world, tmp_path, late="refuses")
    story = late(laws, "2026-07-22")
    signed = {"decision_number": "12/QĐ-UBND", "decision_date": day, "signer": "Trần Văn Mẫu"}
    if taken:
        assert story.decide(CHAIRMAN, "recognise", **signed).case.ending == "recognised"
        return
    with pytest.raises(InvalidInput) as refused:
        story.decide(CHAIRMAN, "recognise", **signed)
    [error] = refused.value.errors
    assert (error.pointer, error.code) == ("/decision_date", "decision-date-law-over")
    assert "21/07/2026" in error.detail
