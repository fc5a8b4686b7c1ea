"""What producers owe by the plan: each that the register says takes part, in the hands of the unit
whose record it is, for producers have no worklist of their own.
"""

from collections.abc import Iterator
from datetime import timedelta

from ocop.duties.counting import matches
from ocop.duties.owing import Charge, is_named, is_watched, law_of_day
from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.people.serving import DUTY_ROLES, unit_on
from ocop.plans.duty import PRODUCER_OWES, PlanDuties
from ocop.plans.periods import DutySpan
from ocop.registers.record import RegisterRecord
from ocop.registers.recounting import records_in_parts


def producer_charges(
    svc: DutyServices, duties: PlanDuties, province: Province, span: DutySpan
) -> Iterator[Charge]:
    """What each producer owes for a period by the law of its last day."""
    law = law_of_day(province, span.last)
    own = [
        duty
        for duty in duties.duties
        if duty.owed_under(law) == PRODUCER_OWES and is_watched(duty) and is_named(duty, span)
    ]
    for record in _producers(svc, duties, province) if own else ():
        unit = province.units.get(unit_on(province, record.unit, span.last + timedelta(days=1)))
        if unit and unit.level in DUTY_ROLES and record.counted <= span.last.isoformat():
            yield from (Charge(duty, unit, span, record) for duty in own)


def _producers(
    svc: DutyServices, duties: PlanDuties, province: Province
) -> Iterator[RegisterRecord]:
    """The records of those who take part; who has ended owes nothing more."""
    who = duties.producers
    if who is None:
        return
    register = svc.registers.registers.get(who.register)
    for records in records_in_parts(svc.registers, province.code, register):
        for one in records:
            takes_part = all(matches(one.data, match) for match in who.where)
            if takes_part and not any(matches(one.data, match) for match in who.unless):
                yield one
