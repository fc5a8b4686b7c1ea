"""What a blind member is shown: the same answer, with nothing in it that names the producer.

It is laid over the finished page or document, so that no part of either can be forgotten. What the
member has typed stays as it is.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import PurePath

from ocop.cases.assignment import Assignment
from ocop.cases.blind import Veil, names_of_producer
from ocop.http import Reply
from ocop.web.reading import Reading, exhibits_for

OWN = "sheet"  # the part of a review that its member wrote
# Tags, and what lies in a text area; between them is what people read.
_UNREAD = re.compile(r"(<textarea\b.*?</textarea>|<[^>]*>)", re.DOTALL)
_SPOKEN = re.compile(r'((?:aria-label|title|alt)=")([^"]*)(")')


def veiled(reading: Reading, holder: Assignment, reply: Reply) -> Reply:
    """The answer as this member may have it."""
    if not holder.blind or not reply.body:
        return reply
    names = list(_names(reading, holder))
    if reply.content.startswith("text/html"):
        return replace(reply, body=_page(Veil([*names, *map(escape, names)]), reply.body))
    document = json.loads(reply.body)
    told = {name: one for name, one in document.items() if name != OWN}
    over = {**document, **dict(Veil(names).over_json(told).items())}
    body = json.dumps(over, ensure_ascii=False, separators=(",", ":"))
    return replace(reply, body=body)


def _names(reading: Reading, holder: Assignment) -> Iterator[str]:
    yield from names_of_producer(reading.case, reading.events, reading.province)
    for exhibit in exhibits_for(reading, holder.id):
        yield PurePath(exhibit.upload.name).stem


def _page(veil: Veil, html: str) -> str:
    parts = _UNREAD.split(html)
    texts = [veil.over(part) for part in parts[::2]]
    tags = [_tag(veil, part) for part in parts[1::2]]
    return "".join(one for pair in zip(texts, [*tags, ""], strict=True) for one in pair)


def _tag(veil: Veil, tag: str) -> str:
    return _SPOKEN.sub(lambda found: f"{found[1]}{veil.over(found[2])}{found[3]}", tag)
