"""What somebody else does between the look that an act takes and the write that rests on it."""

from collections.abc import Callable
from typing import Any

import pytest


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, owner: type, name: str, act: Callable[[], Any]
) -> list[Any]:
    """Have `act` done in the moment before the first call of the method of that name; the list gets
    what comes of it.
    """
    write, done = getattr(owner, name), []

    def late(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(owner, name, write)
        done.append(act())
        return write(*given, **named)

    monkeypatch.setattr(owner, name, late)
    return done


def sent_twice(
    monkeypatch: pytest.MonkeyPatch, owner: type, name: str, act: Callable[[], Any]
) -> Any:
    """What comes of an act that is sent twice in one moment: both have the same answer."""
    first = meanwhile(monkeypatch, owner, name, act)
    second = act()
    assert first == [second]
    return second
