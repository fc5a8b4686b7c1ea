"""Records that count on another's day move with it: a fair that is put off takes along who was at
it. Each is a step of its own in that record's history.
"""

from collections.abc import Iterator
from dataclasses import replace

from ocop.base.errors import StaleVersion
from ocop.base.pointers import at
from ocop.registers.acts import Keeping, RecordStep, held_already, write_step
from ocop.registers.places import followers_of, id_at
from ocop.registers.ports import RegisterServices, Span
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register

MOST_FOLLOWERS = 1000


def move_followers(keeping: Keeping, leader: RegisterRecord) -> int:
    """Let the records that count on this one's day count on the day it has now; how many moved.

    One that somebody else changes meanwhile is left to the night.
    """
    moved = 0
    for register in followers_in(keeping.svc, leader.register_id):
        acting = replace(keeping, register=register)
        for record in _followers(keeping.svc, register, leader):
            moved += move_with(acting, record, leader)
    return moved


def followers_in(svc: RegisterServices, leading: str) -> Iterator[Register]:
    """The registers whose records count on the day of one of this register."""
    for register in map(svc.registers.get, svc.registers.ids()):
        if register.counts_with and register.links[register.counts_with] == leading:
            yield register


def move_with(keeping: Keeping, record: RegisterRecord, leader: RegisterRecord) -> bool:
    """Let a record count on its leader's day; False where it does already or was changed."""
    day = str(at(leader.data, keeping.register.counted_on.split(":")[2]) or "")
    if record.state == "void" or not day or record.counted == day:
        return False
    filled = replace(held_already(record), counted=day)
    step = RecordStep("moved", record.state, filled, f"moved-{leader.id}-{leader.version}")
    try:
        write_step(keeping, record, record, step)
    except StaleVersion:
        return False
    return True


def _followers(
    svc: RegisterServices, register: Register, leader: RegisterRecord
) -> list[RegisterRecord]:
    places = svc.store.listed(
        leader.province,
        register.id,
        leader.province,
        followers_of(leader.id),
        Span(),
        MOST_FOLLOWERS,
    )
    return svc.store.records(leader.province, list(map(id_at, places)))
