"""Following a case without its link: the reference alone tells little, with a second thing all."""

from dataclasses import dataclass, replace

from ocop.base.errors import Forbidden, TooMany
from ocop.cases.case import Case
from ocop.cases.lookup import province_of
from ocop.catalogue.texts import say
from ocop.filing.tracking import LONGEST_TYPED, find_reference, known_reference, public_case, track
from ocop.html import (
    Box,
    Component,
    ErrorSummary,
    Heading,
    Panel,
    Paragraph,
    Problem,
    SmallForm,
    Subheading,
    WebPage,
)
from ocop.http import Reply, Request, headers_of, problem, see_other
from ocop.web.asking import WRONG
from ocop.web.desk import Desk
from ocop.web.reading import Reading, public_results
from ocop.web.showing import certificate_link, due_of, result_card, timeline_of, way_of


@dataclass(frozen=True)
class KeyRefusal:
    """Why a second thing opened nothing."""

    status: int
    detail: str
    headers: dict[str, str]


def search_case(desk: Desk, request: Request) -> Reply:
    """Asks for a reference, or leads to its case."""
    typed = request.query.get("reference", "").strip()[:LONGEST_TYPED]
    if not typed:
        return desk.show(request, _search_page(request))
    reference = find_reference(desk.svc.store.provinces(), typed)
    known = known_reference(desk.svc, reference) if reference else ""
    if known:
        return see_other(f"/cases/{known}")
    wrong = say(request.lang, "tracking.no_such_case")
    return desk.show(request, _search_page(request, typed, wrong), 404)


def _search_page(request: Request, typed: str = "", wrong: str = "") -> WebPage:
    lang = request.lang
    box = Box(
        id="reference",
        name="reference",
        label=say(lang, "tracking.reference"),
        hint=say(lang, "tracking.reference_hint"),
        value=typed,
        error=wrong,
        told_above=True,
        inputmode="text",
        max_length=40,
    )
    form = SmallForm(
        action="/cases",
        method="get",
        submit=say(lang, "tracking.show"),
        boxes=[box],
        sign="search",
        boxed=False,
    )
    title = say(lang, "frame.follow")
    summary = _summary(say(lang, "tracking.not_found"), wrong, "reference")
    return WebPage(title=title, wrong=bool(wrong), parts=[*summary, Heading(title=title), form])


def _summary(title: str, wrong: str, target: str) -> list[ErrorSummary]:
    problems = [Problem(detail=wrong, target=target)]
    return [ErrorSummary(title=title, problems=problems)] if wrong else []


def show_case(desk: Desk, request: Request, reference: str) -> Reply:
    """What the reference alone tells, and the question for a second thing."""
    case = _case(desk, reference)
    if case.reference != reference:
        return see_other(f"/cases/{case.reference}")
    return _door(desk, request, case)


def open_case(desk: Desk, request: Request, reference: str) -> Reply:
    """The case, for who knows what its producer knows."""
    fields = request.form()
    try:
        case = track(desk.svc, reference, fields.get("key", ""))
    except (Forbidden, TooMany) as error:
        detail = problem(error, request.lang)["detail"]
        status = WRONG if isinstance(error, Forbidden) else 429
        refusal = KeyRefusal(status, detail, headers_of(error))
        return _door(desk, request, _case(desk, reference), refusal)
    reading = Reading(desk, case, request.lang)
    return desk.show(request, _case_page(reading), at=reading.province)


def _case(desk: Desk, reference: str) -> Case:
    return public_case(desk.svc, reference)


def _door(desk: Desk, request: Request, case: Case, refusal: KeyRefusal | None = None) -> Reply:
    page = _door_page(request, case, refusal.detail if refusal else "")
    at = province_of(desk.svc, case.province)
    reply = desk.show(request, page, refusal.status if refusal else 200, at=at)
    headers = refusal.headers if refusal else {}
    return replace(reply, headers={**reply.headers, **headers})


def _door_page(request: Request, case: Case, wrong: str) -> WebPage:
    lang, reference = request.lang, case.reference
    status = say(lang, f"tracking.status_{case.status}")
    if case.handed_to:
        status = say(lang, "case.handed_over", address=case.handed_to)
    box = Box(
        id="key",
        name="key",
        label=say(lang, "tracking.key"),
        hint=say(lang, "tracking.key_hint"),
        error=wrong,
        told_above=True,
        inputmode="text",
        max_length=254,
    )
    form = SmallForm(
        action=f"/cases/{reference}",
        submit=say(lang, "tracking.show"),
        boxes=[box],
        sign="search",
    )
    return WebPage(
        title=say(lang, "tracking.case_title", reference=reference),
        wrong=bool(wrong),
        parts=[
            *_summary(say(lang, "tracking.not_opened"), wrong, "key"),
            Heading(over=say(lang, "tracking.case"), title=reference, figures=True),
            Paragraph(text=status),
            form,
            Paragraph(text=say(lang, "tracking.or_by_link"), tone="soft"),
        ],
    )


def _case_page(reading: Reading) -> WebPage:
    """What the tracking of a case shows: no names of people, no reasons, no addresses."""
    case, title = reading.case, reading.case.subject.title
    title_of_result = reading.say("tracking.result")
    results = [result_card(result, title_of_result) for result in public_results(reading)]
    return WebPage(
        title=reading.say("tracking.title", title=title, reference=case.reference),
        parts=[
            Heading(over=reading.say("tracking.case"), over_reference=case.reference, title=title),
            way_of(reading),
            Panel(title=reading.state, parts=_standing(reading)),
            *results,
            Subheading(text=reading.say("case.so_far")),
            timeline_of(reading, "public"),
        ],
    )


def _standing(reading: Reading) -> list[Component]:
    office = reading.actor
    at = [Paragraph(text=reading.say("tracking.with"), strong=office)] if office else []
    return [*at, *due_of(reading), *certificate_link(reading)]
