"""One mail and one link for all products of a round, while each product keeps its own rights."""

from collections import Counter
from dataclasses import replace

import pytest

from ocop.base.errors import Forbidden, LinkDead
from ocop.cases.assignment import Assignment
from ocop.council.progress import Replacement, remind_round, replace_member
from ocop.council.rounds import undo_round
from ocop.council.sitting import submit_sheet
from ocop.council.withdrawal import withdraw
from ocop.filing.access import open_link, renew_link
from ocop.filing.reissuing import held_by, reissue_links
from ocop.http import home_of
from ocop.jobs.waiting import checkpoint
from tests.integration.test_council import before_council_of, members, regulated, token_of
from tests.integration.test_scanner import rows, scan
from tests.integration.test_web_office import signed_in
from tests.support.convening import BOSS, convener, prepared, released
from tests.support.known import device_cookie
from tests.support.member_lists import list_holder, list_mails, listed_token, read_list
from tests.support.play import Story
from tests.support.visitor import Visitor
from tests.support.world import BASE, World

PRODUCERS = ("a@songmat.example.vn", "b@songmat.example.vn", "c@songmat.example.vn")
ONE, EVERYBODY = "hd-2", {f"hd-{n}" for n in range(1, 8)}


@pytest.fixture
def stories(world: World) -> list[Story]:
    """Three products before the whole council of seven."""
    regulated(world, rounds=True)
    found = [before_council_of(world, email) for email in PRODUCERS]
    released(world, prepared(world))
    return found


def email_of(world: World, person: str = ONE) -> str:
    return world.province.people[person].email


def round_id(world: World) -> str:
    [group] = world.store.council_rounds("99", 2026)
    return group.id


def seat_of(story: Story, person: str = ONE) -> Assignment:
    every = story.world.store.assignments(story.id)
    return next(one for one in every if one.seat and one.person == person)


def states(world: World, person: str = ONE) -> list[str]:
    return [one["state"] for one in read_list(world, email_of(world, person)).json["products"]]


def hand_in(story: Story, person: str = ONE) -> None:
    token = listed_token(story.world, email_of(story.world, person), story.id)
    holder = open_link(story.world.svc, token, "score")
    submit_sheet(story.world.svc, story.case, holder, story.sheet(80, 4))
    story.world.settle()


def on_list(stories: list[Story]) -> list[Story]:
    """The products in the order of the round."""
    world = stories[0].world
    places = [one.dossier for one in world.store.council_round("99", round_id(world)).products]
    return sorted(stories, key=lambda one: places.index(one.id))


def test_a_release_mails_each_member_once(world: World, stories: list[Story]) -> None:
    told = Counter((post.to, post.template) for post in world.post.sent if "/r/" in post.mail.text)
    asked = {
        person: told[email_of(world, person), "round-invited"] for person in members(stories[0])
    }
    assert asked == {f"hd-{n}": 1 for n in range(1, 8)}
    assert not [post for post in world.post.sent if post.template == "council-invited"]
    assert "3 sản phẩm" in list_mails(world, email_of(world))[-1].mail.subject


def test_a_member_with_one_product_gets_its_own_link(world: World) -> None:
    regulated(world, rounds=True)
    story = before_council_of(world, PRODUCERS[0])
    released(world, prepared(world))
    assert open_link(world.svc, token_of(story, ONE), "score").dossier == story.id
    assert not list_mails(world, email_of(world))


def test_the_list_tells_how_far_each_product_is(world: World, stories: list[Story]) -> None:
    first, second, third = on_list(stories)
    assert states(world) == ["new"] * 3
    hand_in(first)
    withdraw(world.svc, seat_of(third), "conflict", "góp vốn")
    saved = {"choices": {}, "notes": {}, "rejections": [], "reason": "", "opinion": "x"}
    world.store.save_assignment(replace(seat_of(second), sheet=saved))
    assert states(world) == ["done", "draft", "conflict"]


def test_a_browser_goes_from_product_to_product(world: World, stories: list[Story]) -> None:
    first, second, third = on_list(stories)
    person = Visitor(world)
    page = person.open_mail(email_of(world), "round-invited")
    home = page.path
    for story in stories:
        assert f"{home}/products/{story.id}" in page.body
    sheet = person.get(f"{home}/products/{second.id}")
    assert second.case.subject.title in sheet.title
    assert f'href="{home}"' in sheet.body
    assert "Sản phẩm tiếp theo" not in sheet.body
    hand_in(second)
    done = person.get(sheet.path)
    onward = f"{home}/next?after={second.id}"
    assert onward in done.body
    assert third.id in person.get(onward).path
    hand_in(third)
    assert first.id in person.get(f"{home}/next?after={third.id}").path
    hand_in(first)
    assert "Không còn phiếu nào chờ" in person.get(onward).body


