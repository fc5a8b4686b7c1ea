"""The administrator's page of mails and calls that did not go out."""

from ocop.domain.errors import Unavailable
from ocop.domain.text import Lang
from ocop.usecases.trouble import Trouble, redrive, troubles
from ocop.web.desk import Route
from ocop.web.office_desk import OfficeDesk
from ocop.web.reply import Reply, see_other
from ocop.web.request import Asked
from ocop.web.views import Button, Notice
from ocop.web.views_pages import TroublePage, TroubleRow

HERE = "/office/trouble"
NOTICES = {
    "sent": ("good", {"vi": "Đã chuyển đi", "en": "It has gone out"}),
    "waits": ("bad", {"vi": "Vẫn chưa chuyển được", "en": "It still waits"}),
}


def trouble(desk: OfficeDesk, asked: Asked) -> Reply:
    """What waits and what was refused; administrators only."""
    who = desk.who(asked)
    rows = [_row(one, asked.lang) for one in troubles(desk.svc, who.person)]
    view = TroublePage(rows, _notice(asked))
    return desk.show(asked, "trouble", view, person=who.person.name, at=who.province)


def tried_again(desk: OfficeDesk, asked: Asked) -> Reply:
    """Tries one row again now."""
    who = desk.who(asked)
    row = asked.form().get("row", "")
    try:
        gone = redrive(desk.svc, who.person, row)
    except Unavailable:
        gone = False
    return see_other(f"{HERE}?{'sent' if gone else 'waits'}=1")


def _notice(asked: Asked) -> Notice | None:
    for name, (tone, text) in NOTICES.items():
        if name in asked.query:
            return Notice("good" if tone == "good" else "bad", text[asked.lang])
    return None


def _row(one: Trouble, lang: Lang) -> TroubleRow:
    again = {"vi": "Thử lại", "en": "Try again"}[lang]
    button = Button(HERE, again, {"row": one.row}) if one.row else None
    return TroubleRow(one.what, one.to, one.reason, button)


ROUTES: tuple[Route, ...] = (
    ("GET", HERE, trouble),
    ("POST", HERE, tried_again),
)
