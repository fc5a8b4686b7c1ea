"""The record of a recognition, and of what became of it."""

from dataclasses import field
from datetime import date
from fractions import Fraction

from ocop.base.collation import worded
from ocop.base.hashing import short_id
from ocop.base.structs import struct
from ocop.base.text import Text


@struct(frozen=True)
class Renewal:
    """A re-rating that a certificate's holder asked for: by which case, and when its dossier was
    handed in and answered.

    `extends` is for how many days the certificate may outlive its last day while there is no
    answer, as the law of that case has it.
    """

    case: str
    filed: date
    extends: int = 0
    answered: date | None = None


@struct(frozen=True)
class Revocation:
    """Why and by whose decision a certificate no longer counts from a day on; `ground` is the
    withdrawal ground's id in its rulebook and `label` its short name, `case` the case in which
    that was decided, `office` who decided it, by name or "centre"; "" of before that was kept.

    `lifted` is the day from which it counts again, by the decision `lifted_by` of the same
    authority.
    """

    ground: str
    day: date
    decision_number: str
    signer: str = ""
    case: str = ""
    label: Text = field(default_factory=dict)
    lifted: date | None = None
    lifted_by: str = ""
    office: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the certificate is withdrawn on a day."""
        return self.day <= day and (self.lifted is None or day < self.lifted)


@struct(frozen=True)
class ProductPage:
    """What its producer shows buyers of a product: `act` is the event that holds story and contact,
    `shows` says in words what each picture shows, in their order.
    """

    act: str
    since: date
    shows: tuple[str, ...]


@struct(frozen=True)
class Certificate:
    """A recognition as the public may read it; the star is valid through `valid_to`.

    `issued` is the day of the decision and `signer` who signed it. 0.2.0 took the day on which it
    was recorded for `issued`, and did not keep the signer.
    `printed` is the number on the paper where that is not ours. `earlier` are the numbers of the
    same product's certificates before it, the newest first; `replaced_on` is the day from which a
    later one counts in its place. `revocation` is the latest withdrawal, `revoked_before` are those
    before it, which were lifted. `code` is the product's with the year of the evaluation, "" where
    it is the reference. `page` is what buyers are shown. `version` counts the changes and guards
    every update.
    """

    number: str
    dossier: str
    reference: str
    province: str
    product: str
    organisation: str
    unit: str
    star: int
    total: Fraction
    headline: Text
    rulebook: str
    set_number: int
    decision_number: str
    issuer: str
    issued: date
    valid_to: date
    signer: str = ""
    lineage: str = ""
    earlier: tuple[str, ...] = ()
    replaced_on: date | None = None
    replaced_by: str = ""
    renewals: tuple[Renewal, ...] = field(default=())
    revocation: Revocation | None = None
    revoked_before: tuple[Revocation, ...] = field(default=())
    printed: str = ""
    version: int = 0
    code: str = ""
    signed_here: bool = False
    page: ProductPage | None = None

    @property
    def shown_number(self) -> str:
        """The number that people read on the paper."""
        return self.printed or self.number

    @property
    def product_code(self) -> str:
        """The product's code as papers carry it."""
        return self.code or self.reference

    @property
    def revocations(self) -> tuple[Revocation, ...]:
        """All its withdrawals, oldest first, with those that were lifted."""
        return (*self.revoked_before, *((self.revocation,) if self.revocation else ()))

    def revoked_on(self, day: date) -> Revocation | None:
        """The withdrawal that holds on a day."""
        return next((one for one in self.revocations if one.holds_on(day)), None)

    def star_left_on(self, day: date) -> int:
        """The star that it gives on a day by its own term; 0 once that is over, or it is not."""
        replaced = self.replaced_on is not None and self.replaced_on <= day
        gone = replaced or self.revoked_on(day) is not None
        return self.star if self.issued <= day <= self.valid_to and not gone else 0

    @property
    def of_product(self) -> str:
        """The product whose certificate it is; certificates of before 0.3.0 name it by words."""
        return self.lineage or product_id(self.province, self.organisation, self.product)


def product_id(province: str, organisation: str, product: str) -> str:
    """What all certificates of one product share: the same for the same words, however they are
    written. A product that goes for another star keeps it under another name too.
    """
    return short_id("product", province, worded(organisation), worded(product))
