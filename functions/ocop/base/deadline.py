"""Instants in words, by Vietnam's clock (+07:00 all year)."""

from datetime import date, datetime, time, timedelta

from ocop.base.calendar import VIETNAM
from ocop.base.moment import local_date
from ocop.base.text import Lang, Text, pick

_END_OF_DAY = time(23, 59)

_LEFT: Text = {"vi": "còn {n} ngày, {until}", "en": "{n} {days} left, {until}"}
_WORKING_LEFT: Text = {
    "vi": "còn {n} ngày làm việc, {until}",
    "en": "{n} working {days} left, {until}",
}
_TODAY: Text = {"vi": "hôm nay là ngày cuối, {until}", "en": "today is the last day, {until}"}
_JUST_OVER: Text = {"vi": "vừa quá hạn, hạn là {by}", "en": "just overdue, it was due by {by}"}
_OVER: Text = {
    "vi": "đã quá hạn {n} ngày, hạn là {by}",
    "en": "{n} {days} overdue, it was due by {by}",
}
_UNTIL: Text = {"vi": "đến {by}", "en": "until {by}"}
_WHOLE_DAY: Text = {"vi": "hết ngày {date}", "en": "the end of {date}"}
_AT_TIME: Text = {"vi": "{time} ngày {date}", "en": "{time} on {date}"}


def show_date(day: date, lang: Lang) -> str:
    """14/12/2026, or 14 December 2026."""
    return f"{day.day} {day:%B} {day.year}" if lang == "en" else f"{day:%d/%m/%Y}"


def deadline_words(
    deadline: datetime, now: datetime, lang: Lang, working_days: int | None = None
) -> str:
    """How long is left and until when: "còn 15 ngày, đến hết ngày 14/12/2026".

    A deadline at local midnight means the end of the day before. `working_days`, counted by the
    caller's calendar, replaces the count of calendar days while there is time left.
    """
    last_day = local_date(deadline - timedelta(microseconds=1))
    days = (last_day - local_date(now)).days
    if now >= deadline:
        form, count = (_OVER, -days) if days < 0 else (_JUST_OVER, 0)
    elif days == 0:
        form, count = _TODAY, 0
    else:
        form, count = (_WORKING_LEFT, working_days) if working_days else (_LEFT, days)
    by = _by(deadline, last_day, lang)
    unit = "day" if count == 1 else "days"
    return pick(form, lang).format(
        n=count, days=unit, by=by, until=pick(_UNTIL, lang).format(by=by)
    )


def _by(deadline: datetime, last_day: date, lang: Lang) -> str:
    clock = deadline.astimezone(VIETNAM).time()
    whole = clock == time() or clock >= _END_OF_DAY
    form = _WHOLE_DAY if whole else _AT_TIME
    return pick(form, lang).format(date=show_date(last_day, lang), time=f"{clock:%H:%M}")
