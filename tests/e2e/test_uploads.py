"""Evidence: what the bucket takes, and who may read it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

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


def ticket(walk: Walk, **over: Any) -> dict[str, Any]:
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
        {"success_action_status": "200"},
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
    ["../../etc/passwd", "a/b\\c.pdf", "<script>.pdf", "x\r\ny.pdf", "\u202efdp.exe", "ả" * 120],
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
    assert hand_in(leave, leave["fields"]) == 201
    address = f"/dossiers/{walk.dossier}/evidence/{leave['id']}"
    own, stranger = Person(walk.base), Person(walk.base)
    own.get(f"/r/{walk.token}")
    assert own.get(address).body == PAPER
    assert stranger.once("GET", address).status == 404
    unsigned = own.once("GET", address).headers["location"].partition("?")[0]
    assert Person("").once("GET", unsigned).status == 403


def test_a_ticket_takes_one_file(walk: Walk) -> None:
    leave = ticket(walk, name="mot-lan.pdf")
    hand_in(leave, leave["fields"])
    hand_in(leave, leave["fields"], evidence.pdf("Da thay"))
    person = Person(walk.base)
    person.get(f"/r/{walk.token}")
    assert person.get(f"/dossiers/{walk.dossier}/evidence/{leave['id']}").body == PAPER


def test_a_ticket_takes_the_bytes_that_were_announced(walk: Walk) -> None:
    told: dict[str, Any] = {"size": len(PAPER), "sha256": hashlib.sha256(PAPER).hexdigest()}
    leave = ticket(walk, name="dung-tep.pdf", **told)
    longer, other = PAPER + b"\n", PAPER[:-1] + b" "
    assert [hand_in(leave, leave["fields"], one) for one in (longer, other)] == [400, 400]
    assert hand_in(leave, leave["fields"]) == 201
    assert "dung-tep.pdf" in files(walk)


def test_a_program_is_told_apart_from_a_paper(walk: Walk) -> None:
    leave = ticket(walk, name="giay-phep.pdf")
    hand_in(leave, leave["fields"], b"MZ\x90\x00" + bytes(100))
    every = [one for listed in walk.told()["evidence"].values() for one in listed]
    [found] = [one for one in every if one["id"] == leave["id"]]
    assert (found["state"], found["reason"]) == ("refused", "program")


def test_a_paper_opens_in_the_page_under_its_name(walk: Walk) -> None:
    leave = ticket(walk, name="Phiếu kiểm nghiệm tháng 3")
    hand_in(leave, leave["fields"])
    person = Person(walk.base)
    person.get(f"/r/{walk.token}")
    opened = person.get(f"/dossiers/{walk.dossier}/evidence/{leave['id']}")
    told = {name.lower(): value for name, value in opened.headers.items()}
    assert told["content-type"] == evidence.PDF
    assert told["content-disposition"].startswith("inline")
    assert unquote(told["content-disposition"]).endswith("Phiếu kiểm nghiệm tháng 3.pdf")


def test_officers_papers_lie_apart(walk: Walk) -> None:
    letter = walk.file("business-plan").open(walk.officer)
    asked = {"slot": "general", "name": "Công văn", "type": evidence.PDF}
    own = f"/v1/reviews/{letter.key}/uploads"
    leave = walk.program.api("POST", own, asked, letter.token).json()
    assert leave["fields"]["key"].startswith(f"office/{walk.dossier}/")
    assert hand_in(leave, leave["fields"]) == 201
    decision = walk.document("decision", outcome="selected", attachments=[{"file": leave["id"]}])
    address = f"/v1/reviews/{letter.key}/decide"
    walk.program.api("POST", address, {"data": decision}, letter.token)
    assert leave["id"] not in json.dumps(walk.told()["evidence"])
