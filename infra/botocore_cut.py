"""Cut botocore's data down to what the functions call: 27 MB of some 430 services become half a MB.

A container that starts walks all of these folders, reads the whole list of endpoints and the whole
model of each service it calls. What is left is read by botocore as it is. Standard library alone.
"""

import ast
import gzip
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Calls = Mapping[str, frozenset[str]]
MAKERS = frozenset({"client", "create_client"})
# What pynamodb calls for us (all that reads and writes items), and what botocore does: it signs a
# post as if it made the bucket, and asks where a bucket is when it was sent elsewhere.
UNSEEN: Calls = {
    "dynamodb": frozenset(
        {
            *("get_item", "put_item", "update_item", "delete_item", "query"),
            *("batch_get_item", "batch_write_item", "transact_get_items", "transact_write_items"),
        }
    ),
    "s3": frozenset({"create_bucket", "head_bucket"}),
}
ENDPOINT_RULES = "endpoint-rule-set-1"
KEPT_WHOLE = (ENDPOINT_RULES, "service-2.sdk-extras")
# The table's address follows from its region alone, which the list of endpoints knows as well: to
# ask the rules for it anew costs each request a thirtieth.
WITHOUT_RULES = frozenset({"dynamodb"})
# By these botocore gathers from each request what it names, to see whether an ARN of it leads to
# another address: a tenth of what a transaction costs, for nothing, since we name no ARN.
ENDPOINT_BY_CONTENT = "operationContextParams"
WORDS = (re.compile(r"(.)([A-Z][a-z]+)"), re.compile(r"([a-z0-9])([A-Z])"))


def calls_in(sources: Path) -> Calls:
    """The services that the code makes clients of, and every name in it that could be a call."""
    services: set[str] = set()
    names: set[str] = set()
    for path in sorted(sources.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            services.update(_client_of(node))
            names.update(_name_of(node))
    seen = dict.fromkeys(services, frozenset(names))
    return {
        service: seen.get(service, frozenset()) | UNSEEN.get(service, frozenset())
        for service in sorted({*seen, *UNSEEN})
    }


def cut(data: Path, calls: Calls) -> None:
    """Leave in botocore's folder `data` the named services alone, with the named calls."""
    for folder in sorted(path for path in data.iterdir() if path.is_dir()):
        if folder.name in calls:
            _cut_service(folder, calls[folder.name])
        else:
            shutil.rmtree(folder)
    if lacking := sorted(set(calls) - {path.name for path in data.iterdir()}):
        raise ValueError(f"botocore knows no service {', '.join(lacking)}")
    _cut_endpoints(data)


def _client_of(node: ast.AST) -> Iterator[str]:
    """The service in `client("s3")` and the like."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        made = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        first = node.args[0] if node.args else None
        if made in MAKERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def _name_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def python_name(operation: str) -> str:
    """What clients call an operation: `AdminGetUser` is `admin_get_user`."""
    for word in WORDS:
        operation = word.sub(r"\1_\2", operation)
    return operation.lower()


def _cut_service(folder: Path, names: frozenset[str]) -> None:
    """The newest version of a service, with the calls among `names`."""
    *older, newest = sorted(path for path in folder.iterdir() if path.is_dir())
    for path in older:
        shutil.rmtree(path)
    model = _cut_model(_read(newest, "service-2"), names)
    pages = _read(newest, "paginators-1").get("pagination", {})
    paged = {name: page for name, page in pages.items() if name in model["operations"]}
    kept = {name: _read(newest, name) for name in KEPT_WHOLE}
    if folder.name in WITHOUT_RULES:
        del kept[ENDPOINT_RULES]
    for path in newest.iterdir():
        path.unlink()
    kept |= {"service-2": model, "paginators-1": {"pagination": paged}}
    for name, document in kept.items():
        if document:
            _write(newest / f"{name}.json", document)


def _cut_model(model: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    operations = {
        name: _undocumented(operation)
        for name, operation in model["operations"].items()
        if python_name(name) in names
    }
    for operation in operations.values():
        operation.pop(ENDPOINT_BY_CONTENT, None)
    shapes: dict[str, Any] = {}
    _collect(operations, model["shapes"], shapes)
    ordered = {name: shapes[name] for name in sorted(shapes)}
    rest = {name: part for name, part in model.items() if name != "documentation"}
    return {**rest, "operations": operations, "shapes": ordered}


def _collect(node: object, known: Mapping[str, Any], found: dict[str, Any]) -> None:
    """Every shape that `node` names, and what those name in turn."""
    for value in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        _collect(value, known, found)
    name = node.get("shape") if isinstance(node, dict) else None
    if isinstance(name, str) and name not in found:
        found[name] = _undocumented(known[name])
        _collect(found[name], known, found)


def _undocumented(node: Any) -> Any:
    """The same without the text for people. A member may be called documentation, too."""
    if isinstance(node, list):
        return [_undocumented(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        name: _undocumented(value)
        for name, value in node.items()
        if name != "documentation" or not isinstance(value, str)
    }


def _cut_endpoints(data: Path) -> None:
    """The list of endpoints, for the services that are left."""
    prefixes = {
        json.loads(path.read_bytes())["metadata"]["endpointPrefix"]
        for path in data.glob("*/*/service-2.json")
    }
    endpoints = _read(data, "endpoints")
    for partition in endpoints["partitions"]:
        services = partition["services"]
        partition["services"] = {name: services[name] for name in sorted(prefixes & set(services))}
    _write(data / "endpoints.json", endpoints)


def _read(folder: Path, name: str) -> dict[str, Any]:
    """A document of botocore's, packed or not; {} where there is none."""
    plain, packed = folder / f"{name}.json", folder / f"{name}.json.gz"
    raw = b"{}"
    if plain.exists():
        raw = plain.read_bytes()
    elif packed.exists():
        raw = gzip.decompress(packed.read_bytes())
    document: dict[str, Any] = json.loads(raw)
    return document


def _write(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, separators=(",", ":"), ensure_ascii=False), "utf-8")
