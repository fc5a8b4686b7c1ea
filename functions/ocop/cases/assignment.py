"""The record of what one person was asked to do on a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ocop.base.codec import stored_as
from ocop.links.tokens import Grant, LinkId

AssignmentStatus = Literal["open", "done", "declined", "conflict", "closed"]


@dataclass(frozen=True, slots=True)
class Party:
    """Who receives mail: name, address and language."""

    name: str
    email: str
    lang: Literal["vi", "en"] = "vi"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one person was asked to do on one case, and the link they got for it.

    `dossier` is the case's id. `n` is the generation of the link: a renewed link has the next
    number and the older one is dead. `scoring_round` is the round of scoring a council member is
    asked for. `province` is empty in rows of the time before they named it: the case tells.
    """

    dossier: str
    id: str
    person: str
    party: Party
    role: str
    stage: str
    visit: int
    grant: Grant
    n: int = 1
    unit: str = ""
    seat: str = ""
    agency: str = ""
    due: datetime | None = None
    status: AssignmentStatus = "open"
    sheet: Mapping[str, Any] | None = None
    scoring_round: int = stored_as("rescore", 0)
    answered: datetime | None = None
    reason: str = ""
    why: tuple[str, ...] = ()
    version: int = 0
    province: str = ""

    @property
    def link(self) -> LinkId:
        """The id of the newest link."""
        return LinkId(self.dossier, self.id, self.n)

    @property
    def is_open(self) -> bool:
        """Whether the person still has to act."""
        return self.status == "open"
