"""A round that hides the producer: no page, document, mail or worklist of a member names them."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ocop.cases.assignment import Assignment
from ocop.council.sitting import submit_sheet
from ocop.council.withdrawal import withdraw
from ocop.filing.access import open_link
from tests.integration.test_council import regulated
from tests.integration.test_evidence import hand_in
from tests.integration.test_web_office import signed_in
from tests.support.convening import prepared, released
from tests.support.play import COMMUNE, Story
from tests.support.visitor import Visitor
from tests.support.world import BASE, World

# Unmistakable: whatever holds one of them names the producer.
WHO = {
    "organisation": "Hợp tác xã Zyxwa & Vutsr",
    "representative": "Trần Qponm Mẫu",
    "address": "Thôn Lkjih, xã Mẫu",
    "phone": "0912345987",
    "email": "qponm.zyxwa@songmat.example.vn",
}
MARKS = ("Zyxwa", "Vutsr", "Qponm", "Lkjih", "12345987", "345 987", "bia-mat")
NOTE = "Nhận xét Gfedcb của người khác"


@pytest.fixture
def story(world: World) -> Story:
    """A product before three members of a blind round, its producer marked in every form."""
    regulated(world, rounds=True, panel=3)
    told = {
        **WHO,
        "product_name": "Mật ong Zyxwa & Vutsr",
        "description": "Ong của Zyxwa & Vutsr nuôi",
    }
    found = Story(world).idea(commune="10105", criteria_set="04", **told).confirm()
    found.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    found.file("registration", **WHO)
    hand_in(found, name="giay-bia-mat.pdf")
    found.file("self-assessment").decide(COMMUNE, "propose")
    found.decide("tutuvan@songxanh.example.vn", "ready")
    released(world, prepared(world, scoring="some", size=3, hides_producer=True))
    return found


def seats(story: Story) -> list[Assignment]:
    every = [one for one in story.world.store.assignments(story.id) if one.seat]
    return sorted(every, key=lambda one: one.person)


def token(story: Story, holder: Assignment) -> str:
    return story.world.post.last(holder.party.email).token


def shown(story: Story, holder: Assignment) -> Iterator[tuple[str, str]]:
    """All that a member's link opens: its pages, whatever they lead to, and its document."""
    person, key = Visitor(story.world), f"{story.id}-{holder.id}"
    opened = person.get(f"{BASE}/r/{token(story, holder)}")
    assert opened.status == 200
    waiting, seen = [f"/r/{key}", f"/r/{key}?lang=en"], set[str]()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        page = person.send("GET", address)
        yield address, page.body
        hrefs = [one.attributes.get("href", "") for one in page.page.all("a")]
        waiting += [one for one in hrefs if one.startswith(f"/r/{key}") and "/evidence/" not in one]
    assert len(seen) > 1
    bearer = {"authorization": f"Bearer {token(story, holder)}"}
    answer = person.call("GET", f"/v1/reviews/{key}", **bearer)
    assert answer.status == 200
    yield "the document", answer.body


def mailed(story: Story, holder: Assignment) -> Iterator[tuple[str, str]]:
    for post in story.world.post.sent:
        if post.to == holder.party.email:
            yield post.template, f"{post.mail.subject}\n{post.mail.text}\n{post.mail.html}"


def leaks(told: Iterator[tuple[str, str]], marks: tuple[str, ...] = MARKS) -> list[tuple[str, str]]:
    found = [(where, mark) for where, text in told for mark in marks if mark in text]
    return sorted(set(found))


def test_nothing_that_a_member_opens_or_is_mailed_names_the_producer(story: Story) -> None:
    for holder in seats(story):
        assert leaks(shown(story, holder)) == []
        assert leaks(mailed(story, holder)) == []


