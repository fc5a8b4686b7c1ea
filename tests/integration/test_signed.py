"""A star stands on a signed decision: number, day and signer, from which its 36 months run."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ocop.base.errors import InvalidInput
from ocop.cases.signed import SignedDecision
from ocop.certificates.issue import certificate_for
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, PRODUCER, Story, before_council
from tests.support.visitor import Visitor
from tests.support.world import World

NUMBER = "12/QĐ-UBND"
PAPER = {"decision_number": NUMBER, "decision_date": "2026-07-01", "signer": "Trần Văn Mẫu"}
NEXT = {"commune": "10105", "criteria_set": "04", "email": "khac@songmat.example.vn"}
JULY_10 = datetime(2026, 7, 10, 2, tzinfo=UTC)


def judged(world: World) -> Story:
    """Four stars, found on 1 July 2026 in Vietnam."""
    return before_council(world).score(82, 84, star=4)


def to_council(world: World, told: dict[str, str]) -> Story:
    """One more product, as far as the council."""
    story = Story(world).idea(**told).confirm()
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    story.file("deployment-progress").file("registration").file("self-assessment")
    return story.decide(COMMUNE, "propose").decide(ADVISOR, "ready")


def another(world: World) -> Story:
    """The next product before the same chairman."""
    return to_council(world, NEXT).score(82, 84, star=4)


def refused(story: Story, outcome: str = "recognise", **paper: Any) -> dict[str, tuple[str, str]]:
    with pytest.raises(InvalidInput) as found:
        story.decide(CHAIRMAN, outcome, **paper)
    return {error.pointer: (error.code, error.detail) for error in found.value.errors}


def test_the_term_runs_from_the_decision_and_not_from_when_it_is_recorded(world: World) -> None:
    story = judged(world)
    world.clock.now = JULY_10
    story.decide(CHAIRMAN, "recognise", **PAPER)
    certificate = world.store.certificate(story.case.subject.certificate)
    assert (certificate.issued, certificate.valid_to) == (date(2026, 7, 1), date(2029, 7, 1))
    assert (certificate.decision_number, certificate.signer) == (NUMBER, "Trần Văn Mẫu")


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        ((2026, 8, 31), (2029, 8, 31)),
        ((2028, 2, 29), (2031, 2, 28)),
        ((2027, 2, 28), (2030, 2, 28)),
    ],
)
def test_the_term_is_36_months_to_the_day(
    world: World, day: tuple[int, int, int], ends: tuple[int, int, int]
) -> None:
    case = judged(world).case
    signed = SignedDecision("99", "province", NUMBER, date(*day), "Trần Văn Mẫu")
    law = world.svc.rulebooks.at(case.process)
    assert certificate_for(law, world.province, case, signed, 0).valid_to == date(*ends)


def test_number_day_and_signer_stand_on_page_document_and_mail(world: World) -> None:
    story = judged(world).decide(CHAIRMAN, "recognise", **PAPER)
    number, public = story.case.subject.certificate, Visitor(world)
    assert (
        "12/QĐ-UBND ngày 01/07/2026, Trần Văn Mẫu ký" in public.get(f"/certificates/{number}").body
    )
    told = public.call("GET", f"/v1/certificates/{number}").json
    assert (told["decision"], told["issued"], told["signer"]) == tuple(PAPER.values())
    mail = world.post.last(PRODUCER, "result-recognised").mail.text
    assert "12/QĐ-UBND of 1 July 2026, signed by Trần Văn Mẫu" in mail
    assert "1 July 2029" in mail


@pytest.mark.parametrize("lacking", sorted(PAPER))
@pytest.mark.parametrize(("points", "outcome"), [(82, "recognise"), (94, "forward")])
def test_a_decision_without_number_day_or_signer_is_none(
    world: World, points: int, outcome: str, lacking: str
) -> None:
    story = before_council(world).score(points, star=4 if points < 90 else 5)
    told = {**PAPER, lacking: ""}
    codes = {
        "decision_number": "decision-number-required",
        "decision_date": "decision-date-required",
        "signer": "signer-required",
    }
    errors = refused(story, outcome, **told)
    assert {pointer: code for pointer, (code, _) in errors.items()} == {
        f"/{lacking}": codes[lacking]
    }


def test_a_day_to_come_is_refused_by_the_day_in_vietnam(world: World) -> None:
    story = judged(world)
    world.clock.now = datetime(2026, 7, 9, 16, 59, tzinfo=UTC)  # 23:59 of the ninth
    code, said = refused(story, **{**PAPER, "decision_date": "2026-07-10"})["/decision_date"]
    assert code == "decision-date-to-come"
    assert "09/07/2026" in said
    world.clock.move(minutes=1)
    assert story.decide(CHAIRMAN, "recognise", **{**PAPER, "decision_date": "2026-07-10"})


def test_a_day_before_the_council_s_result_is_refused(world: World) -> None:
    story = before_council(world)
    world.clock.now = datetime(2026, 7, 6, 17, 30, tzinfo=UTC)  # 00:30 of the seventh
    story.score(82, 84, star=4)
    world.clock.now = JULY_10
    code, said = refused(story, **{**PAPER, "decision_date": "2026-07-06"})["/decision_date"]
    assert code == "decision-date-too-early"
    assert "07/07/2026" in said
    assert story.decide(CHAIRMAN, "recognise", **{**PAPER, "decision_date": "2026-07-07"})


@pytest.mark.parametrize(
    "other",
    [{"decision_date": "2026-07-02"}, {"signer": "Người Khác"}],
    ids=["another day", "another signer"],
)
@pytest.mark.parametrize("written", [NUMBER, "012/qđ-ubnd", " 12 / QĐ-UBND"])
def test_a_number_of_another_decision_is_refused(
    world: World, written: str, other: dict[str, str]
) -> None:
    judged(world).decide(CHAIRMAN, "recognise", **PAPER)
    story = another(world)
    world.clock.now += timedelta(days=5)
    code, said = refused(story, **{**PAPER, "decision_number": written, **other})[
        "/decision_number"
    ]
    assert code == "decision-number-used"
    assert "01/07/2026" in said
    assert "Trần Văn Mẫu" in said
    assert story.case.is_open


def test_the_commune_is_told_of_the_result_as_well_as_the_producer(world: World) -> None:
    """26/2026 Điều 7.3g."""
    story = judged(world)
    assert not [post for post in world.post.sent if post.template == "commune-told"]
    story.decide(CHAIRMAN, "recognise", **PAPER)
    [told] = [post for post in world.post.sent if post.template == "commune-told"]
    assert told.to == COMMUNE
    assert f"/office/dossiers/{story.id}" in told.mail.text
    assert "12/QĐ-UBND" in told.mail.text
    assert "Mật ong mẫu" in told.mail.text


def test_the_commune_is_told_also_of_a_product_that_is_not_recognised(world: World) -> None:
    before_council(world).score(45, star=0)
    told = world.post.last(COMMUNE, "commune-told").mail
    assert "45" in told.text
    assert "Đã xếp hạng, chưa được công nhận" in told.subject


def test_one_decision_covers_several_products(world: World) -> None:
    first = judged(world).decide(CHAIRMAN, "recognise", **PAPER)
    second = another(world).decide(CHAIRMAN, "recognise", **PAPER)
    numbers = {one.case.subject.certificate for one in (first, second)}
    assert len(numbers) == 2
    assert {world.store.certificate(one).decision_number for one in numbers} == {NUMBER}


def test_a_number_is_used_in_its_own_year_province_and_level() -> None:
    one = SignedDecision("99", "province", NUMBER, date(2026, 12, 31), "Trần Văn Mẫu")
    others = (
        replace(one, day=date(2027, 1, 1)),
        replace(one, province="98"),
        replace(one, issuer="centre"),
        replace(one, number="120/QĐ-UBND"),
    )
    assert len({one.place, *(other.place for other in others)}) == 5
    assert replace(one, number="0012/qđ-Ubnd").place == one.place


def test_districts_have_numbers_of_their_own_and_one_of_them_none_twice() -> None:
    """1048/QĐ-TTg and 148/QĐ-TTg: a district recognises three stars. Where there are no districts
    any more, its work is the province's, and so is the number.
    """
    one = SignedDecision("99", "district", NUMBER, date(2024, 12, 31), "Trần Văn Mẫu", "991")
    elsewhere = replace(one, unit="992")
    assert one.place != elsewhere.place
    deputy = replace(one, signer="Lê Thị Mẫu")
    assert (deputy.place, deputy.proof == one.proof) == (one.place, False)
    province = replace(one, issuer="province", unit="99")
    assert replace(one, unit="99").place == province.place
    assert replace(province, unit="").place == province.place
    assert replace(one, unit="").place == one.old_place != one.place


def test_a_decision_from_before_is_found_where_it_lay(world: World) -> None:
    before = SignedDecision("99", "district", NUMBER, date(2024, 12, 31), "Trần Văn Mẫu")
    world.store.lay_down((), (before,))
    now = replace(before, unit="991")
    assert world.store.decision_under(now) == before
    assert world.store.decision_under(replace(now, signer="Lê Thị Mẫu")) is None


def test_the_ministry_s_numbers_are_its_own(world: World) -> None:
    judged(world).decide(CHAIRMAN, "recognise", **PAPER)
    story = to_council(world, NEXT).score(94)
    story.decide(CHAIRMAN, "forward", **{**PAPER, "decision_number": "13/QĐ-UBND"})
    ministry = {**PAPER, "signer": "Bộ trưởng mẫu", "central_total": "92"}
    assert story.decide(ADVISOR, "recognised-five", **ministry).case.ending == "recognised"
