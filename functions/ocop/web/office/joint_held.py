"""Lists of decisions that are released and not out yet: until when they can be taken back."""

from collections.abc import Iterator

from ocop.base.moment import show_date
from ocop.base.text import Lang
from ocop.cases.decision_list import DecisionList
from ocop.cases.signed import SignedDecision
from ocop.catalogue.texts import say
from ocop.deciding.held import open_lists, undo_list
from ocop.html import ActButton, Component, FactLine, Facts, Panel, show
from ocop.http import Reply, Request, see_other
from ocop.people.rights import Officer
from ocop.web.asking import JOINT_DESK
from ocop.web.office.desk import OfficeDesk

HELD_LIST = "list"


def undo_decisions(desk: OfficeDesk, request: Request) -> Reply:
    """Takes a list back that is not out yet."""
    who = desk.who(request)
    undo_list(desk.svc, who, request.form().get(HELD_LIST, ""))
    return see_other(f"{JOINT_DESK}?done=undo")


def held_parts(desk: OfficeDesk, who: Officer, lang: Lang) -> list[Component]:
    """The lists of an officer that are not out yet, each with the way to take it back."""
    return [
        Panel(title=_standing(one, lang), parts=[*_held(one, lang)])
        for one in open_lists(desk.svc, who)
    ]


def _held(listed: DecisionList, lang: Lang) -> Iterator[Component]:
    products = "; ".join(f"{item.product} ({item.reference})" for item in listed.items)
    facts = [
        FactLine(label=say(lang, "joint.decision"), value=decision_told(listed.signed, lang)),
        FactLine(label=say(lang, "joint.ticked"), value=products),
    ]
    yield Facts(facts=facts)
    if listed.state == "held":
        yield ActButton(
            action=f"{JOINT_DESK}/undo",
            label=say(lang, "joint.act_undo"),
            note=say(lang, "joint.note_undo"),
            hidden={HELD_LIST: listed.id},
        )


def _standing(listed: DecisionList, lang: Lang) -> str:
    if listed.state != "held" or listed.goes_out is None:
        return say(lang, "joint.going")
    return say(lang, "joint.held", time=show.moment(listed.goes_out, lang))


def decision_told(signed: SignedDecision, lang: Lang) -> str:
    """A decision on paper in words: its number, day and signer."""
    told = {"number": signed.number, "day": show_date(signed.day, lang), "signer": signed.signer}
    return say(lang, "joint.decision_told", **told)
