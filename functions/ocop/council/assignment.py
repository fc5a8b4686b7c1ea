"""Councils and who of them evaluates a product.

Hard rules are never broken: nobody with a conflict, nobody over capacity, the chair (or the vice
chair in the chair's place), and one member of a lead agency of the product's criteria set wherever
the council has one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocop.base.errors import Conflict
from ocop.base.hashing import digest
from ocop.people.bodies import Council, Member


@dataclass(frozen=True, slots=True)
class Product:
    """What the rules look at on the product's side."""

    dossier: str
    commune: str
    organisation: str
    email: str
    lead_agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """A chosen member and the reasons, as codes that the office page words."""

    member: Member
    why: tuple[str, ...]


class Unassignable(Conflict):
    """No assignment keeps the hard rules; params: `rule` (chair, lead-agency, capacity, nobody,
    quorum, composition).
    """

    default_code = "unassignable-nobody"


def conflict(member: Member, product: Product) -> str:
    """The tie that bars a member from a product, "" if none is known."""
    if product.commune in member.communes:
        return "same-commune"
    domain = product.email.rpartition("@")[2].casefold()
    ties = {tie.casefold() for tie in member.interests}
    if product.organisation.casefold() in ties or domain in ties:
        return "same-organisation"
    return ""


def assign(
    council: Council,
    product: Product,
    loads: Mapping[str, int],
    excluded: frozenset[str] = frozenset(),
    size: int = 0,
    seed: str = "",
) -> tuple[Pick, ...]:
    """The members who evaluate the product; `size` 0 means all who may. A size below what the hard
    rules need is exceeded: they are never broken.

    `loads` counts each person's open assignments, `excluded` holds those who declined or declared a
    conflict. Raises Unassignable naming the rule that cannot be kept.
    """
    free = [m for m in council.scorers if m.person not in excluded and not conflict(m, product)]
    able = [m for m in free if loads.get(m.person, 0) < m.capacity]
    if not able:
        rule = "capacity" if free else "nobody"
        raise Unassignable(f"unassignable-{rule}", {"rule": rule})
    presiding = _presiding(able)
    ordered = sorted(able, key=lambda m: (loads.get(m.person, 0), digest([seed, m.person])))
    expert = _expert(council, ordered, product)
    needed = list(dict.fromkeys([presiding, *expert]))
    wished = list(dict.fromkeys([*needed, *ordered]))[: size or None]
    chosen = wished if len(wished) > len(needed) else needed
    return tuple(Pick(m, _why(m, presiding, product, loads)) for m in chosen)


def _presiding(able: Sequence[Member]) -> Member:
    for seat in ("chair", "vice"):
        for member in able:
            if member.seat == seat:
                return member
    raise Unassignable("unassignable-chair", {"rule": "chair"})


def _expert(council: Council, able: Sequence[Member], product: Product) -> list[Member]:
    agencies = set(product.lead_agencies)
    if not any(m.agency in agencies for m in council.scorers):
        return []
    found = [m for m in able if m.agency in agencies][:1]
    if not found:
        raise Unassignable("unassignable-lead-agency", {"rule": "lead-agency"})
    return found


def _why(
    member: Member, presiding: Member, product: Product, loads: Mapping[str, int]
) -> tuple[str, ...]:
    reasons = [f"load:{loads.get(member.person, 0)}/{member.capacity}", "no-conflict"]
    if member is presiding:
        reasons.insert(0, "presides")
    if member.agency in product.lead_agencies:
        reasons.insert(0, "lead-agency")
    return tuple(reasons)
