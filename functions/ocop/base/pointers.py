"""JSON Pointers (RFC 6901) as the names of form fields, and the ids made from them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

Json = Any
Schema = Mapping[str, Any]
JsonPath = tuple[str | int, ...]


def join(pointer: str, token: str | int) -> str:
    """The pointer one step deeper."""
    return f"{pointer}/{str(token).replace('~', '~0').replace('/', '~1')}"


def pointer_to(path: Iterable[str | int]) -> str:
    """The pointer of a path; what cannot be sent as UTF-8 (half a letter) becomes "?"."""
    return reduce(join, (_sendable(token) for token in path), "")


def _sendable(token: str | int) -> str:
    return str(token).encode("utf-8", "replace").decode("utf-8")


def element_id(pointer: str) -> str:
    """The HTML id of the field at `pointer`; property names hold no dots, so no two collide."""
    return "f" + pointer.replace("/", ".")


def resolved(schema: Schema, root: Schema) -> Schema:
    """`schema` itself, or what its local `$ref` names."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Json = root
    for token in str(reference).removeprefix("#/").split("/"):
        found = found[token]
    return resolved(found, root)


def is_choice(schema: Schema) -> bool:
    """A labelled choice: a string with `oneOf` of `const` and `title`."""
    return "oneOf" in schema and schema.get("type") == "string"


def at(data: Json, pointer: str) -> Json:
    """The value at `pointer`, or None where there is none."""
    for token in pointer.split("/")[1:]:
        if isinstance(data, Mapping):
            data = data.get(token.replace("~1", "/").replace("~0", "~"))
        elif isinstance(data, Sequence) and not isinstance(data, str) and token.isdigit():
            data = data[int(token)] if int(token) < len(data) else None
        else:
            return None
    return data
