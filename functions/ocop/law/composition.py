"""Who has to sit on a council by the law, as a rulebook says it."""

from ocop.base.codec import Data
from ocop.base.structs import struct
from ocop.base.text import Text


@struct(frozen=True)
class SeatRule:
    """An agency that has to be on the council, by any of these codes; `if_any`: only where the
    province has such an agency.
    """

    id: str
    name: Text
    agencies: tuple[str, ...]
    if_any: bool


@struct(frozen=True)
class Composition:
    """What a council of a level needs before it may sit.

    The chair comes from one of the `chairs`; the head of another agency of the council may preside
    where who should has delegated it by a paper. `papers`: the council has a dated decision and a
    regulation.
    """

    level: str
    chairs: tuple[str, ...]
    seats: tuple[SeatRule, ...]
    papers: bool
    article: str


def parse_composition(rows: list[Data]) -> tuple[Composition, ...]:
    """The composition rules of a rulebook's document."""
    return tuple(
        Composition(
            level=row["level"],
            chairs=tuple(row["chairs"]),
            seats=tuple(
                SeatRule(one["id"], one["name"], tuple(one["agencies"]), one.get("if_any", False))
                for one in row["seats"]
            ),
            papers=row.get("papers", False),
            article=row["article"],
        )
        for row in rows
    )
