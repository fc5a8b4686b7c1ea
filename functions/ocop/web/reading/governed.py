"""Which law a case runs under and why, its evaluation round and its product code, for people."""

from datetime import date
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.figures import show_number
from ocop.base.moment import local_date, show_date
from ocop.base.text import pick
from ocop.cases.governing import last_day, law_on
from ocop.cases.product_code import product_code
from ocop.cases.subject import Proceeding, SupportRequest
from ocop.cases.timing import CaseRound, round_of
from ocop.law.citing import cited
from ocop.web.reading.reading import Reading


def why_this_law(reading: Reading) -> str:
    """The law of the case in words: by which day, and what a newer law leaves it."""
    case, law = reading.case, reading.rulebook
    if isinstance(case.subject, Proceeding):
        return reading.say("oversight.law", decision=law.decision)
    day = case.subject.handed_in
    if day is None:
        return _before(reading)
    told = reading.say(
        "governing.handed_in",
        decision=law.decision,
        day=show_date(day, reading.lang),
        first=show_date(law.in_force.first, reading.lang),
        article=_article(law.in_force.article),
    )
    finish = last_day(reading.desk.svc, reading.province, case)
    if finish is None:
        return told
    more = reading.say(
        "governing.finish",
        newer=finish.newer.decision,
        first=show_date(finish.newer.in_force.first, reading.lang),
        article=finish.rule.article,
        last=show_date(local_date(finish.at), reading.lang),
    )
    return f"{told} {more}"


def _before(reading: Reading) -> str:
    """Of a case whose dossier is not complete, or that was begun when the idea's day decided."""
    if not reading.rulebook.law_start:
        return reading.say("governing.by_the_idea", decision=reading.rulebook.decision)
    svc = reading.desk.svc
    try:
        today = law_on(svc, reading.province, local_date(svc.now()))
    except NotFound:
        return reading.say("governing.none_today")
    return reading.say("governing.before", decision=today.decision)


def _article(article: str) -> str:
    return f", {article}" if article else ""


def round_in_words(reading: Reading) -> str:
    """The evaluation round with its days, "" where there is none."""
    own = round_of(reading.desk.svc, reading.province, reading.case)
    if own is None:
        return reading.case.subject.evaluation_round
    return reading.say(
        "governing.round_settled" if own.settled else "governing.round_coming",
        id=own.round.id,
        closes=show_date(own.round.closes, reading.lang),
        ends=show_date(own.round.ends, reading.lang),
        article=_article(cited(reading.rulebook.decision, own.round.article)),
    )


def round_in_short(reading: Reading) -> str:
    """The settled round by its name alone, for lists."""
    id = reading.case.subject.evaluation_round
    return reading.say("governing.round_short", id=id) if id else ""


def stopped_clock(reading: Reading) -> str:
    """The stage whose time stands still for a supplement, with what is left of it."""
    left, back = reading.case.position.left, reading.case.position.return_to
    if left is None or not reading.case.is_open:
        return ""
    stage = reading.rulebook.stage(back)
    unit = stage.limit.unit if stage.limit else "calendar"
    title = pick(stage.title, reading.lang)
    return reading.say(f"governing.stopped_{unit}", stage=title, n=left)


def governing_facts(reading: Reading) -> list[tuple[str, str]]:
    """Law, round, product code and a clock that stands still, with their labels, those that there
    are.
    """
    if isinstance(reading.case.subject, SupportRequest):
        return _of_support(reading, reading.case.subject)
    if isinstance(reading.case.subject, Proceeding):
        return _of_proceeding(reading, reading.case.subject)
    told = {
        "law": why_this_law(reading),
        "round": round_in_words(reading),
        "code": product_code(reading.case),
        "stopped": stopped_clock(reading),
        "occasion": _occasion(reading),
        "electronic": _as_paper(reading),
    }
    return [(reading.say(f"governing.{name}"), value) for name, value in told.items() if value]


def _as_paper(reading: Reading) -> str:
    """That what is filed here counts as paper does, under a law that says so (26/2026 Điều 7.1)."""
    law = reading.rulebook
    if not law.electronic_article:
        return ""
    return reading.say("governing.as_paper", article=law.electronic_article, decision=law.decision)


def _occasion(reading: Reading) -> str:
    """For what a recognised product is rated again, and from which certificate; "" of others.

    A first rating that has a certificate before it is one that the ministry had done again.
    """
    rating = reading.case.subject
    if not rating.previous:
        return ""
    occasion = "redo" if rating.occasion == "first" else rating.occasion
    kind = reading.say(f"again.as_{occasion.replace('-', '_')}")
    return reading.say("governing.from", kind=kind, number=rating.previous)


def _of_proceeding(reading: Reading, subject: Proceeding) -> list[tuple[str, str]]:
    """Under which law something was begun about which certificate, on which ground, since when."""
    ground = subject.ground
    told = {
        "certificate_fact": subject.certificate,
        "ground": pick(reading.rulebook.oversight.ground(ground).text, reading.lang)
        if ground
        else "",
        "since": show_date(subject.since, reading.lang) if subject.since else "",
        "late": _came_late(reading, subject),
    }
    facts = [(reading.say(f"oversight.{name}"), value) for name, value in told.items() if value]
    return [(reading.say("governing.law"), why_this_law(reading)), *facts]


def _came_late(reading: Reading, subject: Proceeding) -> str:
    """That a complaint came after its last day; "" of others."""
    if not subject.late or subject.until is None:
        return ""
    limit = reading.rulebook.oversight.complaint_limit
    article = limit.article if limit else ""
    day = show_date(subject.until, reading.lang)
    return reading.say("open_points.late_complaint", day=day, article=article)


def _of_support(reading: Reading, subject: SupportRequest) -> list[tuple[str, str]]:
    """In which case it was asked for, who advises, and what money there is under which paper."""
    told = {
        "about": reading.desk.svc.store.case(subject.about).reference,
        "adviser": subject.adviser.name if subject.adviser else "",
        "money": show_number(subject.money, reading.lang) if subject.money else "",
        "document": subject.document,
    }
    return [(reading.say(f"support.{name}"), value) for name, value in told.items() if value]


def governing_document(reading: Reading) -> dict[str, Any]:
    """Law, round and product code for programs."""
    case, law = reading.case, reading.rulebook
    finish = last_day(reading.desk.svc, reading.province, case)
    return {
        "law": {
            "rulebook": law.id,
            "version": law.version,
            "decision": law.decision,
            "handed_in": _iso(case.subject.handed_in),
            "article": finish.rule.article if finish else law.in_force.article,
            "finish_by": _iso(local_date(finish.at) if finish else None),
            "why": why_this_law(reading),
        },
        "round": _round(round_of(reading.desk.svc, reading.province, case)),
        "product_code": product_code(case),
    }


def _round(own: CaseRound | None) -> dict[str, Any] | None:
    if own is None:
        return None
    return {
        "id": own.round.id,
        "settled": own.settled,
        "propose_before": own.round.closes.isoformat(),
        "finish_before": own.round.ends.isoformat(),
        "article": own.round.article,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
