"""Evidence: what the bucket takes, and who may read it."""

from collections.abc import Mapping
from typing import Any

import pytest

from infra.demo import evidence
from infra.demo.client import Refused
from infra.local.runtime import Runtime
from tests.support.http import Person
from tests.support.walk import Walk

pytestmark = pytest.mark.e2e
PAPER = evidence.pdf("Giay phep")
MOST = 20 * 1024 * 1024


@pytest.fixture(scope="module")
def walk(runtime: Runtime) -> Walk:
    """A case whose producer gathers evidence."""
    return Walk.on(runtime).to_plan()


def ticket(walk: Walk, **over: str) -> dict[str, Any]:
    """Leave to hand in one file."""
    asked = {"dossier": walk.dossier, "slot": "general", "name": "a.pdf", "type": evidence.PDF}
    return dict(walk.program.api("POST", "/v1/uploads", {**asked, **over}, walk.token).json())


def hand_in(leave: Mapping[str, Any], fields: Mapping[str, str], file: bytes = PAPER) -> int:
    """Post a file to the bucket; the status of its answer."""
    try:
        return Person("").upload(leave["url"], fields.items(), "a.pdf", file, follow=False).status
    except Refused as refusal:
        return refusal.status


def files(walk: Walk) -> list[str]:
    """The names of what has arrived."""
    slots = walk.told()["evidence"].values()
    return [one["name"] for listed in slots for one in listed]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"key": "evidence/aaaaaaaaaaaaaaaaaaaaaaaaaa/general/x-a.pdf"},
        {"Content-Type": "text/html"},
        {"success_action_redirect": "https://evil.example/"},
        {"x-amz-signature": "0" * 64},
        {"policy": "e30="},
    ],
    ids=lambda spoilt: next(iter(spoilt)),
)
def test_the_bucket_takes_only_what_was_announced(walk: Walk, spoilt: dict[str, str]) -> None:
    leave, before = ticket(walk), files(walk)
    assert hand_in(leave, {**leave["fields"], **spoilt}) in (400, 403)
    assert files(walk) == before


def test_a_file_may_have_twenty_megabytes(walk: Walk) -> None:
    leave, before = ticket(walk), files(walk)
    assert hand_in(leave, leave["fields"], bytes(MOST + 1)) in (400, 413)
    assert files(walk) == before


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a/b\\c.pdf", "<script>.pdf", "x\r\ny.pdf", "\u202efdp.exe", "ả" * 500],
)
def test_a_name_is_nothing_but_a_name(walk: Walk, name: str) -> None:
    leave, before = ticket(walk, name=name), files(walk)
    key = leave["fields"]["key"]
    assert key.startswith(f"evidence/{walk.dossier}/general/")
    assert key.count("/") == 3
    assert hand_in(leave, leave["fields"]) in (200, 201, 204, 303)
    person = Person(walk.base)
    person.get(f"/r/{walk.token}")
    page = person.get(f"/dossiers/{walk.dossier}/evidence").text
    assert "<script" not in page
    assert "\u202e" not in page
    added = [one for one in files(walk) if one not in before]
    assert len(added) == 1
    assert "%" not in added[0]


def test_evidence_opens_for_the_case_s_own_people(walk: Walk) -> None:
    leave = ticket(walk, name="giay-phep.pdf")
    hand_in(leave, leave["fields"])
    address = f"/dossiers/{walk.dossier}/evidence/{leave['id']}"
    own, stranger = Person(walk.base), Person(walk.base)
    own.get(f"/r/{walk.token}")
    assert own.get(address).body == PAPER
    assert stranger.once("GET", address).status == 404
    unsigned = own.once("GET", address).headers["location"].partition("?")[0]
    assert Person("").once("GET", unsigned).status == 403
