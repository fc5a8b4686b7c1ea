"""Pages anybody may open: home, forms, products, certificates, the style sheet."""

from datetime import date, timedelta

from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.base.points import show_points
from ocop.base.text import Lang, pick
from ocop.cases.certificate import Certificate
from ocop.cases.lookup import province_of
from ocop.cases.questions import open_question
from ocop.html import show
from ocop.html.assets import icon, script, stylesheet
from ocop.html.formpage import Filling
from ocop.html.views import Card
from ocop.html.views_pages import About, FormList, Home, Preview, Products
from ocop.html.views_pages import Certificate as CertificateView
from ocop.http.reply import Reply, kept
from ocop.http.request import Asked
from ocop.people.province import Province
from ocop.web.desk import Desk, say
from ocop.web.public import listing
from ocop.web.reading import words
from ocop.web.reading.documents import standing
from ocop.web.reading.reading import steps

PAGE_OF_PRODUCTS = 24
NO_STEP = 0


def home(desk: Desk, asked: Asked) -> Reply:
    """What the programme is and where to begin."""
    return desk.show(asked, "home", Home(steps(NO_STEP, asked.lang)), public=True)


def forms(desk: Desk, asked: Asked) -> Reply:
    """All forms by step of the year."""
    return desk.show(asked, "form_list", _form_list(desk, asked.lang), public=True)


def about(desk: Desk, asked: Asked) -> Reply:
    """About emailed links: what they open and how to look after them."""
    found = desk.svc.rulebooks.at(_rulebook_id(desk, desk.province(asked)))
    view = About(pick(found.title, asked.lang), found.decision)
    return desk.show(asked, "about", view, public=True)


def products(desk: Desk, asked: Asked) -> Reply:
    """The register of recognised products."""
    province = desk.province(asked)
    return desk.show(asked, "products", _products(desk, asked, province), public=True, at=province)


def certificate(desk: Desk, asked: Asked, number: str) -> Reply:
    """A certificate as a buyer or inspector checks it."""
    found = desk.svc.store.certificate(number)
    province = province_of(desk.svc, found.province)
    view = _certificate(province, found, local_date(desk.svc.now()), asked.lang)
    return desk.show(asked, "certificate", view, public=True, at=province)


def asset(_: Desk, __: Asked, name: str) -> Reply:
    """A file of the look, kept for a year under its hash."""
    if name == "site.css":
        return kept(stylesheet(), "text/css; charset=utf-8")
    if name == "upload.js":
        return kept(script(), "text/javascript; charset=utf-8")
    if name == "icon.svg":
        return kept(icon(), "image/svg+xml")
    raise NotFound


def preview(desk: Desk, asked: Asked, form: str) -> Reply:
    """What a later form asks, for whoever wants to prepare; it is filled in behind a link."""
    question = open_question(desk.svc, lambda: desk.province(asked), form)
    filling = Filling(question.serve(asked.lang), "")
    view = Preview(steps(question.form.step, asked.lang), filling.view(), question.form.per_set)
    return desk.show(asked, "preview", view, public=True)


def _rulebook_id(desk: Desk, province: Province) -> str:
    return province.rulebook_on(local_date(desk.svc.now()))


def _form_list(desk: Desk, lang: Lang) -> FormList:
    by_step: dict[int, list[Card]] = {}
    for name in desk.svc.forms.ids():
        form = desk.svc.forms.get(name)
        if form.audience == "producer":
            by_step.setdefault(form.step, []).append(Card(pick(form.title, lang), f"/forms/{name}"))
    return FormList(steps(NO_STEP, lang), by_step)


def _products(desk: Desk, asked: Asked, province: Province) -> Products:
    today = local_date(desk.svc.now())
    found = listing.products(desk.svc, asked, province, PAGE_OF_PRODUCTS)
    cards = tuple(_card(province, one, today, asked.lang) for one in found.items)
    narrowed = f"&star={asked.query['star']}" if asked.query.get("star") else ""
    more = f"/products?province={province.code}{narrowed}&cursor={found.cursor}"
    return Products(cards, more=more if found.cursor else "")


def _card(province: Province, found: Certificate, today: date, lang: Lang) -> Card:
    state = standing(found, today)
    first_dead = found.valid_to + timedelta(days=1)
    day = show.day(first_dead if state == "expired" else found.valid_to, lang)
    until = say(lang)(words.STANDING[state], day=day)
    place = pick(province.units[found.unit].name, lang)
    note = f"{found.organisation}, {place}"
    return Card(found.product, f"/certificates/{found.number}", note, until, found.star)


def _certificate(home: Province, found: Certificate, today: date, lang: Lang) -> CertificateView:
    return CertificateView(
        found.number,
        found.product,
        found.organisation,
        f"{pick(home.units[found.unit].name, lang)}, {pick(home.name, lang)}",
        found.star,
        found.decision_number,
        found.issued,
        found.valid_to,
        standing(found, today),
        show_points(found.total),
        (pick(found.headline, lang),),
    )
