"""What the address of a list may ask for: from where, in which words, of which star, how many."""

from urllib.parse import urlencode

from ocop.base.digits import plain_number
from ocop.base.errors import FieldError, InvalidInput
from ocop.base.text import Lang
from ocop.cases.certificate import Certificate
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.catalogue.texts import say
from ocop.certificates.register import Wanted, find_products
from ocop.html import Link
from ocop.http import Request
from ocop.people.province import Province

LOWEST_STAR, HIGHEST_STAR = 1, 5
LONGEST_WORDS = 100
OPEN_PAGES = {"events": "/events", "sales_points": "/sales-points", "title": "/data"}
NARROWING = ("q", "star", "unit", "group", "set", "organisation")


def listed_products(
    svc: Services, request: Request, province: Province, most: int
) -> Page[Certificate]:
    """A part of the register of recognised products: after `?cursor=`, narrowed to what the address
    asks for, at most `?limit=`. Raises InvalidInput for a star or number that means nothing,
    Malformed for a cursor that we never gave.
    """
    limit = number_in_query(request, "limit", 1, most) or most
    cursor = request.query.get("cursor", "")
    return find_products(svc, province.code, wanted_in(request), cursor, limit)


def wanted_in(request: Request) -> Wanted:
    """What the address looks for in the register. Raises InvalidInput for a star that is none."""
    asked = {name: request.query.get(name, "").strip()[:LONGEST_WORDS] for name in NARROWING}
    return Wanted(
        words=asked["q"],
        star=number_in_query(request, "star", LOWEST_STAR, HIGHEST_STAR),
        unit=asked["unit"],
        group=asked["group"],
        set_key=asked["set"],
        organisation=asked["organisation"],
    )


def narrowed_address(request: Request, path: str, province: Province, cursor: str = "") -> str:
    """The address of the same list elsewhere: another part of it, or in another form."""
    asked = {name: request.query[name] for name in NARROWING if request.query.get(name)}
    more = {"cursor": cursor} if cursor else {}
    return f"{path}?{urlencode({'province': province.code, **asked, **more})}"


def number_in_query(request: Request, name: str, least: int, most: int) -> int:
    """The number that a query parameter names, 0 without one. Raises InvalidInput outside."""
    text = request.query.get(name, "")
    if not text:
        return 0
    number = plain_number(text, 3)
    if number is None or not least <= number <= most:
        detail = say(request.lang, "lists.one_of", name=name, least=least, most=most)
        raise InvalidInput([FieldError(f"/{name}", "range", detail)], "bad-filter")
    return number


def open_ways(province: Province, lang: Lang) -> list[Link]:
    """To what else of the programme is public."""
    return [
        Link(label=say(lang, f"opened.{name}"), href=f"{path}?province={province.code}")
        for name, path in OPEN_PAGES.items()
    ]
