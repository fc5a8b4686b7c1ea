"""What every kind of emailed link answers to every request in every state, against a table that was
written from the documents: `tests/samples/access/links.txt`.
"""

import re
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import pytest

from ocop.cases.history import verify
from ocop.catalogue.texts import say
from ocop.links.tokens import VERBS, Purpose, Verb
from ocop.web.routes import PORTAL, REVIEW
from tests.support.link_asks import Ask, asks_of, other_doors
from tests.support.link_states import KINDS
from tests.support.snapshot import Snapshot
from tests.support.table import raw_table
from tests.support.visitor import Answer
from tests.support.world import World

TABLE = Path(__file__).parents[1] / "samples" / "access" / "links.txt"


def table() -> dict[str, dict[tuple[str, str], str]]:
    """By kind of link: what is answered to what is asked in which state."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    states: list[str] = []
    for line in TABLE.read_text("utf-8").splitlines():
        words = line.split()
        if not words or words[0] == "#":
            continue
        if words[0] == "kind":
            found[words[1]] = {}
        elif words[0] == "asked" and "yes" not in words:
            states = words[1:]
        else:
            told = zip(states, words[1:], strict=True)
            found[[*found][-1]] |= {(words[0], state): answer for state, answer in told}
    return found


TOLD = table()


DEAD = {
    "link-used": "used",
    "link-expired": "expired",
    "link-revoked": "revoked",
    "seat-left": "left",
    "round-undone": "undone",
    "scored-again": "again",
}
WORDS = {404: "none", 409: "state", 422: "wrong"}


def word_for(answer: Answer) -> str:
    """An answer in the table's words."""
    shown = answer.headers.get("Content-Type", answer.headers.get("content-type", ""))
    code = answer.json.get("code", "") if "json" in shown and answer.status >= 400 else ""
    if answer.status < 400:
        return "yes"
    if answer.status == 410:
        told = [
            name for name in DEAD if code == name or say("vi", f"dead_links.{name}") in answer.body
        ]
        return DEAD[told[0]] if told else "dead"
    if answer.status == 403:
        asks_code = code == "code-needed" or say("vi", "devices.why") in answer.body
        return "code" if asks_code else "never"
    if answer.status == 409 and (code == "too-early" or "Chưa đến lúc" in answer.body):
        return "early"
    return WORDS.get(answer.status, str(answer.status))


def test_the_table_names_every_kind_and_verb_and_state() -> None:
    assert {*TOLD} == {*KINDS} >= {*get_args(Purpose)} == {*VERBS}
    asked = {ask for kind in TOLD for ask, _ in TOLD[kind]}
    assert asked >= {*get_args(Verb)}
    for kind, cells in TOLD.items():
        assert {*cells} == {(ask, state) for ask in asks_of(kind) for state in KINDS[kind]}, kind


# What shows no case, and the way from a link to its page, which looks nothing up.
BESIDE = {
    "/r/invited/<place>/<key>",
    "/r/owed/<place>/<key>",
    "/r/renewed",
    "/r/gone/<verb>",
}


def test_every_address_behind_a_link_is_asked() -> None:
    """A new one has to be put into the table, or among what shows no case."""
    known = {(method, rule) for method, rule, _ in (*PORTAL, *REVIEW)}
    behind = {(method, rule) for method, rule in known if "/r/" in rule or "<key>" in rule}
    behind |= {(method, rule) for method, rule in known if "dossiers/<id>" in rule}
    behind |= {("POST", "/v1/uploads"), ("POST", "/v1/forms/<form>/submissions")}
    asks = [ask for kind in ("producer", "member") for ask in asks_of(kind).values()]
    asks += [ask for kind in ("producer", "member") for ask in chain(*other_doors(kind).values())]
    reached = {(ask.method, rule_of(ask, known)) for ask in asks}
    assert {one for one in behind if one[1] not in BESIDE} - reached == set()


def rule_of(ask: Ask, known: set[tuple[str, str]]) -> str:
    """The rule of the route that answers: the one with the fewest parts left open."""
    path = ask.path.replace("<id>", "x").replace("<key>", "x")
    fits = [
        rule
        for method, rule in known
        if method == ask.method and re.fullmatch(re.sub("<[a-z]+>", "[^/]+", rule), path)
    ]
    return min(fits, key=lambda rule: rule.count("<"))


def rows() -> dict[tuple[str, str], Any]:
    """All that is stored, but for how often anybody tried and which files were looked for."""
    found = raw_table().scan()["Items"]
    told = {(one["pk"], one["sk"]): one for one in found if not one["pk"].startswith("LIMIT#")}
    return {at: one for at, one in told.items() if not at[1].startswith("U#")}


def alike(word: str) -> set[str]:
    """The same refusal at another door: some pages say beside the field what cannot be now."""
    return {"state", "wrong"} if word == "state" else {word}


CELLS = [(kind, state) for kind, states in KINDS.items() for state in states]


@pytest.mark.parametrize(("kind", "state"), CELLS)
def test_a_link_answers_as_the_table_says(world: World, kind: str, state: str) -> None:
    """What is refused changes nothing, and what is done leaves a whole history behind."""
    held, told = KINDS[kind][state](world), TOLD[kind]
    start, stored, asks = Snapshot(world), rows(), asks_of(kind)
    refused = [ask for ask in asks if told[ask, state] != "yes"]
    found = {ask: word_for(asks[ask].of(held)) for ask in refused}
    again = {
        (ask, door.path): word_for(door.of(held))
        for ask in refused
        for door in other_doors(kind).get(ask, ())
    }
    assert [at for at, row in rows().items() if stored.get(at) != row] == []
    assert {at: word for at, word in again.items() if word not in alike(told[at[0], state])} == {}
    for ask in {*asks} - {*refused}:
        found[ask] = word_for(asks[ask].of(held))
        assert verify(world.store.events(held.story.id), held.story.case) == []
        start.restore(world)
    assert found == {ask: told[ask, state] for ask in asks}
