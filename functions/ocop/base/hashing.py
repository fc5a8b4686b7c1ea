"""Canonical JSON and the hash chain that makes a dossier's history tamper-evident."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(data: object) -> bytes:
    """The one byte form of a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


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
    """Bytes as lowercase base32 without padding."""
    return base64.b32encode(raw).decode().rstrip("=").lower()
