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

    `unit` is whose office decided: a district, or the province where it does what districts did;
    "" where that was not told.
    """

    province: str
    issuer: str
    number: str
    day: date
    signer: str
    unit: str = ""

    @property
    def place(self) -> str:
        """What its number is used in: an office's decisions of one year, however it is written:
        with or without marks, "Số", blanks and leading zeros. The province has one office, whatever
        level it decides for, and so has the centre; districts each have numbers of their own, and
        are told apart by who signs where it is not known which of them it was.
        """
        return self._place(self.unit)

    @property
    def old_place(self) -> str:
        """Where it lay before districts were told apart by their unit."""
        return self._place("")

    def _place(self, unit: str) -> str:
        by_province = self.issuer not in ONE_OFFICE and unit == self.province
        issuer = "province" if by_province else self.issuer
        number = LEADING_ZEROS.sub("", folded(self.number).removeprefix("so ")).replace(" ", "-")
        office = "" if issuer in ONE_OFFICE else f"#{unit or worded(self.signer)}"
        return f"{self.province}#{issuer}#{self.day.year}#{number}{office}"

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
