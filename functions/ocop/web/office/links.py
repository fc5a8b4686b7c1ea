"""The emailed links of a case in the office: replaced, or called back, one or all of a person."""

from collections.abc import Mapping
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.errors import InvalidInput, NotFound
from ocop.base.moment import local_date, show_date
from ocop.base.pointers import element_id
from ocop.cases.assignment import Assignment
from ocop.catalogue.stated import reason_if_any
from ocop.council.link_control import LinkWish, handle_links, links_in_hand
from ocop.council.rounds import convened_in
from ocop.deciding.officer import readable_case
from ocop.html import (
    ActButton,
    Component,
    ErrorSummary,
    Folded,
    Heading,
    Link,
    LinkRow,
    Notice,
    Paragraph,
    Problem,
    WebPage,
)
from ocop.http import Reply, Request, json_reply, see_other
from ocop.people.rights import Officer
from ocop.web.asking import WRONG
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading

# What a button does: whether the holder gets another link, and whether all of theirs are meant.
ACTS = {
    "replace": (True, False),
    "replace-all": (True, True),
    "call-back": (False, False),
    "call-back-all": (False, True),
}


def links_link(reading: Reading, who: Officer) -> list[Component]:
    """The way to a case's links, for who may have them in hand."""
    if not reading.case.is_open or not (who.administers or convened_in(who)):
        return []
    href = f"/office/dossiers/{reading.case.id}/links"
    return [LinkRow(links=[Link(label=reading.say("link_control.title"), href=href)])]


def show_links(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """Every reviewer's link of a case that the officer may call back, with its state."""
    return _show(desk, request, desk.who(request), id)


def _show(
    desk: OfficeDesk, request: Request, who: Officer, id: str, wrong: str = "", at: str = ""
) -> Reply:
    links = links_in_hand(desk.svc, who, id)
    reading = Reading(desk, readable_case(desk.svc, who, id), request.lang)
    title = reading.say("link_control.title")
    sent = {**request.form(), "act": at, "wrong": wrong} if wrong else {}
    field = element_id(f"/{at}/{sent.get('assignment', '')}")
    problems = [Problem(detail=wrong, target=field)] if wrong else []
    done = request.query.get("done", "")
    notices = [Notice(tone="good", title=reading.say("link_control.done", count=_count(done)))]
    back = Link(label=reading.case.subject.title, href=f"/office/dossiers/{id}")
    page = WebPage(
        title=title,
        wrong=bool(wrong),
        parts=[
            ErrorSummary(problems=problems),
            Heading(back=back, title=title, reference=reading.case.reference),
            *(notices if done else []),
            Paragraph(text=reading.say("link_control.how")),
            *(_panel(reading, one, sent) for one in links),
            *([] if links else [Paragraph(text=reading.say("link_control.none"))]),
        ],
    )
    status = WRONG if wrong else 200
    return desk.show(request, page, status, person=who.person.name, at=reading.province)


def _count(done: str) -> str:
    return str(plain_number(done) or 0)


def _panel(reading: Reading, holder: Assignment, sent: Mapping[str, str]) -> Folded:
    """One link, shut: a product that a council has scored twice has twenty of them."""
    until = show_date(local_date(holder.grant.expires), reading.lang)
    state = reading.say(f"link_control.{_state(holder)}", date=until)
    return Folded(
        title=f"{holder.party.name}: {state}",
        open=sent.get("assignment") == holder.id,
        parts=[
            Paragraph(text=reading.office(holder.role), tone="soft"),
            *_folded_acts(reading, holder, sent),
        ],
    )


def _folded_acts(reading: Reading, holder: Assignment, sent: Mapping[str, str]) -> list[Component]:
    buttons = [_button(reading, holder, act, sent) for act in _acts(reading, holder)]
    title = reading.say("link_control.acts")
    back = sent.get("assignment") == holder.id  # who has just sent one of them sees it again
    return [Folded(title=title, parts=buttons, boxed=False, open=back)] if buttons else []


def _state(holder: Assignment) -> str:
    if holder.is_called_back:
        return "state_dead"
    return "state_open" if holder.is_open else "state_reads"


def _acts(reading: Reading, holder: Assignment) -> list[str]:
    """What may be done: nobody who has nothing left to do gets another link."""
    awaited, alive = reading.case.awaits(holder), not holder.is_called_back
    acts = ["replace", "replace-all"] if awaited else []
    return [*acts, *(["call-back", "call-back-all"] if alive else [])]


def _button(reading: Reading, holder: Assignment, act: str, sent: Mapping[str, str]) -> ActButton:
    refused = (holder.id, act) == (sent.get("assignment"), sent.get("act"))
    return ActButton(
        action=f"/office/dossiers/{reading.case.id}/links/{act}",
        label=reading.say(f"link_control.act_{act}"),
        note=reading.say(f"link_control.note_{act}"),
        hidden={"assignment": holder.id},
        why="reason",
        typed=sent.get("reason", "") if refused else "",
        problem=sent.get("wrong", "") if refused else "",
        key=holder.id,
        tone="danger" if act.startswith("call") else "plain",
        folded=True,
    )


def act_on_links(desk: OfficeDesk, request: Request, id: str, act: str) -> Reply:
    """Does what a button of the page says, or shows the page again."""
    who = desk.who(request)
    links_in_hand(desk.svc, who, id)
    fields = request.form()
    try:
        done = _do(desk, request, who, id, {**fields, "act": act}, "account")
    except InvalidInput as error:
        return _show(desk, request, who, id, error.errors[0].detail, act)
    return see_other(f"/office/dossiers/{id}/links?done={done}")


def send_links(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """The links as JSON: whose, until when, in which state; never a link itself."""
    links = links_in_hand(desk.svc, desk.who(request), id)
    return json_reply({"links": [_document(one) for one in links]})


def _document(one: Assignment) -> dict[str, Any]:
    return {
        "assignment": one.id,
        "person": one.person,
        "role": one.role,
        "state": _state(one).removeprefix("state_"),
        "expires": one.grant.expires.isoformat(),
    }


def act_on_links_by_program(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """The same for `{"act": …, "assignment": …, "reason": …}`; says how many links it was."""
    who = desk.who(request)
    links_in_hand(desk.svc, who, id)
    sent = {name: value for name, value in request.json().items() if isinstance(value, str)}
    return json_reply({"links": _do(desk, request, who, id, sent, "api")})


def _do(
    desk: OfficeDesk, request: Request, who: Officer, id: str, sent: dict[str, str], channel: str
) -> int:
    if sent.get("act", "") not in ACTS:
        raise NotFound
    replaced, everywhere = ACTS[sent["act"]]
    why = reason_if_any(sent.get("reason"), request.lang)
    wish = LinkWish(sent.get("assignment", ""), replaced, everywhere, why)
    return handle_links(desk.svc, who, id, wish, lang=request.lang, channel=channel)
