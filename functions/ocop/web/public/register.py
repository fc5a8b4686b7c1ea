"""The public register of recognised products: as a page, as a sheet, and certificate by
certificate.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ocop.base.collation import by_name
from ocop.base.moment import local_date
from ocop.base.points import show_points
from ocop.base.sheets import safe_csv
from ocop.base.text import Lang, pick
from ocop.cases.certificate import Certificate, Revocation
from ocop.cases.letters import decision_line
from ocop.cases.lookup import province_of
from ocop.catalogue.texts import say
from ocop.certificates.life import Validity, validity_on
from ocop.certificates.renewing import renewal_under_law
from ocop.html import (
    Card,
    Cards,
    CertificateCard,
    Component,
    Filter,
    Filters,
    Heading,
    Link,
    LinkRow,
    Option,
    Pager,
    Paragraph,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    show,
)
from ocop.http import PUBLIC, Reply, Request
from ocop.people.province import Province
from ocop.web.desk import Desk
from ocop.web.public.answering import answering_parts
from ocop.web.public.listing import (
    HIGHEST_STAR,
    listed_products,
    narrowed_address,
    open_ways,
    wanted_in,
)
from ocop.web.public.sealed import seal_parts

CARDS_OF_PRODUCTS, ROWS_OF_A_SHEET = 24, 200
LOWEST_RECOGNISED = 3
MOST_EARLIER = 10
SHEET = "/products.csv"
COLUMNS = (
    "number", "product", "organisation", "commune", "set", "star", "decision", "issued",
    "valid_to", "state", "rulebook",
)  # fmt: skip
_DAY = timedelta(days=1)


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
    return Card(
        title=certificate.product,
        href=f"/certificates/{certificate.number}",
        note=f"{certificate.organisation}, {_commune(province, certificate, lang)}",
        meta=_state_in_words(state, lang),
        stars=certificate.star,
    )


def _commune(province: Province, certificate: Certificate, lang: Lang) -> str:
    """The commune's name; its code where the province's document no longer has it."""
    return pick(province.unit_name(certificate.unit), lang)


def _state_in_words(state: Validity, lang: Lang) -> str:
    return say(lang, f"standings.{_word(state)}", day=show.day(state.day, lang))


def _word(state: Validity) -> str:
    return state.state.replace("-", "_")


def send_sheet(desk: Desk, request: Request) -> Reply:
    """The same list as a sheet; the address of its next part stands in `Link`."""
    province, lang = desk.province(request), request.lang
    today = local_date(desk.svc.now())
    part = listed_products(desk.svc, request, province, ROWS_OF_A_SHEET)
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
    yield _commune(province, certificate, lang)
    yield str(certificate.set_number)
    yield str(certificate.star)
    yield certificate.decision_number
    yield show.day(certificate.issued, lang)
    yield show.day(certificate.valid_to, lang)
    yield _state_in_words(validity_on(certificate, today), lang)
    yield certificate.rulebook


def show_certificate(desk: Desk, request: Request, number: str) -> Reply:
    """A certificate as a buyer or inspector checks it."""
    lang = request.lang
    certificate = desk.svc.store.certificate(number)
    province = province_of(desk.svc, certificate.province)
    today = local_date(desk.svc.now())
    shown = certificate.shown_number
    title = say(lang, "certificate.title", product=certificate.product, number=shown)
    page = WebPage(
        title=title,
        parts=[
            _certificate_card(province, certificate, today, lang),
            *answering_parts(desk, certificate, lang),
            *seal_parts(desk, certificate, lang),
            *_later(certificate, lang),
            *_renewal(desk, province, certificate, today, lang),
            *_history(desk, certificate, today, lang),
            Paragraph(text=say(lang, "certificate.source"), tone="soft small"),
        ],
    )
    return desk.show(request, page, public=True, at=province)


def _certificate_card(
    province: Province, certificate: Certificate, today: date, lang: Lang
) -> CertificateCard:
    home = pick(province.unit_name(certificate.province), lang)
    place = f"{_commune(province, certificate, lang)}, {home}"
    state = validity_on(certificate, today)
    last = state.day - _DAY if state.state == "expired" else state.day
    return CertificateCard(
        number=certificate.shown_number,
        product=certificate.product,
        producer=certificate.organisation,
        place=place,
        stars=certificate.star,
        decision=decision_line(certificate, lang),
        validity=say(lang, f"certificate.state_{_word(state)}", day=show.day(last, lang)),
        in_force=state.in_force,
        withdrawn=state.state == "withdrawn",
        points=show_points(certificate.total) if certificate.total else "",
        lines=[
            pick(certificate.headline, lang),
            *_code_in_words(certificate, lang),
            *_withdrawal_in_words(certificate, lang),
        ],
    )


def _code_in_words(certificate: Certificate, lang: Lang) -> list[str]:
    """The product's code; none where the certificate was taken over without a case of ours."""
    code = certificate.product_code
    return [say(lang, "certificate.code", code=code)] if code else []


