"""From when to when a product may be rated again, under each law, each day on both sides."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ocop.base.errors import WrongState
from ocop.cases.certificate import Revocation
from ocop.catalogue.rulebooks import published_rulebooks
from ocop.certificates.again import Renewability
from ocop.certificates.renewing import renewal_days
from ocop.law.again import Again
from tests.unit.test_certificate_life import CERTIFICATE, LAST

DAY = timedelta(days=1)
RULEBOOKS = published_rulebooks()


@pytest.mark.parametrize(
    ("before", "in_time"), [(181, False), (180, True), (120, True), (119, False), (0, False)]
)
def test_the_window_of_2026_is_180_to_120_days_before_the_last(before: int, in_time: bool) -> None:
    """Decision 26/2026/QĐ-TTg, Article 7(6)(a)."""
    days = renewal_days(CERTIFICATE, RULEBOOKS.get("26-2026").renewal)
    assert days.open_on(LAST - before * DAY) is in_time
    assert days.article == "Điều 7.6a"


@pytest.mark.parametrize("id", ["148-2023", "1489-2025"])
def test_holders_are_told_30_days_before_under_the_law_of_2023(id: str) -> None:
    assert renewal_days(CERTIFICATE, RULEBOOKS.get(id).renewal).notice == LAST - 30 * DAY


def test_what_the_law_of_2019_leaves_open_is_a_setting() -> None:
    days = renewal_days(CERTIFICATE, RULEBOOKS.get("1048-2019").renewal)
    assert (days.closes, days.article) == (None, "")
    assert days.open_on(date(2035, 1, 1))


def test_late_answers_are_waited_for_180_days_under_the_law_of_2026_alone() -> None:
    """Article 12(3)."""
    extends = {id: RULEBOOKS.get(id).renewal.extends for id in RULEBOOKS.ids()}
    assert {id for id, days in extends.items() if days} == {"26-2026"}
    assert extends["26-2026"] == 180


def may(occasion: Again, day: date, law: str = "26-2026", **over: Any) -> str:
    """Why a product may not be rated again on a day; "" when it may."""
    ready = Renewability(replace(CERTIFICATE, **over), RULEBOOKS.get(law), day)
    try:
        ready.rule_for(occasion)
    except WrongState as refused:
        return refused.code
    return ""


FIRST = date(2027, 1, 1)  # of the year after that of the certificate
WITHDRAWN = Revocation("quality", FIRST, "7/QĐ-UBND")


@pytest.mark.parametrize("star", [3, 4, 5])
@pytest.mark.parametrize("law", ["1048-2019", "148-2023", "1489-2025", "26-2026"])
def test_up_to_four_stars_try_for_more_in_the_next_year(law: str, star: int) -> None:
    """26/2026/QĐ-TTg, Article 7(5); under 1048 the plan of Hà Nam, III.1.5."""
    never = "" if star < 5 else "again-highest"
    assert may("upgrade", FIRST, law, star=star) == never
    assert may("upgrade", FIRST - DAY, law, star=star) == (never or "again-same-year")


@pytest.mark.parametrize(
    ("day", "over", "why"),
    [
        (CERTIFICATE.issued - DAY, {}, "again-future"),
        (FIRST - DAY, {}, "again-same-year"),
        (FIRST, {}, ""),
        (LAST, {}, ""),
        (LAST + DAY, {}, "again-expired"),
        (FIRST, {"star": 5}, "again-highest"),
        (FIRST, {"star": 3}, ""),
        (FIRST, {"revocation": WITHDRAWN}, "again-withdrawn"),
        (FIRST, {"replaced_by": "x"}, "again-replaced"),
        (FIRST, {"replaced_by": "x", "replaced_on": FIRST}, "again-replaced"),
        (FIRST, {"replaced_by": "x", "replaced_on": FIRST + DAY}, "again-replaced"),
    ],
)
def test_a_higher_star_is_asked_for_from_next_year_while_the_certificate_counts(
    day: date, over: dict[str, Any], why: str
) -> None:
    """Decision 26/2026/QĐ-TTg, Article 7(5)."""
    assert may("upgrade", day, **over) == why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (LAST - 181 * DAY, "again-early"),
        (LAST - 180 * DAY, ""),
        (LAST - 119 * DAY, ""),
        (LAST + 300 * DAY, ""),
    ],
)
def test_a_re_rating_is_never_too_late_and_may_be_too_early(day: date, why: str) -> None:
    """Article 7(6)(a): what is late is rated all the same."""
    assert may("re-rating", day) == why


@pytest.mark.parametrize("id", RULEBOOKS.ids())
def test_a_law_without_a_rule_rates_nothing_again(id: str) -> None:
    law = RULEBOOKS.get(id)
    for occasion in ("upgrade", "re-rating"):
        known = law.again_rule(occasion) is not None
        assert (may(occasion, LAST, id) == "again-unknown") is not known
