"""Dead links: say why, and where a new one may be sent, offer it."""

from contextlib import suppress

from ocop.domain.errors import LinkDead, LinkExpired, NotFound, OcopError
from ocop.domain.province import Province
from ocop.domain.text import pick
from ocop.usecases.access import renew_link
from ocop.usecases.advance import producer_assignment_id, province_of
from ocop.web import score_words as words
from ocop.web.desk import Desk, Route, cookie_name, held_token
from ocop.web.http import Explain
from ocop.web.reply import Reply, see_other
from ocop.web.request import Asked
from ocop.web.views import Button
from ocop.web.views_pages import DeadLink, Told


def explain_dead(desk: Desk) -> Explain:
    """The page for a link that was good once; other refusals keep the common page."""

    def page(asked: Asked, error: OcopError) -> Reply | None:
        if not isinstance(error, LinkDead) or not asked.wants_page:
            return None
        assignment = _assignment_of(asked.path)
        known = cookie_name(assignment) in asked.cookies
        button = _button(asked, assignment) if isinstance(error, LinkExpired) and known else None
        why = pick(words.DEAD.get(error.code, words.DEAD["link-used"]), asked.lang)
        return desk.show(
            asked, "dead_link", DeadLink(why, button), 410, at=_province_of(desk, asked)
        )

    return page


def _province_of(desk: Desk, asked: Asked) -> Province | None:
    """The province of the case that an address is about, if it names one."""
    named = "".join(asked.path.split("/")[2:3]).partition("-")[0]
    with suppress(NotFound):
        found = desk.svc.store.dossier(asked.query.get("dossier", "") or named)
        return province_of(desk.svc, found.province)
    return None


def _assignment_of(path: str) -> str:
    """The assignment that an address is about: `/r/<dossier>-<assignment>…`, `/dossiers/<id>…`."""
    parts = path.split("/")
    if len(parts) < 3:
        return ""
    if parts[1] == "dossiers":
        return producer_assignment_id(parts[2])
    return parts[2].partition("-")[2]


def _button(asked: Asked, assignment: str) -> Button:
    label = pick(words.RENEW, asked.lang)
    return Button("/r/renew", label, {"assignment": assignment}, tone="primary")


def renew(desk: Desk, asked: Asked) -> Reply:
    """Mails a new link to the address on file, for who still holds the old one."""
    assignment = asked.form().get("assignment", "")
    renew_link(desk.svc, held_token(asked, assignment))
    return see_other("/r/renewed")


def renewed(desk: Desk, asked: Asked) -> Reply:
    """Mails a new link to the address on file."""
    told = Told(pick(words.RENEWED, asked.lang), pick(words.RENEWED_HOW, asked.lang))
    return desk.show(asked, "told", told)


ROUTES: tuple[Route, ...] = (("POST", "/r/renew", renew), ("GET", "/r/renewed", renewed))
