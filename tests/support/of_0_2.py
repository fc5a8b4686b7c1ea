"""A case as the code of 0.2.0 had it: every case a rating, and all of it on one level."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from ocop.base.codec import TAG
from ocop.cases.assignment import Party
from ocop.cases.subject import Result


@dataclass(frozen=True, slots=True)
class CaseOf02:
    """What 0.2.0 called a dossier, with its fields and their defaults."""

    id: str
    reference: str
    province: str
    unit: str
    product: str
    set_number: int
    rulebook: str
    cycle: int
    producer: Party
    organisation: str
    stage: str
    visit: int
    status: Literal["unconfirmed", "open", "ended"]
    opened: datetime
    waits_for: Literal["producer", "officer", "council", ""] = "producer"
    due: datetime | None = None
    next_check: datetime | None = None
    checks: int = 0
    rescore: int = 0
    return_to: str = ""
    not_before: datetime | None = None
    ending: str = ""
    certificate: str = ""
    evaluation_round: str = ""
    result: Result | None = None
    filed: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    head: str = ""
    seq: int = 0


RENAMED = {
    "process": "rulebook",
    "party": "producer",
    "next_look": "next_check",
    "looks": "checks",
    "scoring_round": "rescore",
}


def flat(body: Mapping[str, Any]) -> dict[str, Any]:
    """A stored case as 0.2.0 would have stored it."""
    if "position" not in body:
        return dict(body)
    outer = {name: value for name, value in body.items() if name not in ("position", "subject")}
    whole = {**outer, **body["position"], **body["subject"]}
    whole.pop(TAG)
    whole.pop("occasion", None)
    return {RENAMED.get(name, name): value for name, value in whole.items()}
