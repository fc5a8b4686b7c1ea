"""What the address of a list may ask for: from where, of which star, how many."""

from ocop.base.errors import FieldError, InvalidInput
from ocop.cases.certificate import Certificate
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.catalogue.texts import say
from ocop.http import Request
from ocop.people.province import Province

LOWEST_STAR, HIGHEST_STAR = 1, 5


def listed_products(
    svc: Services, request: Request, province: Province, most: int
) -> Page[Certificate]:
    """A part of the register of recognised products: after `?cursor=`, of `?star=` alone, at most
    `?limit=`. Raises InvalidInput for a star or number that means nothing, Malformed for a cursor
    that we never gave.
    """
    star = number_in_query(request, "star", LOWEST_STAR, HIGHEST_STAR)
    limit = number_in_query(request, "limit", 1, most) or most
    return svc.store.products(province.code, request.query.get("cursor", ""), limit, star=star)


def number_in_query(request: Request, name: str, least: int, most: int) -> int:
    """The number that a query parameter names, 0 without one. Raises InvalidInput outside."""
    text = request.query.get(name, "")
    if not text:
        return 0
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    if not least <= number <= most:
        detail = say(request.lang, "lists.one_of", name=name, least=least, most=most)
        raise InvalidInput([FieldError(f"/{name}", "range", detail)], "bad-filter")
    return number
