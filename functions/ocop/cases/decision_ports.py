"""Decisions on paper, in the table."""

from typing import Protocol

from ocop.cases.decision_list import DecisionList, ListState
from ocop.cases.records import Wake
from ocop.cases.signed import SignedDecision


class DecisionPapers(Protocol):
    """The numbers of decisions, and their lists."""

    def decision_under(self, signed: SignedDecision) -> SignedDecision | None:
        """The decision that bears the number of this one, itself or another; None: nobody's."""

    def open_decision_lists(self, province: str) -> list[DecisionList]:
        """The lists of a province that are held or go out just now, oldest first."""

    def decision_turn(self, province: str) -> int:
        """How many lists a province has released."""

    def keep_decision_list(self, listed: DecisionList, turn: int) -> None:
        """Keep a new list where none was kept since the province had released `turn`. Raises
        StaleVersion.
        """

    def turn_decision_list(
        self, listed: DecisionList, before: ListState, wake: Wake | None = None
    ) -> bool:
        """Store a list in the place of itself as it was in the state `before`, with what that sets
        off; False when it has changed meanwhile.
        """
