"""Certificates in the table, and the lists of the public register.

`CERT#<number>` holds the certificate, in the index by stars. `ocop.aws.listings` has the places
where the register lists it besides. A list reads one place from where it was left, so its cost does
not grow with what the table holds. `LINE#<product>` names the newest certificate of a product; each
next one has to follow that.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table
from ocop.aws.listings import Bound, by_stars, keep_listed, list_of, number_at, positions
from ocop.aws.table import Row
from ocop.base.errors import Malformed
from ocop.cases.certificate import Certificate
from ocop.cases.records import Change, Named, Page, RegisterEntry

STARS = re.compile("[4-8]#.+")  # places in a list: nine less the stars, number
NAMES = re.compile("[^#]+#.+")  # words, number
LAST_DAYS = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}#.+")  # last day, number
AFTER_ALL = "~"  # behind every letter and figure that words are made of


def write_certificates(write: TransactWrite, change: Change) -> None:
    """What a change does to certificates: the one it gives, in its product's line, and those it
    changes, each only if it is still as it was read.
    """
    if given := change.certificate:
        write.save(certificate_row(given), condition=Row.pk.does_not_exist())
        write.save(_line(given), condition=_follows(given))
    for turned in change.turned:
        row = certificate_row(turned)
        row.n = turned.version + 1
        row.body = rows.full(replace(turned, version=turned.version + 1))
        write.save(row, condition=_unchanged(turned))


def certificate_row(certificate: Certificate) -> Row:
    """A certificate; in the index while the register lists it."""
    row = Row(f"CERT#{certificate.number}", table.CERTIFICATE, body=rows.full(certificate))
    if not certificate.replaced_on:
        row.wpk = list_of(certificate.province, None)
        row.wsk = by_stars(certificate)
    return row


def _unchanged(certificate: Certificate) -> Condition:
    """Certificates that were never changed, and those of 0.2.0, bear no number of their version."""
    known: Condition = (
        Row.n == certificate.version if certificate.version else Row.n.does_not_exist()
    )
    unchanged: Condition = Row.pk.exists() & known
    return unchanged


def _line(certificate: Certificate) -> Row:
    row = Row(f"LINE#{certificate.of_product}", table.LINEAGE, body=certificate.number)
    row.n = len(certificate.earlier) + 1
    return row


def _follows(certificate: Certificate) -> Condition:
    following: Condition = Row.pk.does_not_exist() | (Row.n == len(certificate.earlier))
    return following


class TableCertificates:
    """The part of the store that is about certificates."""

    def certificate(self, number: str) -> Certificate:
        """Raises NotFound."""
        return rows.read(Certificate, rows.get(f"CERT#{number}", table.CERTIFICATE))

    def newest_certificate(self, product: str) -> str:
        """The number of a product's newest certificate, "" before the first."""
        row = rows.find(f"LINE#{product}", table.LINEAGE)
        return str(rows.body_of(row)) if row else ""

    def turn_certificate(self, certificate: Certificate) -> bool:
        """Store a certificate as its next version; False when it has changed meanwhile."""
        row = certificate_row(replace(certificate, version=certificate.version + 1))
        row.n = certificate.version + 1
        return rows.put_if(row, _unchanged(certificate))

    def list_certificate(self, certificate: Certificate, places: Sequence[RegisterEntry]) -> None:
        """Let the register list a certificate at these places and no others."""
        keep_listed(certificate, places)

    def products(
        self,
        province: str,
        cursor: str,
        limit: int,
        *,
        star: int = 0,
        place: RegisterEntry | None = None,
    ) -> Page[Certificate]:
        """Recognised products, most stars first: all of a province, or those listed at a place;
        `star` alone when it is given.
        """
        bound = _of_star(star, cursor) if star else _after(cursor)
        found, cursor = _part(province, place, bound, limit)
        held = _certificates({number_at(position) for position in found})
        numbers = map(number_at, found)
        return Page(tuple(held[number] for number in numbers if number in held), cursor)

    def expiring(
        self, province: str, days: tuple[date, date], cursor: str, limit: int
    ) -> Page[Certificate]:
        """Listed certificates whose last day lies between these or is one of them, in order."""
        first = rows.place(cursor, LAST_DAYS) + " " if cursor else days[0].isoformat()
        beyond = days[1].isoformat() + AFTER_ALL
        if not days[0].isoformat() <= first <= beyond:
            raise Malformed("bad-cursor")
        place = RegisterEntry("d", "")
        found, cursor = _part(province, place, lambda key: key.between(first, beyond), limit)
        held = _certificates({number_at(position) for position in found})
        numbers = map(number_at, found)
        return Page(tuple(held[number] for number in numbers if number in held), cursor)

    def named_products(self, province: str, words: str, cursor: str, limit: int) -> Page[Named]:
        """Products in whose names, or those of their makers, these words stand one after another;
        one for each time that they do.
        """
        first = rows.place(cursor, NAMES) + " " if cursor else words
        beyond = words + AFTER_ALL
        if not words <= first <= beyond:
            raise Malformed("bad-cursor")
        place = RegisterEntry("n", words)
        found, cursor = _part(province, place, lambda key: key.between(first, beyond), limit)
        held = _certificates({number_at(position) for position in found})
        named = [
            Named(position.partition("#")[0], held[number_at(position)])
            for position in found
            if number_at(position) in held
        ]
        return Page(tuple(named), cursor)


def _part(
    province: str, place: RegisterEntry | None, bound: Bound, limit: int
) -> tuple[list[str], str]:
    """A part of a list's positions, and the cursor of the next."""
    found = positions(province, place, bound, limit + 1)
    return found[:limit], rows.cursor_of(found[limit - 1] if len(found) > limit else "")


def _certificates(numbers: Collection[str]) -> dict[str, Certificate]:
    """The certificates of these numbers."""
    found = rows.fetch_all([(f"CERT#{number}", table.CERTIFICATE) for number in sorted(numbers)])
    return {one.number: one for one in rows.readable(Certificate, found)}


def _after(cursor: str) -> Bound:
    first = rows.place(cursor, STARS) if cursor else ""
    return lambda key: key > first if first else None


def _of_star(star: int, cursor: str) -> Bound:
    """The part of a list with this star, from the cursor on."""
    first = rows.place(cursor, STARS) + " " if cursor else f"{9 - star}#"
    beyond = f"{9 - star}$"  # "$" follows "#"
    if first > beyond:
        raise Malformed("bad-cursor")
    return lambda key: key.between(first, beyond)
