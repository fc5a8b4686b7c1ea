"""A manifest too long for one answer is read in parts: the same document each time, with a part of
its records.
"""

from collections.abc import Mapping
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.errors import Malformed
from ocop.http import Request

RECORDS_IN_ANSWER = 20_000  # some 3 MB; a function may answer 6


def in_parts(document: Mapping[str, Any], request: Request) -> dict[str, Any]:
    """The part of a document that is asked for, with how many there are; one that fits stays whole.

    `sha256` is over all records together. Raises Malformed for a part that there is not.
    """
    records, asked = document["records"], request.query.get("part", "")
    parts = max(1, -(-len(records) // RECORDS_IN_ANSWER))
    if parts == 1 and not asked:
        return dict(document)
    part = plain_number(asked) if asked else 1
    if part is None or not 1 <= part <= parts:
        raise Malformed("bad-cursor")
    first = (part - 1) * RECORDS_IN_ANSWER
    own = records[first : first + RECORDS_IN_ANSWER]
    return {**document, "records": own, "part": part, "parts": parts}
