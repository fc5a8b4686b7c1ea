"""Sheets on their way in, in the table: `GI#<province>` holds each (`<id>`); those that are being
looked at or stored are listed under `GI#busy`, so that the clock finds one that was left, and those
of a person for a register by their time under `GI#own#…`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from pynamodb.transactions import TransactWrite

from ocop.aws import rows, wire
from ocop.aws.answers import answered, failed_conditions
from ocop.aws.outbox import waiting_row
from ocop.aws.table import Row, versioned
from ocop.base.errors import StaleVersion
from ocop.cases.effects import Effect, TakeSheet
from ocop.registers.large_sheet import BUSY, SheetImport

BUSY_LIST = "GI#busy"
ANNOUNCED_FOR = timedelta(days=2)  # far longer than a file can still be sent
IMPORTS_KEPT = timedelta(days=90)  # the template keeps the files for as long


class TableImports:
    """Implements `ocop.registers.large_sheet.LargeSheetStore` on DynamoDB."""

    def load(self, province: str, id: str) -> SheetImport:
        """Raises NotFound."""
        return rows.read(SheetImport, rows.get(_home(province), id))

    def save(
        self, found: SheetImport, *, ask: bool = False, effects: Sequence[Effect] = ()
    ) -> SheetImport:
        """Store it as its next version, with what that sets off and the effect that has it gone on
        with. Raises StaleVersion.
        """
        stored = replace(found, version=found.version + 1)
        told = [*effects, *([TakeSheet(stored.province, stored.id)] if ask else [])]

        def transact() -> None:
            with TransactWrite(connection=wire.connection()) as write:
                _write(write, stored)
                if told:
                    id = f"{stored.at.isoformat()}#{stored.id}#{stored.version}"
                    write.save(waiting_row(id, told, stored.at))

        if failed_conditions(transact):
            raise StaleVersion
        return stored

    def own(self, province: str, register: str, person: str, most: int) -> list[SheetImport]:
        """Those that somebody has begun for a register, newest first."""
        begun = wire.look_through(
            _own_list(province, register, person),
            consistent=False,
            limit=most,
            scan_index_forward=False,
        )
        ids = answered(lambda: [row.sk.partition("#")[2] for row in begun])
        found = rows.fetch_all([(_home(province), id) for id in ids])
        return list(rows.readable(SheetImport, found))

    def unfinished(self) -> list[tuple[str, str]]:
        """The province and id of each that is being looked at or stored."""
        found = [row.sk.partition("#") for row in rows.query(BUSY_LIST, "")]
        return [(province, id) for province, _, id in found]


def _write(write: TransactWrite, stored: SheetImport) -> None:
    home = _home(stored.province)
    row = versioned(home, stored.id, stored.version - 1, rows.full(stored))
    row.ttl = stored.at + (ANNOUNCED_FOR if stored.state == "announced" else IMPORTS_KEPT)
    write.save(row)
    if stored.version == 1:
        own = Row(_own_list(stored.province, stored.register, stored.by), _begun(stored))
        own.ttl = stored.at + IMPORTS_KEPT
        write.save(own)
    mark = Row(BUSY_LIST, f"{stored.province}#{stored.id}")
    if stored.state in BUSY:
        write.save(mark)
    elif stored.state != "announced":
        write.delete(mark)


def _begun(stored: SheetImport) -> str:
    return f"{stored.at.isoformat()}#{stored.id}"


def _own_list(province: str, register: str, person: str) -> str:
    return f"GI#own#{province}#{register}#{person}"


def _home(province: str) -> str:
    return f"GI#{province}"
