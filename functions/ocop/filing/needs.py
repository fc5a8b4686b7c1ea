"""What a producer ticks as help needed, and what a filing with ticks sets off."""

from collections.abc import Mapping
from typing import Any

from ocop.cases.case import Case
from ocop.cases.effects import OpenSupport
from ocop.cases.history import Act

PROGRESS, HELP = "deployment-progress", "help"


def needs_in(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What is ticked in a form, in its order."""
    ticks = data.get(HELP)
    return tuple(name for name, tick in (ticks or {}).items() if tick is True)


def help_wanted(case: Case, act: Act) -> tuple[OpenSupport, ...]:
    """What a filing sets off that asks for help."""
    asks = act.form is not None and act.form.form == PROGRESS and needs_in(act.data)
    return (OpenSupport(case.id, act.event_id(case.id)),) if asks else ()
