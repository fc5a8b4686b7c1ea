"""The table, counting the acts it has taken."""

from ocop.aws.store import TableStore
from ocop.cases.case import Position
from ocop.cases.records import Change
from ocop.wiring.start import Figure, count


class CountingStore(TableStore):
    """Counts ideas, filings, decisions and cases that became overdue, after they were committed: a
    repeat commits nothing.
    """

    def commit(self, change: Change) -> None:
        """As `TableStore.commit`."""
        super().commit(change)
        if figure := figure_of(change):
            count(figure)


def figure_of(change: Change) -> Figure | None:
    """The figure that a change adds to, if any."""
    kind, before = change.event.kind, change.before
    if kind == "submitted":
        return Figure.FILINGS if before else Figure.IDEAS
    if kind == "decided":
        return Figure.DECISIONS
    # A case is looked at just when it is due, and from then on every few days.
    first = before is not None and _looked_when_due(before.position)
    return Figure.OVERDUE if kind == "reminded" and first and change.event.data["late"] else None


def _looked_when_due(position: Position) -> bool:
    due, look = position.due, position.next_look
    return due is not None and look is not None and look <= due
