"""What has to be there or done before a dossier goes on: its mandatory papers, a visit that the law
asks for.
"""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.text import Lang, pick
from ocop.cases.case import Case
from ocop.cases.dossier_papers import SEEN, papers_missing
from ocop.catalogue.messages import sentence
from ocop.deciding.ports import DecidingServices
from ocop.law.rulebook import Outcome

CAUSES = ("scale", "unclear")


def demand_ready(
    svc: DecidingServices, case: Case, outcome: Outcome, data: Mapping[str, Any], lang: Lang
) -> None:
    """Let a case go on by an outcome with all that its law wants to be there and done by then.
    Raises InvalidInput.
    """
    _demand_papers(svc, case, outcome, data, lang)
    _demand_visit(svc, case, outcome, data, lang)


def _demand_papers(
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


def _demand_visit(
    svc: DecidingServices, case: Case, outcome: Outcome, data: Mapping[str, Any], lang: Lang
) -> None:
    """Let a re-rating go before the council only after the visit, where the report says that its
    scale has changed much or evidence is not clear (26/2026/QĐ-TTg, Article 7(6)(c)). Raises
    InvalidInput.
    """
    stages, visit = svc.rulebooks.at(case.process).stages, data.get("site_visit", {})
    judged = outcome.to in stages and stages[outcome.to].kind == "council"
    if judged and visit.get("cause") in CAUSES and visit.get("needed") != "done":
        said = sentence("visit-missing", lang)
        raise InvalidInput([FieldError("/site_visit/needed", "visit-missing", said)])
