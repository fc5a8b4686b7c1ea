"""What is done to records: filled in, corrected, confirmed, declared void. Nothing is overwritten
silently: each act is a revision of its own, with who, when and what it held.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ocop.base.chain import chained
from ocop.base.errors import (
    Forbidden,
    KeyReused,
    NotFound,
    StaleVersion,
    Unavailable,
    WrongState,
)
from ocop.base.hashing import digest, short_id
from ocop.base.repeats import once_more
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.catalogue.stated import reason_if_any, stated_reason
from ocop.people.rights import Officer
from ocop.registers.change import AsKept, RegisterChange, change_of
from ocop.registers.filling import FilledIn, check_with_files, demand_unlike
from ocop.registers.places import MOST_LISTED_WORDS
from ocop.registers.ports import KeyTurned, RegisterServices
from ocop.registers.record import (
    Entered,
    RecordState,
    RegisterRecord,
    Revision,
    RevisionKind,
)
from ocop.registers.register import Register
from ocop.registers.rights import demand_filling, may_confirm, readable_record

LOOKS = 4  # for others alike, where some come in one moment


@struct(frozen=True)
class Keeping:
    """Who acts on which register, and by which way they came."""

    svc: RegisterServices
    who: Officer
    register: Register
    channel: str = "account"


@struct(frozen=True)
class RecordStep:
    """What an act makes of a record."""

    kind: RevisionKind
    state: RecordState
    filled: FilledIn
    key: str
    reason: str = ""
    rewritten: tuple[Revision, ...] = ()


def record_id(keeping: Keeping, key: str, unit: str) -> str:
    """The id of the record that is made under a key: done twice for a unit, it is made once; two
    units that send the same have one each.
    """
    return short_id("record", keeping.who.province.code, keeping.register.id, unit, key)


@once_more
def enter(keeping: Keeping, entered: Entered) -> RegisterRecord:
    """Keep a new record.

    Raises Forbidden, InvalidInput, DuplicateRecord unless it is meant all the same, KeyReused.
    """
    demand_filling(keeping.who, keeping.register, entered.unit)
    id = record_id(keeping, entered.key, entered.unit)
    filled = _check(keeping, id, entered)
    kept = _found(keeping, id)
    if kept:
        return _same(keeping, kept, filled)
    blank = blank_record(keeping, id, entered.unit)
    step = RecordStep("recorded", "recorded", filled, entered.key)
    return _write_unlike(keeping, None, blank, step, anyway=entered.anyway)


@once_more
def correct(keeping: Keeping, id: str, version: int, entered: Entered) -> RegisterRecord:
    """Put other answers in the place of a record's; `version` is the one they were made from.

    What was confirmed has to be confirmed anew. Raises NotFound, Forbidden, StaleVersion,
    WrongState for a void record, InvalidInput, DuplicateRecord, KeyReused.
    """
    record = open_record(keeping, id)
    demand_filling(keeping.who, keeping.register, record.unit)
    filled = _check(keeping, id, entered)
    why = reason_if_any(entered.reason, entered.lang)
    step = RecordStep("corrected", "recorded", filled, entered.key, why)
    if is_done(keeping, record, version, step):
        return record
    demand_open(record, version)
    corrected = _write_unlike(keeping, record, record, step, anyway=entered.anyway)
    if corrected.data != record.data:
        from ocop.registers.moving import move_followers

        move_followers(keeping, corrected)
    return corrected


def _write_unlike(
    keeping: Keeping,
    before: RegisterRecord | None,
    old: RegisterRecord,
    step: RecordStep,
    *,
    anyway: bool,
) -> RegisterRecord:
    """Store a step that makes a record like no other, unless that is meant: of two that come in one
    moment, whoever they are from, the second is asked about. Raises DuplicateRecord.
    """
    svc, province, register = keeping.svc, keeping.who.province, keeping.register
    for _ in range(LOOKS):
        looked = None if anyway else demand_unlike(svc, province, register, step.filled, old.id)
        with suppress(KeyTurned):
            return write_step(keeping, before, old, step, looked)
    raise Unavailable(params={"why": "keys"})


def _check(keeping: Keeping, id: str, entered: Entered) -> FilledIn:
    return check_with_files(keeping.svc, keeping.who.province, keeping.register, id, entered)


@once_more
def confirm_record(keeping: Keeping, id: str, version: int, key: str) -> RegisterRecord:
    """Confirm a record as its unit's head or an office above. Raises as `correct` does."""
    record = open_record(keeping, id)
    if not may_confirm(keeping.who, keeping.register, record.unit):
        raise Forbidden
    step = RecordStep("confirmed", "confirmed", held_already(record), key)
    if is_done(keeping, record, version, step):
        return record
    demand_open(record, version)
    return write_step(keeping, record, record, step)


