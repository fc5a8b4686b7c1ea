"""Running totals in the table.

`GH#<province>` holds one row for each month, register and unit, in this order, and behind all
months those of registers whose records hold: a period with what holds at its end is one query.
"""

from collections.abc import Sequence
from typing import Any

from ocop.aws import rows, wire
from ocop.aws.answers import answered
from ocop.aws.table import Row, Versioned, versioned
from ocop.registers.measures import Amounts, HeadPlace, HeadShift, TotalsCell, TotalsHead

BEFORE_MONTHS, BEHIND_MONTHS = "0", "~~"


def heads_between(province: str, first: str, beyond: str = BEHIND_MONTHS) -> list[TotalsHead]:
    """The heads of a province from a month (ISO) on and before another; to the end, with those of
    what holds.
    """
    found = wire.look_through(
        _home(province), Row.sk.between(first or BEFORE_MONTHS, beyond), consistent=False
    )
    return [_head(row, 0) for row in answered(lambda: list(found))]


def heads_before(province: str, shifts: Sequence[HeadShift]) -> list[TotalsHead]:
    """The heads that an act changes, as they stand."""
    return [_read(province, one.place) for one in shifts]


def head_row(province: str, head: TotalsHead) -> Versioned:
    """The row that takes the place of the head's version before."""
    return versioned(_home(province), _position(head.place), head.version - 1, _packed(head))


def _read(province: str, place: HeadPlace) -> TotalsHead:
    row = rows.find_as(Versioned, _home(province), _position(place))
    return _head(row, int(row.version)) if row else TotalsHead(place)


def _head(row: Row, version: int) -> TotalsHead:
    month, register, unit = row.sk.split("#")
    amounts = _unpacked(rows.body_of(row)["cells"])
    return TotalsHead(HeadPlace(month, register, unit), amounts, version)


def _home(province: str) -> str:
    return f"GH#{province}"


def _position(place: HeadPlace) -> str:
    return f"{place.month}#{place.register}#{place.unit}"


def _packed(head: TotalsHead) -> dict[str, Any]:
    """Cells in a steady order, each with its amounts by mark."""
    cells: dict[TotalsCell, dict[str, int]] = {}
    for (cell, mark), amount in head.amounts.items():
        cells.setdefault(cell, {})[mark] = amount
    ordered = sorted(cells, key=lambda one: (one.measure, one.split, one.month, one.until))
    packed = [[c.measure, list(c.split), c.month, c.until, cells[c]] for c in ordered]
    return {"cells": packed}


def _unpacked(packed: Sequence[Any]) -> Amounts:
    return {
        (TotalsCell(measure, tuple(split), month, until), mark): amount
        for measure, split, month, until, marks in packed
        for mark, amount in marks.items()
    }
