"""From when to when a product may be rated again, under each law, each day on both sides."""

from datetime import date, timedelta

import pytest

from ocop.catalogue.rulebooks import published_rulebooks
from ocop.certificates.renewing import renewal_days
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
