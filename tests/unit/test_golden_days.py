"""Golden days of each law, on both sides: when it holds, how long a star counts, when it is rated
again.

What of Decisions 1048, 781 and 148 is not at hand is a setting, without an article, and stands here
so that a change of it is seen.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ocop.base.calendar import add_months
from ocop.certificates.renewing import renewal_days
from tests.support.law import load_rulebook, rulebook_ids
from tests.unit.test_certificate_life import CERTIFICATE, LAST
from tests.unit.test_certificate_renewal import may

DAY = timedelta(days=1)
LAWS = ("1048-2019", "148-2023", "1489-2025", "26-2026")


def test_every_law_has_golden_days() -> None:
    assert set(LAWS) == set(rulebook_ids())


@pytest.mark.parametrize(
    ("law", "first"),
    [
        ("1048-2019", date(2019, 8, 21)),  # 1048/QĐ-TTg, its day
        ("148-2023", date(2023, 2, 24)),  # 148/QĐ-TTg, its day
        ("1489-2025", date(2025, 7, 6)),  # 1489/QĐ-TTg, its day
        ("26-2026", date(2026, 5, 22)),  # 26/2026/QĐ-TTg Điều 11.1
    ],
)
def test_a_law_begins_on_its_first_day_and_ends_the_one_before(law: str, first: date) -> None:
    holding = {id: load_rulebook(id).in_force for id in LAWS}
    assert {id for id in LAWS if holding[id].covers(first)} == {law}
    before = LAWS[: LAWS.index(law)][-1:]
    assert {id for id in LAWS if holding[id].covers(first - DAY)} == {*before}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(
    ("decided", "last"),
    [
        (date(2022, 6, 30), date(2025, 6, 30)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2023, 2, 28), date(2026, 2, 28)),
    ],
)
def test_a_star_counts_36_months_from_the_day_of_its_decision(
    law: str, decided: date, last: date
) -> None:
    """26/2026/QĐ-TTg Điều 4.3; 148/QĐ-TTg; Kế hoạch Hà Nam V.1."""
    book = load_rulebook(law)
    assert add_months(decided, book.certificate_months) == last
    given = replace(CERTIFICATE, issued=decided, valid_to=last)
    assert [bool(given.star_left_on(day)) for day in (last, last + DAY)] == [True, False]


@pytest.mark.parametrize(
    ("law", "opens", "closes", "notice"),
    [
        ("1048-2019", 90, None, 90),  # settings
        ("148-2023", 90, None, 30),  # 148/QĐ-TTg: told 30 days before; the rest a setting
        ("1489-2025", 90, None, 30),
        ("26-2026", 180, 120, 180),  # 26/2026/QĐ-TTg Điều 7.6a
    ],
)
def test_the_days_before_the_end_on_which_a_dossier_is_taken(
    law: str, opens: int, closes: int | None, notice: int
) -> None:
    days = renewal_days(CERTIFICATE, load_rulebook(law).renewal)
    first = LAST - opens * DAY
    assert [days.open_on(day) for day in (first - DAY, first)] == [False, True]
    assert days.notice == LAST - notice * DAY
    if closes is None:
        assert days.open_on(LAST)
    else:
        end = LAST - closes * DAY
        assert [days.open_on(day) for day in (end, end + DAY)] == [True, False]


@pytest.mark.parametrize("law", LAWS)
def test_a_higher_star_waits_for_the_year_after(law: str) -> None:
    """Kế hoạch Hà Nam III.1.5: the next year; a setting under 148/QĐ-TTg and 26/2026/QĐ-TTg."""
    first = date(CERTIFICATE.issued.year + 1, 1, 1)
    assert [may("upgrade", day, law) for day in (first - DAY, first)] == ["again-same-year", ""]