def test_it_would_be_seen_where_nothing_is_hidden(world: World) -> None:
    """The marks reach the pages of a round that hides nothing, so that the test above can fail."""
    regulated(world, rounds=True, panel=3)
    found = Story(world).idea(commune="10105", criteria_set="04", **WHO).confirm()
    found.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    found.file("registration", **WHO)
    hand_in(found, name="giay-bia-mat.pdf")
    found.file("self-assessment").decide(COMMUNE, "propose")
    found.decide("tutuvan@songxanh.example.vn", "ready")
    released(world, prepared(world, scoring="some", size=3))
    holder = seats(found)[0]
    assert {mark for _, mark in leaks(shown(found, holder))} >= {
        "Zyxwa",
        "Qponm",
        "Lkjih",
        "bia-mat",
    }
    assert leaks(mailed(found, holder))


def test_nor_what_comes_after_a_reminder_a_withdrawal_or_the_own_sheet(story: Story) -> None:
    """Who takes a place is told no more than who gave it up."""
    world = story.world
    plain = [one for one in seats(story) if one.seat == "member"]
    first = next(one for one in plain if one.agency != "agriculture-environment")
    second = next(one for one in seats(story) if one.id != first.id)
    withdraw(world.svc, first, "declined", "Đi công tác")
    world.settle()
    assert len(seats(story)) == 4
    sheet = story.sheet(82, 4)
    holder = open_link(world.svc, token(story, second), "score")
    submit_sheet(world.svc, story.case, holder, sheet)
    world.clock.move(days=12)
    world.sweep()
    for one in seats(story):
        assert leaks(mailed(story, one)) == []
        if one.status != "declined":
            assert leaks(shown(story, one)) == []


def test_an_account_shows_a_blind_member_no_more_than_the_link(story: Story) -> None:
    world = story.world
    told = dict(world.store.province_document("99"))
    person = seats(story)[0].person
    right = [{"role": "agency-officer", "unit": "99-elsewhere"}]
    people = [{**one, "roles": right} if one["id"] == person else one for one in told["people"]]
    world.province = world.put_in_force({**told, "people": people})
    email = world.province.people[person].email
    member, work = signed_in(world, email)
    assert "mở bằng liên kết trong thư" in work.body
    pages = [("/office", work.body)]
    for path in (f"/office/dossiers/{story.id}", f"/office/dossiers/{story.id}/custody"):
        answer = member.get(path)
        assert answer.status == 404, path
        pages.append((path, answer.body))
    for path in ("/v1/office/worklist", f"/v1/office/dossiers/{story.id}"):
        pages.append((path, Visitor(world).call("GET", path, x_claim=email).body))
    assert leaks(iter(pages)) == []


def test_others_scores_are_hidden_until_the_own_sheet_is_in(story: Story) -> None:
    world = story.world
    first, *others = seats(story)
    sheet = story.sheet(82, 4)
    code = next(iter(sheet.choices))
    holder = open_link(world.svc, token(story, first), "score")
    submit_sheet(world.svc, story.case, holder, replace(sheet, notes={code: NOTE}))
    world.settle()
    for one in others:
        assert leaks(shown(story, one), ("Gfedcb",)) == []
    assert leaks(shown(story, first), ("Gfedcb",))


def test_what_a_member_typed_stays_as_it_was(story: Story) -> None:
    """The veil lies over what is shown of the dossier, not over the own sheet."""
    holder = seats(story)[0]
    key, bearer = f"{story.id}-{holder.id}", {"authorization": f"Bearer {token(story, holder)}"}
    person = Visitor(story.world)
    sent = {"data": {"opinion": "Có lẽ của Zyxwa"}}
    saved = person.call("PUT", f"/v1/reviews/{key}", sent, **bearer)
    assert saved.status == 200, saved.body
    assert json.loads(saved.body)["sheet"]["data"]["opinion"] == "Có lẽ của Zyxwa"
    stored = story.world.store.assignment(story.id, holder.id)
    assert "Zyxwa" in json.dumps(stored.sheet, ensure_ascii=False)
