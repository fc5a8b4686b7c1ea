"""Checks offline what a stack has signed: a certificate, the package of a dossier or of a report.

    python3 proof.py PACKAGE.zip --keys KEYS.json
    python3 proof.py CERTIFICATE.json --keys KEYS.json

It needs no other file and the standard library alone, so that anybody can carry it along; each
package holds a copy. The keys are those that the stack publishes (`/.well-known/ocop-keys.json`).
Signatures are RSA with PKCS #1 v1.5 and SHA-256: the same bytes for the same content, and checked
by making what they must stand for, whole, and comparing it. Nothing secret is handled here.

A package's archive is held to be exactly what its signed manifest makes of its files, byte for
byte, headers included; so each byte that was changed is found, and the file it belongs to is named.
"""

import base64
import hashlib
import json
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

ALGORITHM = "RSASSA_PKCS1_V1_5_SHA_256"
PACKAGE = "sao-xa/package/1"
MANIFEST, MANIFEST_SEAL, ARCHIVE_END = "manifest.json", "manifest.seal.json", "(end of archive)"
LEAST_BITS, USUAL_EXPONENT = 2048, 65537
MOST_OF_MANIFEST = 32 * 1024 * 1024  # bytes
_HASH_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
_LOCAL, _CENTRAL, _END = "<IHHHHHIIIHH", "<IHHHHHHIIIHHHHHII", "<IHHHHIIH"
_VERSION, _NAMES_IN_UTF8, _DAY, _PLAIN_FILE = 20, 0x0800, 0x21, 0o100644 << 16
REPORT_ACTS, REPORT_CONTENT = "acts.json", "content.json"
HISTORIES = ("events.json", "record/events.json", REPORT_ACTS)
_ACT, _ACT_WORDS = ("dossier", "id", "seq", "at", "kind"), ("actor", "stage", "request")
# What a certificate's JSON shows, and the name of the same in its statement.
_SHOWN = {
    **{name: name for name in ("number", "reference", "product", "organisation", "unit")},
    **{name: name for name in ("signer", "issued", "valid_to", "rulebook", "set", "decision")},
    "stars": "star",
}


class Flaw(NamedTuple):
    """What does not hold: in which file, and why."""

    file: str
    why: str


class Packed(NamedTuple):
    """A file of an archive."""

    name: str
    size: int
    crc: int


def signature_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature of a message was made with the private half of an RSA key (DER)."""
    try:
        modulus, exponent = rsa_numbers(key)
    except (ValueError, IndexError):
        return False
    size, number = (modulus.bit_length() + 7) // 8, int.from_bytes(signature, "big")
    if len(signature) != size or number >= modulus:
        return False
    return pow(number, exponent, modulus).to_bytes(size, "big") == padded_digest(message, size)


def padded_digest(message: bytes, size: int) -> bytes:
    """What is signed of a message with a key of `size` bytes (RFC 8017, 9.2)."""
    tail = _HASH_PREFIX + hashlib.sha256(message).digest()
    return b"\x00\x01" + b"\xff" * (size - len(tail) - 3) + b"\x00" + tail


def rsa_numbers(key: bytes) -> tuple[int, int]:
    """Modulus and exponent of a public key (DER, SubjectPublicKeyInfo); raises ValueError for
    another kind of key, or a weak one.
    """
    whole, rest = _element(key, 0x30)
    _, bits = _element(whole, 0x30)
    packed, more = _element(bits, 0x03)
    numbers, after = _element(packed[1:], 0x30)
    modulus, last = _element(numbers, 0x02)
    exponent, end = _element(last, 0x02)
    found = int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")
    if rest or more or after or end or found[0].bit_length() < LEAST_BITS:
        raise ValueError("not an RSA key of enough bits")
    if found[1] != USUAL_EXPONENT:
        raise ValueError("an RSA key with another exponent")
    return found


def _element(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the first DER element, and what follows it."""
    if data[0] != tag:
        raise ValueError("not the element that was expected")
    size, start = data[1], 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(data[2:start], "big")
    if start + size > len(data):
        raise ValueError("cut short")
    return data[start : start + size], data[start + size :]


def key_id(key: bytes) -> str:
    """A key's name: the SHA-256 of its public half."""
    return hashlib.sha256(key).hexdigest()


