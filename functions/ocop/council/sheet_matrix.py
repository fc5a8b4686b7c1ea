"""The sheets that are in on a product, criterion by criterion: who gave how many points."""

from collections.abc import Mapping
from fractions import Fraction

from ocop.base.structs import struct
from ocop.cases.council_round import CouncilRound
from ocop.cases.questions import criteria_of
from ocop.council.past_sitting import past_sitting
from ocop.council.ports import CouncilServices
from ocop.council.progress import hidden_from
from ocop.council.rounds import cases_of_round
from ocop.council.sitting import Sitting, sitting_of
from ocop.people.rights import Officer
from ocop.scoring.criteria import Criterion
from ocop.scoring.sheet import ScoreCard, ScoreSheet, running


@struct(frozen=True)
class MatrixLine:
    """One criterion: each member's points, as far as their sheet has them."""

    criterion: Criterion
    points: Mapping[str, int]

    @property
    def apart(self) -> int:
        """Points between the highest and the lowest."""
        given = self.points.values()
        return max(given) - min(given) if given else 0

    @property
    def mean(self) -> Fraction | None:
        """The exact mean; None where nobody has given any."""
        given = self.points.values()
        return Fraction(sum(given), len(given)) if given else None


@struct(frozen=True)
class SheetMatrix:
    """Members by criteria, with each member's total."""

    people: tuple[str, ...]
    lines: tuple[MatrixLine, ...]
    totals: Mapping[str, int]


def matrix_of(
    svc: CouncilServices, who: Officer, group: CouncilRound, dossier: str
) -> SheetMatrix | None:
    """The sheets of a product of a round in its present scoring, or its last; None where there are
    none, or the reader still scores it.
    """
    sitting = _sitting(svc, group, dossier)
    if sitting is None or not sitting.scored or hidden_from(who, group, sitting):
        return None
    criteria = criteria_of(svc, sitting.case)
    cards = {
        one.person: running(criteria, ScoreSheet.from_data(one.sheet or {}))
        for one in sorted(sitting.scored, key=lambda one: one.person)
    }
    lines = tuple(_line(criterion, cards) for criterion in criteria.criteria)
    return SheetMatrix(tuple(cards), lines, {person: card.total for person, card in cards.items()})


def _sitting(svc: CouncilServices, group: CouncilRound, dossier: str) -> Sitting | None:
    """The council at work on a product of a round, or as it was in the end."""
    for case in cases_of_round(svc, group):
        if case.id == dossier:
            return sitting_of(svc, case)
    over = (one for one in group.products if one.dossier == dossier)
    return next((past_sitting(svc, one) for one in over), None)


def _line(criterion: Criterion, cards: Mapping[str, ScoreCard]) -> MatrixLine:
    points = {person: card.points.get(criterion.code) for person, card in cards.items()}
    return MatrixLine(criterion, {who: given for who, given in points.items() if given is not None})
