"""Certificates in the table, and the rows by which the public register is looked into.

`CERT#<number>` holds the certificate, in the index by stars. Beside it, under the same key, a row
for each place where the register lists it: its commune, group, criteria set, and each word of its
names with the words that follow. A list reads one place from where it was left, so its cost does
not grow with what the table holds. `LINE#<product>` names the newest certificate of a product; each
next one has to follow that.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from ocop.aws import rows, table
from ocop.aws.table import Row
from ocop.base.errors import Malformed
from ocop.cases.certificate import Certificate
from ocop.cases.records import Change, Named, Page, RegisterEntry

STARS = re.compile("[4-8]#.+")  # places in a list: nine less the stars, number
NAMES = re.compile("[^#]+#.+")  # words, number
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
        row.wpk = f"R#{certificate.province}"
        row.wsk = _by_stars(certificate)
    return row


def _by_stars(certificate: Certificate) -> str:
    return f"{9 - certificate.star}#{certificate.number}"


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
        wanted = {row.sk: row for row in (_listing(certificate, place) for place in places)}
        for row in rows.query(f"CERT#{certificate.number}", table.LISTING):
            if row.sk not in wanted and row.wpk:
                wanted[row.sk] = Row(row.pk, row.sk)  # stays, and is listed nowhere
            elif row.sk in wanted and wanted[row.sk].wsk == row.wsk:
                del wanted[row.sk]
        for row in wanted.values():
            rows.put_if(row)

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
        bound = _of_star(star, cursor) if star else rows.after(cursor, STARS)
        return _page(_scope(province, place), bound, limit)

    def named_products(self, province: str, words: str, cursor: str, limit: int) -> Page[Named]:
        """Products in whose names, or those of their makers, these words stand one after another;
        one for each time that they do.
        """
        first = rows.place(cursor, NAMES) + " " if cursor else words
        beyond = words + AFTER_ALL
        if not words <= first <= beyond:
            raise Malformed("bad-cursor")
        scope = _scope(province, RegisterEntry("n", words))
        keys, cursor = _keys(scope, Row.wsk.between(first, beyond), limit)
        held = _certificates({row.pk for row in keys})
        named = [Named(row.wsk.partition("#")[0], held[row.pk]) for row in keys if row.pk in held]
        return Page(tuple(named), cursor)


def _scope(province: str, place: RegisterEntry | None) -> str:
    if place is None:
        return f"R#{province}"
    return f"R#{province}#n" if place.kind == "n" else f"R#{province}#{place.kind}#{place.value}"


def _listing(certificate: Certificate, place: RegisterEntry) -> Row:
    row = Row(f"CERT#{certificate.number}", f"{table.LISTING}{place.kind}#{place.value}")
    row.wpk = _scope(certificate.province, place)
    named = f"{place.value}#{certificate.number}"
    row.wsk = named if place.kind == "n" else _by_stars(certificate)
    return row


def _page(scope: str, bound: Condition | None, limit: int) -> Page[Certificate]:
    keys, cursor = _keys(scope, bound, limit)
    held = _certificates({row.pk for row in keys})
    return Page(tuple(held[row.pk] for row in keys if row.pk in held), cursor)


def _keys(scope: str, bound: Condition | None, limit: int) -> tuple[list[Row], str]:
    """A part of a list's keys, and the cursor of the next."""
    keys = list(rows.index(scope, bound, limit + 1))
    more = keys[limit - 1].wsk if len(keys) > limit else ""
    return keys[:limit], rows.cursor_of(more)


def _certificates(keys: Collection[str]) -> dict[str, Certificate]:
    """The certificates of these partitions."""
    found = rows.fetch_all([(key, table.CERTIFICATE) for key in sorted(keys)])
    held = rows.readable(Certificate, found)
    return {f"CERT#{certificate.number}": certificate for certificate in held}


def _of_star(star: int, cursor: str) -> Condition:
    """The part of a list with this star, from the cursor on."""
    first = rows.place(cursor, STARS) + " " if cursor else f"{9 - star}#"
    beyond = f"{9 - star}$"  # "$" follows "#"
    if first > beyond:
        raise Malformed("bad-cursor")
    return Row.wsk.between(first, beyond)
