"""The decisions on paper that the acts of a case stand on, as their numbers are kept."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.signed import SignedDecision
from ocop.law.rulebook import Rulebook


def decisions_named(
    law: Rulebook, case: Case, events: Sequence[Event], units: Mapping[str, str]
) -> Iterator[SignedDecision]:
    """Every decision that an act names by number, day and signer, oldest first."""
    for event in events:
        if signed := signed_by(law, case, event, units):
            yield signed


def signed_by(
    law: Rulebook, case: Case, event: Event, units: Mapping[str, str]
) -> SignedDecision | None:
    """The decision on paper that an act stands on; None for one that stands on none. `units` are
    those whose offices were asked, by assignment.
    """
    data, stage = event.data, law.stages.get(event.stage)
    if event.kind != "decided" or stage is None or "decision_date" not in data:
        return None
    day, signer = date.fromisoformat(data["decision_date"]), str(data.get("signer", ""))
    number, unit = str(data["decision_number"]), units.get(event.actor, "")
    return SignedDecision(case.province, stage.level, number, day, signer, unit)
