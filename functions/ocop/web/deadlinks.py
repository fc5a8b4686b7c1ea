"""Dead links: say why, and where a new one may be sent, offer it."""

from contextlib import suppress
from dataclasses import replace

from ocop.base.errors import LinkDead, LinkExpired, NotFound, OcopError
from ocop.base.text import pick
from ocop.cases.lookup import province_of
from ocop.filing.access import renew_link
from ocop.html.typed import typed
from ocop.html.views import Button
from ocop.html.views_pages import DeadLink, Told
from ocop.http.edge import Explain
from ocop.http.link_cookies import assignment_in, cookie_name
from ocop.http.reply import Reply, cookie, see_other
from ocop.http.request import Asked
from ocop.people.province import Province
from ocop.web.desk import Desk, held_token
from ocop.web.reading import score_words as words

RENEW = "/r/renew"
RENEW_SECONDS = 3600


def explain_dead(desk: Desk) -> Explain:
    """The page for a link that was good once; other refusals keep the common page."""

    def page(asked: Asked, error: OcopError) -> Reply | None:
        if not isinstance(error, LinkDead) or not asked.wants_page:
            return None
        assignment = assignment_in(asked.path)
        known = cookie_name(assignment) in asked.cookies
        button = _button(asked, assignment) if isinstance(error, LinkExpired) and known else None
        why = pick(words.DEAD.get(error.code, words.DEAD["link-used"]), asked.lang)
        view = DeadLink(why, button, typed=typed(asked, error))
        shown = desk.show(asked, "dead_link", view, 410, at=_province_of(desk, asked))
        return _with_token(desk, asked, assignment, shown) if button else shown

    return page


def _with_token(desk: Desk, asked: Asked, assignment: str, shown: Reply) -> Reply:
    """Lends the token, which its own pages alone get, to the button's address for a while."""
    name = cookie_name(assignment)
    lent = cookie(name, asked.cookies[name], desk.site, RENEW_SECONDS, path=RENEW)
    return replace(shown, cookies=(lent,))


def _province_of(desk: Desk, asked: Asked) -> Province | None:
    """The province of the case that an address is about, if it names one."""
    named = "".join(asked.path.split("/")[2:3]).partition("-")[0]
    with suppress(NotFound):
        found = desk.svc.store.case(asked.query.get("dossier", "") or named)
        return province_of(desk.svc, found.province)
    return None


def _button(asked: Asked, assignment: str) -> Button:
    label = pick(words.RENEW, asked.lang)
    return Button(RENEW, label, {"assignment": assignment}, tone="primary")


def renew(desk: Desk, asked: Asked) -> Reply:
    """Mails a new link to the address on file, for who still holds the old one."""
    assignment = asked.form().get("assignment", "")
    renew_link(desk.svc, held_token(asked, assignment))
    return see_other("/r/renewed")


def renewed(desk: Desk, asked: Asked) -> Reply:
    """Mails a new link to the address on file."""
    told = Told(pick(words.RENEWED, asked.lang), pick(words.RENEWED_HOW, asked.lang))
    return desk.show(asked, "told", told)
