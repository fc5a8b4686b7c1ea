"""The public register of recognised products, as a page and as a sheet."""

from collections.abc import Iterator
from datetime import date

from ocop.base.collation import by_name
from ocop.base.moment import local_date
from ocop.base.sheets import safe_csv
from ocop.base.text import Lang, pick
from ocop.cases.certificate import Certificate
from ocop.cases.records import Page
from ocop.catalogue.texts import say
from ocop.certificates.life import validity_on
from ocop.certificates.register import find_products
from ocop.html import (
    Card,
    Cards,
    Filter,
    Filters,
    Heading,
    Link,
    LinkRow,
    Option,
    Pager,
    WebPage,
    show,
)
from ocop.http import PUBLIC, Reply, Request
from ocop.people.province import Province
from ocop.web.desk import Desk
from ocop.web.public.listing import (
    HIGHEST_STAR,
    listed_products,
    narrowed_address,
    open_ways,
    wanted_in,
)
from ocop.web.public.product_page import first_picture
from ocop.web.public.standing import commune_of_certificate, standing_in_words

CARDS_OF_PRODUCTS, ROWS_AT_A_TIME = 15, 200
ROWS_OF_A_SHEET = 5000  # more than the country has in any province
LOWEST_RECOGNISED = 3
SHEET = "/products.csv"
COLUMNS = (
    "number", "product", "organisation", "commune", "set", "star", "decision", "issued",
    "valid_to", "state", "rulebook",
)  # fmt: skip


def show_products(desk: Desk, request: Request) -> Reply:
    """The register of recognised products, narrowed as its bar asks."""
    province, lang = desk.province(request), request.lang
    today = local_date(desk.svc.now())
    part = listed_products(desk.svc, request, province, CARDS_OF_PRODUCTS)
    cards = [_product_card(province, certificate, today, lang) for certificate in part.items]
    more = narrowed_address(request, "/products", province, part.cursor) if part.cursor else ""
    sheet = Link(label=say(lang, "products.sheet"), href=narrowed_address(request, SHEET, province))
    page = WebPage(
        title=say(lang, "frame.products"),
        wide=True,
        parts=[
            Heading(title=say(lang, "frame.products"), lead=say(lang, "products.lead")),
            _bar(desk, request, province),
            Cards(cards=cards, empty=say(lang, "products.more" if more else "products.none")),
            Pager(more=more),
            LinkRow(links=[sheet, *open_ways(province, lang)]),
        ],
    )
    return desk.show(request, page, public=True, at=province)


def _bar(desk: Desk, request: Request, province: Province) -> Filters:
    wanted, lang = wanted_in(request), request.lang
    stars = [
        Option(value=str(n), label=say(lang, "results.stars", n=n), chosen=n == wanted.star)
        for n in range(HIGHEST_STAR, LOWEST_RECOGNISED - 1, -1)
    ]
    units = [
        Option(value=unit.code, label=pick(unit.name, lang), chosen=unit.code == wanted.unit)
        for unit in province.communes
    ]
    groups = [
        Option(value=name, label=label, chosen=name == wanted.group)
        for name, label in _groups(desk, lang)
    ]
    narrowed = wanted != type(wanted)()
    return Filters(
        action="/products",
        label=say(lang, "frame.products"),
        search=wanted.words,
        filters=[
            Filter(name="star", label=say(lang, "products.star"), options=stars),
            Filter(name="unit", label=say(lang, "products.commune"), options=units),
            Filter(name="group", label=say(lang, "products.group"), options=groups),
        ],
        hidden={"province": province.code},
        clear=Link(label="", href=f"/products?province={province.code}") if narrowed else None,
    )


def _groups(desk: Desk, lang: Lang) -> list[tuple[str, str]]:
    """The groups of products of all decisions: the Vietnamese name, and how it is shown."""
    criteria = desk.svc.criteria
    named = {
        entry.group["vi"]: pick(entry.group, lang)
        for decision in criteria.decisions()
        for entry in criteria.entries(decision)
    }
    return sorted(named.items(), key=lambda one: by_name(one[1]))


def _product_card(province: Province, certificate: Certificate, today: date, lang: Lang) -> Card:
    state = validity_on(certificate, today)
    picture, shows = first_picture(certificate, today)
    return Card(
        title=certificate.product,
        href=f"/certificates/{certificate.number}",
        note=f"{certificate.organisation}, {commune_of_certificate(province, certificate, lang)}",
        meta=standing_in_words(state, lang),
        stars=certificate.star,
        picture=picture,
        shows=shows,
    )


def _whole(desk: Desk, request: Request, province: Province) -> Page[Certificate]:
    """The whole list, as far as one sheet holds it; of as many as the address asks for, those."""
    part = listed_products(desk.svc, request, province, ROWS_AT_A_TIME)
    found, cursor = list(part.items), part.cursor
    while cursor and len(found) < ROWS_OF_A_SHEET and "limit" not in request.query:
        part = find_products(
            desk.svc,
            province.code,
            wanted_in(request),
            cursor,
            min(ROWS_AT_A_TIME, ROWS_OF_A_SHEET - len(found)),
        )
        found, cursor = [*found, *part.items], part.cursor
    return Page(tuple(found), cursor)


def send_sheet(desk: Desk, request: Request) -> Reply:
    """The same list as one sheet; of one that is longer than a sheet holds, the address of its next
    part stands in `Link`.
    """
    province, lang = desk.province(request), request.lang
    today = local_date(desk.svc.now())
    part = _whole(desk, request, province)
    head = [say(lang, f"products.column_{name}") for name in COLUMNS]
    lines = [list(_line(province, one, today, lang)) for one in part.items]
    more = narrowed_address(request, SHEET, province, part.cursor) if part.cursor else ""
    headers = {
        **PUBLIC,
        "Content-Disposition": f'attachment; filename="ocop-{province.code}.csv"',
        **({"Link": f'<{more}>; rel="next"'} if more else {}),
    }
    return Reply(200, safe_csv([head, *lines]), "text/csv; charset=utf-8", headers)


def _line(province: Province, certificate: Certificate, today: date, lang: Lang) -> Iterator[str]:
    yield certificate.shown_number
    yield certificate.product
    yield certificate.organisation
    yield commune_of_certificate(province, certificate, lang)
    yield str(certificate.set_number)
    yield str(certificate.star)
    yield certificate.decision_number
    yield show.day(certificate.issued, lang)
    yield show.day(certificate.valid_to, lang)
    yield standing_in_words(validity_on(certificate, today), lang)
    yield certificate.rulebook