def test_a_list_opens_nothing_by_itself(world: World, stories: list[Story]) -> None:
    holder, token = (
        list_holder(world, email_of(world)),
        list_mails(world, email_of(world))[-1].token,
    )
    for verb in ("view", "declare", "score", "decline", "decide", "file"):
        with pytest.raises(Forbidden):
            open_link(world.svc, token, verb)
    home = f"/r/{holder.dossier}-{holder.id}"
    person = Visitor(world)
    person.open_mail(email_of(world), "round-invited")
    seat = seat_of(stories[0])
    for path in ("evidence", "decided", f"evidence/{'a' * 16}"):
        assert person.get(f"{home}/{path}").status == 403
    for verb in ("save", "decide", "conflict", "decline", "recall"):
        assert person.send("POST", f"{home}/{verb}", "reason=x", **FORM_HEAD).status in (403, 404)
    assert person.get(f"/r/{seat.dossier}-{seat.id}").status == 404, "not before the list opens it"


FORM_HEAD = {
    "content_type": "application/x-www-form-urlencoded",
    "sec_fetch_site": "same-origin",
}


def test_what_is_taken_from_a_member_stays_shut(world: World, stories: list[Story]) -> None:
    first, second, third = on_list(stories)
    token = listed_token(world, email_of(world), first.id)
    person = Visitor(world)
    home = person.open_mail(email_of(world), "round-invited").path
    assert person.get(f"{home}/products/{first.id}").status == 200
    withdraw(world.svc, seat_of(first), "conflict", "góp vốn")
    with pytest.raises(LinkDead):
        open_link(world.svc, token)
    assert person.get(f"{home}/products/{first.id}").path == home
    assert person.get(f"/r/{first.id}-{seat_of(first).id}").status == 410
    told = read_list(world, email_of(world)).json["products"]
    assert "token" not in told[0]
    officer, _ = signed_in(world, BOSS)
    links = officer.get(f"/office/dossiers/{second.id}/links")
    body = {"act": "call-back", "assignment": seat_of(second).id, "reason": "thư bị lộ"}
    officer.call("POST", f"/v1{links.path}", body, x_claim=BOSS)
    assert states(world) == ["conflict", "dead", "new"]
    assert person.get(f"{home}/products/{second.id}").path == home
    assert person.get(f"{home}/products/{third.id}").status == 200
    assert person.get(f"{home}/products/{'a' * 26}").status == 404


def test_nobody_opens_a_product_by_anothers_list(world: World, stories: list[Story]) -> None:
    other = list_holder(world, email_of(world, "hd-3"))
    person = Visitor(world)
    person.open_mail(email_of(world), "round-invited")
    foreign = f"/r/{other.dossier}-{other.id}"
    assert person.get(foreign).status == 404
    assert person.get(f"{foreign}/products/{stories[0].id}").status == 404
    assert person.get(f"{foreign}/next").status == 404


def test_forgetting_forgets_all_that_the_list_opened(world: World, stories: list[Story]) -> None:
    person = Visitor(world)
    home = person.open_mail(email_of(world), "round-invited").path
    del person.jar[device_cookie(email_of(world)), "/r"]
    sheets = [person.get(f"{home}/products/{story.id}") for story in stories]
    assert {sheet.status for sheet in sheets} == {200}
    answer = person.press(sheets[0], "/forget")
    assert answer.status == 307
    again = person.send("POST", answer.headers["Location"], "", **FORM_HEAD)
    assert again.status == 200
    assert {person.get(path).status for path in (home, *(one.path for one in sheets))} == {404}
    assert not [name for name, _ in person.jar if name[:2] in ("t_", "l_", "o_")]


def test_a_reminder_comes_once_for_all_products(world: World, stories: list[Story]) -> None:
    sent = len(world.post.sent)
    for story in stories:
        world.clock.now = story.case.position.next_look or world.clock.now
        checkpoint(world.svc, story.id, story.case.position.visit)
    world.settle()
    told = Counter((post.to, post.template) for post in world.post.sent[sent:])
    assert told == {(email_of(world, f"hd-{n}"), "round-reminder"): 1 for n in range(1, 8)}
    assert remind_round(world.svc, convener(world), round_id(world)) == 0, "told today"
    world.clock.move(days=1)
    assert remind_round(world.svc, convener(world), round_id(world)) == 7
    events = [one for one in world.store.events(on_list(stories)[0].id) if one.kind == "reminded"]
    assert len(events[-1].data["to"]) == 7


def test_a_reminder_after_the_link_has_died_brings_one_that_opens(
    world: World, stories: list[Story]
) -> None:
    old = list_mails(world, email_of(world))[-1].token
    world.clock.move(days=60)
    with pytest.raises(LinkDead):
        open_link(world.svc, old, "list")
    for story in stories:
        checkpoint(world.svc, story.id, story.case.position.visit)
    world.settle()
    assert states(world) == ["new"] * 3
    assert listed_token(world, email_of(world), stories[0].id)


