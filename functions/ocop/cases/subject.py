"""What a case is about: one record for each kind of subject, told apart by its tag.

Whatever runs through stages has a subject, and flow, history and letters look at its `values` and
its `title` alone. Another kind of subject is another record here, and a name more in `Subject`.
"""

from datetime import date
from fractions import Fraction
from typing import ClassVar, Literal

from ocop.base.structs import struct
from ocop.base.text import Text

Occasion = Literal["", "first", "upgrade", "re-rating"]


@struct(frozen=True)
class Result:
    """The outcome of the latest evaluation: exact total, star, and the sentences that explain
    it.
    """

    stage: str
    total: Fraction
    star: int
    disqualified: bool
    headline: Text


@struct(frozen=True)
class Rating:
    """A product on its way to a star.

    `occasion` is what the producer's registration says: the first rating, one for a higher star, or
    another before the star runs out. It is "" until the registration is filed, and then a first
    rating; also where 0.2.0 took the registration, whose event alone tells. `set_number` names the
    criteria set, `certificate` the number of the certificate it ended with, and `evaluation_round`
    the round of the year in which it is judged. `handed_in` is the local day on which its dossier
    was complete, which settled the law it is judged by. `previous` is the number of the certificate
    that an upgrade or a re-rating begins from.
    """

    TAG: ClassVar = "rating"

    product: str
    organisation: str
    set_number: int
    occasion: Occasion = ""
    evaluation_round: str = ""
    result: Result | None = None
    certificate: str = ""
    handed_in: date | None = None
    previous: str = ""

    @property
    def title(self) -> str:
        """What it is about, in a line."""
        return self.product

    @property
    def values(self) -> dict[str, str]:
        """What every mail about it names."""
        return {"product": self.product, "producer": self.organisation}


Subject = Rating  # | Withdrawal | Complaint | …: each with a tag of its own
