"""Work that was open when a unit became part of another: it is seen to, and the heir's to do."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ocop.aws.certificates import certificate_row
from ocop.aws.commits import case_row
from ocop.aws.table import Row
from ocop.base.errors import Forbidden, NotFound
from ocop.base.moment import local_date
from ocop.deciding.decide import decide
from ocop.deciding.officer import actionable, officer_of, worklist
from ocop.people.rights import Officer
from ocop.registers.acts import enter
from ocop.registers.record import Entered
from tests.integration.test_former_units import MERGED
from tests.support.oversight import ADMIN, certificate_of, recognised
from tests.support.play import COMMUNE, PRODUCER, Story, confirmed
from tests.support.registers import COOPERATIVE, acting_on
from tests.support.supporting import CHECKED, FINANCE, GRANTED, NAMED, asked, deploying
from tests.support.world import PROVINCES, World, sub_of

HEIR = "canbo.vuon-chai@songxanh.example.vn"
OTHER = "canbo.ben-gom@songxanh.example.vn"


def commune_merged(world: World) -> None:
    """Suối Mật is part of Vườn Chài from now on, and its officer is gone."""
    document = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    units = [one for one in document["units"] if one["code"] != "10105"]
    people = [one for one in document["people"] if one["email"] != COMMUNE]
    gone = {**_unit(document, "10105"), "successor": "10106", "until": "2026-06-30"}
    world.load("song-xanh", units=units, people=people, former=[gone])


def _unit(document: dict[str, Any], code: str) -> dict[str, Any]:
    [unit] = [one for one in document["units"] if one["code"] == code]
    return {name: unit[name] for name in ("code", "name", "level")}


def officer(world: World, email: str) -> Officer:
    return officer_of(world.svc, sub_of(email))


def references(world: World, email: str) -> list[str]:
    part = worklist(world.svc, officer(world, email), "", 50)
    return [task.case.reference for task in part.items if hasattr(task, "case")]


def waiting(story: Story, role: str) -> str:
    [held] = [one for one in story.world.store.assignments(story.id)
              if one.role == role and story.case.awaits(one)]  # fmt: skip
    return held.id


def test_an_idea_and_a_request_for_support_are_the_heir_s_to_decide(world: World) -> None:
    idea, request = confirmed(world), asked(deploying(world), "packaging")
    commune_merged(world)
    for story in (idea, request):
        assert story.case.reference in references(world, HEIR)
        assert story.case.reference not in references(world, OTHER)
        task = waiting(story, "commune-officer")
        assert actionable(world.svc, officer(world, HEIR), story.id, task)
        with pytest.raises((NotFound, Forbidden)):
            actionable(world.svc, officer(world, OTHER), story.id, task)


def test_what_the_heir_decides_goes_on_from_there(world: World) -> None:
    request = asked(deploying(world), "packaging")
    commune_merged(world)
    task = waiting(request, "commune-officer")
    case, holder = actionable(world.svc, officer(world, HEIR), request.id, task)
    data = {"outcome": "ask-finance", **CHECKED, **NAMED, "amount": 20_000_000}
    decide(world.svc, case, holder, data, "vi", "k", by="xa-vuon-chai", channel="account")
    assert request.case.position.stage == "support-finance"


def moved_to_no_more(world: World, story: Story) -> Story:
    """The case as one of a province that has become part of the sample's, without a document."""
    case = replace(story.case, province="98", unit="98101")
    case_row(replace(case, version=case.version + 1)).save()
    world.load("song-xanh", former=MERGED)
    return story


def test_a_case_of_a_province_that_is_no_more_is_reminded_and_escalated(world: World) -> None:
    story = moved_to_no_more(world, confirmed(world))
    due = story.case.position.due
    assert due
    world.clock.now = due + timedelta(hours=1)
    before = len(world.post.sent)
    world.sweep()
    assert story.case.position.looks > 0
    told = {(one.to, one.template) for one in world.post.sent[before:]}
    assert {(COMMUNE, "task-overdue"), (ADMIN, "task-overdue")} <= told


