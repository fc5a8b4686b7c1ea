"""The clock tells of sheets that are late, once a day from the morning on."""

from ocop.base.calendar import VIETNAM
from ocop.base.moment import local_date
from ocop.cases.lookup import province_of
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.council.late_sheets import late_wakes
from ocop.jobs.renewals import FROM_HOUR
from ocop.jobs.walks import Enough, Walk, walk


def tell_late(svc: Services, code: str, enough: Enough) -> Walk:
    """Tell of a province's late sheets, where nobody has today."""
    name, now = f"late#{code}", svc.now()
    today = local_date(now).isoformat()
    if now.astimezone(VIETNAM).hour < FROM_HOUR or svc.store.place(name) == today:
        return Walk()

    def told(_: str) -> bool:
        wakes = list(late_wakes(svc, province_of(svc, code)))
        for wake in wakes:
            svc.outbox.put(wake)
        svc.store.set_place(name, today)
        return bool(wakes)

    return walk(svc, f"{name}#walk", lambda _: Page((code,), ""), told, enough)
