"""What the address of a list may ask for: from where, of which star, how many."""

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.text import Text, pick
from ocop.cases.certificate import Certificate
from ocop.cases.ports import Services
from ocop.cases.records import Page
from ocop.http.request import Asked
from ocop.people.province import Province

LOWEST_STAR, HIGHEST_STAR = 1, 5
ONE_OF: Text = {
    "vi": "{name}: xin ghi một số từ {least} đến {most}",
    "en": "{name}: please give a number from {least} to {most}",
}


def products(svc: Services, asked: Asked, province: Province, most: int) -> Page[Certificate]:
    """A part of the register of recognised products: after `?cursor=`, of `?star=` alone, at most
    `?limit=`. Raises InvalidInput for a star or number that means nothing, Malformed for a cursor
    that we never gave.
    """
    star = whole(asked, "star", LOWEST_STAR, HIGHEST_STAR)
    limit = whole(asked, "limit", 1, most) or most
    return svc.store.products(province.code, asked.query.get("cursor", ""), limit, star=star)


def whole(asked: Asked, name: str, least: int, most: int) -> int:
    """The number that a query parameter names, 0 without one. Raises InvalidInput outside."""
    text = asked.query.get(name, "")
    if not text:
        return 0
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    if not least <= number <= most:
        told = pick(ONE_OF, asked.lang).format(name=name, least=least, most=most)
        raise InvalidInput([FieldError(f"/{name}", "range", told)], "bad-filter")
    return number
