"""Who writes which rows: calls to the table by the function that makes them, against its role."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import pytest
from pynamodb.connection.base import Connection

from ocop.cases.services import Services
from ocop.jobs import machine
from tests.template.test_template import as_list, statements

KEYS, ATTRIBUTES = "dynamodb:LeadingKeys", "dynamodb:Attributes"
PORTS = ("files", "keys", "mailer", "workflows", "shelf", "press", "signer")
READS = {"GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"}
OPERATIONS = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}


@dataclass(frozen=True)
class Call:
    """One call: by which function, which action, on which partition ("" for a read of many), and
    which attributes an update names.
    """

    function: str
    action: str
    partition: str = ""
    attributes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grant:
    """A right on the table: an action, a pattern of partition keys, and the attributes it is for
    (None: all).
    """

    action: str
    pattern: str
    attributes: frozenset[str] | None = None

    def lets(self, call: Call) -> bool:
        """Whether a call is let through."""
        own = self.attributes is None or call.attributes <= self.attributes
        return own and self.action == call.action and fnmatchcase(call.partition, self.pattern)


@dataclass(frozen=True)
class Need:
    """What a use of a port asks for: an action on a resource as the template writes it ("": on
    whatever it is granted for), and of a listing the beginning of keys.
    """

    action: str
    resource: str = ""
    prefix: str = ""


@dataclass
class Recorder:
    """Notes the calls of functions at work; what tests do beside them is nobody's."""

    calls: set[Call] = field(default_factory=set)
    ports: set[tuple[str, str]] = field(default_factory=set)
    acting: list[str] = field(default_factory=list)

    @contextmanager
    def as_function(self, name: str) -> Iterator[None]:
        """What happens inside is done by that function."""
        self.acting.append(name)
        try:
            yield
        finally:
            self.acting.pop()

    def acts(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """The act, done by that function."""

        def done(*args: Any, **kwargs: Any) -> Any:
            with self.as_function(name):
                return act(*args, **kwargs)

        return done

    def watched(self, svc: Services) -> Services:
        """The same services, each use of a port that not all functions have noted."""
        watched = {name: Watched(self, name, getattr(svc, name)) for name in PORTS}
        return replace(svc, **watched)  # type: ignore[arg-type]

    def note(self, operation: str, given: dict[str, Any]) -> None:
        """One call of the client."""
        if not self.acting:
            return
        self.calls.update(calls_of(self.acting[-1], operation, given))


@dataclass(frozen=True)
class Watched:
    """A port whose uses are noted."""

    recorder: Recorder
    name: str
    port: Any

    def __getattr__(self, name: str) -> Any:
        self._note()
        return getattr(self.port, name)

    def __call__(self, *args: Any) -> Any:
        self._note()
        return self.port(*args)

    def _note(self) -> None:
        if self.recorder.acting:
            self.recorder.ports.add((self.recorder.acting[-1], self.name))


def calls_of(function: str, operation: str, given: dict[str, Any]) -> Iterator[Call]:
    """What one request of a client asks for: each item of a transaction by itself."""
    if operation == "TransactWriteItems":
        for item in given["TransactItems"]:
            [(kind, one)] = item.items()
            yield Call(function, OPERATIONS[kind], partition(one), attributes(one))
    elif operation in READS:
        yield Call(function, operation)
    else:
        yield Call(function, operation, partition(given), attributes(given))


def partition(given: dict[str, Any]) -> str:
    """The partition key that a write names."""
    return str((given.get("Item") or given["Key"])["pk"]["S"])


def attributes(given: dict[str, Any]) -> frozenset[str]:
    """The attributes that an update names, its key's among them; a put writes whole items."""
    if "Key" not in given:
        return frozenset()
    return frozenset(given["Key"]) | frozenset(given.get("ExpressionAttributeNames", {}).values())


def recording(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """A recorder of everything pynamodb sends from now on."""
    recorder, send = Recorder(), Connection._make_api_call

    def noted(self: Connection, operation: str, given: dict[str, Any], *more: Any) -> Any:
        recorder.note(operation, given)
        return send(self, operation, given, *more)

    monkeypatch.setattr(Connection, "_make_api_call", noted)
    monkeypatch.setattr(machine, "run", recorder.acts("Workflow", machine.run))
    return recorder


def allowed(call: Call) -> bool:
    """Whether a function's role lets a call through."""
    return any(grant.lets(call) for grant in _grants_of(call.function, call.action))


@cache
def _grants_of(function: str, action: str) -> tuple[Grant, ...]:
    return tuple(grant for grant in grants(function) if grant.action == action)


@cache
def granted(function: str, need: Need) -> bool:
    """Whether a function's role lets it do what a port's use asks for."""
    return any(_covers(statement, need) for statement in statements(function))


def _covers(statement: dict[str, Any], need: Need) -> bool:
    resources = [_text_of(one) for one in as_list(statement["Resource"])]
    there = not need.resource or any(fnmatchcase(need.resource, one) for one in resources)
    prefixes = statement.get("Condition", {}).get("StringLike", {}).get("s3:prefix", "*")
    listed = any(fnmatchcase(need.prefix, one) for one in as_list(prefixes))
    return need.action in as_list(statement["Action"]) and there and listed


def _text_of(resource: dict[str, Any]) -> str:
    """A resource as `Fn::Sub` would write it."""
    [(intrinsic, named)] = resource.items()
    return "${" + ".".join(as_list(named)) + "}" if intrinsic != "Fn::Sub" else str(named)


@cache
def grants(function: str) -> tuple[Grant, ...]:
    """A role's rights on the table."""
    return tuple(_grants(function))


def _grants(function: str) -> Iterator[Grant]:
    for statement in statements(function):
        conditions = statement.get("Condition", {})
        keys = conditions.get("ForAllValues:StringLike", {}).get(KEYS, "*")
        named = conditions.get("ForAllValues:StringEquals", {}).get(ATTRIBUTES)
        own = None if named is None else frozenset(named)
        for action in as_list(statement["Action"]):
            if action.startswith("dynamodb:"):
                for pattern in as_list(keys):
                    yield Grant(action.removeprefix("dynamodb:"), pattern, own)
