"""A dossier goes on from its intake with the papers that its law calls mandatory."""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.text import Lang, pick
from ocop.cases.case import Case
from ocop.cases.dossier_papers import SEEN, papers_missing
from ocop.catalogue.messages import sentence
from ocop.deciding.ports import DecidingServices
from ocop.law.rulebook import Outcome


def demand_papers(
    svc: DecidingServices, case: Case, outcome: Outcome, data: Mapping[str, Any], lang: Lang
) -> None:
    """Let a case go on from the intake only where each mandatory paper is in the electronic dossier
    or was seen on paper, if its law closes the way otherwise. Raises InvalidInput.
    """
    law = svc.rulebooks.at(case.process)
    goes_on = outcome.to in law.stages and not law.stages[outcome.to].waits_for_producer
    intake = law.stage(case.position.stage).kind == "intake"
    if not (law.dossier.blocks and goes_on and intake) or data.get(SEEN) is True:
        return
    missing = papers_missing(svc, case, svc.store.events(case.id))
    if missing:
        named = "; ".join(pick(paper.label, lang) for paper in missing)
        said = sentence("papers-missing", lang, {"papers": named})
        raise InvalidInput([FieldError(f"/{SEEN}", "papers-missing", said)])
