"""The record of one decision on several products: its number, day and signer, and its list."""

from datetime import datetime
from fractions import Fraction

from ocop.base.structs import struct
from ocop.cases.signed import SignedDecision


@struct(frozen=True)
class ListedProduct:
    """A line of the list: a case and what the paper prints of it."""

    dossier: str
    reference: str
    product: str
    organisation: str
    address: str
    points: Fraction
    star: int


@struct(frozen=True)
class DecisionList:
    """What was released together under one decision by `by` at `released`; never changed."""

    id: str
    signed: SignedDecision
    items: tuple[ListedProduct, ...]
    by: str
    released: datetime
