"""The certificate that somebody means by a number, as it is typed, printed or coded."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress

from ocop.base.errors import NotFound
from ocop.cases.certificate import Certificate
from ocop.cases.ports import CaseServices
from ocop.cases.product_code import reference_behind
from ocop.certificates.importing import case_of_printed

LONGEST_NUMBER_TYPED = 80
# OCOP, the four parts of a reference or of a product code, and which certificate of the case it is.
_OURS = re.compile(
    r"\W*(?:ocop)?\W*([0-9]+)\W+([0-9]+)\W+([0-9]+)\W+([0-9]{4})(?:\W+([0-9]+))?\W*", re.IGNORECASE
)


def certificate_numbered(svc: CaseServices, typed: str) -> Certificate:
    """The certificate of a number: ours, in whatever letters and with whatever between its parts,
    its reference or its product's code alone, or the number on the paper of one that was taken
    over, with or without marks. Raises NotFound, also where two provinces have that number.
    """
    with suppress(NotFound):
        return svc.store.certificate(typed)
    text = unicodedata.normalize("NFKC", typed[: LONGEST_NUMBER_TYPED + 1])
    if len(text) > LONGEST_NUMBER_TYPED:
        raise NotFound
    for number in _ours(text):
        with suppress(NotFound):
            return svc.store.certificate(number)
    printed = [case_of_printed(svc, province, text) for province in svc.store.provinces()]
    numbers = {case.subject.certificate for case in printed if case}
    if len(numbers) != 1:
        raise NotFound
    return svc.store.certificate(numbers.pop())


def _ours(text: str) -> Iterator[str]:
    parts = _OURS.fullmatch(text)
    if parts is None:
        return
    province, unit, number, year, place = parts.groups()
    reference = f"{province}-{unit}-{number.lstrip('0').zfill(3)}-{year}"
    for one in filter(None, (reference, reference_behind(reference))):
        yield f"OCOP-{one}" + (f"-{place}" if place else "")
