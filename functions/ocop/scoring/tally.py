"""What a council's cards make together: exact means, the spread, the votes to reject.

The decisions leave the council's working rules to the province (26/2026/QĐ-TTg Điều 7 khoản 3b);
every rule here is a setting of the rulebook with a stated default.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.structs import struct
from ocop.scoring.criteria import CriteriaSet
from ocop.scoring.sheet import ScoreCard

Disqualify = Literal["any", "majority", "chair"]


@struct(frozen=True)
class TallyRules:
    """How cards are put together.

    `spread_limit`: members' totals further apart than this are scored again; None for no limit.
    `quorum_share` of the members have to be present, the chair among them if `chair_required`.
    `disqualify`: whose word rejects a product: one member's, more than half of those who handed in
    a sheet (whichever grounds they name), or the chair's.
    """

    average: Literal["mean"] = "mean"
    spread_limit: Fraction | None = Fraction(10)
    quorum_share: Fraction = Fraction(3, 4)
    chair_required: bool = True
    disqualify: Disqualify = "majority"

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "TallyRules":
        """Read `tally` of a rulebook; InvalidInput names every setting that is not known here."""
        _refuse_unknown(data)
        limit = data.get("spread_limit", "10")
        quorum = data.get("quorum", {})
        return cls(
            spread_limit=None if limit is None else Fraction(limit),
            quorum_share=Fraction(quorum.get("share", "0.75")),
            chair_required=quorum.get("chair", True),
            disqualify=data.get("disqualify", "majority"),
        )


@struct(frozen=True)
class Mark:
    """One criterion over all members: the mean, the lowest and the highest points."""

    mean: Fraction
    low: int
    high: int


@struct(frozen=True)
class Vote:
    """A member's word that the product is out; `source` as in a Disqualification."""

    member: str
    source: str
    reason: str


@struct(frozen=True)
class Tally:
    """The council's result: the mean total, means by criterion and part, each member's total.

    Only complete sheets are averaged: a sheet that stops at a rejection is a vote, not points.
    """

    total: Fraction
    parts: Mapping[str, Fraction]
    marks: Mapping[str, Mark]
    members: Mapping[str, int]
    votes: tuple[Vote, ...] = ()
    disqualified: bool = False

    @property
    def spread(self) -> int:
        """Points between the highest and the lowest member's total."""
        totals = self.members.values()
        return max(totals) - min(totals) if totals else 0

    def to_data(self) -> dict[str, Any]:
        """A JSON object without loss: fractions as text ("629/7")."""
        return {
            "total": str(self.total),
            "parts": {code: str(mean) for code, mean in self.parts.items()},
            "marks": {code: [str(m.mean), m.low, m.high] for code, m in self.marks.items()},
            "members": dict(self.members),
            "votes": [[v.member, v.source, v.reason] for v in self.votes],
            "disqualified": self.disqualified,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Tally":
        """The tally that `to_data` wrote; numbers may come back as decimals from the table."""
        return cls(
            total=Fraction(data["total"]),
            parts={code: Fraction(mean) for code, mean in data["parts"].items()},
            marks={
                code: Mark(Fraction(mean), int(low), int(high))
                for code, (mean, low, high) in data["marks"].items()
            },
            members={member: int(total) for member, total in data["members"].items()},
            votes=tuple(Vote(*vote) for vote in data["votes"]),
            disqualified=data["disqualified"],
        )


def tally(
    cs: CriteriaSet, cards: Mapping[str, ScoreCard], rules: TallyRules, chair: str = ""
) -> Tally:
    """Put the members' cards (by member id) together.

    Raises InvalidInput "no-complete-sheet" when no card has all its points and the product is not
    rejected either: there would be nothing to rank. "incomplete-sheet" names the members whose
    card is neither complete nor a rejection.
    """
    _refuse_unfinished(cards)
    whole = {member: card for member, card in cards.items() if card.complete}
    out = _disqualified(cards, rules, chair)
    if not whole and not out:
        raise InvalidInput(
            [FieldError("/cards", "no-complete-sheet", "no sheet has all its points")]
        )
    return Tally(
        total=_mean([card.total for card in whole.values()]),
        parts={p.code: _mean([c.by_part[p.code] for c in whole.values()]) for p in cs.parts},
        marks=_marks(cs, whole) if whole else {},
        members={member: card.total for member, card in whole.items()},
        votes=_votes(cards),
        disqualified=out,
    )


def needs_rescore(result: Tally, rules: TallyRules) -> bool:
    """Whether the members are too far apart: beyond the limit, not at it. Never once rejected."""
    if result.disqualified or rules.spread_limit is None:
        return False
    return result.spread > rules.spread_limit


def differing(cs: CriteriaSet, result: Tally) -> tuple[str, ...]:
    """The criteria on which members differ, widest first, then in the order of the set."""
    widths = {code: mark.high - mark.low for code, mark in result.marks.items()}
    codes = [c.code for c in cs.criteria if widths.get(c.code, 0) > 0]
    return tuple(sorted(codes, key=lambda code: -widths[code]))


def quorum_met(present: int, total: int, rules: TallyRules, *, chair_present: bool) -> bool:
    """Whether enough of `total` members, and the chair where required, are present."""
    enough = present > 0 and present >= rules.quorum_share * total
    return enough and (chair_present or not rules.chair_required)


def _refuse_unknown(data: Mapping[str, Any]) -> None:
    known = {"average": ("mean",), "disqualify": ("any", "majority", "chair")}
    errors = [
        FieldError(f"/tally/{name}", "unknown-setting", f"{data[name]!r} is not one of {values}")
        for name, values in known.items()
        if name in data and data[name] not in values
    ]
    if errors:
        raise InvalidInput(errors)


def _refuse_unfinished(cards: Mapping[str, ScoreCard]) -> None:
    errors = [
        FieldError(f"/cards/{member}", "incomplete-sheet", f"{len(card.missing)} criteria are open")
        for member, card in cards.items()
        if not card.complete and not card.disqualified
    ]
    if errors:
        raise InvalidInput(errors)


def _disqualified(cards: Mapping[str, ScoreCard], rules: TallyRules, chair: str) -> bool:
    against = [member for member, card in cards.items() if card.disqualified]
    if rules.disqualify == "any":
        return bool(against)
    if rules.disqualify == "chair":
        return chair in against
    return 2 * len(against) > len(cards)


def _votes(cards: Mapping[str, ScoreCard]) -> tuple[Vote, ...]:
    return tuple(
        Vote(member, given.source, given.reason)
        for member, card in cards.items()
        for given in card.disqualifications
    )


def _marks(cs: CriteriaSet, cards: Mapping[str, ScoreCard]) -> dict[str, Mark]:
    columns = {c.code: [card.points[c.code] for card in cards.values()] for c in cs.criteria}
    return {code: Mark(_mean(col), min(col), max(col)) for code, col in columns.items()}


def _mean(values: list[int]) -> Fraction:
    return Fraction(sum(values), len(values)) if values else Fraction(0)
