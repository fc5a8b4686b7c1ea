"""The clock checks histories: a chain that does not hold is told, not mended."""

from collections.abc import Callable
from functools import partial

from aws_lambda_powertools import Logger

from ocop.base.errors import NotFound
from ocop.cases.effects import KeepRegister
from ocop.cases.history import verify
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.certificates.keeping import keep_register
from ocop.jobs.harm import remember_harm
from ocop.jobs.walks import PAGE, Enough, Swept, answered_for, cases_of, never, walk

logger = Logger()


def audit(svc: Services, enough: Enough = never) -> Swept:
    """Verify the history of open cases and of recognised products, as many as the time allows, and
    keep the register of these.
    """
    total = Swept()
    for code in answered_for(svc):
        for name, part in (("open", cases_of(svc, code, None)), ("stars", recognised(svc, code))):
            found: list[str] = []
            done = walk(svc, f"audit-{name}#{code}", part, partial(_sound, svc, found), enough)
            total += Swept(checked=done.done, failed=done.failed, unfinished=done.unfinished)
            total += Swept(broken=len(found))
            remember_harm(svc, "case", code, found, partial(_is_still_harmed, svc))
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
    if _is_harmed(svc, id):
        broken.append(id)
    return True


def _is_harmed(svc: Services, id: str) -> bool:
    wrong = verify(svc.store.events(id), svc.store.case(id))
    if wrong:
        logger.error("history_broken", extra={"dossier": id, "events": wrong})
    return bool(wrong)


def _is_still_harmed(svc: Services, id: str) -> bool:
    """Of a case that was found harmed; one that is gone has not been mended."""
    try:
        return _is_harmed(svc, id)
    except NotFound:
        return True


def recognised(svc: Services, code: str) -> Callable[[str], Page[str]]:
    """Pages of the cases whose products hold or held a certificate."""

    def part(cursor: str) -> Page[str]:
        found = svc.store.products(code, cursor, PAGE)
        return Page(tuple(certificate.dossier for certificate in found.items), found.cursor)

    return part