@once_more
def declare_void(
    keeping: Keeping, id: str, version: int, why: object, key: str, lang: Lang
) -> RegisterRecord:
    """Take a record out of every list and figure; it stays to be read, with the reason.

    Raises as `correct` does, InvalidInput without a reason.
    """
    record = open_record(keeping, id)
    demand_filling(keeping.who, keeping.register, record.unit)
    step = RecordStep("voided", "void", held_already(record), key, stated_reason(why, lang))
    if is_done(keeping, record, version, step):
        return record
    demand_open(record, version)
    return write_step(keeping, record, record, step)


def open_record(keeping: Keeping, id: str) -> RegisterRecord:
    """A record that the officer may know of. Raises NotFound."""
    record = keeping.svc.store.record(keeping.who.province.code, id)
    readable_record(keeping.who, keeping.register, record)
    return record


def _found(keeping: Keeping, id: str) -> RegisterRecord | None:
    try:
        return keeping.svc.store.record(keeping.who.province.code, id)
    except NotFound:
        return None


def _same(keeping: Keeping, kept: RegisterRecord, filled: FilledIn) -> RegisterRecord:
    """The record that the key has made before; other answers under it are refused."""
    first = keeping.svc.store.revisions(kept.province, kept.id)[0]
    if _hash(first.data) != _hash(filled.data):
        raise KeyReused
    return kept


def _hash(data: Mapping[str, Any]) -> str:
    return digest(dict(data))


def is_done(keeping: Keeping, record: RegisterRecord, version: int, step: RecordStep) -> bool:
    """Whether this very step, by whom it is asked of now, is the newest that was taken with the
    record. Raises KeyReused where theirs under its key was another.
    """
    if record.version != version + 1:
        return False
    last = keeping.svc.store.revisions(record.province, record.id)[-1]
    if (last.key, last.by) != (step.key, keeping.who.person.id):
        return False
    taken = (last.kind, last.reason, _hash(last.data))
    if taken != (step.kind, step.reason, _hash(step.filled.data)):
        raise KeyReused
    return True


def demand_open(record: RegisterRecord, version: int) -> None:
    """Raises StaleVersion for another version than the record's, WrongState for a void one."""
    if record.version != version:
        raise StaleVersion
    if record.state == "void":
        raise WrongState(params={"stage": record.state})


def held_already(record: RegisterRecord) -> FilledIn:
    """What a record holds already."""
    return FilledIn(record.data, record.name, record.counted)


def blank_record(keeping: Keeping, id: str, unit: str) -> RegisterRecord:
    """A record of which nothing is filled in yet."""
    return RegisterRecord(
        id=id,
        province=keeping.who.province.code,
        register=keeping.register.ref,
        unit=unit,
        counted="",
        name="",
        data={},
        state="recorded",
        version=0,
        head="",
        by="",
        at=keeping.svc.now(),
    )


def write_step(
    keeping: Keeping,
    before: RegisterRecord | None,
    old: RegisterRecord,
    step: RecordStep,
    looked: Mapping[str, str] | None = None,
) -> RegisterRecord:
    """Store what a step makes of a record; `looked`: who bore its keys last, where nobody else may.
    Raises StaleVersion, KeyTurned, Unavailable.
    """
    change = replace(change_by(keeping, before, old, step), looked=looked)
    keeping.svc.store.write(change)
    return change.after


def change_by(
    keeping: Keeping,
    before: RegisterRecord | None,
    old: RegisterRecord,
    step: RecordStep,
    most_words: int = MOST_LISTED_WORDS,
) -> RegisterChange:
    """What a step makes of a record, not stored; `most_words`: by how many of its name it is
    found.
    """
    revision = _revision(keeping, old, step)
    after = replace(
        old,
        register=revision.register,
        counted=step.filled.counted,
        name=step.filled.name,
        data=step.filled.data,
        state=step.state,
        version=revision.number,
        head=revision.hash,
        by=revision.by,
        at=revision.at,
    )
    svc = keeping.svc
    was = AsKept(svc.registers.at(before.register), before) if before else None
    now = AsKept(svc.registers.at(after.register), after)
    change = change_of(keeping.who.province, was, now, revision, most_words)
    return replace(change, rewritten=step.rewritten)


def _revision(keeping: Keeping, old: RegisterRecord, step: RecordStep) -> Revision:
    filled_anew = step.kind in ("recorded", "corrected")
    plain = Revision(
        record=old.id,
        number=old.version + 1,
        kind=step.kind,
        by=keeping.who.person.id,
        channel=keeping.channel,
        at=keeping.svc.now(),
        register=keeping.register.ref if filled_anew else old.register,
        data=step.filled.data,
        files=step.filled.files,
        key=step.key,
        reason=step.reason,
        previous=old.head,
    )
    return chained(plain)
