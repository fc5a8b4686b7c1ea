"""Every way a case can end, each act by the link in a mail."""

from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction

import pytest

from ocop.base.errors import InvalidInput, TooEarly
from ocop.cases.history import verify
from tests.support.play import (
    ADVISOR,
    CHAIRMAN,
    COMMUNE,
    PRODUCER,
    Story,
    before_council,
    confirmed,
    filed,
)
from tests.support.world import World


def running(world: World) -> list[str]:
    return [name for name, run in world.machines.runs.items() if run.status == "RUNNING"]


def end(story: Story) -> tuple[str, int]:
    """How the case ended and with which star; nothing of it may still be running."""
    dossier = story.case
    assert dossier.status == "ended"
    assert running(story.world) == []
    assert story.world.waiting() == []
    assert verify(story.world.store.events(story.id)) == []
    return dossier.ending, dossier.subject.result.star if dossier.subject.result else 0


def test_a_four_star_product_gets_its_certificate(world: World) -> None:
    story = before_council(world).score(82, 84, star=4)
    assert story.case.position.stage == "recognition"
    story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    assert end(story) == ("recognised", 4)
    certificate = world.store.certificate(story.case.subject.certificate)
    assert certificate.star == 4
    assert "4 sao" in certificate.headline["vi"]
    assert certificate.issued.year + 3 == certificate.valid_to.year
    assert certificate.number in world.post.last(PRODUCER, "result-recognised").mail.text
    assert world.store.products("99", "", 10).items == (certificate,)


@pytest.mark.parametrize(("points", "star"), [(25, 1), (45, 2)])
def test_one_and_two_stars_are_told_but_not_certified(world: World, points: int, star: int) -> None:
    story = before_council(world).score(points, star=0)
    assert end(story) == ("not-recognised", star)
    assert not story.case.subject.certificate
    assert world.post.last(PRODUCER, "result-ended")


def test_a_missed_gate_caps_the_star_and_says_which(world: World) -> None:
    story = before_council(world).score(75, star=3)
    result = story.case.subject.result
    assert result is not None
    assert result.star == 3
    assert result.total == Fraction(75)
    tallied = [e for e in world.store.events(story.id) if e.kind == "tallied"][-1]
    assert tallied.data["band_star"] == 4
    gates = tallied.data["explanation"]["vi"]["gates"]
    assert gates[0].startswith("Tiêu chí 6.2 (Độ đồng đều của sản phẩm): bình quân 1,00 điểm; muốn")
    assert all("muốn đạt 4 sao phải từ mức" in gate for gate in gates)


def test_ninety_points_go_to_the_centre_and_come_back_recognised(world: World) -> None:
    story = before_council(world).score(94)
    story.decide(CHAIRMAN, "forward", decision_number="13/QĐ-UBND")
    assert story.case.position.stage == "centre"
    story.decide(
        ADVISOR, "recognised-five", central_total="92.5", decision_number="1/QĐ-BNNMT (mẫu)"
    )
    assert end(story) == ("recognised", 5)
    assert world.store.certificate(story.case.subject.certificate).issuer == "centre"


def test_the_centre_returns_it_and_the_chairman_recognises_by_its_result(world: World) -> None:
    story = before_council(world).score(92)
    story.decide(CHAIRMAN, "forward", decision_number="14/QĐ-UBND")
    story.decide(ADVISOR, "returned", central_total="84.25", reason="Chưa đủ 90 điểm")
    story.decide(CHAIRMAN, "recognise", decision_number="15/QĐ-UBND")
    assert end(story) == ("recognised", 4)
    assert str(world.store.certificate(story.case.subject.certificate).total) == "337/4"


def test_or_the_chairman_has_the_province_evaluate_it_again(world: World) -> None:
    """26/2026 Điều 7.4g, the other way."""
    story = before_council(world).score(92)
    story.decide(CHAIRMAN, "forward", decision_number="14/QĐ-UBND")
    story.decide(ADVISOR, "returned", central_total="84.25", reason="Chưa đủ 90 điểm")
    story.decide(CHAIRMAN, "re-evaluate", reason="Hội đồng tỉnh đánh giá lại")
    assert story.case.position.stage == "council-province"
    story.score(72, star=4).decide(CHAIRMAN, "recognise", decision_number="15/QĐ-UBND")
    assert end(story) == ("recognised", 4)
    assert world.store.certificate(story.case.subject.certificate).total == 72


@pytest.mark.parametrize(("total", "taken"), [("90", True), ("100", True), ("100.01", False)])
def test_five_stars_need_a_total_from_ninety_to_a_hundred(
    world: World, total: str, taken: bool
) -> None:
    story = before_council(world).score(94)
    story.decide(CHAIRMAN, "forward", decision_number="13/QĐ-UBND")
    number = "1/QĐ-BNNMT (mẫu)"
    with nullcontext() if taken else pytest.raises(InvalidInput):
        story.decide(ADVISOR, "recognised-five", central_total=total, decision_number=number)
    assert story.case.is_open is not taken
    result = story.case.subject.result
    assert result is not None
    assert (result.total == Fraction(total), result.disqualified) == (taken, False)


def missed_a_gate(world: World) -> Story:
    """92 points, but four stars for a gate that is missed."""
    story = replace(before_council(world), misses=True).score(92, star=4)
    assert story.case.subject.result is not None
    assert story.case.subject.result.star == 4
    return story


def test_from_ninety_points_it_can_go_to_the_ministry_though_a_gate_is_missed(world: World) -> None:
    story = missed_a_gate(world).decide(CHAIRMAN, "forward", decision_number="14/QĐ-UBND")
    paper = {"decision_number": "1/QĐ-BNNMT", "central_total": "92.5"}
    assert end(story.decide(ADVISOR, "recognised-five", **paper)) == ("recognised", 5)


