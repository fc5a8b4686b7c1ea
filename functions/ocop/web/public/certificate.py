"""A certificate as buyers and inspectors look at it."""

from collections.abc import Sequence
from datetime import date, timedelta

from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.base.points import show_points
from ocop.base.text import Lang, pick
from ocop.cases.certificate import Certificate, Revocation
from ocop.cases.letters import decision_line
from ocop.cases.lookup import province_of
from ocop.catalogue.texts import say
from ocop.certificates.life import validity_on
from ocop.certificates.numbered import certificate_numbered
from ocop.certificates.product_page import ShownProduct, shown_product
from ocop.certificates.recogniser import recogniser
from ocop.certificates.renewing import renewal_under_law
from ocop.html import (
    CertificateCard,
    Component,
    Link,
    Paragraph,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    show,
)
from ocop.http import Reply, Request, see_other
from ocop.people.province import Province
from ocop.web.desk import Desk
from ocop.web.public.answering import answering_parts
from ocop.web.public.misuse import misuse_ways
from ocop.web.public.product_page import picture_address, shown_parts
from ocop.web.public.sealed import seal_parts
from ocop.web.public.standing import (
    commune_of_certificate,
    standing_in_words,
    standing_word,
)
from ocop.web.reading import office_in_words

MOST_EARLIER = 10
_DAY = timedelta(days=1)


def show_certificate(desk: Desk, request: Request, number: str) -> Reply:
    """A certificate as a buyer or inspector checks it; a number that is written in another way
    leads to it.
    """
    lang = request.lang
    certificate = certificate_numbered(desk.svc, number)
    if certificate.number != number:
        return see_other(f"/certificates/{certificate.number}")
    province = province_of(desk.svc, certificate.province)
    today = local_date(desk.svc.now())
    number = certificate.shown_number
    title = say(lang, "certificate.title", product=certificate.product, number=number)
    card = _certificate_card(desk, province, certificate, today, lang)
    shown = shown_product(desk.svc, certificate, today)
    page = WebPage(
        title=title,
        summary=_in_short(card, lang),
        picture=_drawn_beside(desk, certificate, shown),
        parts=[
            card,
            *shown_parts(certificate, shown, lang),
            *answering_parts(desk, certificate, lang),
            *seal_parts(desk, certificate, lang),
            *_later(certificate, lang),
            *_renewal(desk, province, certificate, today, lang),
            *_history(desk, certificate, today, lang),
            Paragraph(text=say(lang, "certificate.source"), tone="soft small"),
            *misuse_ways(certificate, request),
        ],
    )
    return desk.show(request, page, public=True, at=province)


def find_certificate(desk: Desk, _: Request, number: str, more: str) -> Reply:
    """Leads to the certificate of a number with a stroke in it, as papers have them.

    Raises NotFound where nothing stands behind the stroke, too.
    """
    if not more.strip():
        raise NotFound
    certificate = certificate_numbered(desk.svc, f"{number}/{more}")
    return see_other(f"/certificates/{certificate.number}")


def _drawn_beside(desk: Desk, certificate: Certificate, shown: ShownProduct | None) -> str:
    """The whole address of the first picture, for who shares the page; "" without one."""
    if shown is None:
        return ""
    return f"{desk.svc.base_url}{picture_address(certificate, shown.page.act, '1')}"


def _in_short(card: CertificateCard, lang: Lang) -> str:
    told = {"stars": card.stars, "producer": card.producer, "place": card.place}
    return say(lang, "certificate.in_short", **told, validity=card.validity)


def _certificate_card(
    desk: Desk, province: Province, certificate: Certificate, today: date, lang: Lang
) -> CertificateCard:
    home = pick(province.unit_name(certificate.province), lang)
    place = f"{commune_of_certificate(province, certificate, lang)}, {home}"
    state = validity_on(certificate, today)
    last = state.day - _DAY if state.state == "expired" else state.day
    extended = _extended(desk, certificate, lang) if state.state == "extended" else ()
    return CertificateCard(
        number=certificate.shown_number,
        product=certificate.product,
        producer=certificate.organisation,
        place=place,
        stars=certificate.star,
        decision=decision_line(certificate, lang),
        validity=say(lang, f"certificate.state_{standing_word(state)}", day=show.day(last, lang)),
        in_force=state.in_force,
        withdrawn=state.state == "withdrawn",
        points=show_points(certificate.total) if certificate.total else "",
        lines=[
            *_recognised(desk, certificate, lang),
            pick(certificate.headline, lang),
            *_code_in_words(certificate, lang),
            *extended,
            *_withdrawal_in_words(certificate, lang),
        ],
    )


def _extended(desk: Desk, certificate: Certificate, lang: Lang) -> Sequence[str]:
    """By which article it holds on: that of the law of the re-rating which is not answered yet."""
    case = desk.svc.store.case(certificate.renewals[-1].case)
    law = desk.svc.rulebooks.at(case.process)
    article = law.renewal.extends_article
    told = {"article": article, "decision": law.decision}
    return [say(lang, "certificate.extended_by", **told)] if article else []


def _recognised(desk: Desk, certificate: Certificate, lang: Lang) -> list[str]:
    """Who recognised it, the centre by its name; nothing where that is not known."""
    office = office_in_words(recogniser(desk.svc, certificate), certificate.issued, lang)
    return [say(lang, "certificate.recognised_by", office=office)] if office else []


def _code_in_words(certificate: Certificate, lang: Lang) -> list[str]:
    """The product's code; none where the certificate was taken over without a case of ours."""
    code = certificate.product_code
    return [say(lang, "certificate.code", code=code)] if code else []


def _withdrawal_in_words(certificate: Certificate, lang: Lang) -> list[str]:
    """Since when and by which decisions it did not count any more."""
    return [line for one in certificate.revocations for line in _told_of(one, lang)]


def _told_of(revocation: Revocation, lang: Lang) -> list[str]:
    day, number = show.day(revocation.day, lang), revocation.decision_number
    office = office_in_words(revocation.office, revocation.day, lang)
    by = "withdrawn_by_office" if office else "withdrawn_by"
    told = [say(lang, f"certificate.{by}", day=day, number=number, office=office)]
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
        TableCell(text=standing_in_words(validity_on(certificate, today), lang)),
    ]
    return TableRow(href=f"/certificates/{certificate.number}", cells=cells)
