"""How a round is to be held, as the one who convenes it says in the form, checked."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ocop.base.errors import FieldError
from ocop.base.moment import local_date
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.council_round import RoundTerms, WhoScores
from ocop.cases.lookup import calendar_of
from ocop.cases.questions import Question, open_question
from ocop.catalogue.messages import sentence
from ocop.council.ports import CouncilServices
from ocop.people.bodies import Council
from ocop.people.province import Province

ROUND_FORM = "council-round"
DAYS_BEFORE = 5  # working days for reading dossiers, where nothing else is said


def round_question(svc: CouncilServices, province: Province) -> Question:
    """What is asked of who sets up a round."""
    return open_question(svc, lambda: province, ROUND_FORM)


def terms_of(data: Mapping[str, Any]) -> RoundTerms:
    """The terms that a checked form holds."""
    sits = data.get("sits")
    return RoundTerms(
        intake=date.fromisoformat(data["intake"]),
        finish_by=date.fromisoformat(data["finish_by"]),
        mode=data["mode"],
        sits=date.fromisoformat(sits) if sits and data["mode"] == "meeting" else None,
        scoring=data["scoring"],
        size=int(data.get("size", 0)) if data["scoring"] == "some" else 0,
        hides_producer=bool(data.get("hides_producer")),
        hides_scores=not data.get("shows_scores"),
        days_before=int(data.get("days_before", DAYS_BEFORE)),
    )


def term_errors(
    svc: CouncilServices,
    province: Province,
    council: Council,
    terms: RoundTerms,
    lang: Lang,
    *,
    cases: list[Case],
) -> Iterator[FieldError]:
    """What makes no sense in terms that are well formed, or what the council's regulation or the
    law of one of the cases does not let: some members, or a panel, score for it only where that
    says so (26/2026/QĐ-TTg Điều 7.3b).
    """

    def wrong(pointer: str, code: str, **params: str) -> FieldError:
        return FieldError(pointer, code, sentence(code, lang, params))

    if terms.scoring not in scoring_of(council):
        yield wrong("/scoring", f"round-no-{terms.scoring}")
    if terms.mode == "meeting" and terms.sits is None:
        yield wrong("/sits", "round-needs-day")
        return
    if terms.scoring == "some" and not terms.size:
        yield wrong("/size", "round-needs-size")
    if terms.sits and terms.sits > terms.finish_by:
        yield wrong("/finish_by", "round-ends-early", date=terms.sits.isoformat())
    if is_too_soon(svc, province, terms, cases):
        field = "/sits" if terms.sits else "/finish_by"
        yield wrong(field, "round-too-soon", days=str(days_before(svc, terms, cases)))


def scoring_of(council: Council) -> tuple[WhoScores, ...]:
    """Who may score a product before a council, by its regulation."""
    some: tuple[WhoScores, ...] = ("some",) if council.regulation.panel else ()
    panels: tuple[WhoScores, ...] = ("panels",) if council.regulation.panels else ()
    return ("all", *some, *panels)


def days_before(svc: CouncilServices, terms: RoundTerms, cases: list[Case]) -> int:
    """For how many working days dossiers have to be out: as the round says, and of one that meets
    no fewer than the law of any of its cases.
    """
    laws = (svc.rulebooks.at(case.process) for case in cases if terms.sits)
    return max([terms.days_before, *(law.meeting.days_before for law in laws)])


def is_too_soon(
    svc: CouncilServices, province: Province, terms: RoundTerms, cases: list[Case]
) -> bool:
    """Whether dossiers would not be out for long enough if they went today."""
    return working_days_left(svc, province, terms) < days_before(svc, terms, cases)


def working_days_left(svc: CouncilServices, province: Province, terms: RoundTerms) -> int:
    """Working days from today to the day for which dossiers have to be out."""
    today = local_date(svc.now())
    return calendar_of(svc, province).working_days_between(today, terms.ready_for)