def keys_in(document: Mapping[str, Any]) -> dict[str, bytes]:
    """The keys that a stack publishes, each under its own name."""
    keys = [base64.b64decode(one["public_key"]) for one in document["keys"]]
    return {key_id(key): key for key in keys}


def seal_flaw(seal: Mapping[str, Any], message: bytes, keys: Mapping[str, bytes]) -> str:
    """Why a seal does not stand for a message; "" when it does."""
    key = keys.get(str(seal.get("key")))
    if key is None:
        return "signed with a key that is not among those given"
    if seal.get("algorithm") != ALGORITHM:
        return "signed in an unknown way"
    try:
        signature = base64.b64decode(str(seal.get("signature")), validate=True)
    except ValueError:
        return "its signature cannot be read"
    return "" if signature_holds(key, message, signature) else "its signature does not hold"


def certificate_flaws(document: Mapping[str, Any], keys: Mapping[str, bytes]) -> list[Flaw]:
    """What is wrong with a certificate's JSON, as `/v1/certificates/…` gives it."""
    name, seal = str(document.get("number", "certificate")), document.get("seal")
    if not seal:
        return [Flaw(name, "recorded, and not signed by this stack")]
    statement = str(seal.get("statement"))
    if why := seal_flaw(seal, statement.encode(), keys):
        return [Flaw(name, why)]
    told = json.loads(statement)
    return [
        Flaw(name, f"{shown} is not what was signed")
        for shown, signed in _SHOWN.items()
        if document.get(shown) != told.get(signed)
    ]


def local_header(entry: Packed) -> bytes:
    """What stands before a file in an archive."""
    name = entry.name.encode()
    told = (entry.crc, entry.size, entry.size, len(name), 0)
    return struct.pack(_LOCAL, 0x04034B50, _VERSION, _NAMES_IN_UTF8, 0, 0, _DAY, *told) + name


def central_record(entry: Packed, offset: int) -> bytes:
    """A file's line in the list at an archive's end."""
    name, made_by = entry.name.encode(), 0x0300 | _VERSION
    told = (entry.crc, entry.size, entry.size, len(name), 0, 0, 0, 0, _PLAIN_FILE, offset)
    head = (0x02014B50, made_by, _VERSION, _NAMES_IN_UTF8, 0, 0, _DAY)
    return struct.pack(_CENTRAL, *head, *told) + name


def end_record(count: int, size: int, offset: int) -> bytes:
    """The last bytes of an archive, after a list of `size` bytes that begins at `offset`."""
    return struct.pack(_END, 0x06054B50, 0, 0, count, count, size, offset, 0)


def package_flaws(archive: BinaryIO, keys: Mapping[str, bytes]) -> list[Flaw]:
    """What is wrong with a package. Without keys its own is taken: it may be anybody's."""
    manifest, broken = _first_file(archive, MANIFEST)
    seal, worse = _first_file(archive, MANIFEST_SEAL) if not broken else (b"", [])
    if broken or worse:
        return broken + worse
    if flaws := _seal_of_manifest(manifest, seal, keys):
        return flaws
    first = ((MANIFEST, manifest), (MANIFEST_SEAL, seal))
    entries, flaws = [Packed(name, len(one), zlib.crc32(one)) for name, one in first], []
    for told in json.loads(manifest)["files"]:
        entry, content, flaw = _file(archive, told)
        entries.append(entry)
        flaws += flaw
        if not flaw:
            flaws += [Flaw(entry.name, why) for why in _flaws_within(entry.name, content)]
    return flaws + list(_rest(archive, entries))


def _flaws_within(name: str, content: bytes) -> Iterator[str]:
    """What does not hold within a file that has proofs of its own."""
    if name in HISTORIES:
        yield from (f"act {id} breaks the chain" for id in broken_acts(content))
    elif name == REPORT_CONTENT:
        told = json.loads(content)
        if told.pop("sha256", "") != hashlib.sha256(_canonical(told)).hexdigest():
            yield "what it says is not what its digest stands for"


