"""One rule of how criteria are read, as a rulebook states it; `reading` applies it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from ocop.base.structs import struct
from ocop.base.text import Text

RuleKind = Literal["none-met", "needs", "same-case", "border"]


@struct(frozen=True)
class ReadingRule:
    """One rule of reading, for the criteria with these codes in these sets (empty: in every set).

    "none-met": whether "no level is met" is offered where no level of 0 points is printed, `take`
    "offered", or only where the decision says so, "printed". "needs": each of `criteria` has points
    only when the criterion `on` has. "same-case": all are answered by the same of their cases.
    "border": at a value that falls between two printed levels `take` "higher" or "lower"; members
    are told, as no sheet says what the value was.
    """

    kind: RuleKind
    say: Text
    doubt: Text
    article: str
    criteria: tuple[str, ...] = ()
    on: str = ""
    take: str = ""
    sets: tuple[int, ...] = ()


def parse_reading(data: Sequence[Mapping[str, Any]]) -> tuple[ReadingRule, ...]:
    """The `reading` of a rulebook, well-shaped by its schema."""
    return tuple(
        ReadingRule(
            kind=cast(RuleKind, rule["rule"]),
            say=rule["say"],
            doubt=rule["doubt"],
            article=rule["article"],
            criteria=tuple(rule.get("criteria", ())),
            on=rule.get("on", ""),
            take=rule.get("take", ""),
            sets=tuple(rule.get("sets", ())),
        )
        for rule in data
    )
