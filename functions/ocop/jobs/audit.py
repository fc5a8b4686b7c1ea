"""The clock checks histories: a chain that does not hold is told, not mended."""

from collections.abc import Callable
from functools import partial

from aws_lambda_powertools import Logger

from ocop.cases.effects import KeepRegister
from ocop.cases.history import verify
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.certificates.keeping import keep_register
from ocop.jobs.walks import PAGE, Enough, Swept, cases_of, never, provinces_of, walk

logger = Logger()


def audit(svc: Services, enough: Enough = never) -> Swept:
    """Verify the history of open cases and of recognised products, as many as the time allows, and
    keep the register of these.
    """
    total = Swept()
    for code in provinces_of(svc):
        for name, part in (("open", cases_of(svc, code, None)), ("stars", recognised(svc, code))):
            found: list[str] = []
            done = walk(svc, f"audit-{name}#{code}", part, partial(_sound, svc, found), enough)
            total += Swept(checked=done.done, failed=done.failed, unfinished=done.unfinished)
            total += Swept(broken=len(found))
        total += _kept(svc, code, enough)
    return total


def _kept(svc: Services, code: str, enough: Enough) -> Swept:
    """Let the register list every certificate where it belongs, also those that 0.2.0 listed by
    their stars alone.
    """

    def numbers(cursor: str) -> Page[str]:
        found = svc.store.products(code, cursor, PAGE)
        return Page(tuple(certificate.number for certificate in found.items), found.cursor)

    done = walk(svc, f"register#{code}", numbers, partial(_keep, svc), enough)
    return Swept(checked=done.done, failed=done.failed, unfinished=done.unfinished)


def _keep(svc: Services, number: str) -> bool:
    keep_register(svc, KeepRegister(number))
    return True


def _sound(svc: Services, broken: list[str], id: str) -> bool:
    case = svc.store.case(id)
    wrong = verify(svc.store.events(id), case)
    if wrong:
        broken.append(id)
        logger.error("history_broken", extra={"dossier": id, "events": wrong})
    return True


def recognised(svc: Services, code: str) -> Callable[[str], Page[str]]:
    """Pages of the cases whose products hold or held a certificate."""

    def part(cursor: str) -> Page[str]:
        found = svc.store.products(code, cursor, PAGE)
        return Page(tuple(certificate.dossier for certificate in found.items), found.cursor)

    return part
