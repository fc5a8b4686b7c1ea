"""Sheets on their way in, in the table: `GI#<province>` holds each (`<id>`); those that are being
looked at or stored are listed under `GI#busy`, so that the clock finds one that was left.
"""

from dataclasses import replace

from pynamodb.transactions import TransactWrite

from ocop.aws import rows, wire
from ocop.aws.answers import failed_conditions
from ocop.aws.outbox import waiting_row
from ocop.aws.table import Row, versioned
from ocop.base.errors import StaleVersion
from ocop.cases.effects import TakeSheet
from ocop.registers.large_sheet import BUSY, SheetImport

BUSY_LIST = "GI#busy"


class TableImports:
    """Implements `ocop.registers.large_sheet.LargeSheetStore` on DynamoDB."""

    def load(self, province: str, id: str) -> SheetImport:
        """Raises NotFound."""
        return rows.read(SheetImport, rows.get(_home(province), id))

    def save(self, found: SheetImport, *, ask: bool = False) -> SheetImport:
        """Store it as its next version, with the effect that has it gone on with. Raises
        StaleVersion.
        """
        stored = replace(found, version=found.version + 1)

        def transact() -> None:
            with TransactWrite(connection=wire.connection()) as write:
                _write(write, stored)
                if ask:
                    effect = TakeSheet(stored.province, stored.id)
                    id = f"{stored.at.isoformat()}#{stored.id}#{stored.version}"
                    write.save(waiting_row(id, (effect,), stored.at))

        if failed_conditions(transact):
            raise StaleVersion
        return stored

    def unfinished(self) -> list[tuple[str, str]]:
        """The province and id of each that is being looked at or stored."""
        found = [row.sk.partition("#") for row in rows.query(BUSY_LIST, "")]
        return [(province, id) for province, _, id in found]


def _write(write: TransactWrite, stored: SheetImport) -> None:
    home = _home(stored.province)
    write.save(versioned(home, stored.id, stored.version - 1, rows.full(stored)))
    mark = Row(BUSY_LIST, f"{stored.province}#{stored.id}")
    if stored.state in BUSY:
        write.save(mark)
    elif stored.state != "announced":
        write.delete(mark)


def _home(province: str) -> str:
    return f"GI#{province}"
