"""From the sheets to the result: tally, re-score when opinions are too far apart, rank, move on."""

from dataclasses import dataclass, replace
from typing import Any

from ocop.base.codec import encode
from ocop.base.points import show_limit, show_points
from ocop.base.text import LANGS, pick
from ocop.cases.asking import asked_again
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import Effect
from ocop.cases.flow import Step, due_in, first_look, following, route
from ocop.cases.history import Act, record, retried
from ocop.cases.letters import Announcement, mail_for, told_later
from ocop.cases.meeting import MEETING, MEETS, meeting_of_case
from ocop.cases.onward import onward
from ocop.cases.questions import criteria_of
from ocop.cases.subject import Result
from ocop.cases.timing import timing_of
from ocop.catalogue.texts import load_phrases, say
from ocop.council.meeting_letters import convening_mails
from ocop.council.ports import CouncilServices
from ocop.council.sitting import Sitting, council_to_meet, sitting_of
from ocop.links.tokens import producer_assignment_id
from ocop.scoring.criteria import CriteriaSet
from ocop.scoring.explain import Explanation, explain
from ocop.scoring.ranking import Ranking, RankingRules, rank
from ocop.scoring.sheet import ScoreSheet, score
from ocop.scoring.tally import Tally, TallyRules, differing, needs_rescore, tally


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


def evaluate(svc: CouncilServices, sitting: Sitting) -> Evaluation:
    """The tally and ranking of the sheets that are in."""
    criteria = criteria_of(svc, sitting.case)
    cards = {a.person: score(criteria, ScoreSheet.from_data(a.sheet or {})) for a in sitting.scored}
    chair = sitting.chair.person if sitting.chair else ""
    counted = tally(criteria, cards, TallyRules.from_data(sitting.rulebook.tally), chair)
    rules = RankingRules.from_data(sitting.rulebook.ranking)
    ranking = rank(criteria, counted, rules)
    phrases, least = load_phrases("explain"), sitting.rulebook.certified_from
    explained: dict[str, Explanation] = {
        lang: explain(criteria, counted, ranking, rules, phrases, lang, certified_from=least)
        for lang in LANGS
    }
    return Evaluation(criteria, counted, ranking, explained)


@retried
def tally_round(svc: CouncilServices, dossier_id: str, visit: int) -> Case:
    """Close a round of scoring: ask again if the spread is too wide, else rank and move on. Where
    it still is after the last round, whoever presides settles it with reasons.

    Returns the dossier afterwards; a repeat finds it moved on and changes nothing.
    """
    case = svc.store.case(dossier_id)
    if not case.at(visit):
        return case
    sitting = sitting_of(svc, case)
    if not sitting.may_close(svc.now()):
        return case
    found = evaluate(svc, sitting)
    rules = TallyRules.from_data(sitting.rulebook.tally)
    if needs_rescore(found.tally, rules) and case.position.scoring_round < sitting.stage.rescores:
        return _rescore(svc, sitting, found, rules)
    apart = sitting.stage.apart if needs_rescore(found.tally, rules) else ""
    return _conclude(svc, sitting, found, apart)


def _kept(sitting: Sitting, found: Evaluation) -> dict[str, Any]:
    """What the event keeps of a round: the exact tally, every sheet as submitted, and the meeting
    as far as it was about this product.
    """
    meeting, dossier = sitting.meeting, sitting.case.id
    return {
        "tally": found.tally.to_data(),
        "star": found.ranking.star,
        "band_star": found.ranking.band_star,
        "explanation": {lang: e.to_data() for lang, e in found.explained.items()},
        "sheets": {a.person: a.sheet for a in sitting.scored},
        "rescore": sitting.case.position.scoring_round,
        **({MEETING: encode(meeting.about(dossier))} if meeting else {}),
    }


