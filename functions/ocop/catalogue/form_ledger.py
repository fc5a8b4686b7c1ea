"""The ledger of published forms: what was published once never changes."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from ocop.catalogue.form_files import (
    ARCHIVE,
    LEDGER,
    content_hash,
    form_files,
    read_form,
    read_json,
)

Ledger = Mapping[str, Mapping[str, str]]


def ledger_faults(folder: Path) -> list[str]:
    """Published content that has changed or is gone, and versions not published yet."""
    return [*broken_promises(folder), *unpublished(folder)]


def unpublished(folder: Path) -> Iterator[str]:
    """Versions that the ledger does not name."""
    ledger = _ledger(folder)
    for form in map(read_form, form_files(folder)):
        if form.version not in ledger.get(form.id, {}):
            yield f"{form.id}: {form.version} is not published yet"


def broken_promises(folder: Path) -> Iterator[str]:
    """Published versions whose content has changed or is gone, and versions that go backwards."""
    current = {form.id: form.version for form in map(read_form, form_files(folder))}
    for name, versions in _ledger(folder).items():
        newest = current.get(name, "")
        if newest and _order(newest) < max(map(_order, versions)):
            yield f"{name}: {newest} is older than what was published"
        for version, digest in versions.items():
            yield from _changed(folder, name, version, digest, is_newest=version == newest)


def _changed(
    folder: Path, name: str, version: str, digest: str, *, is_newest: bool
) -> Iterator[str]:
    archived = folder / ARCHIVE / f"{name}@{version}.json"
    path = folder / f"{name}.json" if is_newest else archived
    if not path.exists():
        yield f"{name}: the published {version} is missing from the archive"
    elif content_hash(read_json(path)) != digest:
        yield f"{name}: {version} is published and may not change; raise the version instead"


def record(folder: Path) -> list[str]:
    """Enter new versions in the ledger; what stands in the way is returned and nothing written."""
    faults = list(broken_promises(folder))
    if not faults:
        ledger = {name: dict(versions) for name, versions in _ledger(folder).items()}
        for form in map(read_form, form_files(folder)):
            ledger.setdefault(form.id, {})[form.version] = form.sha256
        text = json.dumps(ledger, indent=2, sort_keys=True)
        (folder / LEDGER).write_text(f"{text}\n", encoding="utf-8")
    return faults


def _ledger(folder: Path) -> Ledger:
    path = folder / LEDGER
    ledger: Ledger = read_json(path) if path.exists() else {}
    return ledger


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