def test_a_round_taken_back_tells_each_member_once(world: World, stories: list[Story]) -> None:
    token = list_mails(world, email_of(world))[-1].token
    sent = len(world.post.sent)
    undo_round(world.svc, convener(world), round_id(world))
    world.settle()
    told = Counter((post.to, post.template) for post in world.post.sent[sent:])
    assert told == {(email_of(world, f"hd-{n}"), "round-withdrawn"): 1 for n in range(1, 8)}
    with pytest.raises(LinkDead):
        open_link(world.svc, token, "list")
    released(world, prepared(world, key="again"))
    assert states(world) == ["new"] * 3
    assert stories


def test_a_list_is_renewed_reissued_and_called_back(world: World, stories: list[Story]) -> None:
    first = list_mails(world, email_of(world))[-1].token
    world.clock.move(hours=1)
    renew_link(world.svc, first)
    world.settle()
    second = list_mails(world, email_of(world))[-1].token
    home = list_holder(world, email_of(world)).dossier
    assert reissue_links(world.svc, home, held_by(email_of(world)))
    world.settle()
    for dead in (first, second):
        with pytest.raises(LinkDead):
            open_link(world.svc, dead, "list")
    assert states(world) == ["new"] * 3
    newest = list_mails(world, email_of(world))[-1].token
    officer, _ = signed_in(world, BOSS)
    elsewhere = next(one for one in stories if one.id != home)
    body = {"act": "call-back-all", "assignment": seat_of(elsewhere).id, "reason": "lộ hộp thư"}
    address = f"/v1/office/dossiers/{elsewhere.id}/links"
    assert officer.call("POST", address, body, x_claim=BOSS).json["links"] == 4
    with pytest.raises(LinkDead):
        open_link(world.svc, newest, "list")
    sent = len(world.post.sent)
    world.clock.move(days=1)
    remind_round(world.svc, convener(world), round_id(world))
    world.settle()
    assert email_of(world) not in {post.to for post in world.post.sent[sent:]}


def test_a_successor_finds_the_product_on_the_own_list(world: World) -> None:
    regulated(world, rounds=True, panel=5)
    stories = [before_council_of(world, email) for email in PRODUCERS]
    released(world, prepared(world, scoring="some", size=5))
    story = on_list(stories)[0]
    before = {*members(story)}
    gone = min(before - {"hd-1"})
    wanted = Replacement(story.id, gone, "bận")
    replace_member(world.svc, convener(world), round_id(world), wanted, "vi")
    world.settle()
    [new] = {*members(story)} - before
    own = world.post.last(email_of(world, new), "council-invited").token
    assert open_link(world.svc, own, "score").dossier == story.id
    assert listed_token(world, email_of(world, new), story.id) == own
    told = read_list(world, email_of(world, new)).json
    assert told["count"] == sum(new in members(one) for one in stories) == 3
    assert states(world, gone)[0] == "declined"


def test_a_code_opens_a_list_where_members_are_asked_for_one(
    world: World, stories: list[Story]
) -> None:
    document = world.store.province_document("99")
    settings = {**document["settings"], "mailed_code": ["council-member"]}
    world.province = world.put_in_force({**document, "settings": settings})
    token = list_mails(world, email_of(world))[-1].token
    stranger = Visitor(world)
    shut = stranger.get(f"{BASE}/r/{token}")
    assert shut.status == 403
    assert stories[0].case.subject.title not in shut.body
    stranger.press(shut, "/code")
    world.settle()
    assert world.post.last(email_of(world), "device-code")


def test_scanners_change_nothing_of_a_list(world: World, stories: list[Story]) -> None:
    before, mails = rows(), len(world.post.sent)
    for token in [list_mails(world, email_of(world))[-1].token] * 2:
        assert scan(Visitor(world), f"{BASE}/r/{token}")
    world.settle()
    assert rows() == before
    assert len(world.post.sent) == mails
    assert stories


def test_a_hidden_producer_is_on_no_list(world: World) -> None:
    regulated(world, rounds=True)
    stories = [before_council_of(world, email) for email in PRODUCERS[:2]]
    released(world, prepared(world, hides_producer=True))
    case = stories[0].case
    hidden = (case.subject.organisation, case.reference, case.unit)
    page = Visitor(world).open_mail(email_of(world), "round-invited")
    assert page.status == 200
    assert case.subject.title in page.body
    mail = list_mails(world, email_of(world))[-1].mail.text
    for shown in (page.body, read_list(world, email_of(world)).body, mail):
        told = shown.replace(home_of(list_holder(world, email_of(world)).link), "")
        assert not [name for name in hidden if name in told]
