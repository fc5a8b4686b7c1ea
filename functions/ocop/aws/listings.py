"""Where the public register lists certificates: rows of their own, in the order they are read in.

`R#<province>#<place>` holds an entry for each certificate that is listed at a place: its commune,
group, criteria set, or, in one place for all, a word of its names with those that follow or its
last day. An entry
is its key alone. `CERT#<number>`, `L` names the entries of one certificate, before they are made,
so that none is ever left behind. Certificates of the time before have a row for each place beside
them (`L#…`), in the index; those stay and are read as well.
"""

from collections.abc import Callable, Sequence

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition

from ocop.aws import rows, table, wire
from ocop.aws.answers import answered
from ocop.aws.table import Row
from ocop.base.errors import Unavailable
from ocop.cases.certificate import Certificate
from ocop.cases.records import RegisterEntry

Bound = Callable[[UnicodeAttribute], Condition | None]
IN_ORDER = ("n", "d")  # kinds whose places stand in one list, by their values
Entry = list[str]  # scope, position: as JSON has it


def list_of(province: str, place: RegisterEntry | None) -> str:
    """Where what is listed at a place stands; without one, all that a province lists."""
    if place is None:
        return f"R#{province}"
    if place.kind in IN_ORDER:
        return f"R#{province}#{place.kind}"
    return f"R#{province}#{place.kind}#{place.value}"


def by_stars(certificate: Certificate) -> str:
    """A certificate's position in a list that begins with the most stars."""
    return f"{9 - certificate.star}#{certificate.number}"


def number_at(position: str) -> str:
    """The number of the certificate at a position."""
    return position.partition("#")[2]


def keep_listed(certificate: Certificate, places: Sequence[RegisterEntry]) -> None:
    """Let a certificate be listed at these places and no others; a repeat writes nothing.

    Raises Unavailable, also while somebody else does the same.
    """
    wanted = [_entry(certificate, place) for place in places]
    beside = rows.query(f"CERT#{certificate.number}", table.PLACES_OF)
    older = {row.sk: [row.wpk, row.wsk] for row in beside if row.wpk}
    for name in (name for name, entry in older.items() if entry not in wanted):
        rows.put_if(Row(f"CERT#{certificate.number}", name))  # stays, and is listed nowhere
    own = [entry for entry in wanted if entry not in older.values()]
    _bring_about(next((row for row in beside if row.sk == table.PLACES_OF), None), own, certificate)


def positions(province: str, place: RegisterEntry | None, bound: Bound, limit: int) -> list[str]:
    """The first positions of a place within a bound; without a place, of all that is listed."""
    scope = list_of(province, place)
    older = {row.wsk for row in rows.index(scope, bound(Row.wsk), limit)}
    if place is None:
        return sorted(older)
    own = wire.look_through(scope, bound(Row.sk), consistent=False, limit=limit)
    there = {row.sk for row in answered(lambda: list(own))}
    return sorted(there | older)[:limit]


def _entry(certificate: Certificate, place: RegisterEntry) -> Entry:
    named = f"{place.value}#{certificate.number}"
    position = named if place.kind in IN_ORDER else by_stars(certificate)
    return [list_of(certificate.province, place), position]


def _bring_about(noted: Row | None, wanted: Sequence[Entry], certificate: Certificate) -> None:
    known = rows.body_of(noted) if noted else []
    if known == wanted and (not wanted or rows.find(*wanted[-1])):
        return  # the last is made last, so they are all there
    stale = [entry for entry in known if entry not in wanted]
    count = _note(certificate, [*wanted, *stale], int(noted.n) if noted else 0)
    for scope, position in wanted:
        rows.put_if(Row(scope, position))
    for scope, position in stale:
        rows.drop(Row(scope, position))
    if stale:
        _note(certificate, wanted, count)


def _note(certificate: Certificate, entries: Sequence[Entry], count: int) -> int:
    """Note which entries there may be from now on, after the `count`th note; how many those are."""
    row = Row(f"CERT#{certificate.number}", table.PLACES_OF, body=[*entries], n=count + 1)
    unchanged: Condition = Row.n == count if count else Row.pk.does_not_exist()
    if not rows.put_if(row, unchanged):
        raise Unavailable(params={"why": "certificate being listed"})
    return count + 1