def _rescore(svc: CouncilServices, sitting: Sitting, found: Evaluation, rules: TallyRules) -> Case:
    """Ask for another sheet; where opinions in writing have to be settled in a meeting, in one."""
    case, council = sitting.case, council_to_meet(sitting)
    timing = timing_of(svc, sitting.province, case)
    due = due_in(sitting.stage, timing)
    meeting = meeting_of_case(case.id, case.position.visit) if council else case.position.meeting
    position = replace(
        case.position,
        meeting=meeting,
        scoring_round=case.position.scoring_round + 1,
        due=due,
        guessed=due is not None and timing.days.is_guess(due),
        looks=0,
        next_look=first_look(due, svc.now(), sitting.rulebook.checkpoints),
    )
    again = replace(case, position=position)
    grace = sitting.rulebook.link_grace_days
    asked = [asked_again(svc, a, again, grace) for a in sitting.scored if not a.is_called_back]
    cut_off = [
        a.reopened_without_link(position.scoring_round, due)
        for a in sitting.scored
        if a.is_called_back
    ]
    late = [a.awaited(position.scoring_round, due) for a in sitting.open]
    mails = [_rescore_mail(sitting, again, a, found, rules) for a in asked]
    convening = convening_mails(sitting.province, council, again) if council else []
    act = Act(
        "rescore",
        "council",
        f"tally:{case.position.visit}:{case.position.scoring_round}",
        {**_kept(sitting, found), **({MEETS: meeting} if council else {})},
    )
    told = (*convening, *mails)
    return record(svc, case, again, act, assignments=(*asked, *cut_off, *late), effects=told)


def _rescore_mail(
    sitting: Sitting, again: Case, asked: Assignment, found: Evaluation, rules: TallyRules
) -> Effect:
    lang = asked.party.lang
    codes = differing(found.criteria, found.tally)
    named = [f"{c} {pick(found.criteria.criterion(c).title, lang)}" for c in codes]
    limit = rules.spread_limit
    values = {
        "spread": show_points(found.tally.spread, lang),
        "limit": show_limit(limit, lang) if limit is not None else "",
        "criteria": "\n".join(named),
        **({"meets": say(lang, "meetings.needed")} if again.position.meeting else {}),
    }
    return mail_for("council-rescore", asked, again, sitting.province, values, guard=True)


def _conclude(svc: CouncilServices, sitting: Sitting, found: Evaluation, apart: str) -> Case:
    """Move on by the result; `apart` is the stage where whoever presides settles it first.

    A result that an authority still has to decide on is told with its decision: until then its
    producer learns that the council has finished, and no more.
    """
    case = sitting.case
    moved = _moved(svc, sitting, found, apart)
    brings = onward(svc, sitting.province, sitting.rulebook, case, moved)
    left = [a.closed(svc.now()) for a in sitting.open]
    producer = svc.store.assignment(case.id, producer_assignment_id(case.id))
    explained = found.explained[producer.party.lang]
    told = Announcement(
        rulebook=sitting.rulebook,
        province=sitting.province,
        producer=producer,
        before=case,
        after=moved,
        outcome=told_later() if moved.is_open else found.headline,
        gap=explained.next_star,
        rejections=explained.rejections,
    )
    thanks = [mail_for("council-closed", a, moved, sitting.province, {}) for a in left]
    act = Act(
        "tallied",
        "council",
        f"tally:{case.position.visit}:{case.position.scoring_round}",
        _kept(sitting, found),
    )
    return record(
        svc,
        case,
        moved,
        act,
        assignments=(*left, *brings.assignments),
        effects=(*brings.effects, *(() if apart else told.mails()), *thanks),
    )


def _moved(svc: CouncilServices, sitting: Sitting, found: Evaluation, apart: str) -> Case:
    """The case where its result leads it, or where that is settled."""
    ranking, counted = found.ranking, found.tally
    result = Result(
        sitting.stage.id, counted.total, ranking.star, counted.disqualified, found.headline
    )
    way = None if apart else route(sitting.stage, result)
    step = Step(way.to, way.ending) if way else Step(apart, "")
    timing = timing_of(svc, sitting.province, sitting.case)
    position = following(sitting.rulebook, sitting.case.position, step, timing)
    judged = replace(sitting.case, subject=replace(sitting.case.subject, result=result))
    return judged.moved(position, step.ending)
