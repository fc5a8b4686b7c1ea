"""Each law lists its papers of a dossier: what is mandatory is there, or was seen on paper, before
the intake passes a dossier on; form, case, receipt and package follow the list.
"""

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest

from ocop.base.errors import InvalidInput
from ocop.cases.dossier_papers import dossier_papers, papers_missing
from ocop.cases.questions import criteria_of, deciding_question
from ocop.papers.packaging import make_package, package_key
from tests.integration.test_again import begun, on
from tests.integration.test_evidence import hand_in
from tests.integration.test_web_office import signed_in
from tests.support.documents import document
from tests.support.forms import the_form
from tests.support.law import load_rulebook, rulebook_ids
from tests.support.play import COMMUNE, PRODUCER, Story, confirmed, filed, kept
from tests.support.printed import papers_of
from tests.support.visitor import Visitor
from tests.support.world import World

OFFICER = "canbo.ly-nhan@hanam.example.vn"
BUSINESS = "Giấy đăng ký kinh doanh"
OLD, MIDDLE, NEW = "1048-2019", "148-2023", "26-2026"
WHOLE = {"product-idea", "business-plan", "organisation", "business-registration", "samples"}


@pytest.fixture
def hanam() -> World:
    """A province under 1048/QĐ-TTg."""
    world = World("ha-nam")
    world.clock.now = world.clock.now.replace(year=2021)
    return world


@kept
def registered(hanam: World) -> Story:
    """A case that waits for its self-assessment."""
    story = Story(hanam).idea(commune="13573", criteria_set="03").confirm()
    story.decide(OFFICER, "selected").file("business-plan").decide(OFFICER, "selected")
    return story.file("registration")


def handed_in(world: World, *kinds: str, **told: Any) -> Story:
    """The dossier at the district, with a file of each kind at its first criterion."""
    story = registered(world)
    return story.file("self-assessment", criteria=claimed(story, *kinds), **told)


def claimed(story: Story, *kinds: str) -> dict[str, Any]:
    world = story.world
    whole = document("self-assessment", criteria_of(world.svc, story.case))["criteria"]
    first = next(iter(whole))
    files = [{"kind": kind, "file": hand_in(story, slot=first)} for kind in kinds]
    return {**whole, first: {**whole[first], "evidence": files}} if files else dict(whole)


def states(story: Story) -> dict[str, str]:
    svc = story.world.svc
    standing = dossier_papers(svc, story.case, story.world.store.events(story.id))
    return {one.paper.id: one.state for one in standing}


# -------------------------------------------------------------------- the lists


@pytest.mark.parametrize(
    ("law", "must", "extra"),
    [(OLD, 5, 13), (MIDDLE, 3, 15), ("1489-2025", 3, 15), (NEW, 3, 15)],
)
def test_each_law_has_a_list_of_its_own(law: str, must: int, extra: int) -> None:
    papers = load_rulebook(law).dossier.papers
    assert [one.must for one in papers] == [True] * must + [False] * extra
    assert len({one.id for one in papers}) == len(papers)


def test_what_the_sources_do_not_print_is_a_setting_with_its_doubt() -> None:
    for law in rulebook_ids():
        rule = load_rulebook(law).dossier
        by_law = {bool(one.article) for one in rule.papers}
        assert by_law == {law in (OLD, NEW)}
        assert bool(rule.doubt) is (law != NEW)


@pytest.mark.parametrize("law", [OLD, MIDDLE, "1489-2025", NEW])
def test_every_kind_of_evidence_that_a_law_names_can_be_chosen(law: str) -> None:
    kinds = the_form("self-assessment").schema["$defs"]["evidence"]["properties"]["kind"]["oneOf"]
    offered = {kind["const"] for kind in kinds}
    assert {kind for one in load_rulebook(law).dossier.papers for kind in one.kinds} <= offered


def test_tourism_hands_in_no_samples() -> None:
    for law in rulebook_ids():
        rule = load_rulebook(law).dossier
        goods, tourism = ({one.id for one in rule.asked_of(number)} for number in (3, 26))
        assert goods - tourism == {"samples"}


# ------------------------------------------------------------------- the intake


def test_1048_a_dossier_without_its_business_registration_is_not_passed_on(hanam: World) -> None:
    story = handed_in(hanam, "awards")
    with pytest.raises(InvalidInput) as refused:
        story.decide(OFFICER, "propose")
    [error] = refused.value.errors
    assert (error.pointer, error.code) == ("/papers_seen", "papers-missing")
    assert BUSINESS in error.detail
    assert story.case.position.stage == "intake"


def test_1048_with_all_five_it_goes_to_the_district_s_council(hanam: World) -> None:
    story = handed_in(hanam, "business-registration")
    assert {id for id, state in states(story).items() if state == "there"} == WHOLE
    assert story.decide(OFFICER, "propose").case.position.stage == "council-district"


def test_1048_what_was_seen_on_paper_counts_and_stays_on_record(hanam: World) -> None:
    story = handed_in(hanam).decide(OFFICER, "propose", papers_seen=True)
    assert story.case.position.stage == "council-district"
    told = states(story)
    assert told["business-registration"] == "on-paper"
    assert {told[id] for id in WHOLE - {"business-registration"}} == {"there"}
    assert told["awards"] == "missing"  # nobody said that what is extra was there


