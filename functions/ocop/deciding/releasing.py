"""A list of products is released under one decision: kept once, to go out now or after a while."""

from collections.abc import Mapping
from typing import Any

from ocop.base.hashing import short_id
from ocop.base.text import Lang
from ocop.cases.decision_list import DecisionList
from ocop.cases.history import retried
from ocop.deciding.going_out import carry_out
from ocop.deciding.held import held_for
from ocop.deciding.joint import JointRequest, joint_paper, joint_question, preview_joint
from ocop.deciding.ports import DecidingServices
from ocop.people.rights import Officer


def release_joint(
    svc: DecidingServices, who: Officer, request: JointRequest, lang: Lang, *, channel: str
) -> DecisionList:
    """Decide all products of a list under one decision, once its time to be taken back is over;
    letters and papers go with each.

    A repeat under the same key goes on where it broke off, and does nothing to a list that is held
    or was taken back. Raises what `preview_joint` raises, with nothing stored.
    """
    id = short_id(who.person.id, request.key)
    data = joint_question(svc, who).check(request.data, lang).data
    listed = _kept_once(svc, who, request, lang, data=data, listed=(id, channel))
    return carry_out(svc, listed, lang) if listed.state == "going" else listed


@retried
def _kept_once(
    svc: DecidingServices,
    who: Officer,
    request: JointRequest,
    lang: Lang,
    *,
    data: Mapping[str, Any],
    listed: tuple[str, str],
) -> DecisionList:
    """The list that the same request has left before, or its own, by id and channel."""
    return _released(svc, who, listed[0], data) or _keep(svc, who, request, lang, listed=listed)


def _released(
    svc: DecidingServices, who: Officer, id: str, data: Mapping[str, Any]
) -> DecisionList | None:
    """The list that the same request has left before."""
    every = (one for at in sorted(_offices_of(who)) for one in _lists(svc, who, at, data))
    return next((one for one in every if one.id == id), None)


def _offices_of(who: Officer) -> set[tuple[str, str]]:
    """Of which units the officer has an office, each with its level."""
    return {(who.province.units[unit].level, unit) for _, unit in who.offices}


def _lists(
    svc: DecidingServices, who: Officer, office: tuple[str, str], data: Mapping[str, Any]
) -> list[DecisionList]:
    return svc.store.decision_lists(joint_paper(who, office, data))


def _keep(
    svc: DecidingServices,
    who: Officer,
    request: JointRequest,
    lang: Lang,
    *,
    listed: tuple[str, str],
) -> DecisionList:
    """Keep a list by its id and the channel it came over, to go out at once or after a while."""
    id, channel = listed
    turn = svc.store.decision_turn(who.province.code)  # before what is held is looked at
    seen, now, held = preview_joint(svc, who, request, lang), svc.now(), held_for(who.province)
    kept = DecisionList(
        id=id,
        signed=seen.signed,
        items=seen.items,
        by=who.person.id,
        released=now,
        state="held" if held else "going",
        goes_out=now + held,
        channel=channel,
    )
    svc.store.keep_decision_list(kept, turn)
    return kept
