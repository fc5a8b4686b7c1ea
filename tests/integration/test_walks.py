"""The walks that docs/architecture.md tells: they run as it says, and through no more files."""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.support.documents import document
from tests.support.play import COMMUNE, PRODUCER, Story, before_council, confirmed
from tests.support.visitor import Visitor
from tests.support.world import World

ROOT = Path(__file__).parents[2]
HOUSE = "functions/ocop/"
# Played by the test itself: the function around it, and the service that carries mail.
PLAYED = {"functions/dispatch.py", "functions/ocop/aws/mail.py"}
ROW = re.compile(r"\| ([^|]+) \| (\d+) \| (\d+) \| (`functions/[^|]+`) \|")


@dataclass(frozen=True)
class Walk:
    """A row of the page's table."""

    opens: int
    most: int
    way: list[str]


def told() -> Mapping[str, Walk]:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    rows = ROW.findall(page)
    return {
        name: Walk(int(opens), int(most), re.findall(r"`([^`]+)`", way))
        for name, opens, most, way in rows
    }


TOLD = told()


@contextmanager
def entered() -> Iterator[list[str]]:
    """The files of the house whose code runs meanwhile, by when each is first entered."""
    files: dict[str, None] = {}

    def look(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and HOUSE in code.co_filename and code.co_name != "<module>":
            files[HOUSE + code.co_filename.rpartition(HOUSE)[2]] = None

    listed: list[str] = []
    sys.setprofile(look)
    try:
        yield listed
    finally:
        sys.setprofile(None)
        listed += files


def idea(program: Visitor, name: str) -> None:
    data = document("product-idea", email=PRODUCER, commune="10105", criteria_set="04")
    told = {"data": {**data, "product_name": name}}
    assert program.call("POST", "/v1/forms/product-idea/submissions", told).status == 201


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def an_idea(world: World) -> list[str]:
    program = Visitor(world)
    idea(program, "Mật ong trước")  # what is read from schemas/ is kept from then on
    with entered() as files:
        idea(program, "Mật ong")
    return files


def a_mail(world: World) -> list[str]:
    idea(Visitor(world), "Mật ong")
    with entered() as files:
        world.settle()
    return files


def a_decision(world: World) -> list[str]:
    confirmed(world).decide(COMMUNE, "selected")
    story = Story(world).idea(commune="10105", criteria_set="04", product_name="Mật ong sau")
    token = story.confirm().world.post.last(COMMUNE, "task-assigned").token
    [asked] = [one for one in world.store.assignments(story.id) if one.role == "commune-officer"]
    path, data = f"/v1/reviews/{story.id}-{asked.id}/decide", {"data": {"outcome": "selected"}}
    with entered() as files:
        assert Visitor(world).call("POST", path, data, **bearer(token)).status == 200
    return files


def a_page(world: World) -> list[str]:
    return _scored(world)[0]


def a_sheet(world: World) -> list[str]:
    return _scored(world)[1]


def _scored(world: World) -> tuple[list[str], list[str]]:
    """The second member's: the first one's visit has read what is read once."""
    story, pages, sheets = before_council(world), [], []
    seats = [one for one in world.store.assignments(story.id) if one.seat]
    for seat in seats[:2]:
        token, person = world.post.last_link(seat.party.email).token, Visitor(world)
        with entered() as files:
            assert person.follow(person.get(f"/r/{token}")).status == 200
        pages.append(files)
        path, own = f"/v1/reviews/{story.id}-{seat.id}", bearer(token)
        sheet = person.call("GET", path, **own)
        data, etag = {"data": _lowest(sheet.json["form"]["schema"])}, sheet.headers["ETag"]
        with entered() as files:
            sent = person.call("POST", f"{path}/submit", data, if_match=etag, **own)
        assert sent.status == 200
        sheets.append(files)
    return pages[-1], sheets[-1]


def _lowest(schema: Mapping[str, Any]) -> dict[str, str]:
    fields = schema["properties"].items()
    return {
        name: one["oneOf"][0]["const"] for name, one in fields if re.fullmatch(r"c[\d_]+", name)
    }


WALKS = {
    "an idea's body": an_idea,
    "a score sheet": a_sheet,
    "a decision": a_decision,
    "an effect to its mail": a_mail,
    "a criteria set to its page": a_page,
}


def test_every_walk_that_is_told_is_walked_here() -> None:
    assert set(WALKS) == set(TOLD)
    for name, walk in TOLD.items():
        assert walk.opens == len(walk.way), name


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_runs_as_it_is_told(world: World, name: str) -> None:
    files, walk = WALKS[name](world), TOLD[name]
    way = [file for file in walk.way if file not in PLAYED]
    assert [file for file in files if file in way] == way
    assert len(files) <= walk.most
