"""When a council's result stands and goes to an office that may give its star."""

from collections.abc import Sequence

from ocop.cases.event import Event
from ocop.cases.flow import ROUTES, route
from ocop.cases.subject import Result
from ocop.law.rulebook import Rulebook
from ocop.scoring.tally import Tally, TallyRules, needs_rescore


def is_put_forward(rulebook: Rulebook, events: Sequence[Event], event: Event) -> bool:
    """Whether by this act a product goes to who may recognise it with the star that its council
    found: the council has its result, or whoever presides lets it stand (26/2026/QĐ-TTg, Điều 7
    khoản 3 điểm đ). What goes to the ministry or ends without a star is not put forward.
    """
    counted = [one for one in events if one.kind == "tallied" and one.seq <= event.seq]
    if not counted or not _stands(rulebook, event):
        return False
    found = counted[-1]
    tally, star = Tally.from_data(found.data["tally"]), int(found.data["star"])
    headline = {lang: str(told["headline"]) for lang, told in found.data["explanation"].items()}
    result = Result(found.stage, tally.total, star, tally.disqualified, headline)
    to = route(rulebook.stage(found.stage), result).to
    return bool(to) and any(one.certifies(star) for one in rulebook.stage(to).outcomes)


def _stands(rulebook: Rulebook, event: Event) -> bool:
    """Whether the act makes a council's result final."""
    stage = rulebook.stages.get(event.stage)
    if stage is None:
        return False
    if event.kind == "decided":
        return any(one.to == ROUTES for one in stage.outcomes if one.id == event.data["outcome"])
    if event.kind != "tallied":
        return False
    rules = TallyRules.from_data(rulebook.tally)
    return not (stage.apart and needs_rescore(Tally.from_data(event.data["tally"]), rules))
