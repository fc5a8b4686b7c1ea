"""Rounds of national size: asked elsewhere, held to the rules, found at home where that fails."""

import base64
import io
import json
import subprocess
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from infra.venvs import ROOT, python_of
from ocop.aws.solver import LambdaSolver
from ocop.cases.solving_port import NoSolver
from ocop.council import national
from ocop.council.exchange import Demand
from ocop.council.matching import NotEnoughRoom, match
from ocop.council.national import keeps_rules, matcher, round_told
from tests.support.rounds import possible_alone, random_round, value_of

WANTED = [Demand({0: 5, 1: 9, 2: 1}, 2, frozenset({2})), Demand({0: 5, 1: 9, 2: 1}, 1)]
ROOMS = [[0], [0, 2], [0, 2]]
BEST = (frozenset({1, 2}), frozenset({1}))
Answer = Sequence[Sequence[int]] | None


class Told:
    """A solver that answers what it is told to, and keeps what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.asked = answer, list[Mapping[str, Any]]()

    def solve(self, asked: Mapping[str, Any]) -> Answer:
        self.asked.append(asked)
        return self.answer


@pytest.fixture
def every_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every round is of national size."""
    monkeypatch.setattr(national, "NATIONAL_PAIRS", 0)


def test_a_province_s_round_is_found_at_home() -> None:
    solver = Told([[0, 2], [1]])
    assert matcher(solver)(WANTED, ROOMS) == BEST
    assert solver.asked == []


@pytest.mark.usefixtures("every_size")
def test_a_nation_s_round_is_asked_for_and_used() -> None:
    other = [[0, 2], [1]]
    solver = Told(other)
    assert matcher(solver)(WANTED, ROOMS) == tuple(map(frozenset, other))
    assert solver.asked == [round_told(WANTED, ROOMS)]
    assert json.loads(json.dumps(solver.asked[0]))["wanted"][0] == {
        "worth": [[0, 5], [1, 9], [2, 1]], "size": 2, "experts": [2]
    }  # fmt: skip


@pytest.mark.usefixtures("every_size")
@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        [[1, 2]],  # a product is left out
        [[1, 2], []],  # one has too few
        [[1, 2], [0, 1]],  # or too many
        [[0, 1], [2]],  # no expert
        [[1, 3], [1]],  # somebody who is not of the council
        [[0, 2], [0]],  # more than there is room for
    ],
)
def test_an_answer_that_breaks_a_rule_is_not_used(answer: Answer) -> None:
    assert matcher(Told(answer))(WANTED, ROOMS) == BEST


@pytest.mark.usefixtures("every_size")
def test_without_a_solver_and_without_a_way_all_is_as_at_home() -> None:
    assert matcher(NoSolver())(WANTED, ROOMS) == BEST
    with pytest.raises(NotEnoughRoom):
        matcher(Told(None))(WANTED, [[0], [0], []])


class Called:
    """The client of Lambda, as far as the solver needs it."""

    def __init__(self, payload: bytes, **more: str) -> None:
        self.answer: dict[str, Any] = {"Payload": io.BytesIO(payload), **more}
        self.sent: dict[str, Any] = {}

    def invoke(self, **sent: Any) -> dict[str, Any]:
        self.sent = sent
        if not self.answer["Payload"].getvalue():
            raise ReadTimeoutError(endpoint_url="https://lambda.example.vn")
        return self.answer


def called(monkeypatch: pytest.MonkeyPatch, payload: bytes, **more: str) -> tuple[Answer, Called]:
    client = Called(payload, **more)
    monkeypatch.setattr("ocop.aws.solver.client", lambda _: client)
    return LambdaSolver("arn:x").solve(round_told(WANTED, ROOMS)), client


def test_a_round_is_sent_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    found, client = called(monkeypatch, b'{"members": [[1, 2], [1]]}')
    assert (found, client.sent["FunctionName"]) == ([[1, 2], [1]], "arn:x")
    packed = json.loads(client.sent["Payload"])["round"]
    told = json.loads(zlib.decompress(base64.b64decode(packed)))
    assert told == json.loads(json.dumps(round_told(WANTED, ROOMS)))


@pytest.mark.parametrize(
    ("payload", "more"),
    [
        (b"", {}),
        (b"not JSON", {}),
        (b'{"errorMessage": "out of memory"}', {"FunctionError": "Unhandled"}),
        (b'{"members": null}', {}),
    ],
)
def test_a_function_that_fails_has_no_answer(
    monkeypatch: pytest.MonkeyPatch, payload: bytes, more: dict[str, str]
) -> None:
    assert called(monkeypatch, payload, **more)[0] is None


def test_the_optional_function_finds_what_is_found_at_home() -> None:
    """Rounds of any tightness, some that cannot be, through what is deployed."""
    python = python_of("solvers")
    if not python.exists():
        pytest.skip("`make test` installs OR-tools")
    rounds = [_round(seed) for seed in range(80)]
    rounds = [one for one in rounds if possible_alone(one[0])]
    told = "\n".join(json.dumps(round_told(*one)) for one in rounds)
    code = "import sys, json\nfrom infra.solver.solver import solved\n"
    code += "for line in sys.stdin: print(json.dumps(solved(json.loads(line))))"
    done = subprocess.run(
        [str(python), "-c", code], input=told, cwd=ROOT, capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    found = [_value(*one) for one in rounds]
    assert len([one for one in found if one is not None]) > 40
    assert None in found
    for one, members, value in zip(rounds, answers, found, strict=True):
        assert (value_of(*one, members) if members is not None else None) == value
        assert members is None or keeps_rules(*one, tuple(map(frozenset, members)))


def _round(seed: int) -> tuple[list[Demand], list[list[int]]]:
    products, members, size = 3 + seed % 12, 5 + seed % 6, 1 + seed % 4
    room = max(1, -(-products * size // members) + (0, 1, 3, -1)[seed % 4])
    wanted, rooms = random_round(seed, products, members, size, room, ties=seed % 3 == 0)
    free = [Demand(one.worth, one.size) if seed % 5 == 0 else one for one in wanted]
    return free, rooms


def _value(wanted: list[Demand], rooms: list[list[int]]) -> int | None:
    try:
        return match(wanted, rooms).value
    except NotEnoughRoom:
        return None
