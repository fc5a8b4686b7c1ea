"""Secretaries and administrators replace and call back links, one or all of a person."""

from typing import Any
from urllib.parse import urlencode

import pytest

from ocop.base.errors import LinkRevoked
from ocop.cases.assignment import Assignment
from ocop.cases.history import verify
from ocop.filing.access import renew_link
from tests.integration.test_council import before_council_of
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS
from tests.support.http import FORM
from tests.support.play import COMMUNE, Story, before_council, confirmed
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

WHY = "Thư bị chuyển tiếp nhầm"


def member(story: Story, place: int = 1) -> Assignment:
    seated = [one for one in story.world.store.assignments(story.id) if one.seat]
    return sorted(seated, key=lambda one: one.person)[place]


def secretary(story: Story) -> str:
    """The council's secretary, who has an account now."""
    told = dict(story.world.store.province_document("99"))
    right = [{"role": "agency-officer", "unit": "99"}]
    people = [{**one, "roles": right} if one["id"] == "hd-7" else one for one in told["people"]]
    story.world.province = story.world.put_in_force({**told, "people": people})
    return story.world.province.people["hd-7"].email


def order(story: Story, by: str, **told: Any) -> Answer:
    address = f"/v1/office/dossiers/{story.id}/links"
    sent = {"reason": WHY, **told}
    return Visitor(story.world).call("POST", address, sent, x_claim=by)


def status(story: Story, token: str) -> int:
    return Visitor(story.world).get(f"/r/{token}").status


def test_a_link_is_replaced_on_the_page_with_its_reason_in_the_history(world: World) -> None:
    story = before_council(world)
    lost = member(story)
    old = world.post.last(lost.party.email).token
    boss, _ = signed_in(world, BOSS)
    case = boss.get(f"/office/dossiers/{story.id}")
    assert f"/office/dossiers/{story.id}/links" in case.body
    page = boss.get(f"/office/dossiers/{story.id}/links")
    refused = press(boss, page, lost, "replace", "")
    assert refused.status == 422
    field = refused.page.by_id(f"f.replace.{lost.id}")
    assert field
    assert field.attributes["aria-invalid"] == "true"
    assert f'href="#f.replace.{lost.id}"' in refused.body
    folds = [one for one in field.parents if one.tag == "details"]
    assert all("open" in one.attributes for one in folds[:2])
    done = boss.follow(press(boss, page, lost, "replace", WHY))
    assert "Số liên kết đã thay hoặc thu: 1" in done.body
    world.settle()
    assert status(story, old) == 410
    assert status(story, world.post.last(lost.party.email, "link-renewed").token) == 200
    last = world.store.events(story.id)[-1]
    assert (last.kind, last.by, last.data["reason"]) == ("links-reissued", "admin", WHY)
    assert verify(world.store.events(story.id), world.store.case(story.id)) == []


def press(boss: Visitor, page: Answer, holder: Assignment, act: str, why: str) -> Answer:
    """A button of one holder's panel."""
    body = urlencode({"assignment": holder.id, "reason": why, "_do": "submit"})
    site = {"content_type": FORM, "sec_fetch_site": "same-origin"}
    assert f'action="{page.path}/{act}"' in page.body
    return boss.send("POST", f"{page.path}/{act}", body, **site)


def test_a_called_back_link_stays_dead_until_somebody_replaces_it(world: World) -> None:
    """Nor does its holder, a reminder or the clock bring another."""
    story = before_council(world)
    holder = member(story)
    token = world.post.last(holder.party.email).token
    told = order(story, BOSS, act="call-back", assignment=holder.id)
    assert told.json == {"links": 1}
    assert status(story, token) == 410
    sent = len([p for p in world.post.sent if p.to == holder.party.email])
    for days in (5, 5, 5, 20, 20):
        world.clock.move(days=days)
        world.sweep()
    assert len([p for p in world.post.sent if p.to == holder.party.email]) == sent
    assert status(story, token) == 410


def test_replacing_brings_a_called_back_member_in_again(world: World) -> None:
    story = before_council(world)
    holder = member(story)
    order(story, BOSS, act="call-back", assignment=holder.id)
    again = order(story, secretary(story), act="replace", assignment=holder.id)
    assert again.json == {"links": 1}
    world.settle()
    assert status(story, world.post.last(holder.party.email, "link-renewed").token) == 200
    assert order(story, BOSS, act="call-back", assignment=holder.id).json == {"links": 1}


