"""The clock verifies what was done to records, a part of them each night in turn."""

from functools import partial

from aws_lambda_powertools import Logger

from ocop.base.errors import NotFound, Unreadable
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.jobs.harm import remember_harm
from ocop.jobs.walks import PAGE, Enough, Swept, walk
from ocop.registers.ports import RegisterServices
from ocop.registers.record import broken_revisions

logger = Logger()
ACTS_A_NIGHT = 3000  # whose records are verified; those of a large province take their turn


def verify_records(svc: Services, registers: RegisterServices, code: str, enough: Enough) -> Swept:
    """Verify the history of the next records of a province, by the time of their acts, and once
    more those that were found broken before. A night that ends before all are is as it should be.
    """
    broken: list[str] = []
    looked_at: list[str] = []

    def sound(id: str) -> bool:
        looked_at.append(id)
        broken.extend([id] if _is_broken(registers, code, id) else [])
        return True

    part = partial(_records, registers, code)
    done = walk(
        svc, f"chains#{code}", part, sound, lambda: enough() or len(looked_at) >= ACTS_A_NIGHT
    )
    still = partial(_is_broken, registers, code)
    harmed = remember_harm(svc, "record", code, broken, still)
    nothing = int(bool(done.unfinished) and not looked_at)
    return Swept(checked=done.done, failed=done.failed, unfinished=nothing, broken=harmed)


def _records(registers: RegisterServices, code: str, cursor: str) -> Page[str]:
    """The records of the next acts, each once."""
    acts = registers.store.acts(code, cursor, PAGE)
    ids = dict.fromkeys(act.rpartition("#")[2] for act in acts)
    return Page(tuple(ids), acts[-1] if len(acts) == PAGE else "")


def _is_broken(registers: RegisterServices, code: str, id: str) -> bool:
    """Whether an act was altered, moved or lost, or the record itself is gone or cannot be read."""
    try:
        wrong = broken_revisions(
            registers.store.record(code, id), registers.store.revisions(code, id)
        )
    except (NotFound, Unreadable):
        wrong = [0]
    if wrong:
        logger.error("record_broken", extra={"province": code, "record": id, "acts": wrong})
    return bool(wrong)
