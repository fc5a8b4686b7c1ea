"""Evaluation rounds as periods of duties: from the day after one to the last of the next."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from ocop.base.rounds import EvaluationRound
from ocop.duties.ports import DutyServices
from ocop.people.province import Province
from ocop.plans.periods import DutySpan, round_name

_DAY = timedelta(days=1)


def rounds_around(svc: DutyServices, province: Province, law: str, day: date) -> list[DutySpan]:
    """The rounds of the years around a day, by the law of that name and the province's own beside
    it; where the law knows none, a year is one: that is a setting.
    """
    rounds = list(_rounds(svc, province, law, day.year))
    if not rounds:
        years = (day.year - 1, day.year, day.year + 1)
        return [
            DutySpan(round_name(str(year), ""), date(year, 1, 1), date(year, 12, 31))
            for year in years
        ]
    rounds.sort(key=lambda one: (one.ends, one.id))
    return [_span(before, one) for before, one in pairwise(rounds)]


def _rounds(
    svc: DutyServices, province: Province, law: str, year: int
) -> Iterator[EvaluationRound]:
    yearly = svc.rulebooks.get(law).rounds if law else ()
    for each in range(year - 2, year + 2) if yearly else ():
        yield from (one.in_year(each) for one in yearly)
    if yearly:
        yield from province.rounds


def _span(before: EvaluationRound, one: EvaluationRound) -> DutySpan:
    year, _, number = one.id.partition("-")
    return DutySpan(round_name(year, number), before.last_day + _DAY, one.last_day)
