"""The watch over roles itself: it knows who is at work, refuses what a role lacks, and asks for
what the real adapters ask.
"""

import ast
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.client import BaseClient

from ocop.aws.files import Evidence
from ocop.aws.papers import PIECE, BucketPapers
from ocop.aws.table import Row
from ocop.aws.wire import put
from ocop.jobs.delivery import note_delivery
from ocop.jobs.sweep import ROUNDS, sweep
from ocop.web.routes import OFFICE, OFFICE_DOOR, PORTAL, REVIEW
from tests.support.acting import BEHIND_AN_EDGE, ENTRIES, FUNCTIONS_FOLDER, acting, served_by
from tests.support.holding import DEEDS, OBJECTS, held_to_roles
from tests.support.play import PRODUCER, Story
from tests.support.rights import Need, granted
from tests.support.table import PAPERS_BUCKET
from tests.support.world import Rack, Shelf, World

BOUNCE = {
    "eventType": "Bounce",
    "mail": {"messageId": "m", "destination": [PRODUCER], "tags": {"effect": ["e#0"]}},
    "bounce": {},
}
BY_ITSELF = ("ocop.jobs.", "ocop.papers.", "ocop.certificates.")
ASKS = {
    "HeadObject": "s3:GetObject",
    "GetObject": "s3:GetObject",
    "PutObject": "s3:PutObject",
    "CreateMultipartUpload": "s3:PutObject",
    "UploadPart": "s3:PutObject",
    "CompleteMultipartUpload": "s3:PutObject",
    "ListObjectVersions": "s3:ListBucketVersions",
}


@pytest.mark.parametrize(
    ("routes", "function"),
    [(PORTAL, "Portal"), (REVIEW, "Review"), (OFFICE, "Office"), (OFFICE_DOOR, "Office")],
)
def test_every_route_is_served_by_the_function_it_is_registered_with(
    routes: Any, function: str
) -> None:
    wrong = [rule for _, rule, _ in routes if served_by(rule) != function]
    assert wrong == []


def test_what_a_function_begins_with_is_where_the_watch_looks_for_it() -> None:
    for place in (*ENTRIES, *BEHIND_AN_EDGE):
        file, _, name = place.partition(":")
        assert f"def {name}(" in (FUNCTIONS_FOLDER / file).read_text("utf-8"), place
    assert {*_begun_by_functions(), *map(_place, ROUNDS.values())} <= set(ENTRIES)


def _begun_by_functions() -> Iterator[str]:
    """Acts that the files of functions import from the packages of what runs by itself."""
    for file in sorted(FUNCTIONS_FOLDER.glob("*.py")):
        for one in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(one, ast.ImportFrom) and (one.module or "").startswith(BY_ITSELF):
                path = f"{one.module}".replace(".", "/") + ".py"
                yield from (f"{path}:{name.name}" for name in one.names if name.name.islower())


def _place(act: Callable[..., Any]) -> str:
    return f"{act.__module__.replace('.', '/')}.py:{act.__name__}"


def test_the_stream_s_mail_is_the_dispatcher_s_and_the_clock_s_when_the_clock_finds_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    senders: list[tuple[str, ...]] = []
    monkeypatch.setattr(type(world.post), "send", lambda *_: senders.append(acting()))
    Story(world).idea_only(commune="10105", criteria_set="04")
    world.settle()
    assert set(senders) == {("Dispatch",)}
    senders.clear()
    Story(world).idea_only(commune="10105", criteria_set="04", product_name="Mật ong rừng")
    world.clock.move(hours=1)
    sweep(world.svc)
    assert set(senders) == {("Clock",)}
    assert acting() == ()


def test_a_write_that_a_role_lacks_fails_the_test_even_if_it_is_taken_for_a_fault(
    world: World,
) -> None:
    def keep(*_: object) -> bool:
        put(Row("D#x", "META"))
        return True

    told = _refused(lambda: note_delivery(_with(world, "refusals", keep=keep), BOUNCE))
    assert "Mailbox is not authorized" in told
    assert "'D#x'" in told


