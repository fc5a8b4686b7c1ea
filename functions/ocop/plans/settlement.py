"""The programme's money in tables: what was planned, allocated, spent and settled, by anything that
a line of money says of itself. Each is reckoned from the lines, so that all add up to the same.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from ocop.base.structs import struct
from ocop.plans.money import money_in
from ocop.plans.plan import MoneyView

MONEY_STATES = ("planned", "allocated", "spent", "settled")
PLANNED, SPENT = "planned", "spent"
OUTSIDE = "outside"  # the key of what a view has no place for


@struct(frozen=True)
class MoneyLine:
    """Some dong in one state, by source, content, the unit that wrote it down, and year."""

    state: str
    source: str
    content: str
    unit: str
    year: str
    dong: int


@struct(frozen=True)
class MoneyRow:
    """The dong of one key, by state."""

    key: str
    dong: Mapping[str, int]

    @property
    def used(self) -> Fraction | None:
        """What was spent of what was planned; None where nothing was."""
        planned = self.dong[PLANNED]
        return Fraction(self.dong[SPENT], planned) if planned else None


def money_table(lines: Iterable[MoneyLine], key: Callable[[MoneyLine], str]) -> list[MoneyRow]:
    """A row for each key, in order."""
    sums: dict[str, dict[str, int]] = {}
    for line in lines:
        row = sums.setdefault(key(line), dict.fromkeys(MONEY_STATES, 0))
        row[line.state] += line.dong
    return [MoneyRow(name, sums[name]) for name in sorted(sums)]


def money_total(rows: Iterable[MoneyRow]) -> MoneyRow:
    """The sum of some rows."""
    told = list(rows)
    return MoneyRow("", {state: sum(row.dong[state] for row in told) for state in MONEY_STATES})


def view_table(view: MoneyView, lines: Iterable[MoneyLine]) -> list[MoneyRow]:
    """A row for each group of a plan's view, and one for sources that the plan does not know: every
    dong is in one of them, and in one alone.
    """
    known = {source for group in view.groups for source in group.sources}
    rows = money_table(lines, lambda line: line.source)
    by_source = [row for row in rows if row.key in known]
    outside = [row for row in rows if row.key not in known]
    groups = {
        state: money_in(view, {row.key: row.dong[state] for row in by_source})
        for state in MONEY_STATES
    }
    placed = [
        MoneyRow(group.id, {state: groups[state][group.id] for state in MONEY_STATES})
        for group in view.groups
    ]
    return [*placed, *([replace(money_total(outside), key=OUTSIDE)] if outside else [])]
