"""The record of what one person was asked to do on a case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from ocop.base.codec import stored_as
from ocop.base.structs import struct
from ocop.links.tokens import Grant, LinkId

Withdrawal = Literal["declined", "conflict"]
UNDONE = "undone"  # the round that asked was taken back
LEFT = frozenset({"declined", "conflict", UNDONE})
AssignmentStatus = Literal["open", "done", "closed", "undone", Withdrawal]


@struct(frozen=True)
class Party:
    """Who receives mail: name, address and language."""

    name: str
    email: str
    lang: Literal["vi", "en"] = "vi"


@struct(frozen=True)
class Listing:
    """What a link to a list opens: all that a round asks of its holder, with the cases added since
    its release; `reminded` is when a reminder last brought it.
    """

    round: str
    also: tuple[str, ...] = ()
    reminded: datetime | None = None


@struct(frozen=True)
class Assignment:
    """What one person was asked to do on one case, and the link they got for it.

    `dossier` is the case's id. `n` is the generation of the link: a renewed link has the next
    number and the older one is dead. `scoring_round` is the round of scoring a council member is
    asked for; `together`: with the whole council. `province` is empty in rows of the time before
    they named it: the case tells. `woke` is when its answer was the last of a scoring round; the
    row then holds the wake of the round's execution. `blind`: it is not told who the producer is.
    `listing` is what a link to a list opens, which asks nothing itself; `list_link` is the address
    `<dossier>-<assignment>` of the list that a seat stands on.
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
    together: bool = False
    woke: datetime | None = None
    blind: bool = False
    listing: Listing | None = None
    list_link: str = ""

    @property
    def link(self) -> LinkId:
        """The id of the newest link."""
        return LinkId(self.dossier, self.id, self.n)

    @property
    def next_link(self) -> LinkId:
        """The id of the link that a renewal gives."""
        return LinkId(self.dossier, self.id, self.n + 1)

    @property
    def is_open(self) -> bool:
        """Whether the person still has to act."""
        return self.status == "open"

    @property
    def is_task(self) -> bool:
        """Whether it asks one person for a decision: no seat of a council, no list of seats, and
        not what a producer may do all along.
        """
        return bool(self.stage and not self.seat and self.listing is None)

    @property
    def has_left(self) -> bool:
        """Whether the person judges the product no longer: by a conflict, or for want of time, or
        taken off, or since the round was taken back. It opens nothing to them any more.
        """
        return self.status in LEFT

    @property
    def is_called_back(self) -> bool:
        """Whether its link was called back: no mail brings it again, nor another in its place."""
        return self.grant.revoked_at is not None

    def renewed(self, grant: Grant) -> "Assignment":
        """Under its next link; the one before is dead."""
        return replace(self, n=self.n + 1, grant=grant)

    def done(self, now: datetime) -> "Assignment":
        """Answered: the link shows from now on and does nothing more."""
        return replace(self, status="done", answered=now, grant=self.grant.closed(now))

    def submitted(self, sheet: Mapping[str, Any], now: datetime) -> "Assignment":
        """Answered with a score sheet."""
        return replace(self.done(now), sheet=sheet)

    def withdrawn(self, status: Withdrawal, reason: str, now: datetime) -> "Assignment":
        """Given up, by the member or by who convenes; it ends the access at once."""
        grant = self.grant.revoked(now)
        gone = replace(self, status=status, reason=reason, answered=now, grant=grant)
        return replace(gone, sheet=None)

    def closed(self, now: datetime) -> "Assignment":
        """No longer awaited."""
        return replace(self, status="closed", grant=self.grant.closed(now))

    def taken_back(self, now: datetime) -> "Assignment":
        """No longer awaited, since the round that asked is taken back."""
        return replace(self.closed(now), status="undone")

    def recalled(self) -> "Assignment":
        """Open again with the sheet that was handed in."""
        grant = replace(self.grant, closed_at=None)
        return replace(self, status="open", answered=None, grant=grant)

    def reopened(self, grant: Grant, scoring_round: int, due: datetime | None) -> "Assignment":
        """Asked for another sheet, under a new link."""
        again = replace(self.renewed(grant), status="open", answered=None, woke=None)
        return again.awaited(scoring_round, due)

    def reopened_without_link(self, scoring_round: int, due: datetime | None) -> "Assignment":
        """Asked for another sheet; the link was called back and stays so until it is replaced."""
        again = replace(self, status="open", answered=None, woke=None)
        return again.awaited(scoring_round, due)

    def awaited(self, scoring_round: int, due: datetime | None) -> "Assignment":
        """Awaited in another scoring round, until another instant."""
        return replace(self, scoring_round=scoring_round, due=due)
