"""What bars a member from a product, as far as rules can find it before anybody is invited."""

from ocop.base.structs import struct
from ocop.people.bodies import Member
from ocop.people.province import Province


@struct(frozen=True)
class ConflictRules:
    """What the province's regulation counts as a conflict, beyond a member's own ties to the
    producer: a commune where the member has ties, having written a report on the dossier, and being
    on the team that did (26/2026/QĐ-TTg, Article 7(3)(b) and (c) set both up apart).
    """

    same_commune: bool = True
    wrote_report: bool = True
    on_team: bool = True


@struct(frozen=True)
class Product:
    """What the rules look at on the product's side.

    `person` is who stands for the producer. `writers` wrote the reports on the dossier, `advisers`
    are on the team that did, `before` scored it in an earlier sitting, `excluded` must not judge it
    (they withdrew, or the producer asked for it and was heard), `kept` sit already and stay; `head`
    leads the panel that has it.
    """

    dossier: str
    commune: str
    organisation: str
    email: str
    lead_agencies: tuple[str, ...]
    set_number: int = 0
    person: str = ""
    writers: frozenset[str] = frozenset()
    advisers: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    head: str = ""


ALL_RULES = ConflictRules()


def conflict_rules(province: Province) -> ConflictRules:
    """What the province counts as a conflict, where it says so."""
    return ConflictRules(**province.settings.get("conflicts", {}))


def conflict(member: Member, product: Product, rules: ConflictRules = ALL_RULES) -> str:
    """The tie that bars a member from a product, "" if none is known."""
    if rules.same_commune and product.commune in member.communes:
        return "same-commune"
    if rules.wrote_report and member.person in product.writers:
        return "wrote-report"
    if rules.on_team and member.person in product.advisers:
        return "on-team"
    maker = _named(product.organisation, product.email.rpartition("@")[2])
    if maker & _named(*member.interests):
        return "same-organisation"
    if maker & _named(*member.advises):
        return "adviser"
    if _named(product.person, product.email) & _named(*member.family):
        return "family"
    return ""


def _named(*names: str) -> set[str]:
    """Names that can be compared: without capitals and doubled spaces; what is empty is no name."""
    return {" ".join(name.split()).casefold() for name in names} - {""}
