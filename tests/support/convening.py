"""A province whose council is asked in rounds, and who convenes it."""

from datetime import timedelta
from typing import Any

from ocop.base.moment import local_date
from ocop.cases.council_round import CouncilRound
from ocop.council.rounds import (
    RoundRequest,
    convened_by,
    prepare_round,
    release_round,
    waiting_for,
)
from ocop.people.bodies import Council
from ocop.people.rights import Officer
from tests.support.world import World

BOSS = "quantri@songxanh.example.vn"


def convener(world: World, email: str = BOSS) -> Officer:
    """An officer as the province's document has them now."""
    province = world.province
    person = next(one for one in province.people.values() if one.email == email)
    return Officer(person, province)


def the_council(world: World, who: Officer | None = None) -> Council:
    """The province's council, as its convener has it."""
    [council] = world.province.councils
    return convened_by(who or convener(world), council.id)


def wishes(world: World, **over: Any) -> dict[str, Any]:
    """Answers to the form of a round that gives its opinion in writing in three weeks."""
    today = local_date(world.clock.now)
    return {
        "intake": today.isoformat(),
        "mode": "written",
        "finish_by": (today + timedelta(days=21)).isoformat(),
        "scoring": "all",
    } | over


def prepared(world: World, *dossiers: str, key: str = "k", **over: Any) -> CouncilRound:
    """A round of these cases, or of all that wait."""
    who = convener(world)
    council = the_council(world, who)
    chosen = dossiers or [case.id for case in waiting_for(world.svc, who, council)]
    request = RoundRequest(wishes(world, **over), chosen, key)
    return prepare_round(world.svc, who, council, request, "vi")


def released(world: World, group: CouncilRound, *, settled: bool = True) -> CouncilRound:
    """The round, released by its convener."""
    done = release_round(world.svc, convener(world), group.id, group.version)
    if settled:
        world.settle()
    return done
