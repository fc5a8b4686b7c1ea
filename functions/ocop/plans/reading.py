"""Plans, duties and indicators out of their documents."""

from ocop.base.codec import Data, decode
from ocop.plans.duty import PlanDuties
from ocop.plans.indicator import PlanIndicators
from ocop.plans.plan import ProgrammePlan


def parse_plan(document: Data) -> ProgrammePlan:
    """The plan in a document of its shape. Raises Unreadable."""
    return decode(ProgrammePlan, document)


def parse_duties(document: Data) -> PlanDuties:
    """The duties in a document of their shape. Raises Unreadable."""
    return decode(PlanDuties, document)


def parse_indicators(document: Data) -> PlanIndicators:
    """The indicators in a document of their shape. Raises Unreadable."""
    return decode(PlanIndicators, document)
