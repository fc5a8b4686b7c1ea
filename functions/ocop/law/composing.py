"""The whole way of a case: a process of the programme, then the stages of the law it leads to."""

from collections.abc import Sequence

from ocop.base.codec import Data

NEXT, LAW_START, BEGINS = "@next", "@law", "begins"


def composed(rulebook: Data, process: Data, beside: Sequence[Data] = ()) -> Data:
    """A rulebook's document with the stages and endings of the process that comes before, and of
    those that may be begun beside a case.

    Where the process says "@next" it leads to the first stage of the law.
    """
    first = rulebook["stages"][0]["id"]
    before = [_leading(stage, first) for stage in process["stages"]]
    own = {**process["endings"], **rulebook["endings"]}
    return {
        **rulebook,
        LAW_START: first,
        "stages": [*before, *rulebook["stages"], *(s for one in beside for s in one["stages"])],
        "endings": own | {id: title for one in beside for id, title in one["endings"].items()},
        "oversight": _begun(rulebook, beside),
    }


def _begun(rulebook: Data, beside: Sequence[Data]) -> Data:
    """What may be begun about a case, with the stage that each begins at."""
    more = {matter: ways for one in beside for matter, ways in one[BEGINS].items()}
    return {**rulebook.get("oversight", {}), **more}


def _leading(way: Data, first: str) -> Data:
    """A stage or an outcome with its "@next" replaced, also below it."""
    led = {**way, "to": first} if way.get("to") == NEXT else way
    below = [_leading(outcome, first) for outcome in way.get("outcomes", ())]
    return {**led, "outcomes": below} if below else led
