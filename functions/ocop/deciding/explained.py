"""What a letter of result says beside the result: the council's explanation, and the gap to the
next star.
"""

from collections.abc import Mapping
from typing import Any

from ocop.base.roles import COUNCIL_CHAIR
from ocop.base.text import Lang, Text
from ocop.cases.case import Case
from ocop.cases.flow import ROUTES
from ocop.cases.letters import told_later
from ocop.deciding.ports import DecidingServices
from ocop.law.rulebook import Outcome, Rulebook


def explained(svc: DecidingServices, case: Case, lang: Lang) -> Mapping[str, Any]:
    """How the council's newest tally explains the result that a case has; empty where its result is
    not that council's, or it has none.
    """
    result = case.subject.result
    tallied = [one for one in svc.store.events(case.id) if one.kind == "tallied"] if result else []
    if result is None or not tallied or tallied[-1].stage != result.stage:
        return {}
    told: Mapping[str, Any] = tallied[-1].data["explanation"][lang]
    return told


def heard_of(
    rulebook: Rulebook, case: Case, moved: Case, outcome: Outcome, reason: str
) -> tuple[Text, str]:
    """What a decision came to and why, as its producer hears it. Whoever presides settles for the
    council, whose result is announced with the decision on it (26/2026/QĐ-TTg Điều 7.3đ): until
    then a reason that speaks of points is told to nobody outside.
    """
    if not moved.is_open or rulebook.stage(case.position.stage).role != COUNCIL_CHAIR:
        return outcome.label, reason
    return (told_later() if outcome.to == ROUTES else outcome.label), ""
