"""The clock checks histories: a chain that does not hold is told, not mended."""

from collections.abc import Callable
from functools import partial

from aws_lambda_powertools import Logger

from ocop.cases.history import verify
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.jobs.walks import PAGE, Enough, Swept, cases_of, never, provinces_of, walk

logger = Logger()


def audit(svc: Services, enough: Enough = never) -> Swept:
    """Verify the history of open cases and of recognised products, as many as the time allows."""
    total = Swept()
    for code in provinces_of(svc):
        for name, part in (("open", cases_of(svc, code, None)), ("stars", _recognised(svc, code))):
            found: list[str] = []
            done = walk(svc, f"audit-{name}#{code}", part, partial(_sound, svc, found), enough)
            total += Swept(checked=done.done, failed=done.failed, unfinished=done.unfinished)
            total += Swept(broken=len(found))
    return total


def _sound(svc: Services, broken: list[str], id: str) -> bool:
    case = svc.store.case(id)
    wrong = verify(svc.store.events(id), case)
    if wrong:
        broken.append(id)
        logger.error("history_broken", extra={"dossier": id, "events": wrong})
    return True


def _recognised(svc: Services, code: str) -> Callable[[str], Page[str]]:
    def part(cursor: str) -> Page[str]:
        found = svc.store.products(code, cursor, PAGE)
        return Page(tuple(certificate.dossier for certificate in found.items), found.cursor)

    return part
