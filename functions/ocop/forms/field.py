"""Finds the field that a mistake is about: its schema, its place, its name for people."""

from collections.abc import Mapping

from ocop.base.pointers import JsonPath, Schema, resolved
from ocop.base.structs import struct

AT_THE_END = 1_000_000
MOST_OF_A_NAME = 40


@struct(frozen=True)
class Field:
    """`place` sorts as the form reads; `label` names the field, so that no two look alike."""

    schema: Schema
    place: tuple[int, ...]
    label: str


def find_field(root: Schema, path: JsonPath) -> Field:
    """The field at a path; below a field that the form does not know, the unknown name itself."""
    schema: Schema = root
    place: list[int] = []
    labels: list[str] = []
    for depth, step in enumerate(path):
        parent, schema = schema, resolved(_child(schema, step), root)
        place.append(_position(parent, step))
        if isinstance(step, int):
            labels[-1:] = [f"{schema.get('title', '')} {step + 1}"]
        elif depth > 0 or depth == len(path) - 1 or schema.get("type") == "array":
            labels.append(schema.get("title") or _shown(step))
    return Field(schema, tuple(place), " – ".join(labels) or root.get("title", ""))


def _child(schema: Schema, step: str | int) -> Schema:
    if isinstance(step, int):
        items: Schema = schema.get("items", {})
        return items
    properties: Mapping[str, Schema] = schema.get("properties", {})
    return properties.get(step, {})


def _position(parent: Schema, step: str | int) -> int:
    if isinstance(step, int):
        return step
    names = list(parent.get("properties", ()))
    return names.index(step) if step in names else AT_THE_END


def _shown(name: str) -> str:
    """An unknown name is whatever somebody sent: shown short and without tricks."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in name)
    return shown if len(shown) <= MOST_OF_A_NAME else f"{shown[:MOST_OF_A_NAME]}…"
