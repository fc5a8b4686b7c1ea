"""Periods in words."""

from ocop.base.text import Lang
from ocop.catalogue.texts import say
from ocop.plans.periods import OF_ROUND, length_of


def period_in_words(period: str, lang: Lang) -> str:
    """A period by its name: "quý 3 năm 2026", "giai đoạn 2021-2025"."""
    year, _, name = period.partition("-")
    if name.isdigit():
        return say(lang, "duties.period_plan", year=year, n=name)
    length = length_of(period).partition("-")[0] if name else "year"
    if length == OF_ROUND and not name[1:]:
        return say(lang, "duties.period_whole_round", year=year)
    return say(lang, f"duties.period_{length}", year=year, n=name[1:].lstrip("0"))