def test_a_port_that_a_function_is_not_given_fails_the_test(world: World) -> None:
    def keep(*_: object) -> bool:
        world.svc.keys()
        return True

    told = _refused(lambda: note_delivery(_with(world, "refusals", keep=keep), BOUNCE))
    assert "Mailbox is not authorized" in told
    assert "keys" in told


def test_a_key_of_the_bucket_is_held_to_its_beginning() -> None:
    assert granted("Papers", Need("s3:PutObject", f"{OBJECTS}papers/d/x.pdf"))
    assert not granted("Papers", Need("s3:PutObject", f"{OBJECTS}evidence/d/x.pdf"))
    assert not granted("Portal", Need("s3:PutObject", f"{OBJECTS}papers/d/x.pdf"))
    assert granted("Portal", Need("s3:ListBucketVersions", OBJECTS.rstrip("/"), "evidence/d/"))
    assert not granted("Portal", Need("s3:ListBucketVersions", OBJECTS.rstrip("/"), "papers/d/"))


def test_what_stands_for_the_papers_asks_for_what_the_bucket_s_adapter_does(
    shelf: BucketPapers, asked: set[Need]
) -> None:
    key = "papers/d/x.pdf"
    large = [bytes(PIECE), b"more"]
    tries: dict[str, Callable[[], object]] = {
        "put_once": lambda: shelf.put_once(key, b"%PDF", "application/pdf"),
        "put_parts": lambda: shelf.put_parts(key, large, "application/zip"),
        "read": lambda: shelf.read(key),
        "holds": lambda: shelf.holds(key),
    }
    _, deeds = DEEDS[Rack]
    assert set(deeds) == {*tries, "address"}  # which is signed and asks for nothing by itself
    for name, act in tries.items():
        asked.clear()
        act()
        assert asked == {one for one in deeds[name](key) if one.action != "s3:ListBucket"}, name
    assert key in urlsplit(shelf.address(key, "x.pdf", "application/pdf")).path


def test_what_stands_for_the_evidence_asks_for_what_the_bucket_s_adapter_does(
    shelf: BucketPapers, asked: set[Need]
) -> None:
    key, bucket = "evidence/d/general/a", Evidence(PAPERS_BUCKET)
    shelf.put_once(key, b"x", "text/plain")
    [version] = [file.version for file in bucket.first("evidence/d/")]
    _, deeds = DEEDS[Shelf]
    assert asked >= set(deeds["first"]("evidence/d/"))
    for named in ("null", ""):
        asked.clear()
        assert bucket.read(key, named and version) == b"x"
        assert asked == set(deeds["read"](key, named))
    assert set(deeds) == {"first", "read", "link", "ticket"}  # the last two are signed


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[Need]:
    """What is asked of the bucket from now on."""
    found: set[Need] = set()
    send = vars(BaseClient)["_make_api_call"]

    def noted(self: BaseClient, operation: str, given: dict[str, Any]) -> Any:
        whole = OBJECTS.rstrip("/")
        object = f"{OBJECTS}{given['Key']}" if "Key" in given else whole
        versioned = "Version" if "VersionId" in given else ""
        found.add(Need(ASKS[operation] + versioned, object, given.get("Prefix", "")))
        return send(self, operation, given)

    monkeypatch.setattr(BaseClient, "_make_api_call", noted)
    return found


def _with(world: World, port: str, **methods: Any) -> Any:
    """The world's services with one port that does something else."""
    return replace(world.svc, **{port: type("Port", (), methods | {})()})


def _refused(act: Callable[[], object]) -> str:
    """What the watch says of an act whose refusal is swallowed."""
    context = pytest.MonkeyPatch.context()
    with (
        pytest.raises(AssertionError) as told,
        context as patches,
        held_to_roles(patches),
        suppress(Exception),
    ):
        act()
    return str(told.value)
