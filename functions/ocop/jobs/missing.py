"""The clock tells units above which reports have not come, once a day from the morning on."""

from datetime import date, timedelta

from aws_lambda_powertools import Logger

from ocop.base.calendar import VIETNAM
from ocop.base.moment import local_date
from ocop.cases.lookup import province_of
from ocop.cases.services import Services
from ocop.jobs.renewals import FROM_HOUR
from ocop.jobs.walks import Swept, provinces_of
from ocop.links.failures import failure_facts
from ocop.programme.missing import missing_wakes
from ocop.programme.ports import ProgrammeServices

logger = Logger()


def tell_missing(svc: Services, programme: ProgrammeServices) -> Swept:
    """Tell of the days since the last that was seen to; a province that begins, of today."""
    total = Swept()
    if svc.now().astimezone(VIETNAM).hour < FROM_HOUR:
        return total
    for code in provinces_of(svc):
        try:
            total += Swept(checked=_tell(svc, programme, code))
        except Exception as error:  # noqa: BLE001 - it is logged, and met again by the next round
            facts = failure_facts(error)
            logger.error("round_failed", extra={**facts, "walk": "missing", "id": code})
            total += Swept(failed=1)
    return total


def _tell(svc: Services, programme: ProgrammeServices, code: str) -> int:
    name, today = f"missing#{code}", local_date(svc.now())
    place = svc.store.place(name)
    if place and date.fromisoformat(place) >= today:
        return 0
    first = date.fromisoformat(place) + timedelta(days=1) if place else today
    province = province_of(svc, code)
    told = 0
    for wake in missing_wakes(programme, svc, province, (first, today)):
        svc.outbox.put(wake)
        told += 1
    svc.store.set_place(name, today.isoformat())
    return told
