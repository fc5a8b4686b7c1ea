"""The form files in `schemas/forms/`: each version of a form stays as it was published.

`versions.json` names the SHA-256 of every published version; older versions lie in `archive/`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ocop.base.errors import NotFound
from ocop.base.text import Text
from ocop.catalogue.paths import schemas_dir

Json: TypeAlias = Any
Audience = Literal["producer", "officer", "member"]
LEDGER = "versions.json"
MESSAGES = "messages.json"
ARCHIVE = "archive"


@dataclass(frozen=True)
class Form:
    """One version of a form, in both languages, before any choices are put in.

    `step`: which of the programme's six steps it belongs to; `articles`: the law it follows.
    """

    id: str
    version: str
    sha256: str
    step: int
    audience: Audience
    title: Text
    articles: tuple[str, ...]
    schema: Mapping[str, Any]
    ui: Mapping[str, Any]

    @cached_property
    def option_names(self) -> frozenset[str]:
        """The lists of choices that a caller has to hand in to serve this form."""
        return frozenset(_values(self.schema, "x-options")) - {"levels"}

    @cached_property
    def fact_names(self) -> frozenset[str]:
        """The lists that change what the form asks where a caller has them: facts of the case,
        choices that require more fields.
        """
        facts = (rule["fact"] for rules in _values(self.schema, "x-when") for rule in rules)
        demands = (lists for by in _values(self.schema, "x-demands") for lists in by.values())
        return frozenset((*facts, *(name for lists in demands for name in lists.values())))

    @cached_property
    def per_set(self) -> bool:
        """Whether the form is made for one criteria set."""
        made_from_sets = ("x-per-criterion", "x-score-sheet")
        return any(True for keyword in made_from_sets for _ in _values(self.schema, keyword))


class FormLibrary:
    """The published forms of one folder, read when first asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or schemas_dir() / "forms"
        self._read: dict[tuple[str, str], Form] = {}

    @cached_property
    def ledger(self) -> Mapping[str, Mapping[str, str]]:
        """For each form, each published version with the hash of its content."""
        ledger: Mapping[str, Mapping[str, str]] = read_json(self.folder / LEDGER)
        return ledger

    def ids(self) -> tuple[str, ...]:
        """The forms there are, by name."""
        return tuple(sorted(self.ledger))

    def get(self, name: str, version: str | None = None) -> Form:
        """A form, in its newest version unless another is named. Raises NotFound."""
        if name not in self.ledger:
            raise NotFound("unknown-form", {"form": name})
        if version is not None and version not in self.ledger[name]:
            raise NotFound("unknown-version", {"form": name, "version": version})
        key = (name, version or "")
        if key not in self._read:
            self._read[key] = self._load(name, version)
        return self._read[key]

    def _load(self, name: str, version: str | None) -> Form:
        newest = read_form(self.folder / f"{name}.json")
        if version in (None, newest.version):
            return newest
        return read_form(self.folder / ARCHIVE / f"{name}@{version}.json")


def form_files(folder: Path) -> list[Path]:
    """The file of each form's newest version."""
    return [path for path in sorted(folder.glob("*.json")) if path.name not in (LEDGER, MESSAGES)]


def read_form(path: Path) -> Form:
    """One form file, already known to be sound."""
    data = read_json(path)
    return Form(
        id=data["id"],
        version=data["version"],
        sha256=content_hash(data),
        step=data["step"],
        audience=data["audience"],
        title=data["title"],
        articles=tuple(data["articles"]),
        schema=data["schema"],
        ui=data["ui"],
    )


def content_hash(data: Mapping[str, Any]) -> str:
    """SHA-256 of the content, whatever its layout and order of keys."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def read_json(path: Path) -> Json:
    """The content of one JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def _values(node: object, keyword: str) -> Iterator[Any]:
    if isinstance(node, Mapping):
        if keyword in node:
            yield node[keyword]
        for child in node.values():
            yield from _values(child, keyword)
