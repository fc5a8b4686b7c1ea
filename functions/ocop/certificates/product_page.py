"""What buyers are shown of a recognised product: pictures, story and contact, as its producer gave
them with consent, while the certificate counts.

The decisions on OCOP say nothing of it; nothing of a dossier is shown but what was named for it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate, ProductPage
from ocop.cases.event import Event
from ocop.cases.ports import CaseServices
from ocop.cases.subject import Rating
from ocop.certificates.life import validity_on

PAGE_SHOWN, PAGE_TAKEN_DOWN = "page-shown", "page-taken-down"  # kinds of events
MISUSE_REPORTED, ANYBODY = "misuse-reported", "anybody"  # the kind, and by whom
PICTURES = "pictures"
CONTACT = ("sold", "website", "phone", "email")
SIZES: Mapping[str, int] = {"": 1200, "-small": 320}  # ending of a name, longest side in pixels
PICTURE_MEDIA = "image/jpeg"


@struct(frozen=True)
class ShownProduct:
    """A page as buyers read it; `contact` holds what was given of where to buy."""

    page: ProductPage
    story: str
    contact: Mapping[str, str]

    @property
    def pictures(self) -> list[tuple[str, str]]:
        """Each picture's name in addresses, and what it shows."""
        return [(str(place), words) for place, words in enumerate(self.page.shows, 1)]


def page_on(certificate: Certificate, day: date) -> ProductPage | None:
    """What is shown of a product on a day: nothing once its certificate no longer counts."""
    return certificate.page if validity_on(certificate, day).in_force else None


def shown_product(svc: CaseServices, certificate: Certificate, day: date) -> ShownProduct | None:
    """The whole page as it is shown on a day, if there is one."""
    page = page_on(certificate, day)
    event = svc.store.event(certificate.dossier, page.act) if page else None
    if page is None or event is None:
        return None
    contact = {name: str(event.data[name]) for name in CONTACT if event.data.get(name)}
    return ShownProduct(page, str(event.data["story"]), contact)


def certificate_shown(svc: CaseServices, case: Case, day: date) -> Certificate | None:
    """The certificate that a case gave its product, while it counts; None for any other case."""
    if case.status != "ended" or not isinstance(case.subject, Rating):
        return None
    if not case.subject.certificate:
        return None
    certificate = svc.store.certificate(case.subject.certificate)
    own = certificate.dossier == case.id
    return certificate if own and validity_on(certificate, day).in_force else None


def newest_page(events: Sequence[Event]) -> ProductPage | None:
    """What is shown of a product by its case's history: what was put up last, unless it was taken
    down since.
    """
    kinds = (PAGE_SHOWN, PAGE_TAKEN_DOWN)
    newest = next((one for one in reversed(events) if one.kind in kinds), None)
    if newest is None or newest.kind == PAGE_TAKEN_DOWN:
        return None
    shows = tuple(str(one["shows"]) for one in newest.data[PICTURES])
    return ProductPage(newest.id, local_date(newest.at), shows)


def page_data(svc: CaseServices, certificate: Certificate) -> Mapping[str, Any]:
    """What was filled in for the page that stands; {} where none does."""
    page = certificate.page
    event = svc.store.event(certificate.dossier, page.act) if page else None
    return event.data if event else {}


def picture_key(dossier: str, act: str, name: str) -> str:
    """Where a picture lies that was made for showing; `name` is its place and the ending of its
    size.
    """
    return f"papers/{dossier}/shown-{act}-{name}.jpg"
