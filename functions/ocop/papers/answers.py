"""What was answered on a form, as a paper says it: by name, in words."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ocop.base.figures import show_number
from ocop.base.pointers import Schema, resolved
from ocop.catalogue.texts import say
from ocop.documents.wording import short_day

DONG = "dong"  # the unit of money in forms


def answers_of(schema: Schema, data: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """Every field of a served form as `<prefix>_<field>`, below a section as
    `<prefix>_<section>_<field>`.
    """
    return dict(_answers(schema, schema, data, prefix.replace("-", "_")))


def _answers(
    root: Schema, schema: Schema, data: Mapping[str, Any], prefix: str
) -> Iterator[tuple[str, str]]:
    for name, field in schema.get("properties", {}).items():
        shape, value = resolved(field, root), data.get(name)
        if shape.get("type") == "object":
            yield from _answers(root, shape, value or {}, f"{prefix}_{name}")
        elif shape.get("type") == "boolean":
            yield f"{prefix}_{name}", yes_or_no(value)
        elif value is not None and not isinstance(value, list):
            yield f"{prefix}_{name}", _words(shape, value)


def titles_of(schema: Schema, section: str) -> dict[str, str]:
    """The names of the fields of a section, in order."""
    fields = resolved(schema.get("properties", {}).get(section, {}), schema)
    return {name: str(field.get("title", name)) for name, field in _fields(schema, fields)}


def _fields(root: Schema, section: Schema) -> Iterator[tuple[str, Schema]]:
    for name, field in section.get("properties", {}).items():
        yield name, resolved(field, root)


def _words(shape: Schema, value: Any) -> str:
    """A choice by its name, a day as a day, a number with its unit, all else as it is."""
    for choice in shape.get("oneOf", ()):
        if choice.get("const") == value:
            return str(choice.get("title", value))
    if shape.get("format") == "date":
        return short_day(date.fromisoformat(str(value)))
    if shape.get("x-unit") == DONG:
        return say("vi", "papers.unit_dong", n=show_number(int(value), "vi"))
    return " ".join(str(value).split())


def yes_or_no(value: object) -> str:
    """Whether something is so, in a word."""
    return say("vi", "papers.yes") if value else say("vi", "papers.no")
