"""Acts on one thing, each of which holds the hash of the one before it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from ocop.base.codec import encode
from ocop.base.hashing import link_hash


class ChainedAct(Protocol):
    """What every act of a chain has: its number from 1, the hash before it, its own."""

    @property
    def number(self) -> int: ...

    @property
    def previous(self) -> str: ...

    @property
    def hash(self) -> str: ...


A = TypeVar("A", bound=Any)


def act_hash(act: ChainedAct) -> str:
    """The hash of an act that follows the one with hash `act.previous`, of all that it says."""
    fields = {name: value for name, value in encode(act).items() if name != "hash"}
    return link_hash(act.previous, fields)


def chained(plain: A) -> A:
    """The act with its own hash."""
    linked: A = replace(plain, hash=act_hash(plain))
    return linked


def broken_links(acts: Sequence[ChainedAct], version: int, head: str) -> list[int]:
    """The numbers of acts that were altered, moved or lost; of the last one too where what they
    are about, at `version` with its newest hash, does not go on from it.
    """
    broken, previous = [], ""
    for number, act in enumerate(acts, 1):
        sound = act.number == number and act.previous == previous
        if not sound or act.hash != act_hash(act):
            broken.append(number)
        previous = act.hash
    if (len(acts), previous) != (version, head):
        broken.append(version)
    return broken
