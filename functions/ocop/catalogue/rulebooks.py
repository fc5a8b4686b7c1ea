"""Rulebooks of `schemas/rulebooks/`: the newest of each, and those that open cases still keep."""

from functools import lru_cache

from ocop.catalogue.folders import RULEBOOKS
from ocop.catalogue.published import Published
from ocop.law.reading import parse_rulebook
from ocop.law.rulebook import Rulebook


@lru_cache(maxsize=1)
def rulebooks() -> Published[Rulebook]:
    """All rulebooks, by id and version."""
    return Published(RULEBOOKS, parse_rulebook)


def load_rulebook(ref: str) -> Rulebook:
    """The rulebook "<id>" (its newest version) or "<id>@<version>"; raises NotFound."""
    return rulebooks().at(ref)


def rulebook_ids() -> tuple[str, ...]:
    """The rulebooks there are."""
    return rulebooks().ids()
