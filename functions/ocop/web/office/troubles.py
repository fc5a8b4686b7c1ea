"""The administrator's page of mails and calls that did not go out, and how they are put right."""

import re

from ocop.base.errors import InvalidInput, NotFound, StaleVersion
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
    Panel,
    Paragraph,
    SmallForm,
    Subheading,
    WebPage,
)
from ocop.http import Reply, Request, see_other
from ocop.jobs.trouble import Trouble, correct_and_send, hand_back, send_again, troubles
from ocop.web.asking import WRONG
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.harmed import TROUBLE, harm_panels

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
    rows: list[Component] = [
        _panel(trouble, place, lang) for place, trouble in enumerate(troubles(desk.svc, who), 1)
    ]
    rows = [*harm_panels(desk, who.province, lang), *rows]
    title = say(lang, "trouble.title")
    none = Empty(text=say(lang, "trouble.none"))
    page = WebPage(title=title, wide=True, parts=[Heading(title=title), *news, *(rows or [none])])
    return desk.show(request, page, status, person=who.person.name, at=who.province)


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
