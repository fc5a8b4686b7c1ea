"""The clock counts the registers anew: a running total that its records do not give is told."""

from functools import partial

from aws_lambda_powertools import Logger

from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.jobs.walks import Enough, Swept, never, walk
from ocop.people.province import Person, Province
from ocop.people.rights import Officer
from ocop.registers.acts import Keeping
from ocop.registers.ports import RegisterServices
from ocop.registers.recounting import move_late, wrong_heads

logger = Logger()
NIGHT = Person("clock", "", "", "vi", "", ())


def recount(svc: Services, registers: RegisterServices, enough: Enough = never) -> Swept:
    """Count every register of every province anew, as many as the time allows; each night goes on
    where the last one was left.
    """
    total = Swept()
    for province in svc.store.provinces(fresh=True):
        wrong: list[str] = []
        act = partial(_recount, registers, province, wrong)
        done = walk(svc, f"recount#{province.code}", partial(_ids, registers), act, enough)
        total += Swept(checked=done.done, failed=done.failed, unfinished=done.unfinished)
        total += Swept(broken=len(wrong))
    return total


def _ids(registers: RegisterServices, cursor: str) -> Page[str]:
    """One register after another: each may take long."""
    left = [id for id in registers.registers.ids() if id > cursor]
    return Page(tuple(left[:1]), left[0] if len(left) > 1 else "")


def _recount(svc: RegisterServices, province: Province, wrong: list[str], id: str) -> bool:
    register = svc.registers.get(id)
    move_late(Keeping(svc, Officer(NIGHT, province), register, "clock"))
    for place in wrong_heads(svc, province.code, register):
        name = f"{place.month}#{place.register}#{place.unit}"
        logger.error("total_wrong", extra={"province": province.code, "total": name})
        wrong.append(name)
    return True
