"""The record of a recognition."""

from datetime import date
from fractions import Fraction
from typing import Literal

from ocop.base.structs import struct
from ocop.base.text import Text


@struct(frozen=True)
class Certificate:
    """A recognition as the public may read it; the star is valid through `valid_to`.

    `issued` is the day of the decision and `signer` who signed it. 0.2.0 took the day on which it
    was recorded for `issued`, and did not keep the signer.
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
    status: Literal["valid", "withdrawn"] = "valid"
    signer: str = ""
