"""Folders of JSON documents below `schemas/`, each document read when it is first asked for.

`schemas/ledger.json` names what is published: by folder and document each version with the SHA-256
of its content. Nothing else can be had, so a name out of a request leads to no other file.
"""

import json
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from ocop.base.errors import NotFound
from ocop.base.pointers import Json
from ocop.catalogue.folders import Folder
from ocop.catalogue.paths import schemas_dir

Document: TypeAlias = Mapping[str, Any]
Versions: TypeAlias = Mapping[str, Mapping[str, str]]
ARCHIVE, LEDGER = "archive", "ledger.json"
CURRENT = "current"  # the version of a document that has none of its own
Parsed = TypeVar("Parsed")


def as_it_is(document: Document) -> Document:
    """For documents that are used as they were written."""
    return document


class Published(Generic[Parsed]):
    """The published documents of one folder, each parsed once; `schemas` is the folder's parent."""

    def __init__(
        self, folder: Folder, parse: Callable[[Document], Parsed], schemas: Path | None = None
    ) -> None:
        self.folder = folder
        self.home = (schemas or schemas_dir()) / folder.name
        self._parse = parse
        self._parsed: dict[tuple[str, str], Parsed] = {}

    @cached_property
    def versions(self) -> Versions:
        """For each document, each published version with the hash of its content."""
        return read_ledger(self.home.parent).get(self.folder.name, {})

    def ids(self) -> tuple[str, ...]:
        """The documents there are, by name."""
        return tuple(sorted(self.versions))

    def get(self, id: str, version: str | None = None) -> Parsed:
        """A document, in its newest version unless another is named. Raises NotFound."""
        sought = {self.folder.one: id, "version": version or ""}
        if id not in self.versions:
            raise NotFound(self.folder.unknown, sought)
        if version is not None and version not in self.versions[id]:
            raise NotFound("unknown-version", {"document": id, "version": version})
        key = (id, version or "")
        if key not in self._parsed:
            self._parsed[key] = self._parse(self._document(id, version))
        return self._parsed[key]

    def at(self, ref: str) -> Parsed:
        """The document "<id>", or "<id>@<version>". Raises NotFound."""
        id, _, version = ref.partition("@")
        return self.get(id, version or None)

    def _document(self, id: str, version: str | None) -> Document:
        newest: Document = read_document(self.home / f"{id}.json")
        if version in (None, own_version(newest)):
            return newest
        archived: Document = read_document(self.home / ARCHIVE / f"{id}@{version}.json")
        return archived


def own_version(document: Document) -> str:
    """The version a document gives itself."""
    version = document.get("version")
    return str(version) if isinstance(version, (str, int)) else CURRENT


def read_document(path: Path) -> Json:
    """The content of one JSON file."""
    return json.loads(path.read_bytes())


@lru_cache(maxsize=2)
def read_ledger(schemas: Path) -> Mapping[str, Versions]:
    """All that is published, by folder."""
    path = schemas / LEDGER
    ledger: Mapping[str, Versions] = read_document(path) if path.exists() else {}
    return ledger
