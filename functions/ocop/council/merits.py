"""What speaks for a member on a product: what it is worth, and the reasons as codes."""

from collections.abc import Sequence

from ocop.base.hashing import digest
from ocop.base.structs import struct
from ocop.council.conflicts import Product
from ocop.people.bodies import Member

PRESIDING = ("chair", "vice")
HEAD = "head"  # of a panel, as a seat on a product that neither chair nor vice chair judges
EXPERTISE, CONTINUITY, OF_LEAD_AGENCY = 100, 60, 20  # what a member is worth to a product
LOAD = 5  # what each product that somebody has already takes off
CHANCES = 10_007  # a prime: the seed spreads what is equal over as many steps
LEAD = "lead-agency"
_WORTH = {"expertise": EXPERTISE, "scored-before": CONTINUITY, LEAD: OF_LEAD_AGENCY}


@struct(frozen=True)
class Pick:
    """A chosen member and the reasons, as codes that the pages word."""

    member: Member
    why: tuple[str, ...]


def worth_of(member: Member, product: Product) -> int:
    """What a member is worth to a product, before what the work costs."""
    return sum(_WORTH[reason] for reason in merits_of(member, product))


def merits_of(member: Member, product: Product) -> list[str]:
    """What speaks for a member on a product."""
    reasons = {
        LEAD: member.agency in product.lead_agencies,
        "expertise": product.set_number in member.expertise,
        "scored-before": member.person in product.before,
    }
    return [reason for reason, holds in reasons.items() if holds]


def reasons_of(
    member: Member, product: Product, load: int, first: Sequence[str] = ()
) -> tuple[str, ...]:
    """Why a member is asked: the lead agency, then what is said `first`, the other merits, how many
    products the member has elsewhere, and that no conflict is known.
    """
    merits = merits_of(member, product)
    lead = [reason for reason in merits if reason == LEAD]
    others = [reason for reason in merits if reason != LEAD]
    return (*lead, *first, *others, f"load:{load}/{member.capacity}", "no-conflict")


def presiding_among(members: Sequence[Member], head: str) -> Member | None:
    """Who of these presides: the chair, in the chair's place the vice chair, else the head of the
    panel that they are.
    """
    for seat in PRESIDING:
        for member in members:
            if member.seat == seat:
                return member
    return next((member for member in members if member.person == head), None)


def chance_of(seed: str, name: str) -> int:
    """What decides between equals: the same for the same seed."""
    return 1 + int(digest([seed, name])[:8], 16) % (CHANCES - 1)
