"""Lists of records: a unit's and all below it, narrowed and searched, at a cost that does not grow.

A list is read along one of its orders from where it was left; what it cannot be narrowed by there
is looked at record by record, some pages of them at most, and the reader goes on from that place.
"""

from ocop.base.collation import folded
from ocop.base.digits import plain_number
from ocop.base.errors import Forbidden, Malformed
from ocop.base.pointers import at
from ocop.people.rights import Officer
from ocop.registers.places import (
    BY_DAY,
    BY_NAME,
    BY_WORD,
    LONGEST_PLACE,
    STATE_FILTER,
    filter_kind,
    id_at,
)
from ocop.registers.ports import RegisterServices, Span
from ocop.registers.record import STATES, RecordPage, RegisterRecord
from ocop.registers.register import Register
from ocop.registers.rights import may_list
from ocop.registers.wanted import BY_NAMES, OLDEST, ORDERS, WantedRecords

BEHIND_ALL_WORDS = "~"
PAGES_LOOKED_THROUGH = 4
LONGEST_ASKED = (
    600  # bytes of an answer or a cursor: DynamoDB calls a longer key no question at all
)


def list_records(
    svc: RegisterServices, who: Officer, register: Register, wanted: WantedRecords, limit: int
) -> RecordPage:
    """A part of a list. Raises Forbidden for a unit whose list is not the officer's to see,
    Malformed for an order, state or year that there is not, and for more than a key holds.
    """
    if not may_list(who, register, wanted.unit):
        raise Forbidden
    _demand_sound(wanted)
    kind, span = _list_of(wanted)
    most = limit * PAGES_LOOKED_THROUGH
    code = who.province.code
    places = svc.store.listed(code, register.id, wanted.unit, kind, span, most + 1)
    looked = places[:most]
    records = {one.id: one for one in svc.store.records(code, _ids(looked))}
    items: dict[str, RegisterRecord] = {}
    last = ""
    for last in looked:
        record = records.get(id_at(last))
        if record and _fits(record, wanted):
            items[record.id] = record
        if len(items) == limit:
            break
    more = bool(places) and last != places[-1]
    return RecordPage(tuple(items.values()), last if more else "")


def _ids(places: list[str]) -> list[str]:
    return list(dict.fromkeys(map(id_at, places)))


def _demand_sound(wanted: WantedRecords) -> None:
    sound = wanted.order in ORDERS and wanted.state in ("", *STATES)
    year = not wanted.year or (len(wanted.year) == 4 and plain_number(wanted.year) is not None)
    short = all(len(value.encode()) <= LONGEST_ASKED for value in wanted.answers.values())
    if not (sound and year and short):
        raise Malformed("bad-filter")
    if len(wanted.cursor.encode()) > LONGEST_ASKED:
        raise Malformed("bad-cursor")


def _list_of(wanted: WantedRecords) -> tuple[str, Span]:
    """The list that narrows most, and the part of it."""
    words = folded(wanted.words)[:LONGEST_PLACE]
    if words:
        return BY_WORD, _after(wanted, words, words + BEHIND_ALL_WORDS)
    if wanted.state == "void":
        return _by_day(wanted, filter_kind(STATE_FILTER, wanted.state))
    for name, value in wanted.answers.items():
        return _by_day(wanted, filter_kind(name, value))
    if wanted.state:
        return _by_day(wanted, filter_kind(STATE_FILTER, wanted.state))
    if wanted.order == BY_NAMES:
        return BY_NAME, _after(wanted, "", "")
    return _by_day(wanted, BY_DAY)


def _by_day(wanted: WantedRecords, kind: str) -> tuple[str, Span]:
    first, beyond = (wanted.year, f"{wanted.year}.") if wanted.year else ("", "")
    down = wanted.order != OLDEST
    if down and wanted.cursor:
        return kind, Span(first, wanted.cursor, down=True)
    span = _after(wanted, first, beyond)
    return kind, Span(span.first, span.beyond, down=down)


def _after(wanted: WantedRecords, first: str, beyond: str) -> Span:
    """From the cursor on; raises Malformed for one that is none of the list."""
    if not wanted.cursor:
        return Span(first, beyond)
    if not first <= wanted.cursor or (beyond and wanted.cursor > beyond):
        raise Malformed("bad-cursor")
    return Span(f"{wanted.cursor} ", beyond)  # nothing stands between a text and the same with " "


def _fits(record: RegisterRecord, wanted: WantedRecords) -> bool:
    if wanted.state != "void" and record.state == "void":
        return False  # a place that its record has left meanwhile
    told = wanted.state in ("", record.state)
    in_year = record.counted.startswith(wanted.year)
    answers = (str(at(record.data, name) or "") == value for name, value in wanted.answers.items())
    return told and in_year and all(answers)