def _withdrawal_in_words(certificate: Certificate, lang: Lang) -> list[str]:
    """Since when and by which decisions it did not count any more."""
    return [line for one in certificate.revocations for line in _told_of(one, lang)]


def _told_of(revocation: Revocation, lang: Lang) -> list[str]:
    day, number = show.day(revocation.day, lang), revocation.decision_number
    told = [say(lang, "certificate.withdrawn_by", day=day, number=number)]
    if revocation.label:
        ground = pick(revocation.label, lang)
        told.append(say(lang, "oversight.withdrawn_for", ground=ground))
    if revocation.lifted:
        lifted = {"day": show.day(revocation.lifted, lang), "number": revocation.lifted_by}
        told.append(say(lang, "oversight.restored_by", **lifted))
    return told


def _renewal(
    desk: Desk, province: Province, certificate: Certificate, today: date, lang: Lang
) -> Sequence[Component]:
    """From when to when its product may be handed in for another rating, while it counts."""
    if not validity_on(certificate, today).in_force:
        return []
    days = renewal_under_law(desk.svc, province, certificate, today)
    opens = show.day(days.opens, lang)
    if days.closes is None:
        return [Paragraph(text=say(lang, "certificate.renewal_from", opens=opens))]
    closes = show.day(days.closes, lang)
    return [Paragraph(text=say(lang, "certificate.renewal", opens=opens, closes=closes))]


def _later(certificate: Certificate, lang: Lang) -> Sequence[Component]:
    """The way to the certificate that has come in this one's place."""
    if not certificate.replaced_by:
        return []
    newer = Link(
        label=say(lang, "certificate.newer"), href=f"/certificates/{certificate.replaced_by}"
    )
    return [Paragraph(text="", link=newer)]


def _history(desk: Desk, certificate: Certificate, today: date, lang: Lang) -> Sequence[Component]:
    """The stars that the product had before."""
    if not certificate.earlier:
        return []
    title = say(lang, "certificate.history")
    columns = ("certificate.number", "certificate.stars", "certificate.from", "certificate.state")
    before = [desk.svc.store.certificate(one) for one in certificate.earlier[:MOST_EARLIER]]
    table = Table(
        caption=title,
        columns=[TableColumn(title=say(lang, name)) for name in columns],
        rows=[_earlier(one, today, lang) for one in before],
        empty="",
    )
    return [Subheading(text=title), table]


def _earlier(certificate: Certificate, today: date, lang: Lang) -> TableRow:
    cells = [
        TableCell(text=certificate.shown_number),
        TableCell(stars=certificate.star),
        TableCell(text=show.day(certificate.issued, lang)),
        TableCell(text=_state_in_words(validity_on(certificate, today), lang)),
    ]
    return TableRow(href=f"/certificates/{certificate.number}", cells=cells)
