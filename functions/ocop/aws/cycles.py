"""Years of the programme in the table: `GC#<province>` holds each as it stands (`Y#<year>`), and
each act on it (`V#<year>#<number>`), which is never written again.
"""

from pynamodb.transactions import TransactWrite

from ocop.aws import rows, wire
from ocop.aws.answers import failed_conditions
from ocop.aws.table import Row, versioned
from ocop.base.errors import StaleVersion
from ocop.programme.cycle import CycleChange, CycleEvent, YearCycle


class TableCycles:
    """Implements `ocop.programme.ports.CycleStore` on DynamoDB."""

    def cycle(self, province: str, year: int) -> YearCycle:
        """Raises NotFound."""
        return rows.read(YearCycle, rows.get(_home(province), _year(year)))

    def cycles(self, province: str) -> list[YearCycle]:
        """All years of a province that were opened."""
        return [rows.read(YearCycle, row) for row in rows.query(_home(province), "Y#")]

    def acts(self, province: str, year: int) -> list[CycleEvent]:
        """All that was done to a year, oldest first."""
        return [rows.read(CycleEvent, row) for row in rows.query(_home(province), f"V#{year}#")]

    def write(self, change: CycleChange) -> None:
        """Store a change, whole or not at all. Raises StaleVersion."""
        after, event = change.after, change.event
        home = _home(after.province)

        def transact() -> None:
            with TransactWrite(connection=wire.connection()) as write:
                write.save(versioned(home, _year(after.year), after.version - 1, rows.full(after)))
                kept = Row(home, f"V#{event.year}#{event.number:06d}", body=rows.full(event))
                write.save(kept, condition=Row.pk.does_not_exist())

        if failed_conditions(transact):
            raise StaleVersion


def _home(province: str) -> str:
    return f"GC#{province}"


def _year(year: int) -> str:
    return f"Y#{year}"
