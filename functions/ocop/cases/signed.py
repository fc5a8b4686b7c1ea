"""The record of a signed decision, by which its number is used once."""

import re
from datetime import date

from ocop.base.collation import folded, worded
from ocop.base.errors import Conflict
from ocop.base.structs import struct

ONE_OFFICE = ("province", "centre")  # a province has many districts
UNTOLD = "…"
LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


@struct(frozen=True)
class SignedDecision:
    """A decision on paper: of which province's case and by which level (`issuer`), its number, its
    day and who signed it. One decision covers as many products as its list names.
    """

    province: str
    issuer: str
    number: str
    day: date
    signer: str

    @property
    def place(self) -> str:
        """What its number is used in: a level's decisions of one year, however it is written: with
        or without marks, "Số", blanks and leading zeros. Where a level has several offices, each
        with numbers of its own, they are told apart by who signs.
        """
        number = LEADING_ZEROS.sub("", folded(self.number).removeprefix("so ")).replace(" ", "-")
        office = "" if self.issuer in ONE_OFFICE else f"#{worded(self.signer)}"
        return f"{self.province}#{self.issuer}#{self.day.year}#{number}{office}"

    @property
    def proof(self) -> str:
        """What tells it from another decision under the same number."""
        return f"{self.day.isoformat()}#{worded(self.signer)}"


class NumberUsed(Conflict):
    """Another decision bears the number in that year: `earlier`."""

    default_code = "decision-number-used"

    def __init__(self, earlier: SignedDecision) -> None:
        self.earlier = earlier
        told = {"number": earlier.number, "signer": earlier.signer or UNTOLD}
        super().__init__(params={**told, "date": earlier.day.isoformat()})
