"""Numbers of certificates, references and product codes are found however they are written."""

import pytest

from tests.integration.test_certificate_import import HONEY, taken
from tests.support.oversight import ADMIN, certificate_of, recognised
from tests.support.play import Story, before_council
from tests.support.visitor import Visitor
from tests.support.world import World

OURS = "OCOP-99-10105-001-2026"
WRITTEN = (
    "ocop-99-10105-001-2026",
    "Ocop 99 10105 001 2026",
    "OCOP.99.10105.1.2026",
    "OCOP\u201399\u201310105\u2013001\u20132026",
    "99-10105-001-2026",
    " OCOP-99-10105-001-2026 ",
)
PRINTED = HONEY.replace("07/GCN", "07/GCN-HĐ")


def at(world: World, path: str) -> str:
    """Where an address leads; itself where it is the one."""
    answer = Visitor(world).send("GET", path)
    assert answer.status in (200, 303), (path, answer.status)
    return answer.headers["Location"] if answer.status == 303 else path


@pytest.mark.parametrize("written", WRITTEN)
def test_a_certificate_s_number_leads_to_it(world: World, written: str) -> None:
    story = recognised(world)
    assert certificate_of(story).number == OURS
    assert at(world, f"/certificates/{written}") == f"/certificates/{OURS}"
    told = Visitor(world).call("GET", f"/v1/certificates/{written}")
    assert (told.status, told.json["number"]) == (200, OURS)
    office = Visitor(world).call("GET", f"/v1/office/certificates/{written}", x_claim=ADMIN)
    assert office.status == 200


def test_its_own_number_is_no_detour_and_another_s_is_not_there(world: World) -> None:
    recognised(world)
    visitor = Visitor(world)
    assert visitor.send("GET", f"/certificates/{OURS}").status == 200
    for wrong in ("OCOP-99-10105-002-2026", f"{OURS}-2", "99-10105", "ocop", "7" * 300, "%00"):
        assert visitor.send("GET", f"/certificates/{wrong}").status == 404
        assert visitor.call("GET", f"/v1/certificates/{wrong}").status == 404


@pytest.mark.parametrize(
    "written",
    ["07/GCN-HĐ", "07/gcn-hđ", "07/GCN-HD", "07-GCN-HD", "07 gcn hd", "07/GCN-HÐ"],
)
def test_the_number_on_a_paper_leads_to_it_with_or_without_marks(
    world: World, written: str
) -> None:
    taken(world, PRINTED)
    own = at(world, f"/certificates/{written}")
    assert own.startswith("/certificates/OCOP-99-10105-")
    assert "07/GCN-HĐ" in Visitor(world).get(own).body


def test_a_part_of_a_printed_number_is_none(world: World) -> None:
    taken(world, PRINTED)
    for wrong in ("07", "07/GCN", "7/GCN-HĐ", "07/GCN-HĐ/report-2"):
        assert Visitor(world).send("GET", f"/certificates/{wrong}").status == 404


def reference(story: Story) -> str:
    return story.case.reference


@pytest.mark.parametrize("written", ["99 10105 001 2026", "99.10105.1.2026", "99101050012026"])
def test_a_reference_leads_to_its_case(world: World, written: str) -> None:
    story = before_council(world)
    assert at(world, f"/cases/{written}") == f"/cases/{reference(story)}"
    told = Visitor(world).call("GET", f"/v1/cases/{written}")
    assert (told.status, told.json["reference"]) == (200, reference(story))


def test_a_product_s_code_leads_to_its_case_and_certificate(world: World) -> None:
    """The case of 2026 that is evaluated in 2027 has the code 26001-2027 on its papers."""
    story = recognised(world)
    code = "99-10105-26001-2027"
    assert at(world, f"/cases/{code}") == f"/cases/{reference(story)}"
    assert at(world, f"/certificates/{code}") == f"/certificates/{OURS}"


def test_wrong_keys_are_counted_for_the_case_and_not_for_how_it_was_written(world: World) -> None:
    story = before_council(world)
    ways = [reference(story), "99 10105 001 2026", "99.10105.1.2026", "99101050012026"]
    visitor = Visitor(world)
    for turn in range(10):
        told = visitor.call("GET", f"/v1/cases/{ways[turn % 4]}", x_case_key=f"0901{turn:06d}")
        assert told.status == 403
    for way in ways:
        told = visitor.call("GET", f"/v1/cases/{way}", x_case_key="0901999999")
        assert told.status == 429


def test_what_is_begun_about_a_product_stays_unseen_however_it_is_written(world: World) -> None:
    story = recognised(world)
    for wrong in (f"{reference(story)}-KN1", f"{reference(story)}-kt1", "99 10105 001 2026 KN1"):
        assert Visitor(world).call("GET", f"/v1/cases/{wrong}").status == 404
