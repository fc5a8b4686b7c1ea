"""The page of one round: its plan to look at before it is released, and what was released."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ocop.base.digits import plain_number
from ocop.base.errors import Conflict, InvalidInput, LinkDead, NotFound, OcopError
from ocop.base.moment import local_date, show_date
from ocop.base.text import Lang, pick
from ocop.cases.council_round import CouncilRound
from ocop.catalogue.messages import sentence
from ocop.catalogue.texts import say
from ocop.council.rounds import (
    drop_round,
    hindrance_of,
    lacking_in,
    plan_again,
    release_round,
    undo_round,
    unlisted_in,
)
from ocop.html import (
    VERSION,
    ActButton,
    Component,
    ErrorSummary,
    FactLine,
    Facts,
    Folded,
    Heading,
    Link,
    LinkRow,
    Notice,
    Panel,
    WebPage,
    posted_version,
)
from ocop.http import Reply, Request, problem, see_other
from ocop.people.rights import Officer
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.meetings import MEETING_HOME
from ocop.web.office.round_by_hand import (
    BY_HAND_ACTS,
    move_panel,
)
from ocop.web.office.round_desk import DESK_ACTS, desk_parts
from ocop.web.office.round_plan import plan_parts, reason_parts
from ocop.web.office.round_view import Fields, RefusedAct, RoundAct, RoundView, view_of
from ocop.web.office.rounds import ROUND_LIST

PEOPLE_ACTS: Mapping[str, RoundAct] = {**BY_HAND_ACTS, **DESK_ACTS}
TOLD_OF = ("release", "undo", "plan", "drop", *PEOPLE_ACTS)


def show_round(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """The plan with loads, conflicts, what hinders its release and the mails that will go; with
    `?product=` why each member is asked about one of them.
    """
    return _show(request, view_of(desk, request, id), request.query.get("product", ""))


def _show(request: Request, view: RoundView, chosen: str, status: int = 200) -> Reply:
    desk, sent, released = view.desk, view.refused, view.group.state == "released"
    parts = [
        ErrorSummary(problems=sent.problems() if sent else ()),
        _heading(view),
        *_standing(view, request),
        *([] if released else reason_parts(view, chosen)),
        *move_panel(view),
        _terms(view),
        *_to_meeting(view),
        *_acts(view),
        *(
            desk_parts(view, chosen, _start(request))
            if released
            else plan_parts(view, chosen, _start(request))
        ),
    ]
    page = WebPage(title=view.say("one"), wide=True, wrong=sent is not None, parts=parts)
    return desk.show(request, page, status, person=view.who.person.name, at=view.who.province)


def _terms(view: RoundView) -> Component:
    """How the round was set up; folded once it is released, since its desk counts then."""
    facts = Facts(facts=list(_facts(view)))
    if view.group.state != "released":
        return Panel(parts=[facts])
    day = show_date(view.group.terms.finish_by, view.lang)
    return Folded(title=view.say("terms", day=day), parts=[facts])


def _start(request: Request) -> int:
    """From which product on a desk is asked for; the first where the address names none."""
    return plain_number(request.query.get("from", "")) or 0


def _to_meeting(view: RoundView) -> list[Component]:
    """The way to the meeting of a round that meets."""
    if view.group.state != "released" or view.group.terms.mode != "meeting":
        return []
    label = say(view.lang, "meetings.to_meeting")
    return [LinkRow(links=[Link(label=label, href=f"{MEETING_HOME}/{view.group.id}")])]


def act_on_round(desk: OfficeDesk, request: Request, id: str, verb: str) -> Reply:
    """Releases a round as it was looked at, takes it back, plans it again or gives it up; or does
    what people decide about its seats.
    """
    who, fields = desk.who(request), request.form()
    if verb in PEOPLE_ACTS:
        return _by_people(desk, request, id, verb)
    version = posted_version(fields)
    done = turn_round(desk, who, id, verb, version)
    return see_other(f"{ROUND_LIST}/{done.id}?done={verb}")


def _by_people(desk: OfficeDesk, request: Request, id: str, verb: str) -> Reply:
    """Does it, or shows the page again, the form open with what is wrong and what was typed."""
    act, fields, product = PEOPLE_ACTS[verb], request.form(), request.form().get("dossier", "")
    try:
        act.do(desk, desk.who(request), id, fields, request.lang)
    except (InvalidInput, Conflict, LinkDead) as error:
        hidden = {name: fields[name] for name in act.hidden if fields.get(name)}
        wrong = _mistakes(error, act, request.lang)
        refused = RefusedAct(verb, fields, hidden, wrong)
        view = replace(view_of(desk, request, id), refused=refused)
        return _show(request, view, product, problem(error, request.lang)["status"])
    return see_other(f"{ROUND_LIST}/{id}?done={verb}&product={product}")


def _mistakes(error: OcopError, act: RoundAct, lang: Lang) -> Fields:
    """What is wrong, by field; a rule that is broken is told where the choice that breaks it is."""
    if isinstance(error, InvalidInput):
        return {one.pointer.removeprefix("/"): one.detail for one in error.errors}
    return {act.blames: str(problem(error, lang)["detail"])}


def turn_round(desk: OfficeDesk, who: Officer, id: str, verb: str, version: int) -> CouncilRound:
    """What a verb does with a round. Raises NotFound for a verb that there is not."""
    if verb == "release":
        return release_round(desk.svc, who, id, version)
    acts = {"undo": undo_round, "plan": plan_again, "drop": drop_round}
    if verb not in acts:
        raise NotFound
    return acts[verb](desk.svc, who, id)


def _heading(view: RoundView) -> Heading:
    place = pick(view.who.province.units[view.group.unit].name, view.lang)
    return Heading(
        title=view.say("one"),
        back=Link(label=view.say("title"), href=ROUND_LIST),
        byline=place,
        reference=view.say(f"state_{view.group.state}"),
    )


def _standing(view: RoundView, request: Request) -> Iterator[Notice]:
    """What was just done, and what hinders the release."""
    if request.query.get("done") in TOLD_OF:
        yield Notice(tone="good", title=view.say(f"done_{request.query['done']}"))
    if view.group.state != "prepared":
        return
    hindrance = hindrance_of(view.desk.svc, view.who, view.group, view.plan)
    if hindrance:
        days = {"days": str(view.days_before)}
        title = sentence(hindrance, view.lang, days)
        yield Notice(tone="bad", title=title, points=list(_points(view, hindrance)))
    else:
        loads = view.plan.loads
        told = view.say("mails", people=len(loads), sheets=sum(loads.values()))
        yield Notice(tone="info", title=told)


def _points(view: RoundView, hindrance: str) -> Iterator[str]:
    """The rule that binds and each way out, in words."""
    if hindrance == "round-composition":
        lacking = lacking_in(view.desk.svc, view.who, view.group)
        yield from (one.said(view.lang) for one in lacking)
    if hindrance == "round-not-listed":
        missing = unlisted_in(view.desk.svc, view.who, view.group)
        yield from (f"{case.subject.title} ({case.reference})" for case in missing)
    short = view.plan.shortfall
    if short is None or hindrance != "round-infeasible":
        return
    names = {one.dossier: one.product for one in view.group.products}
    blocked = ", ".join(names.get(one, one) for one in short.products)
    yield view.say(f"rule_{short.rule}", products=blocked)
    for kind, amounts in short.ways.items():
        called = {one: view.name(one) if kind == "capacity" else names[one] for one in amounts}
        told = ", ".join(f"{called[one]} ({amount})" for one, amount in amounts.items())
        yield view.say(f"way_{kind}", who=told)


def _facts(view: RoundView) -> Iterator[FactLine]:
    terms, lang = view.group.terms, view.lang
    yield FactLine(label=view.say("mode"), value=view.say(f"mode_{terms.mode}"))
    if terms.sits:
        yield FactLine(label=view.say("sits"), value=show_date(terms.sits, lang))
    yield FactLine(label=view.say("intake"), value=show_date(terms.intake, lang))
    yield FactLine(label=view.say("finish_by"), value=show_date(terms.finish_by, lang))
    days = view.say("days", days=terms.days_before)
    yield FactLine(label=view.say("days_before"), value=days)
    yield FactLine(label=view.say("scoring"), value=_scoring(view))
    if terms.scoring == "panels":
        for panel in view.council.regulation.panels:
            count, head = len(panel.members), view.name(panel.head)
            told = view.say("panel_of", name=panel.name, head=head, count=count)
            yield FactLine(label=view.say("panel"), value=told)
    blind = [view.say("hides_producer")] if terms.hides_producer else []
    blind += [view.say("hides_scores" if terms.hides_scores else "shows_scores")]
    yield FactLine(label=view.say("blind"), value="; ".join(blind))
    if view.group.evaluation:
        yield FactLine(label=view.say("evaluation"), value=view.group.evaluation)
    yield FactLine(label=view.say("set_up_by"), value=view.name(view.group.by))
    if view.group.released:
        day = show_date(local_date(view.group.released), lang)
        told = view.say("released_on", name=view.name(view.group.released_by), date=day)
        yield FactLine(label=view.say("released"), value=told)


def _scoring(view: RoundView) -> str:
    """Who scores; where more have to be asked than the round wanted, that too."""
    terms = view.group.terms
    most = max((len(seats) for seats in view.plan.seats.values()), default=0)
    if terms.scoring == "some" and most > terms.size:
        return view.say("scoring_more", size=terms.size, most=most)
    return view.say(f"scoring_{terms.scoring}", size=terms.size)


def _acts(view: RoundView) -> list[Component]:
    """The buttons of the round's state."""
    group, version = view.group, {VERSION: str(view.group.version)}
    if group.state == "prepared":
        ready = not hindrance_of(view.desk.svc, view.who, group, view.plan)
        release = [_button(view, "release", version, primary=True)] if ready else []
        return [*release, _button(view, "plan", version), _button(view, "drop", version)]
    return []


def _button(
    view: RoundView, verb: str, hidden: dict[str, str], *, primary: bool = False
) -> ActButton:
    return ActButton(
        action=f"{view.home}/{verb}",
        label=view.say(f"act_{verb}"),
        note=view.say(f"note_{verb}"),
        hidden=hidden,
        tone="primary" if primary else "plain",
        folded=verb == "drop",
    )
