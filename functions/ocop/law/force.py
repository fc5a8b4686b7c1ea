"""From when to when a law holds, and what a new law makes of dossiers handed in before it."""

from collections.abc import Mapping
from datetime import date

from ocop.base.structs import struct


@struct(frozen=True)
class InForce:
    """The days on which dossiers are handed in under a law; `last` None is open-ended."""

    first: date
    last: date | None
    article: str

    def covers(self, day: date) -> bool:
        """Whether the law holds on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


@struct(frozen=True)
class FinishRule:
    """Within how many days of the new law a rating of these occasions is finished under the old."""

    occasions: tuple[str, ...]
    days: int
    article: str


@struct(frozen=True)
class Transition:
    """What a law says of dossiers handed in under the `laws` before it.

    `sets` tells for each of them which criteria set a product comes into that is handed in under
    the new law though its idea named a set of the old: the same number but where another is named.
    A decision of a later day than the last is refused where the law is read so (`refuses_late`),
    else whoever decides is warned.
    """

    laws: tuple[str, ...]
    finish: tuple[FinishRule, ...]
    sets: Mapping[str, Mapping[str, int]]
    article: str
    refuses_late: bool

    def rule_for(self, law: str, occasion: str) -> FinishRule | None:
        """How long a case of an earlier law has; an occasion not told is a first rating."""
        if law not in self.laws:
            return None
        named = occasion or "first"
        return next((rule for rule in self.finish if named in rule.occasions), None)

    def set_for(self, law: str, number: int) -> int:
        """The set of a product of set `number` under an earlier law; 0 where nothing tells."""
        if law not in self.sets:
            return 0
        return self.sets[law].get(f"{number:02d}", number)
