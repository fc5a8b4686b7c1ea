"""Sheets on their way out, in the table: `GI#out#<province>` holds each (`<id>`), for a week."""

from dataclasses import replace
from datetime import timedelta

from pynamodb.transactions import TransactWrite

from ocop.aws import rows, wire
from ocop.aws.answers import failed_conditions
from ocop.aws.outbox import waiting_row
from ocop.aws.table import versioned
from ocop.base.errors import StaleVersion
from ocop.cases.effects import MakeSheet
from ocop.registers.large_export import SheetExport

EXPORTS_KEPT = timedelta(days=7)  # the template keeps the files for as long


class TableExports:
    """Implements `ocop.registers.exports.ExportStore` on DynamoDB."""

    def load(self, province: str, id: str) -> SheetExport:
        """Raises NotFound."""
        return rows.read(SheetExport, rows.get(_shelf_of(province), id))

    def save(self, found: SheetExport, *, ask: bool = False) -> SheetExport:
        """Store it as its next version, with the effect that has it made. Raises StaleVersion."""
        stored = replace(found, version=found.version + 1)
        row = versioned(_shelf_of(stored.province), stored.id, found.version, rows.full(stored))
        row.ttl = stored.at + EXPORTS_KEPT

        def transact() -> None:
            with TransactWrite(connection=wire.connection()) as write:
                write.save(row)
                if ask:
                    effect = MakeSheet(stored.province, stored.id)
                    id = f"{stored.at.isoformat()}#{stored.id}#{stored.version}"
                    write.save(waiting_row(id, (effect,), stored.at))

        if failed_conditions(transact):
            raise StaleVersion
        return stored


def _shelf_of(province: str) -> str:
    return f"GI#out#{province}"
