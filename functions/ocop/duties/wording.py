"""Periods and duties in words."""

from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.plans.duty import Duty
from ocop.plans.periods import OF_ROUND, length_of
from ocop.plans.task import DutyLine, DutyTask


def period_in_words(period: str, lang: Lang) -> str:
    """A period by its name: "quý 3 năm 2026", "giai đoạn 2021-2025"."""
    year, _, name = period.partition("-")
    if name.isdigit():
        return say(lang, "duties.period_plan", year=year, n=name)
    length = length_of(period).partition("-")[0] if name else "year"
    if length == OF_ROUND and not name[1:]:
        return say(lang, "duties.period_whole_round", year=year)
    return say(lang, f"duties.period_{length}", year=year, n=name[1:].lstrip("0"))


def duty_in_words(duty: Duty, task: DutyTask | DutyLine, lang: Lang) -> str:
    """A duty of the plan by its title, of a producer with the name."""
    title = pick(duty.title, lang)
    if not task.title:
        return title
    return say(lang, "duties.of_producer", title=title, producer=task.title)
