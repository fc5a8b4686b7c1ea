"""What a case is about: one record for each kind of subject, told apart by its tag.

Whatever runs through stages has a subject, and flow, history and letters look at its `values` and
its `title` alone. Another kind of subject is another record here, and a name more in `Subject`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, ClassVar, Literal

from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.cases.assignment import Party
from ocop.law.oversight import Matter

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
    that an upgrade or a re-rating begins from. `received` is the local day on which the level that
    judges it now had the whole dossier. `redone` is the local day from which its evaluation is done
    again by the ministry's order.
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
    received: date | None = None
    redone: date | None = None

    @property
    def title(self) -> str:
        """What it is about, in a line."""
        return self.product

    @property
    def values(self) -> dict[str, str]:
        """What every mail about it names."""
        return {"product": self.product, "producer": self.organisation}


@struct(frozen=True)
class Proceeding(Rating):
    """What an office or a producer begins about a recognised product, or one that was judged: an
    inspection, a withdrawal, a complaint.

    The rest is that of the rating it is about: `result` is the one that stands, `certificate` the
    certificate in question. `about` is the case of the decision that is complained of. `ground` is
    the withdrawal ground's id; `since` the day of the conclusion that a withdrawal rests on or that
    a complaint came in, before which nothing can be decided on it; `until` the last day on which
    a complaint was in time, None where its law knows none.
    """

    TAG: ClassVar = "proceeding"

    matter: Matter = "inspection"
    about: str = ""
    ground: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def late(self) -> bool:
        """Whether it is a complaint that came after its last day."""
        return self.until is not None and self.since is not None and self.since > self.until

    def learned(self, data: Mapping[str, Any]) -> "Proceeding":
        """With the ground and the day of a conclusion, where a decision on it names them."""
        ground, day = str(data.get("ground") or self.ground), data.get("concluded_on")
        since = date.fromisoformat(str(day)) if day else self.since
        return replace(self, ground=ground, since=since)


@struct(frozen=True)
class SupportRequest(Proceeding):
    """What a producer needs help with, and what offices have said of it so far.

    `needs` are the ticks of the request; `supported` is the record of the organisation, `content`
    and `policy` say what the support is about. `adviser` is who was named to give it, None for the
    province's own. `source`, `money` (VND) and `document` are what finance has granted.
    """

    TAG: ClassVar = "support"

    needs: tuple[str, ...] = ()
    supported: str = ""
    content: str = ""
    policy: str = ""
    adviser: Party | None = None
    source: str = ""
    money: int = 0
    document: str = ""

    def learned(self, data: Mapping[str, Any]) -> "SupportRequest":
        """With what an office has decided on it; one that is looked at again begins anew."""
        if "content" in data:
            content, policy = str(data["content"]), str(data.get("policy", ""))
            asked = replace(self, content=content, policy=policy, adviser=_adviser(data))
            return replace(asked, source="", money=0, document="")
        if "source" in data:
            source, document = str(data["source"]), str(data["document"])
            return replace(self, source=source, money=int(data["amount"]), document=document)
        return self


def _adviser(data: Mapping[str, Any]) -> Party | None:
    email = str(data.get("adviser_email", ""))
    return Party(str(data.get("adviser") or email), email) if email else None


Subject = Rating | Proceeding | SupportRequest
