"""What has to be in an office's hands before a dossier goes further, as a rulebook says it."""

from typing import Literal

from ocop.base.codec import Data
from ocop.base.structs import struct

Handed = Literal["samples", "dossier"]


@struct(frozen=True)
class CustodyRule:
    """How many of something the province has to have received before a case enters a stage; not for
    the sets named. Where they are missing the way there is closed (`blocks`), or the officers are
    warned.
    """

    what: Handed
    count: int
    except_sets: tuple[int, ...]
    before: str
    blocks: bool
    article: str


def parse_custody(rows: list[Data]) -> tuple[CustodyRule, ...]:
    """The custody rules of a rulebook's document."""
    return tuple(
        CustodyRule(
            what=row["what"],
            count=row["count"],
            except_sets=tuple(row.get("except_sets", ())),
            before=row["before"],
            blocks=row["missing"] == "blocks",
            article=row["article"],
        )
        for row in rows
    )
