"""How numbers and dates are written in administrative papers (Decree 30/2020/NĐ-CP, Annex I)."""

import re
from datetime import date

from ocop.catalogue.texts import say

_ONE_DIGIT = re.compile(r"^(\D*: ?)?(\d)(?=\D|$)")
_SMALL_MONTHS = 3  # months 1 and 2 have a zero before them, as days under 10 have


def with_zero(number: str) -> str:
    """A number and sign, "5/QĐ-UBND" as "05/QĐ-UBND": a zero stands before numbers under 10."""
    return _ONE_DIGIT.sub(lambda found: f"{found[1] or ''}0{found[2]}", number)


def day_in_words(day: date) -> str:
    """ "ngày 05 tháng 02 năm 2026": zeros before days under 10 and before months 1 and 2."""
    month = f"{day.month:02d}" if day.month < _SMALL_MONTHS else str(day.month)
    return say("vi", "papers.day", day=f"{day.day:02d}", month=month, year=day.year)


def short_day(day: date) -> str:
    """A day in a line or a table, "05/02/2026"."""
    return f"{day:%d/%m/%Y}"
