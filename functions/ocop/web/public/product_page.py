"""What buyers see of a recognised product beside its certificate: pictures, story, contact."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.base.text import Lang
from ocop.cases.certificate import Certificate
from ocop.catalogue.texts import say
from ocop.certificates.product_page import (
    PICTURE_MEDIA,
    SIZES,
    ShownProduct,
    page_on,
    picture_key,
)
from ocop.html import (
    Component,
    FactLine,
    Facts,
    Link,
    LinkRow,
    Paragraph,
    Picture,
    Pictures,
    Subheading,
    show,
)
from ocop.http import Reply, Request
from ocop.web.desk import Desk

FOR_LISTS = "-small"
KEPT = {"Cache-Control": "public, max-age=3600", "X-Robots-Tag": "all"}  # one taken down is gone


def picture_address(certificate: Certificate, act: str, name: str) -> str:
    """Where a picture is read; another page of the product has other addresses."""
    return f"/certificates/{certificate.number}/pictures/{name}?of={act[:8]}"


def first_picture(certificate: Certificate, day: date) -> tuple[str, str]:
    """The small picture for lists, with what it shows; two empty texts where none is shown."""
    page = page_on(certificate, day)
    if page is None:
        return "", ""
    return picture_address(certificate, page.act, f"1{FOR_LISTS}"), page.shows[0]


def shown_parts(
    certificate: Certificate, shown: ShownProduct | None, lang: Lang
) -> Sequence[Component]:
    """Pictures, story and where to buy; nothing where nothing is shown."""
    if shown is None:
        return []
    act = shown.page.act
    pictures = [
        Picture(href=picture_address(certificate, act, name), shows=words)
        for name, words in shown.pictures
    ]
    day = show.day(shown.page.since, lang)
    return [
        Subheading(text=say(lang, "shown.title")),
        Pictures(pictures=pictures, label=say(lang, "shown.pictures")),
        *(Paragraph(text=line) for line in shown.story.split("\n") if line.strip()),
        *_contact(shown, lang),
        Paragraph(text=say(lang, "shown.by_producer", day=day), tone="soft small"),
    ]


def _contact(shown: ShownProduct, lang: Lang) -> Sequence[Component]:
    told = {name: text for name, text in shown.contact.items() if name != "website"}
    facts = [FactLine(label=say(lang, f"shown.{name}"), value=text) for name, text in told.items()]
    site = shown.contact.get("website", "")
    ways = [LinkRow(links=[Link(label=say(lang, "shown.website"), href=site)])] if site else []
    if not facts and not ways:
        return []
    return [
        Subheading(text=say(lang, "shown.buy")),
        *([Facts(facts=facts)] if facts else []),
        *ways,
    ]


def shown_document(
    desk: Desk, certificate: Certificate, shown: ShownProduct | None
) -> dict[str, Any]:
    """The same as JSON: `page` is null where nothing is shown."""
    if shown is None:
        return {"page": None}
    base, act = desk.svc.base_url, shown.page.act
    pictures = [
        {
            "shows": words,
            "href": f"{base}{picture_address(certificate, act, name)}",
            "small": f"{base}{picture_address(certificate, act, f'{name}{FOR_LISTS}')}",
        }
        for name, words in shown.pictures
    ]
    contact = {name: shown.contact.get(name, "") for name in ("sold", "website", "phone", "email")}
    since = shown.page.since.isoformat()
    return {"page": {"since": since, "pictures": pictures, "story": shown.story, **contact}}


def send_picture(desk: Desk, _: Request, number: str, picture: str) -> Reply:
    """A picture that is shown of a product today. Raises NotFound for everything else."""
    certificate = desk.svc.store.certificate(number)
    page = page_on(certificate, local_date(desk.svc.now()))
    places = range(1, len(page.shows) + 1) if page else ()
    if page is None or picture not in {f"{n}{ending}" for n in places for ending in SIZES}:
        raise NotFound
    key = picture_key(certificate.dossier, page.act, picture)
    if not desk.svc.shelf.holds(key):
        raise NotFound
    return Reply(200, content=PICTURE_MEDIA, headers=KEPT, raw=desk.svc.shelf.read(key))
