"""Following a case without its link: by its reference and what only its producer knows."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hmac import compare_digest

from ocop.base.errors import Forbidden, NotFound
from ocop.cases.allowances import tries_of
from ocop.cases.case import Case
from ocop.cases.product_code import reference_behind
from ocop.cases.subject import Proceeding
from ocop.certificates.product_page import PAGE_SHOWN
from ocop.filing.ports import FilingServices
from ocop.people.province import Province

COUNTRY = "84"
REACHED_BY = ("phone", "email")
YEAR_DIGITS = 4
LONGEST_TYPED = 200
PARTS = 4
LONGEST_NUMBER, LONGEST_DIGITS = 6, 24
_NUMBERS = re.compile(r"[0-9]+")


def track(svc: FilingServices, reference: str, key: str) -> Case:
    """The case of a reference, for who knows the producer's mail address or phone number.

    Wrong keys are counted for each case. Raises NotFound, Forbidden for a wrong key, TooMany after
    ten wrong ones in an hour, also for the right one then.
    """
    case = public_case(svc, reference)
    reference = case.reference
    svc.counters.check(tries_of(reference), svc.now())
    if not any(_same(key, known) for known in _known(svc, case)) or _published(svc, case, key):
        svc.counters.take(tries_of(reference), key, svc.now())
        raise Forbidden("case-key")
    return case


def public_case(svc: FilingServices, reference: str) -> Case:
    """The case of a reference, or of its product's code, that anybody may learn of, in whatever way
    it is written. Raises NotFound for what was begun about a recognised product: while it is only
    considered it is nobody else's matter.
    """
    case = svc.store.case(svc.store.case_id(_written(svc, reference)))
    if isinstance(case.subject, Proceeding):
        raise NotFound
    return case


def _written(svc: FilingServices, typed: str) -> str:
    """The reference that stands in an address, as we write it; what is none stays as it is."""
    with suppress(NotFound):
        svc.store.case_id(typed)
        return typed
    plain = not any(sign.isalpha() for sign in typed)  # what has letters is a proceeding's
    found = find_reference(svc.store.provinces(), typed[:LONGEST_TYPED]) if plain else ""
    return (known_reference(svc, found) if found else "") or typed


def _known(svc: FilingServices, case: Case) -> Iterator[str]:
    """The address mail goes to, and every phone number the producer has given."""
    yield case.party.email
    for id in case.filed.values():
        event = svc.store.event(case.id, id)
        if event and event.data.get("phone"):
            yield str(event.data["phone"])


def _published(svc: FilingServices, case: Case, key: str) -> bool:
    """Whether the producer has ever shown it to buyers: what everybody may know opens nothing."""
    if not case.subject.certificate:
        return False
    shown = [one.data for one in svc.store.events(case.id) if one.kind == PAGE_SHOWN]
    return any(_same(key, str(data.get(name, ""))) for data in shown for name in REACHED_BY)


def _same(given: str, known: str) -> bool:
    plain = _plain(given)
    return bool(plain) and compare_digest(plain.encode(), _plain(known).encode())


def _plain(text: str) -> str:
    """An address in small letters, or the digits of a phone number with its leading zero."""
    if "@" in text:
        return text.strip().casefold()
    digits = "".join(_NUMBERS.findall(text))
    if not digits:
        return ""
    return f"0{digits.removeprefix('00').removeprefix(COUNTRY).lstrip('0')}"


def find_reference(provinces: Sequence[Province], typed: str) -> str:
    """The reference in what people type or paste: among words, in brackets, with blanks or nothing
    between its parts; "" when there is none.
    """
    numbers = _NUMBERS.findall(typed)
    groups = (tuple(numbers[first : first + PARTS]) for first in range(len(numbers)))
    found = (_joined(*group) for group in groups if len(group) == PARTS)
    whole = (_split(provinces, digits) for digits in numbers if len(digits) <= LONGEST_DIGITS)
    return next((reference for reference in (*found, *whole) if reference), "")


def _joined(province: str, unit: str, number: str, year: str) -> str:
    if len(year) != YEAR_DIGITS or len(province) > len(unit) or len(number) > LONGEST_NUMBER:
        return ""
    return f"{province}-{unit}-{number.lstrip('0').zfill(3)}-{year}"


def _split(provinces: Sequence[Province], digits: str) -> str:
    """A reference written without anything between its parts."""
    head, year = digits[:-YEAR_DIGITS], digits[-YEAR_DIGITS:]
    for province in provinces:
        for unit in sorted(province.units, key=len, reverse=True):
            number = head.removeprefix(province.code + unit)
            if number != head and number.strip("0"):
                return _joined(province.code, unit, number, year)
    return ""


def known_reference(svc: FilingServices, reference: str) -> str:
    """The reference of a case where it is one, or is the product code of one; else ""."""
    for tried in filter(None, (reference, reference_behind(reference))):
        with suppress(NotFound):
            svc.store.case_id(tried)
            return tried
    return ""
