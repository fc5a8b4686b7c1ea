"""What the decisions print, `infra/printed_numbers.json`, against the criteria sets in `schemas/`.

The file is written by hand from the decisions, with its source, and no command writes it anew: the
ledger says that a set has not changed since it was published, this says that it is the decision's.
Each set's numbers stand beside their SHA-256, so that a slip in the file itself is seen as well.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ocop.base.hashing import digest
from ocop.catalogue.published import Document, read_document
from ocop.scoring.criteria import parse_criteria_set
from ocop.scoring.printed import Numbers, printed_faults

PRINTED = Path(__file__).with_name("printed_numbers.json")


def unlike_printed(documents: Mapping[str, Document]) -> Iterator[str]:
    """Where well-made sets differ from their decisions, each line with the set's name."""
    decisions: Mapping[str, Any] = read_document(PRINTED)
    for id, document in documents.items():
        sets = decisions.get(document["rulebook"], {}).get("sets", {})
        entry = sets.get(f"{document['number']:02d}")
        yield from (f"{id}: {fault}" for fault in _faults(document, entry))


def _faults(document: Document, entry: Mapping[str, Any] | None) -> Iterator[str]:
    if entry is None:
        yield f"the numbers that its decision prints are not in {PRINTED.name}"
        return
    numbers: Numbers = entry["numbers"]
    if digest(numbers) != entry["sha256"]:
        yield f"its numbers in {PRINTED.name} are not those of the SHA-256 beside them"
    yield from printed_faults(parse_criteria_set(document), numbers)
