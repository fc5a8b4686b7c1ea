"""Cases that were open at a district when districts ended: whose they are, and that they go on.

From 1 July 2025 there are no districts (202/2025/QH15), and by 1489/QĐ-TTg communes and the
province do their part of the evaluation. Such a case stays under 148/QĐ-TTg, in the district's
stages.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ocop.cases.history import verify
from ocop.cases.questions import criteria_of
from ocop.cases.signed import SignedDecision
from ocop.certificates.sealing import seal_certificate
from ocop.deciding.decide import decide
from ocop.deciding.officer import actionable, officer_of
from ocop.papers.scene import PaperScene
from ocop.papers.values import values_of
from tests.integration.test_merged_work import references, waiting
from tests.integration.test_redo import PAPER
from tests.integration.test_redo import order as ordered
from tests.support.documents import document
from tests.support.oversight import certificate_of
from tests.support.papers import on_paper, proposal
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, Story
from tests.support.visitor import Visitor
from tests.support.world import PROVINCES, World, sub_of

DISTRICT = {"code": "991", "level": "district",
            "name": {"vi": "Huyện Mẫu", "en": "District of the sample"}}  # fmt: skip
OFFICER, HEAD = "huyen-mau@songxanh.example.vn", "chutich.huyen-mau@songxanh.example.vn"
TERM = {"from": "2023-01-01", "to": "2030-12-31"}
LAWS = [
    {"id": "148-2023", "from": "2023-02-24", "to": "2025-07-05"},
    {"id": "1489-2025", "from": "2025-07-06", "to": "2026-05-21"},
]


def province() -> dict[str, Any]:
    return dict(json.loads((PROVINCES / "song-xanh.json").read_text("utf-8")))


def with_district(world: World) -> None:
    """The sample province as it was, its commune 10105 in a district with a council of its own."""
    told = province()
    units = [{**one, "parent": "991"} if one["code"] == "10105" else one for one in told["units"]]
    people = [
        {"id": "huyen", "name": "Người Huyện", "email": OFFICER,
         "roles": [{"role": "district-officer", "unit": "991"}]},
        {"id": "ct-huyen", "name": "Chủ tịch Huyện", "email": HEAD,
         "roles": [{"role": "district-chairman", "unit": "991"}]},
    ]  # fmt: skip
    [body] = told["councils"]
    councils = [
        {**body, "term": TERM},
        {
            **body,
            "id": "hd-huyen",
            "term": TERM,
            "unit": "991",
        },
    ]
    changed = {"units": [*units, {**DISTRICT, "parent": "99"}], "rulebooks": LAWS,
               "people": [*told["people"], *people], "councils": councils}  # fmt: skip
    world.province = world.put_in_force({**world.store.province_document("99"), **changed})
    world.clock.now = datetime(2025, 6, 9, 3, tzinfo=UTC)


def districts_end(world: World, successor: str = "99") -> None:
    """1 July 2025: the commune is the province's own, the district's officers have left."""
    told = province()
    gone = {**DISTRICT, "until": "2025-06-30", "successor": successor, "act": "202/2025/QH15"}
    [body] = told["councils"]
    changed = {"units": told["units"], "people": told["people"], "former": [gone],
               "councils": [{**body, "term": TERM}], "rulebooks": LAWS}  # fmt: skip
    world.province = world.put_in_force({**world.store.province_document("99"), **changed})
    world.clock.now = datetime(2025, 7, 2, 3, tzinfo=UTC)


def at_the_district(world: World) -> Story:
    """A dossier at the district's office, handed in under 148/QĐ-TTg."""
    story = Story(world).idea(commune="10105", criteria_set="04").confirm()
    story.decide(OFFICER, "selected").file("business-plan").decide(OFFICER, "selected")
    return story.file("registration").file("self-assessment")


@pytest.mark.parametrize(
    ("successor", "heir", "others"),
    [("99", ADVISOR, (COMMUNE, CHAIRMAN)), ("10105", COMMUNE, (ADVISOR, CHAIRMAN))],
)
def test_a_dossier_at_the_district_is_its_successor_s_to_pass_on(
    world: World, successor: str, heir: str, others: tuple[str, ...]
) -> None:
    with_district(world)
    story = at_the_district(world)
    assert story.case.process.startswith("148-2023@")
    assert story.case.position.stage == "intake"
    districts_end(world, successor)
    task = waiting(story, "district-officer")
    assert story.case.reference in references(world, heir)
    for other in others:
        assert story.case.reference not in references(world, other)
    who = officer_of(world.svc, sub_of(heir))
    assert actionable(world.svc, who, story.id, task)


def decided(story: Story, email: str, role: str, outcome: str, **over: Any) -> Story:
    """What somebody who is signed in decides, from their list."""
    world = story.world
    who = officer_of(world.svc, sub_of(email))
    case, task = actionable(world.svc, who, story.id, waiting(story, role))
    form = world.svc.rulebooks.at(case.process).stage(case.position.stage).forms[0]
    told = {**proposal(form, outcome, world.clock.now), **over, "outcome": outcome}
    data = document(form, criteria_of(world.svc, case), **told)
    decide(world.svc, case, task, data, "vi", story.key(), by=who.person.id, channel="account")
    world.settle()
    return story


