"""Hundreds of emailed links in one browser: each page gets its own link's cookie and no other."""

from base64 import b32encode
from dataclasses import replace
from hashlib import sha256

import pytest

from ocop.links.tokens import LinkId, mint, producer_assignment_id
from tests.support.play import COMMUNE, PRODUCER, before_council, confirmed
from tests.support.visitor import Visitor
from tests.support.world import World

CHAIR = "hoidong1@songxanh.example.vn"
GATEWAY_BYTES = 10_240
LEFT_FOR_THE_REST = 2_000
LINKS = 500


def id_of(kind: str, number: int) -> str:
    digest = sha256(f"{kind}{number}".encode()).digest()
    return b32encode(digest).decode().lower().rstrip("=")


def links(count: int) -> list[LinkId]:
    """So many links, every fifth to a dossier of one's own."""
    dossiers = [id_of("dossier", number)[:26] for number in range(count)]
    reviewed = [LinkId(one, id_of("assignment", n)[:16]) for n, one in enumerate(dossiers)]
    own = [LinkId(one, producer_assignment_id(one)) for one in dossiers]
    return [own[n] if n % 5 == 0 else reviewed[n] for n in range(count)]


def header_bytes(person: Visitor, path: str) -> int:
    return len("; ".join(person.cookies_for(path)))


def test_five_hundred_links_fit_in_one_browser(world: World) -> None:
    person = Visitor(world)
    opened = [person.send("GET", f"/r/{mint(world.svc.keys(), one)}") for one in links(LINKS)]
    homes = [answer.headers["Location"] for answer in opened]
    assert len(set(homes)) == LINKS
    for path in ["/", "/office", "/forms/product-idea", *homes, f"{homes[0]}/forms/registration"]:
        assert header_bytes(person, path) < GATEWAY_BYTES - LEFT_FOR_THE_REST, path
    assert all(len(person.cookies_for(home)) == 1 for home in homes)


def test_a_producers_cookie_reaches_every_page_of_the_dossier(world: World) -> None:
    story = confirmed(world)
    story.decide(COMMUNE, "selected")
    person = Visitor(world)
    assert person.open_mail(PRODUCER).status == 200
    for page in ("", "/evidence", "/forms/business-plan"):
        assert person.get(f"/dossiers/{story.id}{page}").status == 200
    assert person.cookies_for("/") == []
    assert person.cookies_for(f"/dossiers/{story.id}2") == []


def test_a_forms_old_address_leads_to_the_new_one(world: World) -> None:
    story = confirmed(world)
    story.decide(COMMUNE, "selected")
    person = Visitor(world)
    person.open_mail(PRODUCER)
    old = f"/forms/business-plan?dossier={story.id}"
    assert person.get(f"{old}&saved=1").form(f"/dossiers/{story.id}/forms/business-plan")
    posted = person.send("POST", old, "_do=submit", content_type="x")
    assert posted.status == 307
    assert posted.headers["Location"] == f"/dossiers/{story.id}/forms/business-plan"
    assert person.send("GET", "/forms/business-plan?dossier=//evil.example").status == 404


def test_a_cookie_of_the_earlier_site_still_opens_and_is_put_where_it_belongs(world: World) -> None:
    story = confirmed(world)
    person = Visitor(world)
    name = f"t_{producer_assignment_id(story.id)}"
    person.jar[name, "/"] = story.token
    assert person.get(f"/dossiers/{story.id}").status == 200
    person.get("/")
    assert set(person.jar) == {(name, f"/dossiers/{story.id}")}
    assert person.get(f"/dossiers/{story.id}").status == 200


def test_many_cookies_of_the_earlier_site_move_by_and_by(world: World) -> None:
    person = Visitor(world)
    for one in links(60):
        person.jar[f"t_{one.assignment}", "/"] = mint(world.svc.keys(), one)
    for _ in range(6):
        assert len(person.cookies_for("/")) > 0
        person.get("/about")
    assert person.cookies_for("/") == []
    assert len(person.jar) == 60


@pytest.mark.parametrize("junk", ["", "x", "v1.k1.x.y", "v1.k1.//evil.z", "\u00e9"])
def test_a_cookie_that_is_no_link_is_left_alone(world: World, junk: str) -> None:
    person = Visitor(world)
    person.jar["t_x", "/"] = junk
    assert person.get("/").status == 200
    assert person.jar == {("t_x", "/"): junk}


def test_a_device_can_forget_a_link(world: World) -> None:
    story = before_council(world)
    member = next(a for a in world.store.assignments(story.id) if a.seat)
    for email in (PRODUCER, member.party.email):
        person = Visitor(world)
        page = person.get(f"/r/{world.post.last(email).token}")
        home = page.path
        [button] = [f for f in page.page.all("form") if f.attributes["action"].endswith("/forget")]
        told = person.press(page, button.attributes["action"])
        assert (told.status, person.jar) == (200, {})
        assert person.get(home).status == 404
        assert person.open_mail(email).status == 200


def test_a_program_learns_of_a_dead_link_by_a_problem_and_a_person_by_a_page(world: World) -> None:
    confirmed(world)
    person = Visitor(world)
    page = person.open_mail(PRODUCER)
    world.clock.move(days=500)
    told = person.send("GET", page.path, accept="application/json")
    assert (told.status, told.json["code"]) == (410, "link-expired")
    assert told.headers["Content-Type"] == "application/problem+json"
    shown = person.send("GET", page.path)
    assert (shown.status, "/r/renew" in shown.body) == (410, True)


def test_no_new_link_is_offered_for_one_that_was_called_back(world: World) -> None:
    story = before_council(world)
    member = Visitor(world)
    page = member.open_mail(CHAIR)
    world.clock.move(days=500)
    assert "/r/renew" in member.send("GET", page.path).body
    [asked] = [a for a in world.store.assignments(story.id) if a.party.email == CHAIR]
    world.store.save_assignment(replace(asked, grant=asked.grant.revoked(world.clock())))
    called_back = member.send("GET", page.path)
    assert (called_back.status, "/r/renew" in called_back.body) == (410, False)


def test_an_expired_link_is_still_renewed_by_its_button(world: World) -> None:
    confirmed(world)
    person = Visitor(world)
    person.open_mail(PRODUCER)
    world.clock.move(days=500)
    dead = person.open_mail(PRODUCER)
    assert dead.status == 410
    assert person.press(dead, "/r/renew").status == 303
    world.settle()
    assert person.open_mail(PRODUCER, "link-renewed").status == 200
