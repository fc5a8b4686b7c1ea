"""Where a record is listed: lists of its unit and of every unit above, each in the order it is read
in, so that no list costs more as records pile up.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ocop.base.collation import folded, sort_text
from ocop.base.pointers import at
from ocop.people.province import Province
from ocop.registers.record import ListPlace, RegisterRecord
from ocop.registers.register import Register

BY_DAY, BY_NAME, BY_WORD, KEYS_LIST = "day", "name", "word", "key"
STATE_FILTER = "state"
MOST_LISTED_WORDS, FEWER_WORDS, LONGEST_PLACE = 9, 6, 60
WORDS_LISTED_BEFORE = 10  # by earlier versions, which what leaves its lists leaves too
LONGEST_SHARED = 200
USUAL_UNITS, MOST_UNITS = 3, 4  # commune, district, province; a transaction has no room for more


def list_places(
    register: Register,
    province: Province,
    record: RegisterRecord,
    most_words: int = MOST_LISTED_WORDS,
) -> set[ListPlace]:
    """Every place of a record; a void one is listed among the void alone."""
    units = sorted(province.above(record.unit))[:MOST_UNITS]
    most = most_words if len(units) <= USUAL_UNITS else FEWER_WORDS
    own = set(_places(register, record, most))
    listed = {ListPlace(unit, kind, place) for unit in units for kind, place in own}
    keys = () if record.state == "void" else keys_of(register, record.data)
    alike = {ListPlace(province.code, KEYS_LIST, position(key, record.id)) for key in keys}
    return listed | alike | set(_followed(register, province, record))


def _followed(
    register: Register, province: Province, record: RegisterRecord
) -> Iterator[ListPlace]:
    """Where a record that counts on the day of another is found by that one."""
    if register.counts_with and record.state != "void":
        leader = str(at(record.data, register.counts_with))
        yield ListPlace(province.code, followers_of(leader), position(record.counted, record.id))


def followers_of(leader: str) -> str:
    """The list of the records that count on the day of this one."""
    return f"with={leader}"


def keys_of(register: Register, data: Mapping[str, Any]) -> list[str]:
    """What two records hardly share, without marks; a key that is not answered whole is none."""
    keys = []
    for number, pointers in enumerate(register.keys):
        answers = [folded(str(at(data, pointer) or "")) for pointer in pointers]
        if all(answers):
            keys.append(f"{number}:{'|'.join(answers)}"[:LONGEST_SHARED])
    return keys


def filter_kind(name: str, value: str) -> str:
    """The list of the records with this answer."""
    return f"{name}={value}"


def _places(
    register: Register, record: RegisterRecord, most_words: int
) -> Iterator[tuple[str, str]]:
    day = position(record.counted, record.id)
    yield filter_kind(STATE_FILTER, record.state), day
    if record.state == "void":
        return
    yield BY_DAY, day
    yield BY_NAME, position(sort_text(record.name)[:LONGEST_PLACE], record.id)
    for name in register.filters:
        if value := at(record.data, name):
            yield filter_kind(name, str(value)), day
    words = folded(record.name).split()
    for place in range(min(len(words), most_words)):
        yield BY_WORD, position(" ".join(words[place:])[:LONGEST_PLACE], record.id)


def position(sorted_by: str, id: str) -> str:
    """A position in a list."""
    return f"{sorted_by}#{id}"


def id_at(place: str) -> str:
    """The id of the record at a position."""
    return place.rpartition("#")[2]