def test_or_be_recognised_with_the_star_it_has(world: World) -> None:
    story = missed_a_gate(world).decide(CHAIRMAN, "recognise", decision_number="14/QĐ-UBND")
    assert end(story) == ("recognised", 4)


@pytest.mark.parametrize("star", [5, 4])
def test_the_centre_refuses_five_stars_at_ninety_and_the_province_decides(
    world: World, star: int
) -> None:
    story = before_council(world).score(92) if star == 5 else missed_a_gate(world)
    story.decide(CHAIRMAN, "forward", decision_number="14/QĐ-UBND")
    story.decide(ADVISOR, "refused-five", central_total="91", reason="Thiếu dấu sao 5 sao")
    assert story.case.position.stage == "centre-recognition"
    story.decide(CHAIRMAN, "recognise", decision_number="15/QĐ-UBND")
    assert end(story) == ("recognised", 4)


def test_a_dossier_that_the_centre_sends_back_is_before_the_chairman_again(world: World) -> None:
    story = before_council(world).score(92)
    story.decide(CHAIRMAN, "forward", decision_number="14/QĐ-UBND")
    story.decide(ADVISOR, "sent-back", reason="Thiếu báo cáo của Hội đồng")
    assert story.case.position.stage == "recognition"
    story.decide(CHAIRMAN, "forward", decision_number="14/QĐ-UBND")
    assert story.case.position.stage == "centre"


@pytest.mark.parametrize("total", ["90", "100.5", "91.25"])
def test_a_return_needs_a_total_below_ninety(world: World, total: str) -> None:
    story = before_council(world).score(92)
    story.decide(CHAIRMAN, "forward", decision_number="14/QĐ-UBND")
    with pytest.raises(InvalidInput) as refused:
        story.decide(ADVISOR, "returned", central_total=total, reason="x")
    assert [e.pointer for e in refused.value.errors] == ["/central_total"]


def test_an_idea_sent_back_waits_a_week(world: World) -> None:
    story = confirmed(world).decide(COMMUNE, "resubmit", reason="Nói rõ nguồn nguyên liệu")
    again = {"commune": "10105", "criteria_set": "04", "product_name": "Mật ong rừng"}
    with pytest.raises(TooEarly):
        story.file("product-idea", **again)
    world.clock.move(days=7)
    story.file("product-idea", **again)
    assert story.case.position.stage == "idea-selection"
    assert story.case.subject.product == "Mật ong rừng"


@pytest.mark.parametrize("outcome", ["next-year", "rejected"])
def test_an_idea_may_end_at_once(world: World, outcome: str) -> None:
    story = confirmed(world).decide(COMMUNE, outcome, reason="Chưa phù hợp năm nay")
    assert end(story)[0] == outcome


def test_a_refusal_needs_its_reason(world: World) -> None:
    story = confirmed(world)
    with pytest.raises(InvalidInput) as refused:
        story.decide(COMMUNE, "rejected")
    assert [(e.pointer, e.code) for e in refused.value.errors] == [("/reason", "reason-required")]
    assert story.case.position.stage == "idea-selection"


def test_a_plan_may_be_turned_down(world: World) -> None:
    story = confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    story.decide(COMMUNE, "turned-down", reason="Chưa khả thi")
    assert end(story)[0] == "turned-down"


def test_a_supplement_returns_to_who_asked_for_it(world: World) -> None:
    story = filed(world).decide(COMMUNE, "propose")
    story.decide(ADVISOR, "supplement", reason="Phiếu kiểm nghiệm còn hạn")
    assert story.case.position.stage == "supplement"
    assert "Phiếu kiểm nghiệm" in world.post.last(PRODUCER, "supplement-asked").mail.text
    story.file("self-assessment")
    assert story.case.position.stage == "advisory"
    story.decide(ADVISOR, "ready")
    assert story.case.position.stage == "council-province"


def test_most_members_may_disqualify(world: World) -> None:
    story = before_council(world).disqualify("rejected_when/0", "Giấy tờ giả")
    assert end(story) == ("disqualified", 0)


def test_the_district_stops_below_fifty_and_passes_fifty_on(world: World) -> None:
    hanam = World("ha-nam")
    hanam.clock.now = hanam.clock.now.replace(year=2021)
    officer = "canbo.ly-nhan@hanam.example.vn"
    for points, stage in ((49, "ended"), (50, "council-province")):
        story = Story(hanam).idea(
            commune="13573", criteria_set="03", email=f"htx{points}@hanam.example.vn"
        )
        story.confirm().decide(officer, "selected").file("business-plan")
        story.decide(officer, "selected").file("registration").file("self-assessment")
        story.decide(officer, "propose", papers_seen=True).score(points, star=0)
        case = story.case
        assert stage in (case.position.stage, case.status)
    assert case.process == "1048-2019@3.0.0"


def planned(world: World) -> Story:
    story = confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    return story.decide(COMMUNE, "selected")


def test_an_upgrade_is_filed_with_what_has_changed(world: World) -> None:
    story = planned(world)
    story.file("registration", occasion="upgrade", previous_certificate="99-10105-001-2023")
    assert story.case.subject.occasion == "upgrade"
    with pytest.raises(InvalidInput) as refused:
        story.file("self-assessment")
    assert [(e.pointer, e.code) for e in refused.value.errors] == [("/changes", "required")]
    assert story.case.position.stage == "deployment"
    story.file("self-assessment", changes="Bao bì mới, thêm 20 hộ liên kết")
    assert story.case.position.stage == "intake"


def test_goods_are_registered_with_their_samples(world: World) -> None:
    with pytest.raises(InvalidInput) as refused:
        planned(world).file("registration", samples=4)
    assert [e.pointer for e in refused.value.errors] == ["/samples"]