def test_what_the_district_recognises_is_the_district_s_on_every_paper(world: World) -> None:
    story = given_by_the_district(world)
    assert (given := certificate_of(story)).issuer == "Huyện Mẫu"
    assert "Nơi công nhận: Huyện Mẫu." in Visitor(world).get(f"/certificates/{given.number}").body
    events = world.store.events(story.id)
    for event in [one for one in events if one.kind in ("tallied", "decided")][-2:]:
        told = values_of(PaperScene(world.svc, story.case, events, event))
        assert told["ocop_office"] == "Cơ quan tham mưu OCOP cấp huyện"
        assert told["office_agency"] == "Ủy ban nhân dân huyện Mẫu"
        assert (told["office_place"], told["round"]) == ("Mẫu", "năm 2025")
    issued = [told[name] for name in ("issuer", "issuer_place", "issuer_position")]
    assert issued == ["Ủy ban nhân dân huyện Mẫu", "Mẫu", "Chủ tịch"]


def given_by_the_district(world: World) -> Story:
    """Three stars of the district, by its chairman."""
    with_district(world)
    story = at_the_district(world).decide(OFFICER, "propose").score(60, star=3)
    return story.decide(HEAD, "recognise", **on_paper("70/QĐ-UBND", world.clock.now))


# Giấy ký trước khi ghi tên huyện: nội dung đã ký giữ nguyên, trang và JSON nói đúng nơi công nhận.
def test_a_star_sealed_under_the_province_s_name_is_shown_as_the_district_s(world: World) -> None:
    story = given_by_the_district(world)
    as_before = replace(certificate_of(story), issuer=world.province.name["vi"])
    assert world.store.turn_certificate(as_before)
    assert seal_certificate(world.svc, story.id, world.store.events(story.id)[-1].id)
    districts_end(world)
    number = as_before.number
    document = Visitor(world).call("GET", f"/v1/certificates/{number}").json
    assert (document["recognised_by"], document["seal_state"]) == ("Huyện Mẫu", "signed")
    assert json.loads(document["seal"]["statement"])["issuer"] == as_before.issuer
    page = Visitor(world).get(f"/certificates/{number}").body
    assert "Nơi công nhận: Huyện Mẫu." in page
    assert f"ghi nơi công nhận là {as_before.issuer} và được giữ nguyên" in page


# Điều 10.1b, đến hết tháng 6/2025: ai công nhận thì thu hồi, 3 sao là của huyện; sau đó là tỉnh.
@pytest.mark.parametrize(("over", "office"), [(False, "Huyện Mẫu"), (True, "")])
def test_an_order_s_withdrawal_is_of_the_office_that_the_law_of_its_day_names(
    world: World, over: bool, office: str
) -> None:
    story = given_by_the_district(world)
    if over:
        districts_end(world)
        world.clock.now = datetime(2025, 7, 7, 3, tzinfo=UTC)
    day = world.clock.now.date().isoformat()
    ordered(story, document_date=day, **{**PAPER, "decision_date": day})
    held = certificate_of(story).revocation
    name = office or world.province.name["vi"]
    assert held
    assert held.office == name
    level = "district" if office else "province"
    signed = SignedDecision(
        "99", level, "55/QĐ-UBND", world.clock.now.date(), "Trần Văn Mẫu", "991"
    )
    assert world.store.decision_under(signed if office else replace(signed, unit=""))
    number = certificate_of(story).number
    assert f"nơi thu hồi: {name}" in Visitor(world).get(f"/certificates/{number}").body
    document = Visitor(world).call("GET", f"/v1/certificates/{number}").json
    assert (document["withdrawal"]["office"], document["recognised_by"]) == (name, "Huyện Mẫu")


def test_it_goes_on_to_its_star_though_nobody_of_the_district_is_left(world: World) -> None:
    with_district(world)
    story = at_the_district(world)
    districts_end(world)
    decided(story, ADVISOR, "district-officer", "propose")
    assert story.case.position.stage == "council-district"
    story.score(60, star=3)
    assert story.case.position.stage == "recognition-district"
    assert story.case.reference in references(world, CHAIRMAN)
    signed = on_paper("70/QĐ-UBND", world.clock.now)
    story.decide(CHAIRMAN, "recognise", **signed)
    assert (story.case.ending, story.case.process[:8]) == ("recognised", "148-2023")
    assert certificate_of(story).star == 3
    assert verify(world.store.events(story.id), story.case) == []


def test_what_was_before_the_district_s_chairman_is_the_province_s_to_decide(world: World) -> None:
    with_district(world)
    story = at_the_district(world).decide(OFFICER, "propose").score(60, star=3)
    assert story.case.position.stage == "recognition-district"
    districts_end(world)
    assert story.case.reference in references(world, CHAIRMAN)
    assert story.case.reference not in references(world, ADVISOR)
    signed = on_paper("70/QĐ-UBND", world.clock.now)
    decided(story, CHAIRMAN, "district-chairman", "recognise", **signed)
    assert story.case.ending == "recognised"


def test_a_council_of_the_district_ends_what_it_began(world: World) -> None:
    with_district(world)
    story = at_the_district(world).decide(OFFICER, "propose")
    assert story.case.position.stage == "council-district"
    districts_end(world)
    assert story.score(60, star=3).case.position.stage == "recognition-district"


def test_when_it_is_overdue_the_heir_is_told(world: World) -> None:
    with_district(world)
    story = at_the_district(world)
    districts_end(world)
    before, due = len(world.post.sent), story.case.position.due
    assert due
    world.clock.now = due + timedelta(hours=1)
    world.sweep()
    told = [one for one in world.post.sent[before:] if one.to == ADVISOR]
    assert [one.template for one in told] == ["task-overdue"]
    assert f"/office/dossiers/{story.id}" in told[0].mail.text
