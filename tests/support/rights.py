"""Who writes which rows: calls to the table by the function that makes them, against its role."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

import pytest
from pynamodb.connection.base import Connection

from ocop.cases.services import Services
from ocop.jobs import machine
from tests.template.test_template import as_list, statements

KEYS, ATTRIBUTES = "dynamodb:LeadingKeys", "dynamodb:Attributes"
PORTS = ("files", "keys", "mailer", "workflows", "shelf", "press", "signer")
READS = {"GetItem", "BatchGetItem", "Query"}
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
        name = self.acting[-1]
        if operation == "TransactWriteItems":
            for item in given["TransactItems"]:
                [(kind, one)] = item.items()
                self.calls.add(Call(name, OPERATIONS[kind], partition(one), attributes(one)))
        elif operation in READS or operation == "TransactGetItems":
            self.calls.add(Call(name, operation))
        else:
            self.calls.add(Call(name, operation, partition(given), attributes(given)))


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
    return any(grant.lets(call) for grant in grants(call.function))


def grants(function: str) -> Iterator[Grant]:
    """A role's rights on the table."""
    for statement in statements(function):
        conditions = statement.get("Condition", {})
        keys = conditions.get("ForAllValues:StringLike", {}).get(KEYS, "*")
        named = conditions.get("ForAllValues:StringEquals", {}).get(ATTRIBUTES)
        own = None if named is None else frozenset(named)
        for action in as_list(statement["Action"]):
            if action.startswith("dynamodb:"):
                for pattern in as_list(keys):
                    yield Grant(action.removeprefix("dynamodb:"), pattern, own)
