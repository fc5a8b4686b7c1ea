"""The administrator's page of mails and calls that did not go out, and how they are put right."""

import re
from urllib.parse import urlencode

from ocop.base.digits import plain_number
from ocop.base.errors import InvalidInput, Malformed, NotFound, StaleVersion
from ocop.base.text import Lang
from ocop.catalogue.texts import load_phrases, say
from ocop.html import (
    ActButton,
    Box,
    Component,
    Empty,
    FactLine,
    Facts,
    Heading,
    Notice,
    Pager,
    Panel,
    Paragraph,
    SmallForm,
    Subheading,
    WebPage,
)
from ocop.http import Reply, Request, see_other
from ocop.jobs.trouble import (
    FIRST_TROUBLE,
    Trouble,
    correct_and_send,
    hand_back,
    send_again,
    troubles,
)
from ocop.web.asking import WRONG
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.harmed import HARM_SHOWN, TROUBLE, harm_panels

FEW_HARMED = 4  # that leave room on a page for what did not go out
HARM_PLACE = "h:"  # before how much of what is harmed was shown
FACTS = ("reference", "product", "organisation", "phone")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def show_trouble(desk: OfficeDesk, request: Request) -> Reply:
    """What waits and what was refused; administrators only."""
    return _show(desk, request, _news(request))


def put_right(desk: OfficeDesk, request: Request) -> Reply:
    """One row handed back, one mail sent again, or one address corrected."""
    who, fields = desk.who(request), request.form()
    row, act = fields.get("row", ""), fields.get("act", "")
    try:
        if act == "correct":
            correct_and_send(desk.svc, who, row, fields.get("email", ""), request.lang)
        elif act == "again":
            send_again(desk.svc, who, row)
        elif not hand_back(desk.svc, who, row):
            return see_other(f"{TROUBLE}?gone=1")
    except InvalidInput as wrong:
        return _show(desk, request, [_wrong(request.lang, wrong)], WRONG)
    except (NotFound, StaleVersion):
        return see_other(f"{TROUBLE}?gone=1")
    return see_other(f"{TROUBLE}?sent=1")


def _show(desk: OfficeDesk, request: Request, news: list[Notice], status: int = 200) -> Reply:
    who, lang = desk.who(request), request.lang
    rows, more = _part(desk, request, request.query.get("from", ""))
    title = say(lang, "trouble.title")
    none = say(lang, "trouble.none_here" if more else "trouble.none")
    pager = Pager(more=more, first=TROUBLE if "from" in request.query else "")
    parts = [Heading(title=title), *news, *(rows or [Empty(text=none)]), pager]
    page = WebPage(title=title, wide=True, parts=parts)
    return desk.show(request, page, status, person=who.person.name, at=who.province)


def _part(desk: OfficeDesk, request: Request, cursor: str) -> tuple[list[Component], str]:
    """One page of what is harmed and then of what did not go out; where the next one stands."""
    who, lang = desk.who(request), request.lang
    harmed: list[Component] = []
    if not cursor or cursor.startswith(HARM_PLACE):
        start = plain_number(cursor.removeprefix(HARM_PLACE) or "0")
        if start is None:
            raise Malformed("bad-cursor")
        harmed, more = harm_panels(desk, who.province, lang, start)
        if more:
            return harmed, _at(f"{HARM_PLACE}{start + HARM_SHOWN}")
        if len(harmed) > FEW_HARMED:
            return harmed, _at(FIRST_TROUBLE)
        cursor = FIRST_TROUBLE
    part = troubles(desk.svc, who, cursor)
    panels = [_panel(one, place, lang) for place, one in enumerate(part.items, 1)]
    return [*harmed, *panels], _at(part.cursor)


def _at(cursor: str) -> str:
    return f"{TROUBLE}?{urlencode({'from': cursor})}" if cursor else ""


def _news(request: Request) -> list[Notice]:
    if "sent" in request.query:
        return [Notice(tone="good", title=say(request.lang, "trouble.notice_sent"))]
    gone = "gone" in request.query
    return [Notice(tone="bad", title=say(request.lang, "trouble.notice_gone"))] if gone else []


def _wrong(lang: Lang, wrong: InvalidInput) -> Notice:
    title = say(lang, "trouble.wrong_address")
    return Notice(tone="bad", title=title, text=wrong.errors[0].detail)


def phrase_of(kind: str, name: str) -> str:
    """The phrase for what did not go out, or why: what_confirm_address for "confirm-address".

    Names that have none are told as unreadable, or as a refusal.
    """
    phrase = f"{kind}_{_CAPITAL.sub('_', name).replace('-', '_').lower()}"
    general = {"what": "what_unreadable", "why": "why_mail_refused"}[kind]
    return phrase if phrase in load_phrases("trouble") else general


def _panel(trouble: Trouble, place: int, lang: Lang) -> Panel:
    """One thing that did not go out: what, to whom, why, of which case, and what can be done."""
    why = phrase_of("why", trouble.reason or trouble.kind)
    facts = [
        FactLine(label=say(lang, f"trouble.fact_{name}"), value=getattr(trouble, name))
        for name in FACTS
        if getattr(trouble, name)
    ]
    return Panel(
        parts=[
            Subheading(text=say(lang, f"trouble.{phrase_of('what', trouble.what)}")),
            Paragraph(text=trouble.to),
            Paragraph(text=say(lang, f"trouble.{why}")),
            *([Facts(facts=facts)] if facts else []),
            *_ways(trouble, place, lang),
        ]
    )


def _ways(trouble: Trouble, place: int, lang: Lang) -> list[Component]:
    """What can be done: another address, trying again, a change of the province's document."""
    if trouble.kind != "refused":
        return [_press(trouble, "hand-back", say(lang, "trouble.try_again"))]
    again = [_press(trouble, "again", say(lang, "trouble.send_again"))] if trouble.kept else []
    if trouble.to_producer:
        return [_correction(trouble, place, lang), *again]
    return [Paragraph(text=say(lang, "trouble.officer_hint"), tone="soft"), *again]


def _press(trouble: Trouble, act: str, label: str) -> ActButton:
    return ActButton(action=TROUBLE, label=label, hidden={"row": trouble.id, "act": act})


def _correction(trouble: Trouble, place: int, lang: Lang) -> SmallForm:
    box = Box(
        id=f"email-{place}",
        name="email",
        type="email",
        label=say(lang, "trouble.right_address"),
        value=trouble.to,
        max_length=254,
    )
    return SmallForm(
        action=TROUBLE,
        submit=say(lang, "trouble.correct"),
        boxes=[box],
        hidden={"row": trouble.id, "act": "correct"},
        primary=False,
        boxed=False,
    )
