"""The running totals counted anew: a total that is not what its records give is named."""

from collections.abc import Iterator

from ocop.registers.acts import Keeping
from ocop.registers.measures import Amounts, HeadPlace, head_differences, refolded
from ocop.registers.moving import move_with
from ocop.registers.places import BY_DAY, id_at
from ocop.registers.ports import RegisterServices, Span
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register

RECORDS_AT_ONCE = 500


def wrong_heads(svc: RegisterServices, province: str, register: Register) -> list[HeadPlace]:
    """The totals of a register that a recount does not give. What differs at first may have been
    written meanwhile, so it is counted once more.
    """
    first = set(_differing(svc, province, register))
    return (
        [place for place in _differing(svc, province, register) if place in first] if first else []
    )


def move_late(keeping: Keeping) -> int:
    """Let records that count on another's day follow it where that was missed; how many moved."""
    register, moved = keeping.register, 0
    if not register.counts_with:
        return 0
    for records in records_in_parts(keeping.svc, keeping.who.province.code, register):
        leads = {one.id: str(one.data.get(register.counts_with[1:], "")) for one in records}
        wanted = sorted(set(leads.values()))
        leaders = {
            one.id: one for one in keeping.svc.store.records(keeping.who.province.code, wanted)
        }
        for record in records:
            leader = leaders.get(leads[record.id])
            moved += bool(leader and move_with(keeping, record, leader))
    return moved


def _differing(svc: RegisterServices, province: str, register: Register) -> list[HeadPlace]:
    kept: dict[HeadPlace, Amounts] = {
        head.place: head.amounts
        for head in svc.store.heads(province, "")
        if head.place.register == register.id and head.amounts
    }
    counted = refolded(
        (svc.registers.at(record.register), record)
        for records in records_in_parts(svc, province, register)
        for record in records
    )
    return head_differences(kept, counted)


def records_in_parts(
    svc: RegisterServices, province: str, register: Register
) -> Iterator[list[RegisterRecord]]:
    """All records that are not void, some at a time, by their day."""
    first = ""
    while True:
        span = Span(first)
        places = svc.store.listed(province, register.id, province, BY_DAY, span, RECORDS_AT_ONCE)
        if not places:
            return
        yield svc.store.records(province, list(map(id_at, places)))
        first = f"{places[-1]} "
