"""The result of a case from now on, by the outcome that was decided."""

from fractions import Fraction

from ocop.base.points import show_points
from ocop.base.text import LANGS
from ocop.cases.case import Case
from ocop.cases.subject import Result
from ocop.catalogue.texts import say
from ocop.law.rulebook import Outcome, Rulebook
from ocop.scoring.ranking import RankingRules


def settled_result(
    rulebook: Rulebook, case: Case, outcome: Outcome, central_total: str
) -> Result | None:
    """The result that holds from now on: the centre's, where the decision brings one."""
    if not outcome.needs_total:
        return case.subject.result
    total = Fraction(central_total)
    star = _star_of(rulebook, case, outcome, total)
    headline: dict[str, str] = {
        lang: say(lang, "results.of_the_centre", points=show_points(total, lang), star=star)
        for lang in LANGS
    }
    return Result(case.position.stage, total, star, disqualified=False, headline=headline)


def _star_of(rulebook: Rulebook, case: Case, outcome: Outcome, total: Fraction) -> int:
    """The outcome's star, else that of the band; one refused at the centre is not lifted by it."""
    if outcome.star and not outcome.certificate and case.subject.result is not None:
        return min(outcome.star, case.subject.result.star)
    return outcome.star or RankingRules.from_data(rulebook.ranking).band_star(total)
