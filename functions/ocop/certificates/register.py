"""The public register: where it lists a certificate, and how it is looked into."""

from collections.abc import Iterator

from ocop.base.collation import folded
from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.cases.certificate import Certificate
from ocop.cases.records import Page, RegisterEntry
from ocop.catalogue.criteria_sets import CriteriaSetEntry
from ocop.certificates.ports import CertificateServices

MOST_READS = 5  # of places in the register, for one part of a list
MOST_WORDS, LONGEST = 8, 80  # of a name, by which it is listed
LONG_FIGURE = 5  # letters, as a commune's code has
NAMES_IN_WORDS = 2  # of what a certificate is looked for by: product and maker, before numbers
IN_EVERY_NUMBER = "ocop"


@struct(frozen=True)
class Wanted:
    """What somebody looks for in the register; what is "" or 0 does not matter. `words` stand in
    the product's or its maker's name, with or without marks; the rest is exact.
    """

    words: str = ""
    star: int = 0
    unit: str = ""
    group: str = ""
    set_key: str = ""
    organisation: str = ""


def find_products(
    svc: CertificateServices, province: str, wanted: Wanted, cursor: str, limit: int
) -> Page[Certificate]:
    """A part of what the register holds of that, and where the next begins.

    One place of the register is read, a few times at most, so the cost does not grow with what the
    register holds: a part may be shorter than `limit`, even empty, though more follow. Raises
    Malformed for a cursor that we never gave.
    """
    found: list[Certificate] = []
    for _ in range(MOST_READS):
        part = _read(svc, province, wanted, cursor, limit - len(found))
        found += [one for one in part.items if _fits(svc, wanted, one)]
        cursor = part.cursor
        if not cursor or len(found) == limit:
            break
    return Page(tuple(found), cursor)


def places_of(svc: CertificateServices, certificate: Certificate) -> tuple[RegisterEntry, ...]:
    """Where the register lists a certificate; one that another has come in the place of nowhere."""
    if certificate.replaced_on:
        return ()
    entry = entry_of(svc, certificate)
    judged = (
        [RegisterEntry("g", folded(entry.group["vi"])), RegisterEntry("s", entry.key)]
        if entry
        else []
    )
    names = sorted({*_endings(certificate)})
    return (
        RegisterEntry("u", certificate.unit),
        RegisterEntry("d", certificate.valid_to.isoformat()),
        *judged,
        *(RegisterEntry("n", words) for words in names),
    )


def entry_of(svc: CertificateServices, certificate: Certificate) -> CriteriaSetEntry | None:
    """The criteria set by which a certificate's product was judged; None when it is gone."""
    try:
        folder = svc.rulebooks.at(certificate.rulebook).criteria
        entries = svc.criteria.entries(folder)
    except NotFound:
        return None
    return next((one for one in entries if one.number == certificate.set_number), None)


def group_judged_in(svc: CertificateServices, certificate: Certificate) -> str:
    """The Vietnamese name of the product group that a certificate's product was judged in, by which
    the register is narrowed; "" when its criteria set is gone.
    """
    entry = entry_of(svc, certificate)
    return entry.group["vi"] if entry else ""


def _read(
    svc: CertificateServices, province: str, wanted: Wanted, cursor: str, limit: int
) -> Page[Certificate]:
    leading = max(filter(_leads, _words(wanted)), key=len, default="")
    words = folded(wanted.organisation)[:LONGEST] or leading
    if not words:
        place = _place(wanted)
        return svc.store.products(province, cursor, limit, star=wanted.star, place=place)
    part = svc.store.named_products(province, words, cursor, limit)
    first = [one.certificate for one in part.items if one.words == _first(one.certificate, words)]
    return Page(tuple(first), part.cursor)


def _first(certificate: Certificate, words: str) -> str:
    """Of the places that the same words lead to, the first: so it is listed once."""
    return min((end for end in _endings(certificate) if end.startswith(words)), default="")


def _place(wanted: Wanted) -> RegisterEntry | None:
    if wanted.set_key:
        return RegisterEntry("s", wanted.set_key)
    if wanted.unit:
        return RegisterEntry("u", wanted.unit)
    return RegisterEntry("g", folded(wanted.group)) if wanted.group else None


def _fits(svc: CertificateServices, wanted: Wanted, certificate: Certificate) -> bool:
    named = " ".join(_names(certificate)).split()
    maker = folded(certificate.organisation)
    return (
        wanted.star in (0, certificate.star)
        and wanted.unit in ("", certificate.unit)
        and folded(wanted.organisation) in ("", maker)
        and all(any(word.startswith(start) for word in named) for start in _words(wanted))
        and _judged_so(svc, wanted, certificate)
    )


def _judged_so(svc: CertificateServices, wanted: Wanted, certificate: Certificate) -> bool:
    if not (wanted.group or wanted.set_key):
        return True
    entry = entry_of(svc, certificate)
    return (
        entry is not None
        and wanted.set_key in ("", entry.key)
        and folded(wanted.group) in ("", folded(entry.group["vi"]))
    )


def _words(wanted: Wanted) -> list[str]:
    return folded(wanted.words).split()[:MOST_WORDS]


def _names(certificate: Certificate) -> tuple[str, ...]:
    """What a certificate is looked for by, folded: its product, its maker, its number on paper,
    and ours where that is another.
    """
    numbers = dict.fromkeys((certificate.shown_number, certificate.number))
    return tuple(map(folded, (certificate.product, certificate.organisation, *numbers)))


def _endings(certificate: Certificate) -> Iterator[str]:
    """Each name from each of its words on that leads to it, those of people and products also from
    their first.
    """
    for place, name in enumerate(_names(certificate)):
        words = name.split()
        for first, word in enumerate(words[:MOST_WORDS]):
            if _leads(word) or (first == 0 and place < NAMES_IN_WORDS):
                yield " ".join(words[first:])[:LONGEST]


def _leads(word: str) -> bool:
    """Whether names are listed from such a word on: not from what stands in nearly every
    certificate's, a short figure, a year or a running number, nor the programme's own name.
    Whoever looks for nothing else gets it from the list of all.
    """
    return word != IN_EVERY_NUMBER and (len(word) >= LONG_FIGURE or not word.isdecimal())
