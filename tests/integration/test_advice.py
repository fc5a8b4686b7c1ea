"""The advisory team reports by criterion, and council members read it beside each criterion of
their sheet (Article 7(3)c of 26/2026/QĐ-TTg).
"""

import re
from typing import Any

import pytest

from ocop.base.errors import InvalidInput
from ocop.papers.making import make_papers
from ocop.registers.acts import enter
from ocop.registers.record import Entered
from tests.integration.test_papers import words
from tests.support.inspector import inspect
from tests.support.play import ADVISOR, COMMUNE, Story, before_council, filed
from tests.support.registers import acting_on
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

HEAD = ("Tên sản phẩm", "Mã sản phẩm", "Tên chủ thể", "Điện thoại", "Địa chỉ")
REMARK, LACKING = "Hợp đồng thu mua chỉ có ba hộ ký.", "Sổ cân năm 2025"
SEEN = "Đã xem hồ sơ gốc và nơi đóng chai."
PROPOSES, SAYS = "Tổ tư vấn đề xuất mức này", "Tổ tư vấn nhận xét"
FINDINGS: dict[str, Any] = {
    "team": [{"member": "to-tu-van", "findings": SEEN}],
    "criteria": {"c1_1": {"level": "1", "remark": REMARK, "missing": LACKING}},
}


def advised(world: World, **findings: Any) -> Story:
    return filed(world).decide(COMMUNE, "propose").decide(ADVISOR, "ready", **findings)


def sheet_of_the_chair(world: World, story: Story) -> tuple[Visitor, Answer]:
    chair = next(a for a in world.store.assignments(story.id) if a.seat == "chair")
    member = Visitor(world)
    return member, member.open_mail(chair.party.email)


def test_a_member_reads_the_findings_beside_their_criterion_and_no_other(world: World) -> None:
    member, page = sheet_of_the_chair(world, advised(world, **FINDINGS))
    step = member.get(f"{page.path}?at=1").body
    first, *others = step.split("<fieldset class")[1:]
    for told in (REMARK, f"Còn thiếu: {LACKING}", SAYS):
        assert told in first
    assert first.count(PROPOSES) == 1
    assert PROPOSES in first.split('value="1"')[1].split("</label>")[0]
    assert not any(SAYS in other or PROPOSES in other for other in others)


def test_the_copy_of_a_sheet_says_it_too(world: World) -> None:
    _, page = sheet_of_the_chair(world, advised(world, **FINDINGS))
    for told in ("Tổ tư vấn đề xuất 2 điểm.", f"Tổ tư vấn nhận xét: {REMARK}", LACKING, SEEN):
        assert told in page.body


def test_the_copy_of_a_sheet_has_the_head_of_annex_two(world: World) -> None:
    story = before_council(world)
    _, page = sheet_of_the_chair(world, story)
    copy = page.body.split('<details class="sheet copy">')[1].split("</details>")[0]
    told = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", copy))
    filed_last = next(e for e in world.store.events(story.id) if e.form == "registration").data
    assert {name: told[name] for name in HEAD} == {
        "Tên sản phẩm": story.case.subject.product,
        "Mã sản phẩm": story.case.reference,
        "Tên chủ thể": story.case.subject.organisation,
        "Điện thoại": filed_last["phone"],
        "Địa chỉ": filed_last["address"],
    }
    assert "Ngày, chữ ký" in copy


def test_a_report_without_findings_by_criterion_is_read_as_before(world: World) -> None:
    member, page = sheet_of_the_chair(world, before_council(world))
    assert SAYS not in member.get(f"{page.path}?at=1").body
    assert "Nhận xét từng tiêu chí" not in page.body


def test_the_paper_lists_who_looked_and_what_was_found(world: World) -> None:
    story = advised(world, **FINDINGS)
    for event in world.store.events(story.id):
        make_papers(world.svc, story.id, event.id)
    report = next(c for name, c in world.rack.papers.items() if "/advisory-report-" in name)
    assert inspect(report) == []
    text = words(report)
    for told in ("Đỗ Thị Tư Vấn", SEEN, "1.1", "2/3", REMARK, LACKING):
        assert told in text


