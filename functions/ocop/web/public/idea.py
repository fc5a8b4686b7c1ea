"""The page of an idea, the one form that needs no link."""

from collections.abc import Iterator
from dataclasses import replace

from ocop.base.errors import KeyReused, NotFound, TooMany
from ocop.base.hashing import short_id
from ocop.base.moment import local_date
from ocop.base.text import pick
from ocop.cases.questions import open_question
from ocop.catalogue.texts import say
from ocop.filing.idea import FORM, submit_idea
from ocop.html import Heading, Link, Notice, PageFilling, Posted, WebPage, posted_key
from ocop.http import Reply, Request, cookie, headers_of, problem
from ocop.people.province import Province
from ocop.web.asking import answer, status_of_page
from ocop.web.desk import Desk
from ocop.web.public import received
from ocop.web.showing import step_bar

LAST_IDEA = "idea"  # the cookie with the key of the idea that this browser sent last
HOUR_SECONDS = 3600
NEW = "_new"
IDEA_STEP = 2


def show_idea(desk: Desk, request: Request) -> Reply:
    """The one form that needs no link: registering an idea."""
    return _show(desk, request, _question(desk, request))


def file_idea(desk: Desk, request: Request) -> Reply:
    """Files an idea from its page, or shows the page again with what is wrong with it.

    Sent again it leads to the first receipt; changed and sent again it is asked what is meant.
    """

    def act(posted: Posted, filled: PageFilling) -> Reply:
        return _file(desk, request, posted, filled)

    def again(filled: PageFilling) -> Reply:
        return _show(desk, request, filled)

    return answer(request, _question(desk, request), act, again)


def _file(desk: Desk, request: Request, posted: Posted, filled: PageFilling) -> Reply:
    province = desk.province(request)
    key = _key(desk, request, province, posted)
    client = request.address
    try:
        receipt = submit_idea(desk.svc, province, posted.data, request.lang, key, client=client)
    except KeyReused:
        other = filled.but(hidden={NEW: "1"}, submit=say(request.lang, "idea.anew"))
        notice = _changed(desk, request, province, key)
        return _show(desk, request, other, notice, status=409)
    except TooMany as error:
        return _not_now(desk, request, filled, error)
    sent_last = cookie(LAST_IDEA, key, desk.site, HOUR_SECONDS, path=f"/forms/{FORM}")
    return received.lead_on(desk, receipt, sent_last)


def _not_now(desk: Desk, request: Request, filled: PageFilling, error: TooMany) -> Reply:
    """The page again, with all that was typed, saying from when on it will be taken."""
    document = problem(error, request.lang)
    notice = Notice(tone="bad", title=document["title"], text=document["detail"])
    reply = _show(desk, request, filled, notice, status=429)
    return replace(reply, headers={**reply.headers, **headers_of(error)})


def _key(desk: Desk, request: Request, province: Province, posted: Posted) -> str:
    """The page's key, but for the last idea's once more: a browser that goes back gets a page with
    a fresh one, and a correction must not become a second case unasked.
    """
    own, last = posted_key(posted), request.cookies.get(LAST_IDEA, "")
    if not last or NEW in posted.hidden:
        return own
    try:
        first = desk.svc.store.case(short_id(FORM, province.code, last))
    except NotFound:
        return own
    same = (posted.data.get("product_name"), posted.data.get("email"))
    return last if same == (first.subject.product, first.party.email) else own


def _changed(desk: Desk, request: Request, province: Province, key: str) -> Notice:
    """Back, a correction, send: the first idea has arrived, and its mail leads to it."""
    lang = request.lang
    first = desk.svc.store.case(short_id(FORM, province.code, key)).reference
    anew = say(lang, "idea.anew")
    return Notice(
        tone="info",
        title=say(lang, "idea.changed"),
        text=say(lang, "idea.changed_how", reference=first, anew=anew),
        link=Link(label=say(lang, "idea.first_receipt"), href=f"/received/{first}"),
    )


def _question(desk: Desk, request: Request) -> PageFilling:
    question = open_question(desk.svc, lambda: desk.province(request), FORM)
    hidden = {NEW: "1"} if _sent_anew(request) else {}
    served = question.serve(request.lang)
    return PageFilling(served=served, action=_address(request), hidden=hidden)


def _sent_anew(request: Request) -> bool:
    return request.method == "POST" and NEW in request.form()


def _address(request: Request) -> str:
    province = request.query.get("province", "")
    return f"/forms/{FORM}?province={province}" if province.isalnum() else f"/forms/{FORM}"


def _not_offered(desk: Desk, request: Request) -> Iterator[Notice]:
    """The product groups of the law that cannot be scored, and why, so that nobody looks on."""
    law = desk.svc.rulebooks.at(desk.province(request).rulebook_on(local_date(desk.svc.now())))
    lang = request.lang
    if law.incomplete_sets:
        told = [
            f"{one.number}. {pick(one.name, lang)}: {pick(one.why, lang)}"
            for one in law.incomplete_sets
        ]
        yield Notice(tone="info", title=say(lang, "idea.not_offered"), text=" ".join(told))


def _show(
    desk: Desk,
    request: Request,
    filled: PageFilling,
    notice: Notice | None = None,
    status: int = 0,
) -> Reply:
    heading = Heading(title=filled.title, lead=filled.intro)
    news = [notice] if notice else []
    page = WebPage(
        title=filled.title,
        wrong=bool(filled.errors),
        parts=[
            filled.summary,
            step_bar(IDEA_STEP, request.lang),
            heading,
            *news,
            *_not_offered(desk, request),
            filled.form,
        ],
    )
    return desk.show(request, page, status or status_of_page(filled))
