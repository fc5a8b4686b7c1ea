"""Rounds that come every year, and which one a proposal belongs to."""

from collections.abc import Sequence
from datetime import date

from ocop.base.rounds import EvaluationRound
from ocop.base.structs import struct


@struct(frozen=True)
class YearRound:
    """A round of every year: proposals in before one day are evaluated before another (month,
    day).
    """

    id: str
    propose_before: tuple[int, int]
    evaluate_before: tuple[int, int]
    article: str

    def in_year(self, year: int) -> EvaluationRound:
        """The round whose proposals close in that year."""
        over = self.evaluate_before < self.propose_before
        return EvaluationRound(
            f"{year}-{self.id}",
            date(year, *self.propose_before),
            date(year + over, *self.evaluate_before),
            self.article,
        )


def round_open_on(
    day: date, yearly: Sequence[YearRound], extra: Sequence[EvaluationRound] = ()
) -> EvaluationRound | None:
    """The round of what is proposed on that day: the next to close, an `extra` one of a province
    among them. None where no rounds are set.
    """
    coming = [one.in_year(day.year + later) for later in (0, 1) for one in yearly]
    still = [one for one in (*coming, *extra) if day < one.closes]
    return min(still, key=lambda one: (one.closes, one.ends), default=None)


def round_named(
    id: str, yearly: Sequence[YearRound], extra: Sequence[EvaluationRound] = ()
) -> EvaluationRound | None:
    """The round of that id; None where neither the law nor the province has it (any more)."""
    year, _, name = id.partition("-")
    known = [one.in_year(int(year)) for one in yearly if one.id == name]
    return next((one for one in (*extra, *known) if one.id == id), None)
