"""What the list of a register is narrowed to."""

from collections.abc import Mapping
from dataclasses import field

from ocop.base.structs import struct

NEWEST, OLDEST, BY_NAMES = "newest", "oldest", "name"
ORDERS = (NEWEST, OLDEST, BY_NAMES)


@struct(frozen=True)
class WantedRecords:
    """What a list is narrowed to; `answers` by field, `cursor` where it was left."""

    unit: str
    words: str = ""
    order: str = NEWEST
    state: str = ""
    year: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    cursor: str = ""
