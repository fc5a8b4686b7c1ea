"""Behind the link of what a producer owes: the tasks of its period, the form that meets them."""

from collections.abc import Mapping
from typing import Any

from ocop.base.moment import local_date, show_date
from ocop.base.text import pick
from ocop.catalogue.texts import say
from ocop.duties.own_page import (
    OWED_DOOR,
    OwedPage,
    file_own,
    given_answers,
    owed_behind,
    own_records,
)
from ocop.duties.wording import period_in_words
from ocop.forms.serve import Served
from ocop.html import (
    Component,
    FactLine,
    Facts,
    Heading,
    Notice,
    PageFilling,
    Panel,
    Posted,
    Subheading,
    WebPage,
    posted_key,
)
from ocop.http import Reply, Request, cookie, is_link_key, see_other
from ocop.links.tokens import LinkUnknown, open_token
from ocop.registers.filling import DuplicateRecord, register_choices
from ocop.registers.register import Register
from ocop.web.asking import answer, status_of_page
from ocop.web.desk import Desk

OWED_COOKIE, OWED_SECONDS = "o_", 400 * 86_400
ALIKE = 409


def show_owed(desk: Desk, request: Request, place: str, key: str) -> Reply:
    """A link from a mail, whose secret moves into a cookie, or the page it leads to."""
    if not (place.isascii() and place.isalnum()):
        raise LinkUnknown
    if key.startswith("v1."):
        link = open_token(key, desk.svc.keys())
        home = f"{OWED_DOOR}{place}/{link.dossier}-{link.assignment}"
        held = cookie(_cookie_of(home), key, desk.site, OWED_SECONDS, path=home)
        return see_other(home, (held,))
    page = _opened(desk, request, place, key)
    return _show(desk, request, page, _filling(desk, request, page))


def take_owed(desk: Desk, request: Request, place: str, key: str) -> Reply:
    """Keeps what the producer tells, or shows the form again."""
    page = _opened(desk, request, place, key)
    question = _filling(desk, request, page)
    if question is None:
        return _show(desk, request, page, None)

    def act(posted: Posted, filled: PageFilling) -> Reply:
        try:
            file_own(desk.svc, page, posted.data, posted_key(posted), request.lang)
        except DuplicateRecord as error:
            return _show(desk, request, page, filled, error)
        return see_other(f"{request.path}?kept=1")

    return answer(request, question, act, lambda filled: _show(desk, request, page, filled))


def _opened(desk: Desk, request: Request, place: str, key: str) -> OwedPage:
    """What an address names, opened by the token in its cookie."""
    if not (is_link_key(key) and place.isascii() and place.isalnum()):
        raise LinkUnknown
    token = request.cookies.get(_cookie_of(request.path), "")
    page = owed_behind(desk.svc, place, token)
    if key.partition("-")[0] not in {one.id for one in page.tasks}:
        raise LinkUnknown
    return page


def _cookie_of(home: str) -> str:
    return f"{OWED_COOKIE}{home.rpartition('-')[2]}"


def _filling(desk: Desk, request: Request, page: OwedPage) -> PageFilling | None:
    """The form without what is known already; None once nothing is asked."""
    if page.register is None:
        return None
    served = _served(desk, request, page, page.register)
    submit = say(request.lang, "owed.send")
    return PageFilling(served=served, action=request.path, submit=submit)


def _served(desk: Desk, request: Request, page: OwedPage, register: Register) -> Served:
    svc = desk.svc.registers
    choices = register_choices(svc, page.province)
    served = svc.forms.serve(register.form, request.lang, choices, None)
    schema, known = served["schema"], given_answers(page)
    fields = {
        name: _with_own(desk, page, register, name, one)
        for name, one in schema["properties"].items()
        if name not in known
    }
    required = [name for name in schema["required"] if name not in known]
    return {**served, "schema": {**schema, "properties": fields, "required": required}}


def _with_own(
    desk: Desk, page: OwedPage, register: Register, name: str, field: Mapping[str, Any]
) -> Mapping[str, Any]:
    """A field that leads to what is the producer's own as a choice of that, where there is any."""
    svc, to = desk.svc.registers, register.links.get(f"/{name}", "")
    if to not in svc.registers.ids() or to == page.producer.register_id:
        return field
    own = own_records(svc, page, svc.registers.get(to))
    if not own:
        return field
    plain = {key: told for key, told in field.items() if key not in ("description", "maxLength")}
    return {**plain, "oneOf": [{"const": one.id, "title": one.name} for one in own]}


def _show(
    desk: Desk,
    request: Request,
    page: OwedPage,
    filled: PageFilling | None,
    alike: DuplicateRecord | None = None,
) -> Reply:
    lang = request.lang
    period = period_in_words(page.tasks[0].period, lang)
    title = say(lang, "owed.title", period=period)
    parts: list[Component] = [
        *([filled.summary] if filled else []),
        Heading(title=title, lead=say(lang, "owed.lead", producer=page.producer.name)),
        *_news(request, page, alike),
        Panel(parts=[Facts(facts=_facts(desk, request, page))]),
    ]
    if filled and page.register:
        text = pick(page.register.title, lang)
        parts += [Subheading(text=text), filled.form]
    shown = WebPage(title=title, wrong=bool(filled and filled.errors), parts=parts)
    status = ALIKE if alike else status_of_page(filled) if filled else 200
    return desk.show(request, shown, status, at=page.province)


def _news(request: Request, page: OwedPage, alike: DuplicateRecord | None) -> list[Notice]:
    lang = request.lang
    if alike:
        title = say(lang, "registers.alike")
        return [Notice(tone="bad", title=title, text=say(lang, "owed.alike"))]
    if "kept" in request.query:
        return [Notice(tone="good", title=say(lang, "owed.kept"), text=say(lang, "owed.more"))]
    return [] if page.register else [Notice(tone="good", title=say(lang, "owed.nothing"))]


def _facts(desk: Desk, request: Request, page: OwedPage) -> list[FactLine]:
    """Each thing that is owed, and by when or that it is done."""
    lang, facts = request.lang, []
    for one in page.tasks:
        duty = desk.svc.duties.at(one.duties).duty(one.duty)
        day = show_date(local_date(one.due), lang)
        said = say(lang, "owed.until", day=day) if one.is_open else say(lang, "owed.done")
        facts.append(FactLine(label=pick(duty.title, lang), value=said))
    return facts
