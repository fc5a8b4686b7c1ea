"""Lists of decisions whose time to be taken back is over go out by the clock."""

from dataclasses import replace
from functools import partial

from ocop.base.text import Lang
from ocop.cases.decision_list import DecisionList
from ocop.cases.lookup import province_of
from ocop.cases.records import Page
from ocop.cases.services import Services
from ocop.deciding.going_out import carry_out
from ocop.jobs.walks import Enough, Walk, walk


def send_out(svc: Services, code: str, enough: Enough) -> Walk:
    """Decide the products of every list of a province that is held no longer, also of one that
    broke off. One of them that cannot be decided holds up no other; it is tried again.
    """
    due = {one.id: one for one in svc.store.open_decision_lists(code) if _is_due(svc, one)}
    return walk(svc, f"lists#{code}", lambda _: Page((*due,), ""), partial(_sent, svc, due), enough)


def _is_due(svc: Services, listed: DecisionList) -> bool:
    return listed.goes_out is not None and svc.now() >= listed.goes_out


def _sent(svc: Services, due: dict[str, DecisionList], id: str) -> bool:
    listed = due[id]
    going = replace(listed, state="going")
    if listed.state == "held" and not svc.store.turn_decision_list(going, "held"):
        return False
    carry_out(svc, going, _lang(svc, listed))
    return True


def _lang(svc: Services, listed: DecisionList) -> Lang:
    person = province_of(svc, listed.signed.province).people.get(listed.by)
    return person.lang if person else "vi"
