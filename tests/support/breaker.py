"""Processes that die between two writes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ocop.cases.services import Services

# A mail and the mark that it was sent are one step here: the mail service cannot be asked whether
# it has taken a mail, so whoever dies between the two says it again.
WRITES: Mapping[str, frozenset[str]] = {
    "store": frozenset(
        {
            "commit",
            "save_assignment",
            "set_execution",
            "set_place",
            "save_draft",
            "save_province",
            "keep_decision_list",
            "turn_decision_list",
        }
    ),
    "outbox": frozenset({"put", "set_aside", "claim", "mark", "release", "finish"}),
    "workflows": frozenset({"start", "resume"}),
}


class Crash(BaseException):
    """The process is gone."""


class Breaker:
    """Counts the writes of a world; after the `last` one every call of every port fails."""

    def __init__(self) -> None:
        self.count = 0
        self.last = 0
        self.names: list[str] = []

    @property
    def dead(self) -> bool:
        """Whether the process is gone."""
        return bool(self.last) and self.count >= self.last

    def arm(self, last: int) -> None:
        """Let the process die after so many writes; 0: never."""
        self.count, self.last, self.names = 0, last, []

    def around(self, svc: Services) -> Services:
        """The services, watched."""
        ports: dict[str, Any] = {
            name: _Port(self, name, getattr(svc, name)) for name in (*WRITES, "mailer")
        }
        return replace(svc, **ports)

    def called(self, port: str, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """A port's method, watched."""

        def watched(*args: Any, **kwargs: Any) -> Any:
            if self.dead:
                raise Crash
            answer = call(*args, **kwargs)
            if name in WRITES.get(port, ()):
                self.count += 1
                self.names.append(f"{port}.{name}")
                if self.dead:
                    raise Crash
            return answer

        return watched


class _Port:
    """A port that its breaker watches."""

    def __init__(self, breaker: Breaker, name: str, port: object) -> None:
        self._breaker, self._name, self._port = breaker, name, port

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        return self._breaker.called(self._name, name, found) if callable(found) else found
