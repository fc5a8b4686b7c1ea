"""The API as openapi.json describes it: its operations, and what an answer has to look like."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from jsonschema import Draft202012Validator

from ocop.web import routes

Json = Any
SERVED = Path(routes.__file__).with_name("openapi.json")
METHODS = ("get", "put", "post", "delete")
PROBLEM, JSON = "application/problem+json", "application/json"
# The gateway's own, or the edge's for every address alike: no operation names them.
EVERYWHERE = frozenset({405, 429, 500})


@cache
def served() -> dict[str, Json]:
    """The description as it is served."""
    found: dict[str, Json] = json.loads(SERVED.read_text("utf-8"))
    return found


def operations(document: Mapping[str, Json]) -> dict[tuple[str, str], Json]:
    """Each operation by method and address, its references to responses and parameters resolved."""
    return {
        (method.upper(), path): {
            **operation,
            "parameters": [resolved(document, one) for one in operation.get("parameters", ())],
            "responses": {
                status: resolved(document, one) for status, one in operation["responses"].items()
            },
        }
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def resolved(document: Mapping[str, Json], node: Json) -> Json:
    """What a reference names, or the node itself."""
    while isinstance(node, dict) and "$ref" in node:
        found: Json = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def operation_at(method: str, path: str) -> Json | None:
    """The operation that an address is of; one of letters alone goes first."""
    parts = path.rstrip("/").split("/")
    fitting = [
        (rule.count("{"), operation)
        for (kind, rule), operation in _served_operations().items()
        if kind == method and _fits(rule.split("/"), parts)
    ]
    return min(fitting, key=lambda one: one[0])[1] if fitting else None


@cache
def _served_operations() -> dict[tuple[str, str], Json]:
    return operations(served())


def _fits(rule: list[str], parts: list[str]) -> bool:
    return len(rule) == len(parts) and all(
        wanted.startswith("{") or wanted == part for wanted, part in zip(rule, parts, strict=True)
    )


class Answered(Protocol):
    """An answer with its body as text."""

    status: int
    body: str
    headers: Mapping[str, str]


def broken_promises(method: str, path: str, answer: Answered) -> list[str]:
    """Where an answer of the API is another than the description promises."""
    status, body = answer.status, answer.body
    operation = operation_at(method, path)
    if operation is None:
        return [] if status in (404, 405) else [f"{status} from an address nobody described"]
    responses = operation["responses"]
    if str(status) not in responses and status not in EVERYWHERE:
        return [f"{status} is not among {', '.join(responses)}"]
    promised = responses.get(str(status), responses.get("default", {})).get("content", {})
    if not promised:
        return [f"{status} with a body"] if body else []
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    # Without a token the gateway answers first, in its own words; here the function does.
    allowed = {*promised, PROBLEM} if status == 401 else set(promised)
    if kind not in allowed:
        return [f"{status} as {kind}, not {', '.join(promised)}"]
    schema = promised[kind if kind in promised else JSON]["schema"] if kind in promised else {}
    errors = _validator(schema).iter_errors(json.loads(body))
    return [f"{one.json_path}: {one.message}" for one in errors]


def _validator(schema: Mapping[str, Json]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": served()["components"]})
