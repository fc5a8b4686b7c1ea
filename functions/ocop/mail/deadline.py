"""How long is left until a deadline, in words, by Vietnam's clock (+07:00 all year)."""

from datetime import date, datetime, time, timedelta

from ocop.base.calendar import VIETNAM
from ocop.base.moment import local_date, show_date
from ocop.base.text import Lang
from ocop.catalogue.texts import say

_END_OF_DAY = time(23, 59)


def deadline_words(
    deadline: datetime, now: datetime, lang: Lang, working_days: int | None = None
) -> str:
    """How long is left and until when: "15 days left, until the end of 14 December 2026".

    A deadline at local midnight means the end of the day before. `working_days`, counted by the
    caller's calendar, replaces the count of calendar days while there is time left.
    """
    last_day = local_date(deadline - timedelta(microseconds=1))
    days = (last_day - local_date(now)).days
    by = _by(deadline, last_day, lang)
    until = say(lang, "deadlines.until", by=by)
    if now >= deadline:
        return _over(-days, by, lang)
    if days == 0:
        return say(lang, "deadlines.today", until=until)
    if working_days:
        name = "working_left_one" if working_days == 1 else "working_left"
        return say(lang, f"deadlines.{name}", n=working_days, until=until)
    return say(lang, f"deadlines.{'left_one' if days == 1 else 'left'}", n=days, until=until)


def _over(days: int, by: str, lang: Lang) -> str:
    if days <= 0:
        return say(lang, "deadlines.just_over", by=by)
    return say(lang, f"deadlines.{'over_one' if days == 1 else 'over'}", n=days, by=by)


def _by(deadline: datetime, last_day: date, lang: Lang) -> str:
    clock = deadline.astimezone(VIETNAM).time()
    shown = show_date(last_day, lang)
    if clock == time() or clock >= _END_OF_DAY:
        return say(lang, "deadlines.whole_day", date=shown)
    return say(lang, "deadlines.at_time", date=shown, time=f"{clock:%H:%M}")
