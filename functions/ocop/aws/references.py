"""The references that people quote, each given once: the row of one is the referee of its number.

A case's first act puts that row, or fails; so two that want one number get one each, whatever
either of them knew. The next number is looked for only where a container knows none: numbers follow
each other without a gap, and the newest is found by a few of them. No row of a reference is ever
taken out: a number that was given to an idea nobody confirmed stays given.

0.2.0 put the same rows, and let some lapse; what it has given stands in counters of its own
(`COUNT#`), which are read and no longer written.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table, wire
from ocop.aws.answers import answered
from ocop.aws.table import Row

STRIDES = (1, 2, 4, 8, 16, 32)
FIRST_READ = 2  # numbers of each series, while all are read; each time twice as many


class Series(NamedTuple):
    """The numbers of a commune's cases of one year: 99-10105-001-2026, 99-10105-002-2026, …"""

    commune: str
    year: str

    def reference(self, number: int) -> str:
        """The reference with a number."""
        return f"{self.commune}-{number:03}-{self.year}"


class References:
    """What this container knows of each commune's numbers: the newest given."""

    def __init__(self) -> None:
        self._newest: dict[Series, int] = {}

    def next_number(self, commune: str, year: int) -> int:
        """The number that a commune's next case of a year would take."""
        series = Series(commune, str(year))
        if series not in self._newest:
            self._newest[series] = _newest(series, _counted(series))
        return self._newest[series] + 1

    def note(self, reference: str, *, taken: bool) -> None:
        """Remember that a reference has been taken; or, when it could not be, that there may be
        more than we knew of.
        """
        commune, number, year = reference.rsplit("-", 2)
        if not (number.isdecimal() and year.isdecimal()):
            return  # of what was begun about a case: a mark, and no number of a commune's
        self._newest.pop(Series(commune, year), None)
        if taken:
            self._newest[Series(commune, year)] = int(number)


def take(write: TransactWrite, reference: str, case: str) -> None:
    """Take a reference in a transaction that fails when somebody else has it."""
    write.save(Row(*key_of(reference), body=case), condition=Row.pk.does_not_exist())


def case_of(reference: str) -> str:
    """The case of a reference; raises NotFound."""
    return str(rows.body_of(rows.get(*key_of(reference))))


def cases_of_year(communes: Iterable[str], year: int) -> list[str]:
    """The ids of all cases that communes have begun in a year, in no order: their numbers follow
    each other, so a part in which none is there is behind the last.
    """
    cases: list[str] = []
    series, start = [Series(commune, str(year)) for commune in communes], 1
    while series:
        numbers = range(start, start + max(start, FIRST_READ))
        wanted = {key_of(one.reference(number)): one for one in series for number in numbers}
        found = rows.fetch_all(list(wanted))
        cases += [str(rows.body_of(row)) for row in found]
        there = {wanted[row.pk, row.sk] for row in found}
        series, start = [one for one in series if one in there], numbers.stop
    return cases


def key_of(reference: str) -> tuple[str, str]:
    """Where a reference stands."""
    return f"REF#{reference}", table.REFERENCE


def _newest(series: Series, given: int) -> int:
    """The newest number of a series of which all to `given` have been given, and the later ones
    are there.
    """
    marks = [given + stride for stride in STRIDES]
    there = _those_there(series, marks)
    if len(there) == len(marks):
        return _newest(series, marks[-1])
    low = max(there, default=given)
    high = min(mark for mark in marks if mark > low)
    return low + len(_those_there(series, range(low + 1, high)))


def _those_there(series: Series, numbers: Iterable[int]) -> list[int]:
    wanted = {key_of(series.reference(number)): number for number in numbers}
    found = answered(lambda: wire.look_up_all(list(wanted), consistent=True))
    return [wanted[row.pk, row.sk] for row in found]


def _counted(series: Series) -> int:
    """How many numbers 0.2.0 has given: it counted by the commune's code, without its province."""
    row = rows.find(f"COUNT#{series.commune.partition('-')[2]}#{series.year}", table.COUNT)
    return int(row.n or 0) if row else 0
