"""What one act on a record writes, whole or not at all."""

from collections.abc import Mapping

from ocop.base.structs import struct
from ocop.people.province import Province
from ocop.registers.measures import HeadShift, shifts_between
from ocop.registers.places import (
    MOST_LISTED_WORDS,
    WORDS_LISTED_BEFORE,
    keys_of,
    list_places,
)
from ocop.registers.record import ListPlace, RegisterRecord, Revision
from ocop.registers.register import Register

ROWS_OF_ACT = 3  # the record, the act, its place among all acts


@struct(frozen=True)
class RegisterChange:
    """A record as it was and is, the act on it, where it is listed anew and no more, and the
    running totals that change; `rewritten`: acts before whose personal fields are erased. `borne`:
    the keys that it bears from now on; `looked`: where nothing else may bear them, of each who did
    last when that was looked for.
    """

    before: RegisterRecord | None
    after: RegisterRecord
    revision: Revision
    listed: tuple[ListPlace, ...]
    unlisted: tuple[ListPlace, ...]
    shifts: tuple[HeadShift, ...]
    rewritten: tuple[Revision, ...] = ()
    borne: tuple[str, ...] = ()
    looked: Mapping[str, str] | None = None

    @property
    def bearer(self) -> str:
        """The record and its act, as who bears a key."""
        return f"{self.after.id}#{self.after.version}"


def rows_of_change(change: RegisterChange) -> int:
    """How many rows it writes beside the totals and what it sets off."""
    lists = (change.rewritten, change.borne, change.listed, change.unlisted)
    return ROWS_OF_ACT + sum(map(len, lists))


@struct(frozen=True)
class AsKept:
    """A record with the version of the register that it was filled in under."""

    register: Register
    record: RegisterRecord


def change_of(
    province: Province,
    before: AsKept | None,
    after: AsKept,
    revision: Revision,
    most_words: int = MOST_LISTED_WORDS,
) -> RegisterChange:
    """What is written when a record takes the place of itself as it was; `most_words`: by how many
    of its name it is found.
    """
    listed = list_places(after.register, province, after.record, most_words)
    were = (
        list_places(before.register, province, before.record, WORDS_LISTED_BEFORE)
        if before
        else set()
    )
    bears = keys_of(after.register, after.record.data)
    bore = set(keys_of(before.register, before.record.data)) if before else set()
    counted_before = (before.register, before.record) if before else None
    return RegisterChange(
        before=before.record if before else None,
        after=after.record,
        revision=revision,
        listed=tuple(listed - were),
        unlisted=tuple(were - listed),
        shifts=shifts_between(counted_before, (after.register, after.record)),
        borne=tuple(key for key in bears if key not in bore),
    )
