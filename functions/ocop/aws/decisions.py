"""Lists of decisions on several products, beside the number under which they were made.

`DEC#<place of the number>` holds the decision (`DEC`) and its lists (`LIST#<id>`): more than one
where a list was released in parts.
"""

from ocop.aws import rows
from ocop.aws.commits import number_key
from ocop.aws.table import Row
from ocop.cases.decision_list import DecisionList
from ocop.cases.signed import SignedDecision

LIST_ROW = "LIST#"


class TableDecisions:
    """The part of the store that is about decisions on paper."""

    def decision_under(self, signed: SignedDecision) -> SignedDecision | None:
        """The decision that bears the number of this one, itself or another; None: nobody's."""
        row = rows.find(*number_key(signed))
        return rows.read(SignedDecision, row) if row else None

    def decision_lists(self, signed: SignedDecision) -> list[DecisionList]:
        """The lists released under a decision, oldest first."""
        found = rows.readable(DecisionList, rows.query(number_key(signed)[0], LIST_ROW))
        own = [one for one in found if one.signed.proof == signed.proof]
        return sorted(own, key=lambda one: (one.released, one.id))

    def keep_decision_list(self, listed: DecisionList) -> None:
        """Keep a list; one that is there stays."""
        key = number_key(listed.signed)[0], f"{LIST_ROW}{listed.id}"
        rows.put_if(Row(*key, body=rows.full(listed)), Row.pk.does_not_exist())
