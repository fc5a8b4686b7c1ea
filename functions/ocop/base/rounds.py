"""Evaluation rounds as dated things: what is proposed before one day is finished before another."""

from datetime import date, datetime, timedelta

from ocop.base.calendar import start_of_day
from ocop.base.structs import struct


@struct(frozen=True)
class EvaluationRound:
    """One round: who is proposed before `closes` is judged before `ends`; neither day is in it.

    `article` is where that stands: of the law, or of the council's regulation of a province. The
    first four digits of `id` are the year of the evaluation.
    """

    id: str
    closes: date
    ends: date
    article: str = ""

    @property
    def last_moment(self) -> datetime:
        """The last second (UTC) in which the evaluation may be finished."""
        return start_of_day(self.ends) - timedelta(seconds=1)
