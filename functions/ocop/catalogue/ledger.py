"""What was published once never changes: the promises of `schemas/ledger.json`, and new entries."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ocop.base.hashing import digest
from ocop.catalogue.changes import breaks
from ocop.catalogue.folders import Folder
from ocop.catalogue.published import (
    ARCHIVE,
    CURRENT,
    LEDGER,
    Document,
    Versions,
    own_version,
    read_document,
    read_ledger,
)


@dataclass(frozen=True)
class Shelf:
    """One folder as it lies in `schemas`, beside what the ledger says of it."""

    folder: Folder
    schemas: Path

    @cached_property
    def home(self) -> Path:
        """Where the documents lie."""
        return self.schemas / self.folder.name

    @cached_property
    def versions(self) -> Versions:
        """What the ledger has of them."""
        return read_ledger(self.schemas).get(self.folder.name, {})

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """Each document as it is now, by id: its path below the folder, without `.json`."""
        paths = (*self.home.glob("*.json"), *self.home.glob("*/*.json"))
        by_id = {path.relative_to(self.home).with_suffix("").as_posix(): path for path in paths}
        return {id: read_document(by_id[id]) for id in sorted(by_id) if _is_one(id)}

    def faults(self) -> list[str]:
        """Published content that has changed or is gone, and what is not published yet."""
        return [*self.broken_promises(), *self.unpublished()]

    def unpublished(self) -> Iterator[str]:
        """Documents and versions that the ledger does not have as they are."""
        for id, document in self.documents.items():
            digests = self.versions.get(id, {})
            version = own_version(document)
            if version == CURRENT and version in digests and not self.folder.fixed:
                if digests[version] != self.content(document):
                    yield f"{id}: has changed since it was published"
            elif version not in digests:
                yield f"{id}: {_named(version)}is not published yet"
        if not self._lasts:
            yield from (f"{id}: is gone" for id in self.versions if id not in self.documents)

    def broken_promises(self) -> Iterator[str]:
        """What a publication may not do: change or lose what was published, go back, or break what
        open cases stand on without saying so by a new major version.
        """
        for id, digests in self.versions.items():
            newest = self.documents.get(id)
            version = own_version(newest) if newest else ""
            if version and _order(version) < max(map(_order, digests)):
                yield f"{id}: {version} is older than what was published"
            for old, expected in digests.items():
                yield from self._kept(id, old, expected)
            if newest and version not in digests:
                yield from self._unsaid(id, newest, max(digests, key=_order))

    def _kept(self, id: str, version: str, expected: str) -> Iterator[str]:
        document = self.document(id, version)
        if document is None:
            if self._lasts:
                yield f"{id}: the published {_named(version)}is missing{self._from_where()}"
        elif version == CURRENT and not self.folder.fixed:
            return
        elif self.content(document) != expected:
            how = "" if self.folder.fixed else "; raise the version instead"
            yield f"{id}: {_named(version)}is published and may not change{how}"

    @property
    def _lasts(self) -> bool:
        """Whether what was published here is there for ever."""
        return self.folder.held or self.folder.fixed

    def _from_where(self) -> str:
        return " from the archive" if self.folder.held else ""

    def news(self) -> Iterator[str]:
        """What a publication would enter of documents that cases hold, and whether it breaks
        anything; of one whose last version is not in the archive that is not known.
        """
        for id, document in self.documents.items():
            version, digests = own_version(document), self.versions.get(id, {})
            if self.folder.held and digests and version not in digests:
                before = max(digests, key=_order)
                if self.document(id, before) is None:
                    continue
                changes = ", ".join(self._changes(id, document, before))
                kind = f"breaking ({changes})" if changes else "compatible"
                yield f"{id}: {before} to {version} is {kind}"

    def _changes(self, id: str, newest: Document, before: str) -> Iterator[str]:
        """The breaking changes since a version, as far as that is there."""
        old = self.document(id, before) if self.folder.held else None
        yield from breaks(self.folder.name, old, newest) if old else ()

    def _unsaid(self, id: str, newest: Document, before: str) -> Iterator[str]:
        """Breaking changes under a version that promises none."""
        if _major(own_version(newest)) > _major(before):
            return
        for change in self._changes(id, newest, before):
            yield f"{id}: {change}, which breaks {before}: raise the major version"

    def document(self, id: str, version: str) -> Document | None:
        """A version of a document, also out of the archive, if it is there."""
        newest = self.documents.get(id)
        if newest is not None and own_version(newest) == version:
            return newest
        path = self.home / ARCHIVE / f"{id}@{version}.json"
        document: Document | None = read_document(path) if path.exists() else None
        return document

    def content(self, document: Document) -> str:
        """The hash that the ledger keeps: whatever the layout and the order of keys."""
        covered, named_by = self.folder.covers
        if not covered:
            return digest(document)
        paths = sorted((self.schemas / covered / document[named_by]).glob("*.json"))
        return digest([document, *map(read_document, paths)])

    def entries(self) -> dict[str, dict[str, str]]:
        """The ledger's part with the newest of every document."""
        kept = self.versions if self._lasts else self.versions.keys() & self.documents.keys()
        entries = {id: dict(self.versions[id]) for id in kept}
        for id, document in self.documents.items():
            entries.setdefault(id, {})[own_version(document)] = self.content(document)
        return entries


def write_ledger(shelves: list[Shelf]) -> list[str]:
    """Enter what is new; what stands in the way is returned and nothing written."""
    faults = [f"{one.folder.name}/{f}" for one in shelves for f in one.broken_promises()]
    if not faults:
        [schemas] = {one.schemas for one in shelves}
        ledger = {**read_ledger(schemas), **{one.folder.name: one.entries() for one in shelves}}
        text = json.dumps(ledger, indent=1, sort_keys=True)
        (schemas / LEDGER).write_text(f"{text}\n", encoding="utf-8")
        read_ledger.cache_clear()
    return faults


def _is_one(id: str) -> bool:
    """What lies in the archive is old, and an index is made from the documents beside it."""
    return not id.startswith(f"{ARCHIVE}/") and id != "index"


def _named(version: str) -> str:
    return "" if version == CURRENT else f"{version} "


def _order(version: str) -> tuple[int, ...]:
    return (0,) if version == CURRENT else tuple(int(part) for part in version.split("."))


def _major(version: str) -> int:
    return _order(version)[0]
