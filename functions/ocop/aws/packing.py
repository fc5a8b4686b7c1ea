"""How a record becomes the bytes of a row: compact JSON, compressed.

Most rows are short and alike, so the compressor is told beforehand what it will meet: a filed form
of 9 KB then costs 4 write units instead of 9, a decision with its mails 1. The lists of that are
part of the format. They never change: a body names the one it was written with by its checksum, and
is read with the very same bytes. Short bodies, and those of 0.2.0, are written without any.
"""

import json
import zlib
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.constants import BINARY

from ocop.aws.phrases import PHRASES
from ocop.aws.words import ROW_WORDS
from ocop.base.errors import Unreadable
from ocop.base.structs import struct

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
LEVEL = 5  # a tenth faster than 6 or more, for bodies that are 1% longer
NEAR = 14  # looks back over 2 to the power of that: half the memory, which a short body pays for
LONG = 12_000  # bytes, beyond which looking further back makes a body shorter
SHORT = 48  # bytes: an id and the like, for which a list is more work than it saves
CHECKSUM = slice(2, 6)  # where a body has the checksum of its list, if it has one
WORD_LISTS = {zlib.adler32(words).to_bytes(4): words for words in (ROW_WORDS, PHRASES)}


@struct(frozen=True)
class BrokenBody:
    """A body that cannot be read, kept as it is: its row is there all the same."""

    raw: bytes
    why: str


@struct(frozen=True)
class PackedBody:
    """A body that is packed already, since its size was asked for before it was written."""

    raw: bytes


class Body(Attribute[Any]):
    """A JSON value as a packed body. One that cannot be read is a BrokenBody, so that it hides no
    other row of its page.
    """

    attr_type = BINARY

    def serialize(self, value: Any) -> bytes:
        """The bytes that are stored."""
        return value.raw if isinstance(value, BrokenBody | PackedBody) else pack(value)

    def deserialize(self, value: bytes) -> Any:
        """The value of stored bytes."""
        try:
            return unpack(value)
        except Unreadable as problem:
            return BrokenBody(value, problem.params["why"])


def pack(value: object) -> bytes:
    """A JSON value as bytes."""
    data = _compact(value).encode()
    if len(data) < SHORT:
        return zlib.compress(data, LEVEL)
    window = NEAR if len(data) < LONG else zlib.MAX_WBITS
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, window, zdict=PHRASES)
    return compressor.compress(data) + compressor.flush()


def unpack(body: bytes) -> Any:
    """The JSON value of bytes; raises Unreadable for bytes that are none."""
    reader = zlib.decompressobj(zdict=WORD_LISTS.get(bytes(body[CHECKSUM]), b""))
    try:
        data = reader.decompress(body) + reader.flush()
        if not reader.eof:
            raise Unreadable(params={"record": "body", "why": "it is cut off"})
        return json.loads(data)
    except (TypeError, ValueError, zlib.error) as problem:
        raise Unreadable(params={"record": "body", "why": str(problem)}) from problem
