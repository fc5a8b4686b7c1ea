"""The clock counts the registers anew: a running total that its records do not give is told."""

from collections.abc import Iterator
from functools import partial

from aws_lambda_powertools import Logger

from ocop.base.moment import local_date
from ocop.cases.certificate import Certificate
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.certificates.register import group_judged_in
from ocop.jobs.chains import verify_records
from ocop.jobs.harm import remember_harm
from ocop.jobs.walks import PAGE, Enough, Swept, cases_of, everything, never, walk
from ocop.links.failures import failure_facts
from ocop.people.province import Person, Province
from ocop.people.rights import Officer
from ocop.programme.derived_tasks import chosen_to_train
from ocop.programme.nightly import count_derived, publish_board, told_tasks
from ocop.programme.ports import ProgrammeServices
from ocop.registers.acts import Keeping
from ocop.registers.ports import RegisterServices
from ocop.registers.recounting import move_late, wrong_heads

logger = Logger()
NIGHT = Person("clock", "", "", "vi", "", ())


def recount(
    svc: Services,
    registers: RegisterServices,
    programme: ProgrammeServices,
    enough: Enough = never,
) -> Swept:
    """Count what cases and certificates give and the board for everybody, have the files of the
    years made that are due, then count every register of every province anew, as many as the time
    allows, and verify the histories of a part of the records; each night goes on where the last one
    was left.
    """
    total = Swept()
    for province in svc.store.provinces(fresh=True):
        total += Swept(failed=not _count_programme(svc, programme, province))
        wrong: list[str] = []
        counted: list[str] = []
        act = partial(_recount, registers, province, wrong, counted)
        done = walk(svc, f"recount#{province.code}", partial(_ids, registers), act, enough)
        total += Swept(checked=done.done, failed=done.failed, unfinished=done.unfinished)
        total += Swept(broken=len(wrong))
        remember_harm(svc, "total", province.code, wrong, partial(_is_uncounted, counted))
        total += verify_records(svc, registers, province.code, enough)
    return total


def _count_programme(svc: Services, programme: ProgrammeServices, province: Province) -> bool:
    try:
        _count(svc, programme, province)
    except Exception as error:  # noqa: BLE001 - it is logged, and counted again the next night
        facts = failure_facts(error)
        logger.error("programme_uncounted", extra={**facts, "province": province.code})
        return False
    return True


def _count(svc: Services, programme: ProgrammeServices, province: Province) -> None:
    certificates, today = list(_certificates(svc, province.code)), local_date(programme.now())
    tasks, group_of = told_tasks(programme, svc, province, today), partial(group_judged_in, svc)
    ids = {one.dossier for one in certificates} | set(
        everything(cases_of(svc, province.code, None))
    )
    ended = map(svc.store.case_id, sorted(chosen_to_train(tasks)))  # also without a certificate
    cases = map(svc.store.case, sorted(ids.union(ended)))
    count_derived(programme, province.code, certificates, cases, tasks=tasks, group_of=group_of)
    publish_board(programme, province, today)
    svc.press.ask_year_files(province.code)


def _certificates(svc: Services, province: str) -> Iterator[Certificate]:
    """Every certificate that the register lists, and those of the same product before."""

    def part(cursor: str) -> Page[Certificate]:
        return svc.store.products(province, cursor, PAGE)

    for listed in everything(part):
        yield listed
        yield from map(svc.store.certificate, listed.earlier)


def _ids(registers: RegisterServices, cursor: str) -> Page[str]:
    """One register after another: each may take long."""
    left = [id for id in registers.registers.ids() if id > cursor]
    return Page(tuple(left[:1]), left[0] if len(left) > 1 else "")


def _is_uncounted(counted: list[str], name: str) -> bool:
    """Whether a total was not counted anew tonight."""
    return name.split("#")[1] not in counted


def _recount(
    svc: RegisterServices, province: Province, wrong: list[str], counted: list[str], id: str
) -> bool:
    register = svc.registers.get(id)
    move_late(Keeping(svc, Officer(NIGHT, province), register, "clock"))
    for place in wrong_heads(svc, province.code, register):
        name = f"{place.month}#{place.register}#{place.unit}"
        logger.error("total_wrong", extra={"province": province.code, "total": name})
        wrong.append(name)
    counted.append(id)
    return True
