"""What members have to have before their council meets, as a rulebook says it."""

from ocop.base.codec import Data
from ocop.base.structs import struct


@struct(frozen=True)
class MeetingSamples:
    """How many samples have to be in the council's office, or with its members (`to_members`), as
    long before the meeting as dossiers are out; none of the sets excepted. Where they came later or
    lack, no day is set for the meeting and the product is not called up (`blocks`), or those who
    keep its record are warned.
    """

    count: int
    except_sets: tuple[int, ...]
    blocks: bool
    article: str
    to_members: bool = False


@struct(frozen=True)
class MeetingRule:
    """For how many working days members have a dossier before they meet (0: the law asks for none),
    and what it asks of samples; None where it asks for nothing.
    """

    days_before: int
    samples: MeetingSamples | None


def parse_meeting(data: Data) -> MeetingRule:
    """The rule in a rulebook's document."""
    told = data.get("samples")
    samples = (
        MeetingSamples(
            count=told["count"],
            except_sets=tuple(told.get("except_sets", ())),
            blocks=told["missing"] == "blocks",
            article=told["article"],
            to_members=told.get("reach", {}).get("under") == "members",
        )
        if told
        else None
    )
    return MeetingRule(data.get("days_before", 0), samples)
