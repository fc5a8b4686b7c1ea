"""From the sheets to the result: tally, re-score when opinions are too far apart, rank, move on."""

from dataclasses import dataclass, replace
from typing import Any

from ocop.base.points import show_points
from ocop.base.text import Lang, pick
from ocop.cases.advance import mail_for, onward
from ocop.cases.dossier import Assignment, Dossier, Result
from ocop.cases.effects import Effect
from ocop.cases.flow import Step, first_check, follow, route
from ocop.cases.history import Act, record, retried
from ocop.cases.outcome_mail import outcome_mail
from ocop.cases.ports import Services
from ocop.council.sitting import Sitting, reopened, sitting
from ocop.filing.filing import criteria_of
from ocop.links.tokens import producer_assignment_id
from ocop.scoring.criteria import CriteriaSet
from ocop.scoring.explain import Explanation, explain
from ocop.scoring.ranking import Ranking, RankingRules, rank
from ocop.scoring.sheet import ScoreSheet, score
from ocop.scoring.tally import Tally, TallyRules, differing, needs_rescore, tally

LANGS: tuple[Lang, ...] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A tally with what it means."""

    criteria: CriteriaSet
    tally: Tally
    ranking: Ranking
    explained: dict[str, Explanation]

    @property
    def headline(self) -> dict[str, str]:
        """The one sentence of the explanation in each language."""
        return {lang: text.headline for lang, text in self.explained.items()}


def evaluate(svc: Services, now: Sitting) -> Evaluation:
    """The tally and ranking of the sheets that are in."""
    criteria = criteria_of(svc, now.dossier)
    cards = {a.person: score(criteria, ScoreSheet.from_data(a.sheet or {})) for a in now.scored}
    chair = now.chair.person if now.chair else ""
    counted = tally(criteria, cards, TallyRules.from_data(now.rulebook.tally), chair)
    rules = RankingRules.from_data(now.rulebook.ranking)
    ranking = rank(criteria, counted, rules)
    phrases = svc.library.phrases()
    explained: dict[str, Explanation] = {
        lang: explain(criteria, counted, ranking, rules, phrases, lang) for lang in LANGS
    }
    return Evaluation(criteria, counted, ranking, explained)


@retried
def tally_round(svc: Services, dossier_id: str, visit: int) -> Dossier:
    """Close a round of scoring: ask again if the spread is too wide, else rank and move on.

    Returns the dossier afterwards; a repeat finds it moved on and changes nothing.
    """
    dossier = svc.store.dossier(dossier_id)
    if not dossier.at(visit):
        return dossier
    now = sitting(svc, dossier)
    if not now.may_close(svc.now()):
        return dossier
    found = evaluate(svc, now)
    rules = TallyRules.from_data(now.rulebook.tally)
    if needs_rescore(found.tally, rules) and dossier.rescore < now.stage.rescores:
        return _rescore(svc, now, found, rules)
    return _conclude(svc, now, found)


def _kept(now: Sitting, found: Evaluation) -> dict[str, Any]:
    """What the event keeps of a round: the exact tally and every sheet as submitted."""
    return {
        "tally": found.tally.to_data(),
        "star": found.ranking.star,
        "band_star": found.ranking.band_star,
        "explanation": {lang: e.to_data() for lang, e in found.explained.items()},
        "sheets": {a.person: a.sheet for a in now.scored},
        "rescore": now.dossier.rescore,
    }


def _rescore(svc: Services, now: Sitting, found: Evaluation, rules: TallyRules) -> Dossier:
    dossier = now.dossier
    limit = now.stage.limit
    due = svc.library.calendar().deadline(svc.now(), limit.amount, limit.unit) if limit else None
    again = replace(
        dossier,
        rescore=dossier.rescore + 1,
        due=due,
        checks=0,
        next_check=first_check(due, svc.now(), now.rulebook.checkpoints),
    )
    grace = now.rulebook.link_grace_days
    asked = [reopened(svc, a, again, grace) for a in now.scored]
    late = [replace(a, rescore=again.rescore, due=due) for a in now.open]
    mails = [_rescore_mail(now, again, a, found, rules) for a in asked]
    act = Act("rescore", "council", f"tally:{dossier.visit}:{dossier.rescore}", _kept(now, found))
    return record(svc, dossier, again, act, assignments=(*asked, *late), effects=mails)


def _rescore_mail(
    now: Sitting, again: Dossier, asked: Assignment, found: Evaluation, rules: TallyRules
) -> Effect:
    lang = asked.party.lang
    codes = differing(found.criteria, found.tally)
    named = [f"{c} {pick(found.criteria.criterion(c).title, lang)}" for c in codes]
    limit = rules.spread_limit
    values = {
        "spread": show_points(found.tally.spread, lang),
        "limit": show_points(limit, lang) if limit is not None else "",
        "criteria": "\n".join(named),
    }
    return mail_for("council-rescore", asked, again, now.province, values, guard=True)


def _conclude(svc: Services, now: Sitting, found: Evaluation) -> Dossier:
    dossier = now.dossier
    ranking = found.ranking
    result = Result(
        now.stage.id, found.tally.total, ranking.star, found.tally.disqualified, found.headline
    )
    judged = replace(dossier, result=result)
    way = route(now.stage, result)
    step = Step(way.to, way.ending)
    moved = follow(now.rulebook, judged, step, svc.now(), svc.library.calendar())
    brings = onward(svc, now.province, now.rulebook, judged, moved)
    left = [_closed(svc, a) for a in now.open]
    producer = svc.store.assignment(dossier.id, producer_assignment_id(dossier.id))
    told = found.explained[producer.party.lang]
    mail = outcome_mail(
        now.rulebook,
        now.province,
        producer,
        dossier,
        moved,
        found.headline,
        "",
        gap=told.next_star,
        rejections=told.rejections,
    )
    thanks = [mail_for("council-closed", a, moved, now.province, {}) for a in left]
    act = Act("tallied", "council", f"tally:{dossier.visit}:{dossier.rescore}", _kept(now, found))
    return record(
        svc,
        dossier,
        moved,
        act,
        assignments=(*left, *brings.assignments),
        effects=(*brings.effects, mail, *thanks),
    )


def _closed(svc: Services, assignment: Assignment) -> Assignment:
    return replace(assignment, status="closed", grant=assignment.grant.closed(svc.now()))
