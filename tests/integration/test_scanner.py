"""Mail scanners open links and send forms empty: nothing of a case changes, whatever its state."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from ocop.council.sitting import submit_sheet
from ocop.filing.access import open_link
from tests.support.http import FORM
from tests.support.play import ADVISOR, COMMUNE, Story, before_council, confirmed, filed
from tests.support.table import raw_table
from tests.support.visitor import Answer, Visitor
from tests.support.world import BASE, World

SITE = {"content_type": FORM, "sec_fetch_site": "same-origin"}


def idea(world: World) -> Story:
    """An idea whose address nobody has confirmed."""
    return Story(world).idea(commune="10105", criteria_set="04")


def with_a_file(world: World) -> Story:
    """A case whose producer has uploaded a file that is not filed yet."""
    story = confirmed(world).decide(COMMUNE, "selected")
    person = Visitor(world)
    person.open_mail(story.case.party.email)
    sent = {"dossier": story.id, "slot": "general", "name": "giay.pdf", "type": "application/pdf"}
    bearer = {"authorization": f"Bearer {story.token}"}
    ticket = person.call("POST", "/v1/uploads", sent, **bearer).json
    world.shelf.post(ticket["fields"]["key"], b"%PDF-1.4 nothing")
    return story


def one_sheet_in(world: World) -> Story:
    """A council of which one member has handed in the sheet, and may take it back still."""
    story = before_council(world)
    seated = [one for one in world.store.assignments(story.id) if one.seat]
    first = min(seated, key=lambda one: one.person)
    holder = open_link(world.svc, world.post.last(first.party.email).token, "score")
    submit_sheet(world.svc, story.case, holder, story.sheet(82, 4))
    world.settle()
    return story


def scored(world: World) -> Story:
    return before_council(world).score(82, 84, star=4)


def ended(world: World) -> Story:
    return scored(world).decide(
        "chutich@songxanh.example.vn", "recognise", decision_number="12/QĐ-UBND"
    )


STATES: dict[str, Callable[[World], Story]] = {
    "unconfirmed": idea,
    "a file uploaded": with_a_file,
    "filed": filed,
    "one sheet in": one_sheet_in,
    "scored": scored,
    "ended": ended,
}


@pytest.mark.parametrize("state", STATES)
def test_empty_forms_behind_every_link_change_no_row(world: World, state: str) -> None:
    STATES[state](world)
    world.settle()
    links = {post.token for post in world.post.sent if "/r/" in post.mail.text}
    before, mails, tried = rows(), len(world.post.sent), set[str]()
    for token in sorted(links) * 2:
        tried |= scan(Visitor(world), f"{BASE}/r/{token}")
    world.settle()
    assert rows() == before
    assert len(world.post.sent) == mails
    assert tried


def rows() -> dict[Any, Any]:
    """All that is stored, but for how often anybody tried and which files were looked at."""
    found = raw_table().scan()["Items"]
    kept = [one for one in found if not one["pk"].startswith("LIMIT#")]
    return {(one["pk"], one["sk"]): one for one in kept if not one["sk"].startswith("U#")}


def scan(person: Visitor, address: str) -> set[str]:
    """Open a link and what its page leads to, and send every form there empty."""
    person.send("HEAD", address)
    landed = person.get(address)
    home = "/".join(landed.path.removeprefix(BASE).split("/")[:3])
    pages = [landed, *(person.get(one) for one in below(landed, home))]
    tried: set[str] = set()
    for action, names in {form for page in pages for form in forms_of(page)}:
        tried.add(action)
        for body in ("", urlencode(dict.fromkeys(names, ""))):
            person.send("POST", action, body, **SITE)
    return tried


def below(page: Answer, home: str) -> list[str]:
    """The addresses of a page that its own link opens."""
    found = {one.attributes.get("href", "") for one in page.page.all("a")}
    return sorted(one for one in found if one.startswith(home))


def forms_of(page: Answer) -> set[tuple[str, tuple[str, ...]]]:
    """Every form of a page that is posted, with the names of its fields."""
    whole = page.page
    found = set()
    for form in whole.all("form"):
        inside = [one for one in whole.elements if form in one.parents]
        fields = [one for one in inside if one.tag in ("input", "textarea", "select")]
        names = sorted({one.attributes.get("name", "") for one in fields} - {""})
        if form.attributes.get("method") == "post":
            found.add((form.attributes["action"], tuple(names)))
    return found


def test_the_states_reach_the_buttons_that_ask_nothing(world: World) -> None:
    """What a single empty press would set off is among what was tried."""
    one_sheet_in(world)
    links = {post.token for post in world.post.sent if "/r/" in post.mail.text}
    tried = {one for token in links for one in scan(Visitor(world), f"{BASE}/r/{token}")}
    assert any(one.endswith("/recall") for one in tried)


def test_a_file_is_taken_back_by_its_button_alone(world: World) -> None:
    story = with_a_file(world)
    person = Visitor(world)
    person.open_mail(story.case.party.email)
    page = person.get(f"/dossiers/{story.id}/evidence")
    [action] = [action for action, _ in forms_of(page) if action.endswith("/remove")]
    person.send("POST", action, "", **SITE)
    assert action in person.get(f"/dossiers/{story.id}/evidence").body
    person.press(page, "/remove")
    assert action not in person.get(f"/dossiers/{story.id}/evidence").body
    assert ADVISOR not in page.body
