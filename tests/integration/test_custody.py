"""Samples and paper dossiers: who had them, when and where; the slip number of the OCOP office."""

from pathlib import Path
from typing import Any

import pytest

from ocop.base.errors import InvalidInput
from ocop.cases.custody import movements, slip_of
from tests.integration.test_web_office import signed_in
from tests.support.law import load_rulebook
from tests.support.laws import changed_law
from tests.support.play import ADVISOR, COMMUNE, Story, filed
from tests.support.printed import papers_of
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

TODAY = "2026-07-01"
ELSEWHERE = "canbo.ben-gom@songxanh.example.vn"


def moved(story: Story, who: str = ADVISOR, **over: Any) -> Answer:
    """A movement, recorded by program."""
    told = {"what": "samples", "move": "received", "count": 5, "day": TODAY, "other": "Ông Nháp"}
    path, key = f"/v1/office/dossiers/{story.id}/custody", story.key()
    sent = {"data": {**told, **over}}
    return Visitor(story.world).call("POST", path, sent, x_claim=who, idempotency_key=key)


def proposed(world: World) -> Story:
    return filed(world).decide(COMMUNE, "propose")


def test_the_chain_says_who_had_what_when_and_where(world: World) -> None:
    story = proposed(world)
    assert moved(story, COMMUNE, place="UBND xã").status == 201
    assert moved(story, COMMUNE, move="handed-on", other="Bà Tư Vấn").status == 201
    assert moved(story, place="Tủ mẫu").status == 201
    told = moved(story, move="used", count=3).json
    assert told["held"] == [{"what": "samples", "unit": "99", "count": 2}]
    chain = [(one["unit"], one["move"], one["count"], one["by"]) for one in told["movements"]]
    assert chain == [
        ("10105", "received", 5, "xa-suoi-mat"),
        ("10105", "handed-on", 5, "xa-suoi-mat"),
        ("99", "received", 5, "to-tu-van"),
        ("99", "used", 3, "to-tu-van"),
    ]
    assert [one["place"] for one in told["movements"]][:3] == ["UBND xã", "", "Tủ mẫu"]


@pytest.mark.parametrize("move", ["handed-on", "used", "returned"])
def test_no_more_leaves_an_office_than_it_has(world: World, move: str) -> None:
    story = proposed(world)
    moved(story, count=4)
    refused = moved(story, move=move, count=5)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "more-than-held")
    assert moved(story, move=move, count=4).json["held"] == []


def test_what_another_office_has_is_not_this_one_s_to_give(world: World) -> None:
    story = proposed(world)
    moved(story, COMMUNE)
    assert moved(story, move="returned", count=1).status == 422


def test_a_day_to_come_is_refused(world: World) -> None:
    story = proposed(world)
    assert moved(story, day="2026-07-02").json["errors"][0]["pointer"] == "/day"
    assert moved(story, day=TODAY).status == 201


def test_samples_come_back_after_the_case_has_ended(world: World) -> None:
    story = proposed(world)
    moved(story)
    story.decide(ADVISOR, "ready").score(20, star=1)
    assert story.case.status == "ended"
    assert moved(story, move="returned").status == 201


def test_the_province_s_first_receipt_of_the_dossier_takes_the_next_number(world: World) -> None:
    stories = [proposed(world)]
    for name in ("hai", "ba"):
        told = {"commune": "10105", "criteria_set": "04", "email": f"{name}@songmat.example.vn"}
        stories.append(Story(world).idea(**told).confirm())
    numbers = [moved(one, what="dossier", count=1).json["slip"] for one in stories]
    assert numbers == [f"00{n}/PĐK-99-10105-2026" for n in (1, 2, 3)]
    again = moved(stories[0], what="dossier", count=1).json
    assert again["slip"] == numbers[0]
    assert [bool(one.slip) for one in movements(world.store.events(stories[0].id))] == [True, False]


def test_a_refused_receipt_leaves_no_gap(world: World) -> None:
    story = proposed(world)
    assert moved(story, what="dossier", count=1, day="2026-07-02").status == 422
    assert moved(story, what="dossier", count=1).json["slip"].startswith("001/")


# 26/2026/QĐ-TTg, Phụ lục III, Mẫu số 01: một phiếu dành cho UBND cấp xã, một phiếu dành cho cơ quan
# quản lý OCOP cấp tỉnh, mỗi phiếu có số, ngày nhận, người tiếp nhận.
def test_each_commune_numbers_its_own_slips_without_a_gap_beside_the_province_s(
    world: World,
) -> None:
    ours, other = proposed(world), Story(world)
    next_one, elsewhere = Story(world), Story(world)
    for story, told in (
        (next_one, {"commune": "10105", "email": "hai@songmat.example.vn"}),
        (other, {"commune": "10105", "email": "ba@songmat.example.vn"}),
    ):
        story.idea(**told, criteria_set="04").confirm()
    elsewhere.idea(commune="10104", criteria_set="04", email="tu@songmat.example.vn").confirm()
    assert moved(ours, COMMUNE, what="dossier", count=1, day="2026-07-02").status == 422
    slips = [moved(one, COMMUNE, what="dossier", count=1).json for one in (next_one, ours)]
    assert [one["commune_slip"] for one in slips] == [f"00{n}/PĐK-99-10105-2026" for n in (1, 2)]
    assert [one["slip"] for one in slips] == ["", ""]
    told = moved(ours, what="dossier", count=1).json
    assert (told["slip"], told["commune_slip"]) == (
        "001/PĐK-99-10105-2026",
        "002/PĐK-99-10105-2026",
    )
    assert moved(other, COMMUNE).json["commune_slip"] == ""
    assert moved(elsewhere, ELSEWHERE, what="dossier", count=1).json["commune_slip"] == (
        "001/PĐK-99-10104-2026"
    )
    again = moved(next_one, COMMUNE, what="dossier", count=1).json
    assert again["commune_slip"] == slips[0]["commune_slip"]


