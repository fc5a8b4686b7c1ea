"""How a law lets a recognised product be rated again: for a higher star, or as its own runs out.

26/2026/QĐ-TTg, Article 7(5) and 7(6). Where the law is silent an article is empty: a setting.
"""

from collections.abc import Mapping
from typing import Any, Literal, cast

from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.law.oversight import OpenMatter

Again = Literal["upgrade", "re-rating"]


@struct(frozen=True)
class AgainRule:
    """One kind of rating again: `starts` is the stage its cases begin at, `stars` are those a
    product may have to go for it, and `wait_years` how many years after its decision.

    `days` is how many calendar days a level has from the whole dossier on (0: as for a first
    rating). `visit`: the producer is visited before the council gives its opinion where the scale
    has changed much or evidence is not clear. `withdrawn` is what becomes of a case whose older
    certificate is withdrawn while it runs.
    """

    starts: str
    stars: tuple[int, ...]
    article: str
    wait_years: int
    days: int
    visit: bool
    withdrawn: OpenMatter
    withdrawn_doubt: Text | None


def parse_again(data: Mapping[str, Any]) -> dict[Again, AgainRule]:
    """The kinds that a checked document names; none in those of before there were any."""
    return {
        cast(Again, kind): AgainRule(
            starts=rule["starts"],
            stars=tuple(rule["stars"]),
            article=rule["article"],
            wait_years=rule.get("wait_years", 0),
            days=rule.get("days", 0),
            visit=rule.get("visit", False),
            withdrawn=rule.get("withdrawn", {}).get("under", "goes-on"),
            withdrawn_doubt=rule.get("withdrawn", {}).get("doubt"),
        )
        for kind, rule in data.items()
    }