def test_nothing_is_told_twice_where_both_provinces_have_a_document(world: World) -> None:
    story = moved_to_no_more(world, confirmed(world))
    document = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    units = [{**document["units"][0], "code": "98", "level": "province"}]
    world.put_in_force({**document, "code": "98", "units": units, "people": [], "councils": []})
    due = story.case.position.due
    assert due
    world.clock.now = due + timedelta(hours=1)
    world.sweep()
    looks = story.case.position.looks
    world.sweep()
    assert (looks, story.case.position.looks) == (1, 1)


def test_a_certificate_of_a_province_that_is_no_more_is_told_of_before_it_ends(
    world: World,
) -> None:
    story = recognised(world)
    certificate = certificate_of(story)
    certificate_row(replace(certificate, province="98", unit="98101")).save()
    moved_to_no_more(world, story)
    opens = certificate.valid_to - timedelta(days=180)
    world.clock.move(days=(opens - local_date(world.clock.now)).days)
    world.sweep()
    assert "renewal-told" in [one.template for one in world.post.sent if one.to == PRODUCER]


# A province whose people and communes have codes of their own, as it was before the merger.
CODES = {'"99"': '"98"', '"99': '"98', '"101': '"981', "songxanh": "songdo"}
GONE = [
    MERGED[0],
    *({**MERGED[1], "code": f"9810{n}", "successor": f"1010{n}"} for n in range(1, 7)),
]


def province_of_its_own(world: World) -> None:
    """Another province in the stack, and it is the one whose people play."""
    text = (PROVINCES / "song-xanh.json").read_text("utf-8")
    for now, before in CODES.items():
        text = text.replace(now, before)
    world.province = world.put_in_force(json.loads(text))


def merged_into(world: World, *, keeps_document: bool) -> None:
    """It has become part of the sample's; its document is no more, or lies beside that."""
    if not keeps_document:
        next(Row.query("PROVINCES", Row.sk == "98")).delete()
    world.province = world.load("song-xanh", former=GONE)


def in_register(world: World, commune: str) -> None:
    """The organisation as the province that plays has it in its register."""
    keeping = acting_on(world, "organisations", unit=commune)
    enter(keeping, Entered({**COOPERATIVE, "commune": commune}, commune, "org-1", "vi"))


def asked_for_money(world: World) -> tuple[Story, Story]:
    """Two requests of the other province: one at its commune, one for its finance officer."""
    commune = COMMUNE.replace("songxanh", "songdo")
    first = Story(world).idea(commune="98105", criteria_set="04").confirm()
    in_register(world, "98105")
    first.decide(commune, "selected").file("business-plan").decide(commune, "selected")
    at_commune, at_finance = asked(first, "packaging"), asked(first, "training")
    at_finance.decide(commune, "ask-finance", **CHECKED, **NAMED, amount=20_000_000)
    return at_commune, at_finance


@pytest.mark.parametrize("keeps_document", [False, True])
def test_requests_of_a_province_that_is_no_more_are_its_heir_s(
    world: World, *, keeps_document: bool
) -> None:
    """While its own document lies beside the heir's, its own people go on with them."""
    province_of_its_own(world)
    at_commune, at_finance = asked_for_money(world)
    merged_into(world, keeps_document=keeps_document)
    in_register(world, "10105")
    for story, role, heir in (
        (at_commune, "commune-officer", COMMUNE),
        (at_finance, "finance-officer", FINANCE),
    ):
        assert story.case.province == "98"
        assert (story.case.reference in references(world, heir)) is not keeps_document
        assert story.case.reference not in references(world, HEIR)
        task = waiting(story, role)
        if keeps_document:
            with pytest.raises((NotFound, Forbidden)):
                actionable(world.svc, officer(world, heir), story.id, task)
            continue
        case, holder = actionable(world.svc, officer(world, heir), story.id, task)
        with pytest.raises((NotFound, Forbidden)):
            actionable(world.svc, officer(world, OTHER), story.id, task)
        data = {**CHECKED, **NAMED, "outcome": "ask-finance", "amount": 20_000_000}
        data = data if heir == COMMUNE else {**GRANTED, "outcome": "concur"}
        decide(world.svc, case, holder, data, "vi", "k", by="x", channel="account")
    stages = (at_commune.case.position.stage, at_finance.case.position.stage)
    moved_on = ("support-finance", "support-visit")
    assert (stages == moved_on) is not keeps_document
