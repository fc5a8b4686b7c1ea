"""Rulebooks of `schemas/rulebooks/`: the newest of each, and those that open cases still keep.

A rulebook holds what is law. The stages before it are a process of the programme in
`schemas/processes/`, which the rulebook names with its version, and so are those that may be begun
beside a case; all are read as one.
"""

from collections.abc import Callable
from functools import lru_cache

from ocop.catalogue.folders import PROCESS_FOLDER, RULEBOOK_FOLDER
from ocop.catalogue.published import Document, Published, as_it_is
from ocop.law.composing import composed
from ocop.law.reading import parse_rulebook
from ocop.law.rulebook import Rulebook


def published_rulebooks() -> Published[Rulebook]:
    """All rulebooks, by id and version."""
    processes = Published(PROCESS_FOLDER, as_it_is)
    return Published(RULEBOOK_FOLDER, lambda document: whole_rulebook(document, processes.at))


def whole_rulebook(document: Document, process: Callable[[str], Document]) -> Rulebook:
    """The rulebook in a document with the process it follows, which `process` finds by id and
    version. Rulebooks of before there were processes hold all their stages themselves.
    """
    return parse_rulebook(_whole(document, process))


@lru_cache(maxsize=8)
def whole_document(ref: str) -> Document:
    """The document of the rulebook "<id>", or "<id>@<version>", with the process that it follows.
    Raises NotFound.
    """
    return _whole(
        Published(RULEBOOK_FOLDER, as_it_is).at(ref), Published(PROCESS_FOLDER, as_it_is).at
    )


def _whole(document: Document, process: Callable[[str], Document]) -> Document:
    follows = document.get("follows")
    if not follows:
        return document
    beside = [process(ref) for ref in document.get("beside", ())]
    return composed(document, process(follows), beside)
