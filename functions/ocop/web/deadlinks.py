"""Dead links: say why, and where a new one may be sent, offer it."""

from contextlib import suppress
from dataclasses import replace

from ocop.base.errors import LinkDead, LinkExpired, NotFound, OcopError
from ocop.cases.lookup import province_of
from ocop.catalogue.texts import load_phrases, say
from ocop.filing.access import renew_link
from ocop.html import ActButton, Component, Heading, Panel, Paragraph, WebPage, typed_before
from ocop.http import Explain, Reply, Request, assignment_in, cookie, cookie_name, see_other
from ocop.people.province import Province
from ocop.web.desk import Desk, held_token
from ocop.web.showing import tell

RENEW_ADDRESS = "/r/renew"
RENEW_SECONDS = 3600


def explain_dead(desk: Desk) -> Explain:
    """The page for a link that was good once; other refusals keep the common page."""

    def page(request: Request, error: OcopError) -> Reply | None:
        if not isinstance(error, LinkDead) or not request.wants_page:
            return None
        assignment = assignment_in(request.path)
        held = cookie_name(assignment) in request.cookies
        renewable = isinstance(error, LinkExpired) and held
        dead = _dead_page(request, error, assignment if renewable else "")
        reply = desk.show(request, dead, 410, at=_province_of(desk, request))
        return _with_token(desk, request, assignment, reply) if renewable else reply

    return page


def _dead_page(request: Request, error: OcopError, renewable: str) -> WebPage:
    """Why the link is dead; `renewable` names the assignment that a new one can be had for."""
    lang = request.lang
    code = error.code if error.code in load_phrases("dead_links") else "link-used"
    told: list[Component] = [Paragraph(text=say(lang, f"dead_links.{code}"))]
    if renewable:
        told += [Paragraph(text=say(lang, "links.renew_how")), _renewal(request, renewable)]
    title = say(lang, "links.dead")
    return WebPage(
        title=title,
        parts=[Heading(title=title), Panel(parts=told), *typed_before(request, error)],
    )


def _with_token(desk: Desk, request: Request, assignment: str, reply: Reply) -> Reply:
    """Lends the token, which its own pages alone get, to the button's address for a while."""
    name = cookie_name(assignment)
    lent = cookie(name, request.cookies[name], desk.site, RENEW_SECONDS, path=RENEW_ADDRESS)
    return replace(reply, cookies=(lent,))


def _province_of(desk: Desk, request: Request) -> Province | None:
    """The province of the case that an address is about, if it names one."""
    named = "".join(request.path.split("/")[2:3]).partition("-")[0]
    with suppress(NotFound):
        case = desk.svc.store.case(request.query.get("dossier", "") or named)
        return province_of(desk.svc, case.province)
    return None


def _renewal(request: Request, assignment: str) -> ActButton:
    return ActButton(
        action=RENEW_ADDRESS,
        label=say(request.lang, "links.renew"),
        hidden={"assignment": assignment},
        tone="primary",
    )


def renew(desk: Desk, request: Request) -> Reply:
    """Mails a new link to the address on file, for who still holds the old one."""
    assignment = request.form().get("assignment", "")
    renew_link(desk.svc, held_token(request, assignment))
    return see_other("/r/renewed")


def tell_renewed(desk: Desk, request: Request) -> Reply:
    """Says that a new link is on its way."""
    title, text = say(request.lang, "links.renewed"), say(request.lang, "links.renewed_how")
    return desk.show(request, tell(title, text))
