"""Lists of decisions on several products, beside the number under which they were made.

`DEC#<place of the number>` holds the decision (`DEC`) and its lists (`LIST#<id>`): more than one
where a list was released in parts. A list whose products are still to be decided stands in the
index, under its province.
"""

from ocop.aws import rows
from ocop.aws.commits import number_key
from ocop.aws.table import Row
from ocop.cases.decision_list import DecisionList, ListState
from ocop.cases.signed import SignedDecision

LIST_ROW = "LIST#"
MOST_OPEN = 1000  # lists of one province that are held at once; far more than there are deciders


class TableDecisions:
    """The part of the store that is about decisions on paper."""

    def decision_under(self, signed: SignedDecision) -> SignedDecision | None:
        """The decision that bears the number of this one, itself or another; None: nobody's."""
        row = rows.find(*number_key(signed))
        return rows.read(SignedDecision, row) if row else None

    def decision_lists(self, signed: SignedDecision) -> list[DecisionList]:
        """The lists released under a decision, oldest first, also those taken back."""
        found = rows.readable(DecisionList, rows.query(number_key(signed)[0], LIST_ROW))
        own = [one for one in found if one.signed.proof == signed.proof]
        return _oldest_first(own)

    def open_decision_lists(self, province: str) -> list[DecisionList]:
        """The lists of a province that are held or go out just now, oldest first."""
        keys = rows.index(_open_in(province), None, MOST_OPEN)
        found = rows.readable(DecisionList, rows.fetch([*keys]))
        return _oldest_first([one for one in found if one.state in ("held", "going")])

    def keep_decision_list(self, listed: DecisionList) -> None:
        """Keep a list; one that is there stays."""
        rows.put_if(_list_row(listed), Row.pk.does_not_exist())

    def turn_decision_list(self, listed: DecisionList, before: ListState) -> bool:
        """Store a list in the place of itself as it was in the state `before`; False when that has
        changed meanwhile.
        """
        return rows.put_if(_list_row(listed), Row.order == before)


def _list_row(listed: DecisionList) -> Row:
    row = Row(number_key(listed.signed)[0], f"{LIST_ROW}{listed.id}", body=rows.full(listed))
    row.order = listed.state
    if listed.goes_out and listed.state in ("held", "going"):
        row.wpk = _open_in(listed.signed.province)
        row.wsk = f"{listed.goes_out.isoformat()}#{listed.id}"
    return row


def _open_in(province: str) -> str:
    return f"HELD#{province}"


def _oldest_first(lists: list[DecisionList]) -> list[DecisionList]:
    return sorted(lists, key=lambda one: (one.released, one.id))
