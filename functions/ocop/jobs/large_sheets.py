"""Large sheets go on by themselves: by the effect that asks for them, and by the clock where that
was lost.
"""

from contextlib import suppress
from dataclasses import replace

from ocop.base.errors import NotFound, StaleVersion
from ocop.cases.lookup import province_of
from ocop.cases.services import Services
from ocop.jobs.walks import Enough
from ocop.registers.exports import make_export
from ocop.registers.import_steps import carry_on
from ocop.registers.large_sheet import QUIET_FOR


def take_large_sheet(svc: Services, province: str, id: str, enough: Enough) -> int:
    """Look at a sheet, or store it, as far as the time goes; how many records are done. What is
    gone is nothing to do. Raises Unavailable.
    """
    with suppress(NotFound):
        return carry_on(svc, province_of(svc, province), id, enough).done
    return 0


def make_sheet(svc: Services, province: str, id: str) -> int:
    """Make the sheet of a whole list; how many records it holds. What is gone is nothing to do.
    Raises Unavailable.
    """
    with suppress(NotFound):
        return make_export(svc.registers, svc.shelf, province_of(svc, province), id).records
    return 0


def see_to_sheets(svc: Services) -> int:
    """Have every sheet gone on with that has not moved for a while; how many there were."""
    store, count = svc.registers.imports, 0
    for province, id in store.unfinished():
        found = store.load(province, id)
        if svc.now() - found.at > QUIET_FOR:
            with suppress(StaleVersion):  # it moves
                store.save(replace(found, at=svc.now()), ask=True)
                count += 1
    return count
