"""A dossier as one archive that anybody checks offline: hashed, signed, laid into the bucket."""

import base64
import zlib
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal

from ocop.base.errors import Conflict
from ocop.base.hashing import canonical, short_id
from ocop.base.proof import (
    ALGORITHM,
    MANIFEST,
    MANIFEST_SEAL,
    PACKAGE,
    Packed,
    central_record,
    end_record,
    key_id,
    local_header,
)
from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.certificates.sealing import remember_key, seal_certificate
from ocop.papers.contents import (
    Content,
    Dossier,
    SealedPapers,
    contents_of,
    unfinished_contents,
)
from ocop.papers.making import PaperServices, make_papers
from ocop.papers.ministry import for_ministry

PackageKind = Literal["dossier", "ministry"]
PACKAGE_KINDS: tuple[PackageKind, ...] = ("dossier", "ministry")
MOST_PACKED, MOST_FILES = 4_000_000_000, 60_000  # of an archive without 64-bit fields
ZIP_MEDIA = "application/zip"


class TooLargeToPack(Conflict):
    """The files of a case are more than one archive takes."""

    default_code = "package-too-large"


@struct(frozen=True)
class Measured:
    """A file of a package, and what its bytes come to."""

    content: Content
    size: int
    crc: int
    sha256: str


def package_key(svc: PaperServices, case: Case, kind: PackageKind) -> str:
    """Where a package of a case lies: another place for each state of the case and of the
    certificate that it ended with.
    """
    number = case.subject.certificate
    version = svc.store.certificate(number).version if number else 0
    return f"packages/{case.id}/{short_id(kind, case.head, str(version))}.zip"


def package_name(case: Case, kind: PackageKind) -> str:
    """What its file is called."""
    return f"ocop-{kind}-{case.reference}.zip"


def make_package(svc: SealedPapers, dossier: str, kind: PackageKind) -> bool:
    """Make a package of a case as it stands, with papers and signature that are still to be made;
    False when it is there. Raises NotFound, TooLargeToPack, Unavailable.
    """
    case = svc.store.case(dossier)
    key = package_key(svc, case, kind)
    if svc.shelf.holds(key):
        return False
    events = svc.store.events(dossier)
    for event in events:
        seal_certificate(svc, dossier, event.id)
        make_papers(svc, dossier, event.id)
    whole = Dossier(case, events, svc.store.assignments(dossier))
    svc.shelf.put_parts(key, package(svc, whole, kind), ZIP_MEDIA)
    return True


def package(svc: SealedPapers, dossier: Dossier, kind: PackageKind) -> Iterator[bytes]:
    """The bytes of a package, in order: the same for the same case, key and code.

    Each file is read twice, first to be measured, and never are two held at once.
    """
    contents = contents_of(svc, dossier)
    if kind == "ministry":
        contents = for_ministry(svc, dossier, contents)
    else:
        left = unfinished_contents(svc, dossier)
        contents = sorted([*contents, *left], key=lambda one: one.name)
    told = {
        "kind": kind,
        "case": dossier.case.id,
        "reference": dossier.case.reference,
        "province": dossier.case.province,
        "head": dossier.case.head,
    }
    return sealed_archive(svc, contents, told)


def sealed_archive(
    svc: SealedPapers, contents: Sequence[Content], told: Mapping[str, str]
) -> Iterator[bytes]:
    """Files as one archive under a signed manifest, which says what is told and lists them. Raises
    TooLargeToPack.
    """
    measured = [_measured(one) for one in contents]
    total = sum(one.size + 2 * len(one.content.name) + 200 for one in measured)
    if total > MOST_PACKED or len(measured) > MOST_FILES:
        raise TooLargeToPack
    manifest = canonical(_manifest(told, measured))
    first = [_held(MANIFEST, manifest), _held(MANIFEST_SEAL, _seal(svc, manifest))]
    return _archive([*map(_measured, first), *measured])


def _measured(content: Content) -> Measured:
    data = content.read()
    return Measured(content, len(data), zlib.crc32(data), sha256(data).hexdigest())


def _held(name: str, data: bytes) -> Content:
    return Content(name, lambda: data)


def _manifest(told: Mapping[str, str], files: Sequence[Measured]) -> dict[str, Any]:
    listed = [{"name": f.content.name, "size": f.size, "sha256": f.sha256} for f in files]
    return {"version": PACKAGE, **told, "files": listed}


def _seal(svc: SealedPapers, manifest: bytes) -> bytes:
    """The manifest's signature, with the key to check it; whose key that is the publisher tells."""
    key = svc.signer.public_key()
    remember_key(svc, key, svc.now())
    told = {
        "algorithm": ALGORITHM,
        "key": key_id(key),
        "public_key": base64.b64encode(key).decode(),
        "signature": base64.b64encode(svc.signer.sign(manifest)).decode(),
    }
    return canonical(told)


def _archive(files: Sequence[Measured]) -> Iterator[bytes]:
    """A ZIP without compression and without times, which files alone determine."""
    packed = [Packed(one.content.name, one.size, one.crc) for one in files]
    records, offset = [], 0
    for one, entry in zip(files, packed, strict=True):
        records.append(central_record(entry, offset))
        yield (header := local_header(entry))
        yield one.content.read()
        offset += len(header) + one.size
    listed = b"".join(records)
    yield listed + end_record(len(packed), len(listed), offset)
