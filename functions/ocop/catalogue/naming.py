"""What authorities and laws are called on which day: `schemas/places/naming-vn.json`."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from ocop.base.structs import struct
from ocop.base.text import Lang, Text, pick
from ocop.catalogue.folders import PLACE_FOLDER
from ocop.catalogue.published import Document, Published


@struct(frozen=True)
class KnownAs:
    """A name through its last day; None: it is today's."""

    name: Text
    until: date | None


@struct(frozen=True)
class CitedDecision:
    """The day of a decision of the prime minister, and what it is about."""

    day: date
    subject: str


@struct(frozen=True)
class KnownNames:
    """Names by day, oldest first, and decisions by number."""

    ministry: tuple[KnownAs, ...]
    local_law: tuple[KnownAs, ...]
    decisions: Mapping[str, CitedDecision]


def ministry_on(day: date, lang: Lang) -> str:
    """The ministry that runs the programme, as it was called on a day."""
    return pick(_on(_naming().ministry, day), lang)


def local_law_on(day: date) -> str:
    """The law by which people's committees decide on a day, by name and day."""
    return pick(_on(_naming().local_law, day), "vi")


def decision_numbered(number: str) -> CitedDecision | None:
    """What is known of the decision of a number; None where nobody has said."""
    return _naming().decisions.get(number)


def _on(names: Sequence[KnownAs], day: date) -> Text:
    return next(one.name for one in names if one.until is None or day <= one.until)


@lru_cache(maxsize=1)
def _naming() -> KnownNames:
    return Published(PLACE_FOLDER, _parsed).get("naming-vn")


def _parsed(document: Document) -> KnownNames:
    decisions = document["decisions"].items()
    return KnownNames(
        ministry=tuple(map(_known_as, document["ministry"])),
        local_law=tuple(map(_known_as, document["local_law"])),
        decisions={
            number: CitedDecision(date.fromisoformat(one["day"]), one["subject"])
            for number, one in decisions
        },
    )


def _known_as(data: Mapping[str, Any]) -> KnownAs:
    name, until = data["name"], data.get("until")
    named: Text = name if isinstance(name, Mapping) else {"vi": name}
    return KnownAs(named, date.fromisoformat(until) if until else None)
