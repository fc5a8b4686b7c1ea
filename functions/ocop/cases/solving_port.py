"""Rounds that are too large to be matched in the function that asks."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Solver(Protocol):
    """Finds the best members for the products of a round elsewhere."""

    def solve(self, asked: Mapping[str, Any]) -> Sequence[Sequence[int]] | None:
        """The members of each product, or None: nothing keeps the rules, or nobody is there to
        ask.
        """


class NoSolver:
    """Stands where a stack has none."""

    def solve(self, _: Mapping[str, Any]) -> None:
        """Nobody is there to ask."""
