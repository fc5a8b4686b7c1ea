"""A package of another stack is taken in whole, or not at all; twice is once."""

from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from moto.dynamodb.models import dynamodb_backends

from ocop.aws.table import Row
from ocop.base.proof import key_id
from ocop.cases.history import verify
from ocop.cases.records import StoredFile
from ocop.papers.contents import Dossier
from ocop.papers.packaging import make_package, package, package_key
from ocop.papers.parcel import Parcel, is_taken, open_parcel, parcel_problems
from ocop.papers.taking import take_parcel
from tests.integration.test_packages import KEYS, flaws, made, recognised, sent_up
from tests.integration.test_web_office import ADMIN, signed_in
from tests.support.play import PRODUCER
from tests.support.signing import Pen
from tests.support.snapshot import ACCOUNT, REGION
from tests.support.table import client_of, create_table
from tests.support.visitor import Visitor
from tests.support.world import World


class Sent(NamedTuple):
    """The case that a package is of."""

    id: str
    reference: str


@pytest.fixture
def sent(world: World) -> tuple[World, bytes, Sent]:
    """A package, and another stack, which has a province of the same code and a key of its own."""
    story = recognised(world)
    content = made(world, story)
    reference = story.case.reference
    dynamodb_backends[ACCOUNT][REGION].tables.clear()
    create_table(client_of("dynamodb"), "ocop")
    other = World()
    other.pen.key = Pen("another").key
    other.clock.now = world.clock.now
    return other, content, Sent(story.id, reference)


def opened(content: bytes) -> Parcel:
    parcel, problems = open_parcel(content, KEYS)
    assert problems == []
    assert parcel is not None
    return parcel


def items() -> list[Any]:
    return sorted((row.pk, row.sk) for row in Row.scan())


def test_a_case_is_read_in_the_other_stack_with_all_that_happened(sent: Any) -> None:
    world, content, story = sent
    parcel = opened(content)
    assert list(parcel_problems(world.svc, parcel)) == []
    assert take_parcel(world.svc, parcel, "operator")
    world.settle()
    case, events = world.store.case(story.id), world.store.events(story.id)
    assert verify(events, case) == []
    assert [event.hash for event in events[:-1]] == [event.hash for event in parcel.events]
    assert (events[-1].kind, case.status, case.position.waits_for) == ("taken-over", "ended", "")
    officer, _ = signed_in(world, ADMIN)
    page = officer.get(f"/office/dossiers/{story.id}")
    assert page.status == 200
    assert "Hồ sơ được nhận từ hệ thống khác" in page.body
    many = officer.get(f"{page.path}?part=papers")
    links = [str(a.attributes.get("href")) for one in (page, many) for a in one.page.all("a")]
    for place in ("/evidence/", "/papers/"):
        first = next(link for link in links if place in link)
        assert officer.send("GET", first).headers["Location"].startswith("https://bucket")


def test_its_certificate_resolves_and_its_signature_still_holds(sent: Any) -> None:
    world, content, story = sent
    take_parcel(world.svc, opened(content), "operator")
    world.settle()
    reader = Visitor(world)
    number = world.store.case(story.id).subject.certificate
    document = reader.call("GET", f"/v1/certificates/{number}").json
    assert document["seal_state"] == "signed"
    assert reader.get(f"/certificates/{number}").status == 200
    [listed] = reader.call("GET", "/v1/products").json["products"]
    assert listed["number"] == number
    [key] = reader.get("/.well-known/ocop-keys.json").json["keys"]
    assert (key["id"], key["origin"]) == (key_id(Pen().public_key()), "99")
    answer = reader.call("GET", f"/v1/cases/{story.reference}", x_case_key=PRODUCER)
    assert answer.json["certificate"] == number


def test_nothing_is_set_in_motion(sent: Any) -> None:
    world, content, story = sent
    take_parcel(world.svc, opened(content), "operator")
    world.settle()
    world.clock.move(days=400)
    world.sweep()
    assert world.post.sent == []
    assert not world.machines.runs
    assert len(world.store.events(story.id)) == len(opened(content).events) + 1


def test_twice_is_once(sent: Any) -> None:
    world, content, _ = sent
    parcel = opened(content)
    assert not is_taken(world.svc, parcel)
    assert take_parcel(world.svc, parcel, "operator")
    world.settle()
    before, papers = items(), dict(world.rack.papers)
    assert is_taken(world.svc, parcel)
    assert not take_parcel(world.svc, parcel, "operator")
    assert (items(), world.rack.papers) == (before, papers)


def test_what_was_broken_off_is_gone_on_with(sent: Any) -> None:
    world, content, story = sent
    parcel = opened(content)
    world.store.lay_down(parcel.events[:5])
    assert list(parcel_problems(world.svc, parcel)) == []
    assert take_parcel(world.svc, parcel, "operator")
    assert verify(world.store.events(story.id), world.store.case(story.id)) == []


def test_a_case_that_was_taken_in_can_be_packed_again(sent: Any) -> None:
    world, content, story = sent
    take_parcel(world.svc, opened(content), "operator")
    world.settle()
    for key in [one for one in world.rack.papers if one.startswith("evidence/")]:
        content = world.rack.papers[key]
        world.shelf.posted.append((StoredFile(key, "", len(content), "", world.clock.now), content))
    assert make_package(world.svc, story.id, "dossier")
    again = world.rack.papers[package_key(world.svc, world.store.case(story.id), "dossier")]
    assert flaws(again, {key_id(world.pen.public_key()): world.pen.public_key()}) == []


@pytest.mark.parametrize("place", [40, 5_000, 60_000, -30])
def test_nothing_is_stored_of_what_is_not_whole(sent: Any, place: int) -> None:
    _, content, _ = sent
    spoilt = bytearray(content)
    spoilt[place] ^= 1
    before = items()
    parcel, problems = open_parcel(bytes(spoilt), KEYS)
    assert parcel is None
    assert len({problem.partition(":")[0] for problem in problems}) == 1
    assert open_parcel(content, {}) == (None, ["no key was given"])
    assert items() == before


def test_what_does_not_fit_is_told(sent: Any) -> None:
    world, content, _ = sent
    parcel = opened(content)
    case, certificate = parcel.case, parcel.certificate
    assert certificate
    for change, why in (
        ({"case": replace(case, province="55")}, "no province answers for 55"),
        ({"case": replace(case, status="open")}, "it still goes on where it comes from"),
        ({"case": replace(case, process="1-1999@1.0.0")}, "the rulebook 1-1999@1.0.0 is not"),
        ({"head": "0" * 64}, "its acts are not those"),
        ({"events": parcel.events[1:]}, "its acts are not those"),
        ({"certificate": replace(certificate, earlier=("OCOP-1",))}, "earlier certificate OCOP-1"),
        ({"files": {**parcel.files, "law/rulebook.json": b"{}"}}, "says something else here"),
    ):
        problems = list(parcel_problems(world.svc, replace(parcel, **change)))
        assert len(problems) == 1, (change.keys(), problems)
        assert why in problems[0]


def test_where_it_comes_from_it_is_there_already(world: World) -> None:
    story = recognised(world)
    parcel = opened(made(world, story))
    told = list(parcel_problems(world.svc, parcel))
    assert told[0] == "the case is there already"


def test_packages_of_another_kind_are_not_taken_in(world: World) -> None:
    story = sent_up(world)
    dossier = Dossier(story.case, world.store.events(story.id), ())
    parcel, problems = open_parcel(b"".join(package(world.svc, dossier, "ministry")), KEYS)
    assert (parcel, problems) == (None, ["it cannot be read: a package of another kind"])
