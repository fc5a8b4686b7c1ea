"""The administrator's page of mails and calls that did not go out, and how they are put right."""

import re

from ocop.base.errors import InvalidInput, NotFound, StaleVersion
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import load_phrases
from ocop.html.views import Button, Notice
from ocop.html.views_trouble import TroublePage, TroubleRow
from ocop.http.reply import Reply, see_other
from ocop.http.request import Asked
from ocop.jobs.trouble import Trouble, correct_and_send, hand_back, send_again, troubles
from ocop.web.office.desk import OfficeDesk

HERE = "/office/trouble"
FACTS = ("reference", "product", "organisation", "phone")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def trouble(desk: OfficeDesk, asked: Asked) -> Reply:
    """What waits and what was refused; administrators only."""
    return _show(desk, asked, _notice(asked))


def put_right(desk: OfficeDesk, asked: Asked) -> Reply:
    """One row handed back, one mail sent again, or one address corrected."""
    who, fields = desk.who(asked), asked.form()
    row, act = fields.get("row", ""), fields.get("act", "")
    try:
        if act == "correct":
            correct_and_send(desk.svc, who, row, fields.get("email", ""), asked.lang)
        elif act == "again":
            send_again(desk.svc, who, row)
        elif not hand_back(desk.svc, who, row):
            return see_other(f"{HERE}?gone=1")
    except InvalidInput as wrong:
        return _show(desk, asked, _wrong(asked.lang, wrong), 422)
    except (NotFound, StaleVersion):
        return see_other(f"{HERE}?gone=1")
    return see_other(f"{HERE}?sent=1")


def _show(desk: OfficeDesk, asked: Asked, notice: Notice | None, status: int = 200) -> Reply:
    who = desk.who(asked)
    rows = [_row(one, asked.lang) for one in troubles(desk.svc, who)]
    view = TroublePage(rows, notice)
    return desk.show(asked, "trouble", view, status, person=who.person.name, at=who.province)


def _notice(asked: Asked) -> Notice | None:
    if "sent" in asked.query:
        return Notice("good", _say("notice_sent", asked.lang))
    return Notice("bad", _say("notice_gone", asked.lang)) if "gone" in asked.query else None


def _wrong(lang: Lang, wrong: InvalidInput) -> Notice:
    return Notice("bad", _say("wrong_address", lang), wrong.errors[0].detail)


def _say(phrase: str, lang: Lang) -> str:
    return pick(load_phrases("trouble")[phrase], lang)


def phrase_of(kind: str, name: str) -> str:
    """The phrase for what did not go out, or why: what_confirm_address for "confirm-address".

    Names that have none are told as unreadable, or as a refusal.
    """
    phrase = f"{kind}_{_CAPITAL.sub('_', name).replace('-', '_').lower()}"
    general = {"what": "what_unreadable", "why": "why_mail_refused"}[kind]
    return phrase if phrase in load_phrases("trouble") else general


def _row(one: Trouble, lang: Lang) -> TroubleRow:
    facts = {name: getattr(one, name) for name in FACTS}
    by_document = one.kind == "refused" and not one.to_producer
    return TroubleRow(
        _say(phrase_of("what", one.what), lang),
        one.to,
        _say(phrase_of("why", one.reason or one.kind), lang),
        _again(one, lang),
        tuple((_say(f"fact_{name}", lang), value) for name, value in facts.items() if value),
        _correction(one, lang),
        _say("officer_hint", lang) if by_document else "",
    )


def _again(one: Trouble, lang: Lang) -> Button | None:
    if one.kind == "refused":
        hidden = {"row": one.id, "act": "again"}
        return Button(HERE, _say("send_again", lang), hidden) if one.kept else None
    return Button(HERE, _say("try_again", lang), {"row": one.id, "act": "hand-back"})


def _correction(one: Trouble, lang: Lang) -> Button | None:
    """The way to another address, which the page asks for beside the button."""
    if one.kind != "refused" or not one.to_producer:
        return None
    return Button(HERE, _say("correct", lang), {"row": one.id, "act": "correct"})
