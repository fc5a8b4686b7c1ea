"""What the programme's figures are folded from, in the table.

The heads of lists that nobody fills in lie among those of the registers. `GB#<province>` holds the
board of last night.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from ocop.aws import rows
from ocop.aws.heads import BEHIND_MONTHS, head_row, heads_between
from ocop.aws.registers import TableRegisters, acted_on_since, listed_by_day
from ocop.aws.table import Row
from ocop.programme.manifest import ChangedRow, ChangesSince, ManifestRow
from ocop.programme.periods import ReportPeriod
from ocop.programme.snapshots import BoardSnapshot
from ocop.registers.measures import HOLDING_MONTH, HeadPlace, TotalsHead
from ocop.registers.places import BY_DAY, id_at
from ocop.registers.ports import Span
from ocop.registers.record import RegisterRecord, Revision

BOARD_ROW = "BOARD"
ROWS_AT_ONCE = 500


class TableFigures:
    """Implements `ocop.programme.ports.FigureStore` on DynamoDB."""

    def heads(self, province: str, first: str, beyond: str = BEHIND_MONTHS) -> list[TotalsHead]:
        """The running totals of these months; without an end with those of what holds."""
        return heads_between(province, first, beyond)

    def rows_between(
        self, province: str, register: str, unit: str, period: ReportPeriod
    ) -> list[ManifestRow]:
        """The records of a unit and all below that count on a day of the period, however many:
        some are read at a time, and of each is kept what a manifest says.
        """
        store, found = TableRegisters(), list[ManifestRow]()
        first, beyond = period.first.isoformat(), f"{period.last.isoformat()}$"  # "$" follows "#"
        while True:
            span = Span(first, beyond)
            places = store.listed(province, register, unit, BY_DAY, span, ROWS_AT_ONCE)
            records = store.records(province, list(map(id_at, places)))
            found += [_row(one) for one in records if one.state != "void"]
            if len(places) < ROWS_AT_ONCE:
                return found
            first = f"{places[-1]} "

    def changes(
        self, province: str, unit: str, units: Collection[str], since: datetime
    ) -> ChangesSince:
        """The records of a unit and all below that were acted on since. All are known where acts
        were listed before that already: from the first act on after an update.
        """
        ids, whole = acted_on_since(province, units, since)
        records = TableRegisters().records(province, ids)
        listed = listed_by_day(province, unit, records)
        rows = (ChangedRow(_row(one), one.counted if one.id in listed else "") for one in records)
        return ChangesSince(since, tuple(rows), whole)

    def acts_beyond(self, province: str, record: str, version: int) -> list[Revision]:
        """What was done to a record after a version, oldest first."""
        acts = TableRegisters().revisions(province, record)
        return [one for one in acts if one.number > version]

    def names(self, province: str, records: Collection[str]) -> dict[str, str]:
        """What records are called, by id."""
        found = TableRegisters().records(province, sorted(records))
        return {one.id: one.name for one in found}

    def replace_derived(self, province: str, of: str, heads: Sequence[TotalsHead]) -> None:
        """Put the heads of a list that nobody fills in as they are counted now; the province's own
        says, even empty, that it was counted.
        """
        counted = {head.place.unit: head for head in heads}
        held = heads_between(province, HOLDING_MONTH)
        units = {head.place.unit for head in held if head.place.register == of}
        for unit in sorted({*counted, *units, province}):
            head = counted.get(unit, TotalsHead(HeadPlace(HOLDING_MONTH, of, unit)))
            row = head_row(province, head)
            rows.put_if(Row(row.pk, row.sk, body=row.body))

    def keep_board(self, board: BoardSnapshot) -> None:
        """Keep tonight's board for the public."""
        rows.put_if(Row(_home(board.province), BOARD_ROW, body=rows.full(board)))

    def kept_board(self, province: str) -> BoardSnapshot:
        """The board of last night. Raises NotFound before the first."""
        return rows.read(BoardSnapshot, rows.get(_home(province), BOARD_ROW))


def _row(one: RegisterRecord) -> ManifestRow:
    return ManifestRow(one.register_id, one.id, one.version, one.head, one.unit)


def _home(province: str) -> str:
    return f"GB#{province}"
