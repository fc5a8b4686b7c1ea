"""Figures that were taken many times: their median, and how far they lie apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles


@dataclass(frozen=True)
class Spread:
    """The median and the quartiles around it."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> "Spread":
        """Of at least one figure."""
        if len(figures) == 1:
            return cls(figures[0], figures[0], figures[0])
        low, _, high = quantiles(figures, n=4)
        return cls(low, median(figures), high)

    def shown(self, digits: int) -> str:
        """`12.3 (11.9-13.0)`."""
        return f"{self.middle:.{digits}f} ({self.low:.{digits}f}-{self.high:.{digits}f})"


def ratio(over: Sequence[float], under: Sequence[float]) -> Spread:
    """The medians of two targets against each other, and the quartiles of it round by round: what
    slows the machine for a while slows both.
    """
    rounds = Spread.of([a / b for a, b in zip(over, under, strict=True)])
    return replace(rounds, middle=median(over) / median(under))