def test_1048_what_lacks_may_be_asked_for_or_the_case_ended(hanam: World) -> None:
    story = handed_in(hanam).decide(OFFICER, "supplement", reason="Thiếu đăng ký kinh doanh")
    assert story.case.position.stage == "supplement"
    story.file("self-assessment", criteria=claimed(story, "business-registration"))
    assert story.decide(OFFICER, "propose").case.position.stage == "council-district"


def test_whoever_checks_is_asked_only_where_something_lacks(hanam: World) -> None:
    def asks(story: Story) -> bool:
        served = deciding_question(hanam.svc, story.case, "intake").serve("vi")
        return "papers_seen" in served["schema"]["properties"]

    assert asks(handed_in(hanam))
    story = registered(hanam)
    assert not asks(story.file("self-assessment", criteria=claimed(story, "business-registration")))


def test_26_nothing_mandatory_can_lack_once_the_dossier_is_in(world: World) -> None:
    story = filed(world)
    events = world.store.events(story.id)
    assert papers_missing(world.svc, story.case, events) == ()
    assert states(story)["business-registration"] == "missing"
    assert story.decide(COMMUNE, "propose").case.position.stage == "advisory"


# ------------------------------------------------ form, case, receipt, package


def test_the_check_reads_what_lacks_on_its_page_and_as_json(hanam: World) -> None:
    story = handed_in(hanam, "awards", "awards")
    officer, _ = signed_in(hanam, OFFICER)
    page = officer.get(f"/office/dossiers/{story.id}").body
    assert "Hồ sơ điện tử chưa có giấy tờ bắt buộc" in page
    assert "bắt buộc 4/5, bổ sung 1/13" in page
    listed = officer.get(f"/office/dossiers/{story.id}?part=dossier").body
    assert "2 tệp minh chứng" in listed
    assert "chưa đối chiếu với nguyên văn" in listed
    token = hanam.post.last(OFFICER, "task-assigned").token
    [held] = [one for one in hanam.store.assignments(story.id) if one.stage == "intake"]
    bearer = {"authorization": f"Bearer {token}"}
    told = Visitor(hanam).call("GET", f"/v1/reviews/{story.id}-{held.id}", **bearer).json
    lacking = [one for one in told["dossier_papers"] if one["must"] and one["state"] == "missing"]
    assert [(one["title"], one["said"]) for one in lacking] == [(BUSINESS, "Chưa có")]


def test_the_producer_counts_papers_while_the_form_is_filled_in(hanam: World) -> None:
    story = registered(hanam)
    person, own = Visitor(hanam), {"authorization": f"Bearer {story.token}"}
    person.get(f"/r/{story.token}")
    address = f"/dossiers/{story.id}/forms/self-assessment"
    assert "bắt buộc 3/5, bổ sung 0/13" in person.get(address).body
    draft = {"data": {"criteria": claimed(story, "business-registration", "story")}}
    kept_ = person.call("PUT", f"/v1/dossiers/{story.id}/drafts/self-assessment", draft, **own)
    assert kept_.status == 200
    assert "bắt buộc 4/5, bổ sung 1/13" in person.get(address).body
    told = person.call("GET", f"/v1/dossiers/{story.id}", **own).json["dossier_papers"]
    assert {one["id"] for one in told if one["state"] == "there"} == WHOLE - {"organisation"} | {
        "story"
    }


def test_before_the_dossier_is_asked_for_no_papers_are(world: World) -> None:
    story = confirmed(world)
    own = {"authorization": f"Bearer {story.token}"}
    told = Visitor(world).call("GET", f"/v1/dossiers/{story.id}", **own).json
    assert told["dossier_papers"] == []
    assert "dossier_papers" not in papers_of(story, "producer")["receipt"]


def test_the_receipt_lists_them_as_they_were_then(hanam: World) -> None:
    story = handed_in(hanam).decide(OFFICER, "propose", papers_seen=True)
    rows = papers_of(story, "producer")["receipt"]["dossier_papers"]
    told = {row[1]: (row[2], row[3]) for row in rows if not isinstance(row, str)}
    assert len(told) == 18
    assert told[BUSINESS] == ("Bắt buộc", "Chưa có")
    assert told["Phương án, kế hoạch kinh doanh"] == ("Bắt buộc", "Đã nộp")


def test_the_package_says_which_were_there(world: World) -> None:
    story = filed(world).decide(COMMUNE, "not-proposed", reason="Không đủ điều kiện")
    assert make_package(world.svc, story.id, "dossier")
    packed = world.rack.papers[package_key(world.svc, story.case, "dossier")]
    told = json.loads(zipfile.ZipFile(io.BytesIO(packed)).read("law/dossier-papers.json"))
    assert {one["id"]: one["state"] for one in told} == states(story)
    assert story.case.party.email == PRODUCER


def test_1048_an_upgrade_goes_on_with_the_idea_and_the_plan_of_before(hanam: World) -> None:
    story = handed_in(hanam, "business-registration").decide(OFFICER, "propose")
    story.score(72, star=0).score(72, star=0)
    story.decide("chutich@hanam.example.vn", "recognise", decision_number="12/QĐ-UBND")
    on(hanam, date(2022, 1, 4))
    again = begun(story, "upgrade")
    told = states(again)
    assert {id for id, state in told.items() if state == "there"} == {
        "product-idea",
        "business-plan",
    }