def _canonical(data: object) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def broken_acts(content: bytes) -> list[str]:
    """Of the acts of a case or on a report, oldest first, those that do not follow from the one
    before: by id, those on a report by number.
    """
    broken, before = [], ""
    for act in json.loads(content):
        link = _canonical(_chained(act))
        previous, hash = act.get("previous", ""), act.get("hash", "")
        if previous != before or hash != hashlib.sha256(previous.encode() + link).hexdigest():
            broken.append(str(act.get("id", act.get("number"))))
        before = hash
    return broken


def _chained(act: Mapping[str, Any]) -> dict[str, Any]:
    """What the hash of an act stands for."""
    if "dossier" not in act:  # on a report
        return {name: act[name] for name in act if name != "hash"}
    later = {name: act[name] for name in ("files", "by", "channel") if act.get(name)}
    form = [act.get(name, "") for name in ("form", "form_version", "form_hash")]
    told = {**later, **{name: act[name] for name in _ACT}, "form": form}
    told |= {"data": act.get("data", {})} | {name: act.get(name, "") for name in _ACT_WORDS}
    return told | {"visit": act.get("visit", 0)}


def _first_file(archive: BinaryIO, name: str) -> tuple[bytes, list[Flaw]]:
    """A file whose size nobody has signed: taken as its own header says, and held to that."""
    length = struct.calcsize(_LOCAL) + len(name)
    header = archive.read(length)
    size = int.from_bytes(header[22:26], "little")
    if size > MOST_OF_MANIFEST:
        return b"", [Flaw(name, "too long")]
    content = archive.read(size)
    if header != local_header(Packed(name, len(content), zlib.crc32(content))):
        return b"", [Flaw(name, "changed, or its header was")]
    return content, []


def _seal_of_manifest(manifest: bytes, seal: bytes, keys: Mapping[str, bytes]) -> list[Flaw]:
    try:
        told = json.loads(seal)
        own = base64.b64decode(told["public_key"], validate=True)
    except (ValueError, KeyError, TypeError):
        return [Flaw(MANIFEST_SEAL, "cannot be read")]
    why = seal_flaw(told, manifest, keys or {key_id(own): own})
    return [Flaw(MANIFEST_SEAL, why)] if why else []


def _file(archive: BinaryIO, told: Mapping[str, Any]) -> tuple[Packed, bytes, list[Flaw]]:
    """The next file, which the manifest tells of."""
    name, size = str(told["name"]), int(told["size"])
    header = archive.read(len(local_header(Packed(name, size, 0))))
    content = archive.read(size)
    entry = Packed(name, size, zlib.crc32(content))
    if len(content) != size or hashlib.sha256(content).hexdigest() != told["sha256"]:
        return entry, content, [Flaw(name, "changed")]
    header_flaw = [Flaw(name, "its header was changed")] if header != local_header(entry) else []
    return entry, content, header_flaw


def _rest(archive: BinaryIO, entries: Sequence[Packed]) -> Iterator[Flaw]:
    """The list at the end, and nothing after it."""
    start, offset, length = archive.tell(), 0, 0
    for entry in entries:
        record = central_record(entry, offset)
        if archive.read(len(record)) != record:
            yield Flaw(entry.name, "its line in the list of the archive was changed")
        offset += len(local_header(entry)) + entry.size
        length += len(record)
    if archive.read() != end_record(len(entries), length, start):
        yield Flaw(ARCHIVE_END, "changed")


def main(arguments: Sequence[str]) -> int:
    """Check one file; 0 when all holds, 1 with a line for each flaw, 2 when nothing can be read."""
    words = [word for word in arguments if word]
    if len(words) not in (1, 3) or "--keys" in words[::2]:
        print(__doc__)
        return 2
    path, published = Path(words[0]), words[2:]
    try:
        keys = keys_in(json.loads(Path(published[0]).read_text("utf-8"))) if published else {}
        with path.open("rb") as file:
            one = path.suffix == ".json"
            flaws = certificate_flaws(json.load(file), keys) if one else package_flaws(file, keys)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as why:
        print(f"{' and '.join([str(path), *published])} cannot be read as what it should be: {why}")
        return 2
    flaws = flaws if keys or not published else [Flaw(published[0], "names no key")]
    for flaw in flaws:
        print(f"{flaw.file}: {flaw.why}")
    origin = "and signed with a published key" if keys else "but no keys were given to check whose"
    print(f"{len(flaws)} flaws" if flaws else f"{path.name}: whole, {origin}")
    return 1 if flaws else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
