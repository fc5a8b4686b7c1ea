"""The record of one decision on several products: its number, day and signer, and its list."""

from datetime import datetime
from fractions import Fraction
from typing import Literal

from ocop.base.structs import struct
from ocop.cases.signed import SignedDecision

ListState = Literal["held", "going", "out", "undone"]


@struct(frozen=True)
class ListedProduct:
    """A line of the list: a case and what the paper prints of it; `assignment` and `outcome` are
    by which it is decided.
    """

    dossier: str
    reference: str
    product: str
    organisation: str
    address: str
    points: Fraction
    star: int
    assignment: str = ""
    outcome: str = ""


@struct(frozen=True)
class DecisionList:
    """What was released together under one decision by `by` at `released`, over `channel`.

    Until `goes_out` it is held: nothing of it is decided, and it can be taken back. Then its
    products are decided one by one, and it is out.
    """

    id: str
    signed: SignedDecision
    items: tuple[ListedProduct, ...]
    by: str
    released: datetime
    state: ListState = "out"
    goes_out: datetime | None = None
    channel: str = "account"

    @property
    def is_told(self) -> bool:
        """Whether its products are decided, or are being decided."""
        return self.state in ("going", "out")
