"""Evaluation rounds as dated things: what is proposed before one day is finished before another."""

from datetime import date, timedelta

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
    def last_day(self) -> date:
        """The last day on which the evaluation may be finished."""
        return self.ends - timedelta(days=1)