def test_a_second_scoring_brings_no_link_to_who_has_none(world: World) -> None:
    """Theirs was called back: whoever convenes the council replaces it, or the person."""
    story = before_council(world).score(60, 75, star=3, settled=False)
    holder = member(story)
    assert order(story, BOSS, act="call-back", assignment=holder.id).json == {"links": 1}
    world.settle()
    assert story.case.position.scoring_round == 1
    asked = {post.to for post in world.post.sent if post.template == "council-rescore"}
    assert (len(asked), holder.party.email in asked) == (6, False)
    assert (member(story).is_open, member(story).is_called_back) == (True, True)
    order(story, BOSS, act="replace", assignment=holder.id)
    world.settle()
    assert status(story, world.post.last(holder.party.email, "link-renewed").token) == 200
    assert story.score(70, 72, star=3).case.position.stage == "recognition"


@pytest.mark.parametrize("act", ["replace-all", "call-back-all"])
def test_all_links_of_one_person_and_of_nobody_else(world: World, act: str) -> None:
    emails = ("a@songmat.example.vn", "b@songmat.example.vn")
    first, second = (before_council_of(world, email) for email in emails)
    holder = next(one for one in seats(first) if one.person in {s.person for s in seats(second)})
    before = {one.id: one.n for story in (first, second) for one in seats(story)}
    assert order(first, BOSS, act=act, assignment=holder.id).json == {"links": 2}
    after = [one for story in (first, second) for one in seats(story)]
    for one in after:
        mine = one.person == holder.person
        assert one.is_called_back == (mine and act == "call-back-all"), one
        assert one.n == before[one.id] + (mine and act == "replace-all"), one


def seats(story: Story) -> list[Assignment]:
    return [one for one in story.world.store.assignments(story.id) if one.seat]


def test_who_has_which_links_in_hand(world: World) -> None:
    story = before_council(world)
    address = f"/v1/office/dossiers/{story.id}/links"
    told = Visitor(world).call("GET", address, x_claim=BOSS)
    roles = {one["role"] for one in told.json["links"]}
    assert {"commune-officer", "council-member"} <= roles
    assert "v1." not in told.body
    mine = Visitor(world).call("GET", address, x_claim=secretary(story)).json["links"]
    assert {one["role"] for one in mine} == {"council-member"}
    assert Visitor(world).call("GET", address, x_claim=COMMUNE).status == 403
    officer = next(one for one in told.json["links"] if one["role"] == "commune-officer")
    asked = {"act": "call-back", "assignment": officer["assignment"]}
    assert order(story, secretary(story), **asked).status == 404
    assert order(story, BOSS, **{**asked, "act": "burn"}).status == 404
    assert order(story, BOSS, **asked, reason=" ").status == 422
    assert order(story, COMMUNE, **asked).status == 403


@pytest.mark.parametrize("gone", ["whole", "role"])
def test_who_left_the_office_opens_and_decides_nothing_by_an_old_mail(
    world: World, gone: str
) -> None:
    story = confirmed(world)
    token = world.post.last(COMMUNE, "task-assigned").token
    assert status(story, token) == 200
    told = dict(world.store.province_document("99"))
    officer = next(one for one in told["people"] if one["email"] == COMMUNE)
    left = [one for one in told["people"] if one is not officer]
    successor = {**officer, "id": "ke-nhiem", "email": "kenhiem@songxanh.example.vn"}
    stayed = [{**officer, "roles": []}] if gone == "role" else []
    told["people"] = [*left, *stayed, successor]
    story.world.province = world.put_in_force(told)
    shut = Visitor(world).get(f"/r/{token}")
    assert shut.status == 410
    assert "không còn giữ nhiệm vụ" in shut.body
    assert story.case.subject.product not in shut.body
    assert COMMUNE not in shut.body
    [asked] = [one for one in world.store.assignments(story.id) if one.is_open]
    by = {"authorization": f"Bearer {token}", "idempotency_key": "k"}
    address = f"/v1/reviews/{asked.dossier}-{asked.id}/decide"
    refused = Visitor(world).call("POST", address, {"data": {"outcome": "selected"}}, **by)
    assert (refused.status, refused.json["code"]) == (410, "office-left")
    with pytest.raises(LinkRevoked, match="office-left"):
        renew_link(world.svc, token)
    assert story.case.position.stage == "idea-selection"
