"""Pages anybody may open: home, forms, products, certificates, the style sheet."""

from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.base.text import Lang, pick
from ocop.cases.questions import open_question
from ocop.catalogue.texts import say
from ocop.html import (
    SCRIPTS,
    Card,
    Cards,
    Component,
    Heading,
    Hero,
    Ladder,
    Link,
    Notice,
    Outline,
    PageFilling,
    Paragraph,
    Rung,
    Subheading,
    WebPage,
    icon,
    script,
    stylesheet,
)
from ocop.http import Reply, Request, lasting_reply
from ocop.people.province import Province
from ocop.web.desk import Desk
from ocop.web.reading import STEPS
from ocop.web.showing import step_bar


def show_home(desk: Desk, request: Request) -> Reply:
    """What the programme is and where to begin."""
    lang = request.lang
    title = say(lang, "home.title")
    rungs = [
        Rung(text=say(lang, f"steps.title_{n}"), note=say(lang, f"steps.note_{n}"))
        for n in range(1, STEPS + 1)
    ]
    page = WebPage(
        title=title,
        hero=Hero(title=title, lead=say(lang, "home.lead"), links=_beginnings(lang)),
        parts=[
            Subheading(text=say(lang, "home.steps")),
            Ladder(rungs=rungs),
            Cards(cards=_home_cards(lang)),
        ],
    )
    return desk.show(request, page, public=True)


def _beginnings(lang: Lang) -> list[Link]:
    idea = say(lang, "home.register")
    return [
        Link(label=idea, href="/forms/product-idea", sign="leaf", primary=True),
        Link(label=say(lang, "frame.follow"), href="/cases", sign="search"),
    ]


def _home_cards(lang: Lang) -> list[Card]:
    return [
        Card(
            title=say(lang, "frame.products"),
            href="/products",
            note=say(lang, "home.products_note"),
            sign="award",
        ),
        Card(
            title=say(lang, "programme.title"),
            href="/programme",
            note=say(lang, "programme.home_note"),
            sign="up",
        ),
        Card(
            title=say(lang, "home.all_forms"),
            href="/forms",
            note=say(lang, "home.all_forms_note"),
            sign="file",
        ),
    ]


def show_forms(desk: Desk, request: Request) -> Reply:
    """All forms by step of the year."""
    lang = request.lang
    heading = Heading(title=say(lang, "form_list.heading"), lead=say(lang, "form_list.lead"))
    page = WebPage(title=say(lang, "form_list.title"), parts=[heading, *_form_cards(desk, lang)])
    return desk.show(request, page, public=True)


def _form_cards(desk: Desk, lang: Lang) -> list[Component]:
    by_step: dict[int, list[Card]] = {}
    for name in desk.svc.forms.ids():
        form = desk.svc.forms.get(name)
        if form.audience == "producer":
            card = Card(title=pick(form.title, lang), href=f"/forms/{name}", sign="file")
            by_step.setdefault(form.step, []).append(card)
    return [
        part
        for step, cards in sorted(by_step.items())
        for part in (Subheading(text=_step_title(step, lang)), Cards(cards=cards))
    ]


def _step_title(step: int, lang: Lang) -> str:
    return say(lang, "form_list.step", n=step, title=say(lang, f"steps.title_{step}"))


def show_about(desk: Desk, request: Request) -> Reply:
    """About emailed links: what they open and how to look after them."""
    lang = request.lang
    law = desk.svc.rulebooks.at(_rulebook_id(desk, desk.province(request)))
    page = WebPage(
        title=say(lang, "frame.about"),
        parts=[
            Heading(title=say(lang, "frame.about"), lead=say(lang, "about.lead")),
            Subheading(text=say(lang, "about.law")),
            Paragraph(text=pick(law.title, lang), aside=f"({law.decision})"),
            Paragraph(text=say(lang, "about.explained")),
            Subheading(text=say(lang, "about.links")),
            Paragraph(text=say(lang, "about.links_how")),
        ],
    )
    return desk.show(request, page, public=True)


def show_privacy(desk: Desk, request: Request) -> Reply:
    """What is kept of whom, who reads it, how long, and whom to ask."""
    lang = request.lang
    about = desk.province(request)
    contact = pick(about.contact, lang) if about.contact else pick(about.name, lang)
    subjects = ("kept", "readers", "public", "how_long", "cookies")
    said = [
        part
        for name in subjects
        for part in (
            Subheading(text=say(lang, f"privacy.{name}")),
            Paragraph(text=say(lang, f"privacy.{name}_told")),
        )
    ]
    asking = [
        Subheading(text=say(lang, "privacy.ask")),
        Paragraph(text=say(lang, "privacy.ask_whom", contact=contact)),
    ]
    title = say(lang, "frame.privacy")
    heading = Heading(title=title, lead=say(lang, "privacy.lead"))
    return desk.show(request, WebPage(title=title, parts=[heading, *said, *asking]), public=True)


def send_asset(_: Desk, __: Request, name: str) -> Reply:
    """A file of the look, kept for a year under its hash."""
    if name == "site.css":
        return lasting_reply(stylesheet(), "text/css; charset=utf-8")
    if name in SCRIPTS:
        return lasting_reply(script(name), "text/javascript; charset=utf-8")
    if name == "icon.svg":
        return lasting_reply(icon(), "image/svg+xml")
    raise NotFound


def show_outline(desk: Desk, request: Request, form: str) -> Reply:
    """What a later form asks, for whoever wants to prepare; it is filled in behind a link."""
    lang = request.lang
    question = open_question(desk.svc, lambda: desk.province(request), form)
    filling = PageFilling(served=question.serve(lang), action="")
    note = say(lang, "form_list.opens_by_link")
    if question.form.per_set:
        note = f"{note} {say(lang, 'form_list.sample_set')}"
    page = WebPage(
        title=filling.title,
        parts=[
            Heading(
                back=Link(label=say(lang, "form_list.title"), href="/forms"), title=filling.title
            ),
            step_bar(question.form.step, lang),
            Notice(tone="info", sign="mail", text=note),
            Outline(nodes=filling.nodes),
        ],
    )
    return desk.show(request, page, public=True)


def _rulebook_id(desk: Desk, province: Province) -> str:
    return province.rulebook_on(local_date(desk.svc.now()))
