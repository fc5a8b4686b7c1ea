"""What a letter of result says beside the result: the council's explanation, and the gap to the
next star.
"""

from collections.abc import Mapping
from typing import Any

from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.deciding.ports import DecidingServices


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