@pytest.mark.parametrize(
    ("findings", "pointer"),
    [
        ({"criteria": {"c1_1": {"level": "9"}}}, "/criteria/c1_1/level"),
        ({"criteria": {"c99": {"remark": "?"}}}, "/criteria/c99"),
        ({"criteria": {"c1_1": {"remark": "a" * 601}}}, "/criteria/c1_1/remark"),
        ({"team": [{"member": "nobody", "findings": SEEN}]}, "/team/0/member"),
        ({"team": [{"member": "to-tu-van"}]}, "/team/0/findings"),
    ],
)
def test_what_no_set_and_no_team_has_is_refused(
    world: World, findings: dict[str, Any], pointer: str
) -> None:
    story = filed(world).decide(COMMUNE, "propose")
    with pytest.raises(InvalidInput) as refused:
        story.decide(ADVISOR, "ready", **findings)
    assert [error.pointer for error in refused.value.errors] == [pointer]


def test_the_page_folds_the_criteria_until_something_stands_there(world: World) -> None:
    filed(world).decide(COMMUNE, "propose")
    page = Visitor(world).open_mail(ADVISOR).body
    assert '<details class="section" id="section6" name="sections">' in page
    assert 'name="/criteria/c1_1/level"' in page
    assert "Đỗ Thị Tư Vấn" in page


PROVINCE_ADVISORY = ("province-advisory", "99")


def team(world: World, *officers: str, by: tuple[str, str] = PROVINCE_ADVISORY, **over: Any) -> str:
    """A team of the register of bodies, kept by an office: the province's adviser and these."""
    people = [
        {"person": f"Người {n}", "officer": officer, "seat": "member", "agency": f"Cơ quan {n}"}
        for n, officer in enumerate(("to-tu-van", *officers))
    ]
    told = {"kind": "team", "decision": "7/QĐ-UBND", "date": "2026-01-05", "from": "2026-01-05"}
    data = {**told, "members": people, **over}
    return enter(acting_on(world, "bodies", *by), Entered(data, by[1], str(over), "vi")).id


def seated(story: Story) -> set[str]:
    return {a.person for a in story.world.store.assignments(story.id) if a.seat}


# 26/2026/QĐ-TTg, Điều 7 khoản 3: Hội đồng (điểm b) và Tổ tư vấn (điểm c) là hai việc; ai ở trong
# Tổ đã đánh giá hồ sơ thì không chấm sản phẩm đó, là mặc định mà tỉnh được đổi.
def test_nobody_of_the_team_that_reported_scores_the_product(world: World) -> None:
    story = filed(world).decide(COMMUNE, "propose")
    body = team(world, "hd-5")
    with pytest.raises(InvalidInput) as refused:
        story.decide(ADVISOR, "ready")
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/body", "required")]
    story.decide(ADVISOR, "ready", body=body)
    assert seated(story) == {"hd-1", "hd-2", "hd-3", "hd-4", "hd-6", "hd-7"}
    for event in world.store.events(story.id):
        make_papers(world.svc, story.id, event.id)
    report = next(c for name, c in world.rack.papers.items() if "/advisory-report-" in name)
    assert "Tổ theo quyết định 7/QĐ-UBND ngày 05/01/2026, 2 người" in words(report)


def test_who_is_named_in_a_report_does_not_score_either(world: World) -> None:
    story = filed(world).decide(COMMUNE, "propose")
    body = team(world, "hd-4")
    team(
        world, "hd-3", decision="6/QĐ-UBND", to="2026-03-01"
    )  # its term is over: nobody is there for it any more
    members = [{"member": one, "findings": SEEN} for one in ("to-tu-van", "hd-4")]
    with pytest.raises(InvalidInput):
        story.decide(ADVISOR, "ready", body=body, team=[{"member": "hd-3", "findings": SEEN}])
    story.decide(ADVISOR, "ready", body=body, team=members)
    assert seated(story) == {"hd-1", "hd-2", "hd-3", "hd-5", "hd-6", "hd-7"}


def test_a_supplement_is_asked_for_without_a_team(world: World) -> None:
    story = filed(world).decide(COMMUNE, "propose")
    team(world, "hd-5")
    story.decide(ADVISOR, "supplement", reason="Thiếu sổ cân")
    assert story.case.position.stage == "supplement"


def test_a_team_of_a_commune_is_none_that_the_province_is_asked_for(world: World) -> None:
    story = filed(world).decide(COMMUNE, "propose")
    team(world, "hd-5", by=("commune-officer", "10105"))
    story.decide(ADVISOR, "ready")
    assert "hd-5" in seated(story)
