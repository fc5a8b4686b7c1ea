"""How long is left, in words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.base.calendar import VIETNAM
from ocop.base.text import Lang
from ocop.mail.deadline import deadline_words

DUE = datetime(2026, 12, 14, 23, 59, 59, tzinfo=VIETNAM)
MIDNIGHT = datetime(2026, 12, 15, tzinfo=VIETNAM)
AT_FIVE = datetime(2026, 12, 14, 17, 0, tzinfo=VIETNAM)


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=VIETNAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("deadline", "now", "lang", "working", "words"),
    [
        (DUE, at(4), "vi", None, "còn 10 ngày, đến hết ngày 14/12/2026"),
        (DUE, at(4), "vi", 6, "còn 6 ngày làm việc, đến hết ngày 14/12/2026"),
        (DUE, at(4), "en", 6, "6 working days left, until the end of 14 December 2026"),
        (DUE, at(13, 23), "en", None, "1 day left, until the end of 14 December 2026"),
        (DUE, at(13), "en", 1, "1 working day left, until the end of 14 December 2026"),
        (DUE, at(12), "vi", 0, "còn 2 ngày, đến hết ngày 14/12/2026"),
        (DUE, at(14), "vi", 1, "hôm nay là ngày cuối, đến hết ngày 14/12/2026"),
        (DUE, at(14, 23), "en", None, "today is the last day, until the end of 14 December 2026"),
        (DUE, at(15, 0), "vi", None, "đã quá hạn 1 ngày, hạn là hết ngày 14/12/2026"),
        (DUE, at(24), "en", 3, "10 days overdue, it was due by the end of 14 December 2026"),
        (MIDNIGHT, at(4), "vi", None, "còn 10 ngày, đến hết ngày 14/12/2026"),
        (MIDNIGHT, at(15, 0), "vi", None, "đã quá hạn 1 ngày, hạn là hết ngày 14/12/2026"),
        (AT_FIVE, at(12), "vi", None, "còn 2 ngày, đến 17:00 ngày 14/12/2026"),
        (AT_FIVE, at(14, 18), "vi", None, "vừa quá hạn, hạn là 17:00 ngày 14/12/2026"),
        (AT_FIVE, at(14, 18), "en", None, "just overdue, it was due by 17:00 on 14 December 2026"),
    ],
)
def test_deadline_in_words(
    deadline: datetime, now: datetime, lang: Lang, working: int | None, words: str
) -> None:
    assert deadline_words(deadline.astimezone(UTC), now, lang, working) == words


def test_days_are_counted_by_the_clock_of_vietnam() -> None:
    late_evening_utc = datetime(2026, 12, 13, 18, 0, tzinfo=UTC)
    assert deadline_words(DUE, late_evening_utc, "vi").startswith("hôm nay là ngày cuối")


@given(st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_overdue_is_said_exactly_when_the_deadline_has_passed(ahead: timedelta) -> None:
    words = deadline_words(DUE, DUE - ahead, "vi")
    assert ("quá hạn" in words) == (ahead <= timedelta(0))