def test_the_commune_s_slip_is_a_paper_and_stands_in_the_book(world: World) -> None:
    story = proposed(world)
    moved(story, COMMUNE)
    moved(story, COMMUNE, what="dossier", count=1, place="Tủ 1")
    for reader in ("office", "producer"):
        papers = papers_of(story, reader)
        assert "slip" not in papers
        values = papers["slip-commune"]
        assert values["slip"] == "001/PĐK-99-10105-2026"
        assert (values["author"], values["slip_place"]) == ("Hoàng Thị Nháp", "Tủ 1")
        assert values["slip_samples"] == [("Sản phẩm mẫu đã nhận: 5, ngày 01/07/2026.",)]
    officer, _ = signed_in(world, COMMUNE)
    book = officer.get(f"/office/dossiers/{story.id}/custody").body
    assert "Phiếu số của UBND xã" in book
    assert "001/PĐK-99-10105-2026" in book


def test_a_year_begins_at_one(world: World) -> None:
    first = proposed(world)
    moved(first, what="dossier", count=1)
    told = {"commune": "10105", "criteria_set": "04", "email": "sau@songmat.example.vn"}
    second = Story(world).idea(**told).confirm()
    world.clock.move(days=200)
    slip = moved(second, what="dossier", count=1, day="2027-01-10").json["slip"]
    assert slip == "001/PĐK-99-10105-2027"


def test_the_same_key_records_once(world: World) -> None:
    story = proposed(world)
    told = {"what": "dossier", "move": "received", "count": 1, "day": TODAY, "other": "Ông Nháp"}
    path = f"/v1/office/dossiers/{story.id}/custody"
    for _ in range(2):
        answer = Visitor(world).call(
            "POST", path, {"data": told}, x_claim=ADVISOR, idempotency_key="one"
        )
        assert answer.status == 201
    assert len(movements(world.store.events(story.id))) == 1


def test_page_and_json_say_what_is_missing_until_it_is_there(world: World) -> None:
    story = proposed(world)
    officer, _ = signed_in(world, ADVISOR)
    page = officer.get(f"/office/dossiers/{story.id}").body
    assert "chưa nhận đủ 5 sản phẩm mẫu (Điều 6.2d, 26/2026/QĐ-TTg)" in page
    assert "chưa có số phiếu PĐK (Điều 7.3a, 26/2026/QĐ-TTg)" in page
    assert len(moved(story, count=4).json["missing"]) == 2
    assert len(moved(story, count=1).json["missing"]) == 1
    told = moved(story, what="dossier", count=1).json
    assert (told["missing"], told["slip"]) == ([], "001/PĐK-99-10105-2026")
    book = officer.get(f"/office/dossiers/{story.id}/custody").body
    assert "001/PĐK-99-10105-2026" in book
    assert "5 ở " in book


def test_the_page_records_a_movement(world: World) -> None:
    story = proposed(world)
    officer, _ = signed_in(world, ADVISOR)
    page = officer.get(f"/office/dossiers/{story.id}/custody")
    told = {"what": "samples", "move": "received", "count": "5", "day": TODAY, "other": "Ông Nháp"}
    path = f"/office/dossiers/{story.id}/custody"
    assert officer.press(page, path, **told).status == 303
    assert len(movements(world.store.events(story.id))) == 1
    assert officer.press(page, path, **{**told, "day": "2026-07-02"}).status == 422


def test_the_slip_is_a_paper_of_its_own(world: World) -> None:
    story = proposed(world)
    moved(story)
    moved(story, what="dossier", count=2, place="Kệ 3")
    for reader in ("office", "producer"):
        values = papers_of(story, reader)["slip"]
        assert values["slip"] == "001/PĐK-99-10105-2026"
        assert (values["slip_count"], values["slip_place"]) == ("02", "Kệ 3")
        assert values["slip_samples"] == [("Sản phẩm mẫu đã nhận: 5, ngày 01/07/2026.",)]
    moved(story, what="dossier", count=1)
    events = world.store.events(story.id)
    assert slip_of(story.case, movements(events)) == "001/PĐK-99-10105-2026"


STRICT = {"count": 5, "before": "council-province", "missing": "blocks", "article": "Điều 6.2d"}


def test_where_the_rulebook_says_so_no_council_sits_without_samples(
    world: World, tmp_path: Path
) -> None:
    rule = {"what": "samples", "except_sets": [26], **STRICT}
    story = proposed(changed_law(world, tmp_path, custody=[rule]))
    moved(story, count=4)
    with pytest.raises(InvalidInput) as refused:
        story.decide(ADVISOR, "ready")
    assert [(one.pointer, one.code) for one in refused.value.errors] == [
        ("/outcome", "samples-missing")
    ]
    moved(story, count=1)
    assert story.decide(ADVISOR, "ready").case.position.stage == "council-province"


def test_tourism_has_no_samples(world: World, tmp_path: Path) -> None:
    rule = {"what": "samples", "except_sets": [4], **STRICT}
    story = proposed(changed_law(world, tmp_path, custody=[rule]))
    assert story.decide(ADVISOR, "ready").case.position.stage == "council-province"
    [real] = [one for one in load_rulebook("26-2026").custody if one.what == "samples"]
    assert (real.count, real.except_sets, real.blocks) == (5, (26,), False)
