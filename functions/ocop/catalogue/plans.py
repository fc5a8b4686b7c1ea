"""The plans of `schemas/plans/`, with their duties and indicators in the folders beside."""

from pathlib import Path

from ocop.catalogue.folders import DUTY_FOLDER, INDICATOR_FOLDER, PLAN_FOLDER
from ocop.catalogue.published import Published
from ocop.plans.duty import PlanDuties
from ocop.plans.indicator import PlanIndicators
from ocop.plans.plan import ProgrammePlan
from ocop.plans.reading import parse_duties, parse_indicators, parse_plan


def published_plans(schemas: Path | None = None) -> Published[ProgrammePlan]:
    """All plans, by id and version."""
    return Published(PLAN_FOLDER, parse_plan, schemas)


def published_duties(schemas: Path | None = None) -> Published[PlanDuties]:
    """The duties of all plans, by id and version."""
    return Published(DUTY_FOLDER, parse_duties, schemas)


def published_indicators(schemas: Path | None = None) -> Published[PlanIndicators]:
    """The indicators of all plans, by id and version."""
    return Published(INDICATOR_FOLDER, parse_indicators, schemas)
