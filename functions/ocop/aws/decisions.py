"""Lists of decisions on several products, beside the number under which they were made.

`DEC#<place of the number>` holds the decision (`DEC`) and its lists (`LIST#<id>`): more than one
where a list was released in parts. A list whose products are still to be decided stands in the
index, under its province; and in the province's `OPEN` row, which every release writes anew, so
that of two at once each knows what the other holds.
"""

from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table
from ocop.aws.answers import failed_conditions
from ocop.aws.commits import number_key
from ocop.aws.outbox import waiting_row
from ocop.aws.table import DECISION, Row, Versioned, versioned
from ocop.aws.wire import connection
from ocop.base.errors import StaleVersion
from ocop.cases.decision_list import DecisionList, ListState
from ocop.cases.records import Wake
from ocop.cases.signed import SignedDecision

LIST_ROW, OPEN_ROW = "LIST#", "OPEN"
MOST_OPEN = 1000  # lists of one province that are held at once; far more than there are deciders


class TableDecisions:
    """The part of the store that is about decisions on paper."""

    def decision_under(self, signed: SignedDecision) -> SignedDecision | None:
        """The decision that bears the number of this one, itself or another; None: nobody's."""
        kept = (rows.find(place, DECISION) for place in _places(signed))
        return next((rows.read(SignedDecision, row) for row in kept if row), None)

    def decision_lists(self, signed: SignedDecision) -> list[DecisionList]:
        """The lists released under a decision, oldest first, also those taken back."""
        kept = [row for place in _places(signed) for row in rows.query(place, LIST_ROW)]
        found = rows.readable(DecisionList, kept)
        own = [one for one in found if one.signed.proof == signed.proof]
        return _oldest_first(own)

    def open_decision_lists(self, province: str) -> list[DecisionList]:
        """The lists of a province that are held or go out just now, oldest first."""
        indexed = ((row.pk, row.sk) for row in rows.index(_open_in(province), None, MOST_OPEN))
        newest = rows.find(*_open_row(province))
        noted = (tuple(key) for key in rows.body_of(newest)) if newest else ()
        keys: dict[tuple[str, str], None] = dict.fromkeys((*indexed, *noted))
        found = rows.readable(DecisionList, rows.fetch_all([*keys]))
        return _oldest_first([one for one in found if one.state in ("held", "going")])

    def decision_turn(self, province: str) -> int:
        """How many lists a province has released."""
        row = rows.find_as(Versioned, *_open_row(province))
        return int(row.version) if row else 0

    def keep_decision_list(self, listed: DecisionList, turn: int) -> None:
        """Keep a new list where none was kept since the province had released `turn`. Raises
        StaleVersion.
        """
        still = self.open_decision_lists(listed.signed.province)
        keys = [list(_key_of(one)) for one in (*still, listed)]

        def transact() -> None:
            with TransactWrite(connection=connection()) as write:
                write.save(_list_row(listed), condition=Row.pk.does_not_exist())
                write.save(versioned(*_open_row(listed.signed.province), turn, keys))

        if failed_conditions(transact):
            raise StaleVersion

    def turn_decision_list(
        self, listed: DecisionList, before: ListState, wake: Wake | None = None
    ) -> bool:
        """Store a list in the place of itself as it was in the state `before`, with what that sets
        off; False when it has changed meanwhile.
        """

        def transact() -> None:
            with TransactWrite(connection=connection()) as write:
                write.save(_list_row(listed), condition=Row.order == before)
                if wake:
                    write.save(waiting_row(wake.id, wake.effects, wake.at))

        return not failed_conditions(transact)


def _places(signed: SignedDecision) -> list[str]:
    """Where a decision and its lists lie: those of before may lie at their old place."""
    return list(dict.fromkeys([f"DEC#{signed.place}", f"DEC#{signed.old_place}"]))


def _list_row(listed: DecisionList) -> Row:
    row = Row(*_key_of(listed), body=rows.full(listed))
    row.order = listed.state
    if listed.goes_out and listed.state in ("held", "going"):
        row.wpk = _open_in(listed.signed.province)
        row.wsk = f"{listed.goes_out.isoformat()}#{listed.id}"
    return row


def _key_of(listed: DecisionList) -> tuple[str, str]:
    return number_key(listed.signed)[0], f"{LIST_ROW}{listed.id}"


def _open_row(province: str) -> tuple[str, str]:
    """Where the lists stand that a province has released lately."""
    return f"{table.DECISION}#{province}", OPEN_ROW


def _open_in(province: str) -> str:
    return f"HELD#{province}"


def _oldest_first(lists: list[DecisionList]) -> list[DecisionList]:
    return sorted(lists, key=lambda one: (one.released, one.id))
