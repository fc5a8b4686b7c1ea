"""What may be begun beside a rating: inspection, withdrawal, complaint by law, and support."""

from collections.abc import Mapping
from typing import Literal

from ocop.base.codec import Data
from ocop.base.errors import NotFound, WrongState
from ocop.base.structs import struct
from ocop.base.text import Text

# What becomes of a point that the law leaves open: whoever decides says why it goes on in spite of
# it, it does not go on, or it does and they are told.
OpenMatter = Literal["settles", "stops", "goes-on"]
OlderStars = Literal["this-law", "own-law"]
Matter = Literal["inspection", "withdrawal", "complaint", "support"]
MATTERS: tuple[Matter, ...] = ("inspection", "withdrawal", "complaint", "support")


@struct(frozen=True)
class OversightEntry:
    """The stage at which a matter begins; with `stars` for products with one of these alone."""

    stage: str
    stars: tuple[int, ...]


@struct(frozen=True)
class WithdrawalGround:
    """Why a certificate may be withdrawn: in short, as the public reads it, and as the law has it
    (26/2026/QĐ-TTg, Article 8(1)).
    """

    id: str
    label: Text
    text: Text
    article: str


@struct(frozen=True)
class ComplaintLimit:
    """Within how many calendar days of hearing of a decision a complaint is in time, by the general
    law on complaints, and what becomes of one that comes later: it is received all the same.
    """

    days: int
    article: str
    late: OpenMatter
    doubt: Text | None


@struct(frozen=True)
class Oversight:
    """What a law knows of all this. `opened_by` are the roles that inspect, that propose a
    withdrawal and that record the ministry's order to evaluate again; a producer complains. `redo`
    is the stage at which that begins (26/2026/QĐ-TTg, Article 10(1)(b)), "" where none is named.
    `older` tells by which law a star is inspected and withdrawn that an earlier law gave: by this
    one, or by its own; Article 12(1) keeps such stars and does not say. `complaint_limit` is None
    where no complaint is late.
    """

    opened_by: tuple[str, ...]
    entries: Mapping[str, tuple[OversightEntry, ...]]
    grounds: tuple[WithdrawalGround, ...]
    redo: str
    older: OlderStars
    complaint_limit: ComplaintLimit | None

    def first_stage(self, matter: Matter, star: int) -> str:
        """Where a matter begins for a product of that star. Raises WrongState where the law knows
        no such way.
        """
        for entry in self.entries.get(matter, ()):
            if not entry.stars or star in entry.stars:
                return entry.stage
        raise WrongState("no-such-oversight", {"matter": matter})

    def ground(self, id: str) -> WithdrawalGround:
        """The ground of that id. Raises NotFound."""
        for ground in self.grounds:
            if ground.id == id:
                return ground
        raise NotFound

    @property
    def first_stages(self) -> frozenset[str]:
        """All stages that something begins at."""
        begun = {entry.stage for ways in self.entries.values() for entry in ways}
        return frozenset(begun | ({self.redo} if self.redo else set()))


def parse_oversight(data: Data) -> Oversight:
    """What a rulebook's document says of it; nothing where it is silent."""
    entries: dict[str, tuple[OversightEntry, ...]] = {
        matter: tuple(map(_entry, data.get(matter, ()))) for matter in MATTERS
    }
    return Oversight(
        opened_by=tuple(data.get("opened_by", ())),
        entries=entries,
        grounds=tuple(WithdrawalGround(**ground) for ground in data.get("grounds", ())),
        redo=data.get("redo", {}).get("stage", ""),
        older=data.get("older_stars", {}).get("under", "this-law"),
        complaint_limit=_complaint_limit(data) if "complaint_limit" in data else None,
    )


def _complaint_limit(data: Data) -> ComplaintLimit:
    limit, late = data["complaint_limit"], data["late_complaint"]
    return ComplaintLimit(limit["amount"], limit["article"], late["under"], late.get("doubt"))


def _entry(data: Data) -> OversightEntry:
    return OversightEntry(data["stage"], tuple(data.get("stars", ())))
