"""Units merge: what they still owe is their successor's from the day on."""

from ocop.base.moment import local_date
from ocop.cases.history import CLOCK
from ocop.duties.changing import DutyStep, changed
from ocop.duties.counting import Ledger
from ocop.duties.opening import write_all
from ocop.people.province import Province
from ocop.people.serving import DUTY_ROLES, unit_on


def units_ended(ledger: Ledger, province: Province) -> list[str]:
    """The units in whose place others answer today."""
    today = local_date(ledger.svc.now())
    known = {*province.units, *province.former}
    return sorted(code for code in known if unit_on(province, code, today) != code)


def pass_on(ledger: Ledger, province: Province, code: str) -> int:
    """Give a unit's open tasks to its successor. How many; raises StaleVersion."""
    svc, today = ledger.svc, local_date(ledger.svc.now())
    heir = province.units.get(unit_on(province, code, today))
    before = province.units.get(code) or province.former.get(code)
    role = DUTY_ROLES.get(before.level, "") if before else ""
    if heir is None or heir.level not in DUTY_ROLES or not role:
        return 0
    step = DutyStep("moved", CLOCK, svc.now(), reason=heir.code)
    tasks = svc.tasks.tasks(province.code, svc.tasks.held(province.code, role, code))
    to = {"holder": heir.code, "role": DUTY_ROLES[heir.level]}
    write_all(ledger, [changed(task, task, step, **to) for task in tasks])
    return len(tasks)
