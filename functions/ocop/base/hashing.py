"""Canonical JSON and the hash chain that makes a dossier's history tamper-evident."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)  # of 10 bits each
_PAIR_BITS = 10
# Made once: to make one is a fifth of what a form costs to write.
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(data: object) -> bytes:
    """The one byte form of a JSON value: sorted keys, no spaces, UTF-8."""
    return _canonical(data).encode()


def digest(data: object) -> str:
    """SHA-256 (hex) of the canonical form."""
    return hashlib.sha256(canonical(data)).hexdigest()


def link_hash(previous: str, fields: Mapping[str, Any]) -> str:
    """The hash of an event that follows the event with hash `previous`."""
    return hashlib.sha256(previous.encode() + canonical(fields)).hexdigest()


def short_id(*parts: str, size: int = 16) -> str:
    """A lowercase base32 id of `size` bytes, the same for the same parts."""
    raw = hashlib.sha256("\x1f".join(parts).encode()).digest()[:size]
    return encode_id(raw)


def encode_id(raw: bytes) -> str:
    """Bytes as lowercase base32 without padding; an act needs a dozen, so not by `base64`, which
    pads, asks for capitals, and takes three times as long.
    """
    bits = 8 * len(raw)
    whole = -(-bits // _PAIR_BITS) * _PAIR_BITS
    number = int.from_bytes(raw) << (whole - bits)
    pairs = range(whole - _PAIR_BITS, -1, -_PAIR_BITS)
    return "".join([_PAIRS[(number >> shift) % len(_PAIRS)] for shift in pairs])[: -(-bits // 5)]
