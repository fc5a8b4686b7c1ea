"""Whether a picture can be drawn: whole from its first mark to its last, as its format has it.

JPEG is followed from mark to mark, PNG by the sums of its parts and the number of its pixels, WebP
by the lengths it names. A picture that was cut off on its way is found, whatever its kind.
"""

import zlib
from collections.abc import Iterator

_PNG_START = 8
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a pixel, by PNG's type of colour
_MOST_DECODED = 64 * 1024 * 1024  # bytes of pixels that are unpacked to look; beyond, sums suffice
_AT_ONCE = 1024 * 1024
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # JPEG's marks that nothing follows
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, b"\xff\xd9"
_WEBP_PARTS = frozenset({b"VP8 ", b"VP8L", b"VP8X"})


def is_whole_jpeg(content: bytes) -> bool:
    """Whether a JPEG names its size, holds a scan, and goes on to its end."""
    sized, at = False, 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        mark = content[at + 1]
        if mark == 0xFF or mark in _ALONE:
            at += 1 if mark == 0xFF else 2
            continue
        if mark in _FRAMES:
            sized = _has_size(content[at + 5 : at + 9])
        if mark == _SCAN:
            return sized and content.find(_END, at) > 0
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return False


def _has_size(sides: bytes) -> bool:
    return len(sides) == 4 and sides[:2] != b"\0\0" and sides[2:] != b"\0\0"


def is_whole_png(content: bytes) -> bool:
    """Whether the parts of a PNG are unspoilt and hold a picture of the size it names."""
    parts = list(_parts(content))
    kinds = [kind for kind, _ in parts]
    if kinds[:1] != [b"IHDR"] or b"IEND" not in kinds or len(parts[0][1]) != 13:
        return False
    wide, high = (int.from_bytes(parts[0][1][n : n + 4]) for n in (0, 4))
    depth, colour, laced = parts[0][1][8], parts[0][1][9], parts[0][1][12]
    if not (wide and high and colour in _CHANNELS):
        return False
    least = 0 if laced else high * (1 + (wide * depth * _CHANNELS[colour] + 7) // 8)
    return _unpacks(b"".join(data for kind, data in parts if kind == b"IDAT"), least)


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts up to the first that is spoilt or cut off."""
    at = _PNG_START
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        told = content[at + 8 + size : at + 12 + size]
        if zlib.crc32(kind + data).to_bytes(4) != told:
            return
        yield kind, data
        at += 12 + size


def _unpacks(packed: bytes, least: int) -> bool:
    """Whether as much comes out as there has to be."""
    unpacking, out = zlib.decompressobj(), 0
    try:
        while not unpacking.eof and out < _MOST_DECODED:
            part = unpacking.decompress(packed, _AT_ONCE)
            packed = unpacking.unconsumed_tail
            if not part:
                break
            out += len(part)
    except zlib.error:
        return False
    return out >= min(least, _MOST_DECODED) and (unpacking.eof or out >= _MOST_DECODED)


def is_whole_webp(content: bytes) -> bool:
    """Whether a WebP is as long as it says, and so is its first part."""
    whole, first = (int.from_bytes(content[n : n + 4], "little") for n in (4, 16))
    enough = len(content) >= whole + 8 and whole >= first + 12
    return enough and first > 0 and content[12:16] in _WEBP_PARTS
