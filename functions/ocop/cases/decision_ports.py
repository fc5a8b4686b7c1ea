"""Decisions on paper, in the table."""

from typing import Protocol

from ocop.cases.decision_list import DecisionList, ListState
from ocop.cases.signed import SignedDecision


class DecisionPapers(Protocol):
    """The numbers of decisions, and their lists."""

    def decision_under(self, signed: SignedDecision) -> SignedDecision | None:
        """The decision that bears the number of this one, itself or another; None: nobody's."""

    def open_decision_lists(self, province: str) -> list[DecisionList]:
        """The lists of a province that are held or go out just now, oldest first."""

    def keep_decision_list(self, listed: DecisionList) -> None:
        """Keep a list of a decision; one that is there stays."""

    def turn_decision_list(self, listed: DecisionList, before: ListState) -> bool:
        """Store a list in the place of itself as it was in the state `before`; False when that has
        changed meanwhile.
        """
