"""Meta-schemas, and what breaks one, in words: for publishing, for a province's document and for
tests; never for a request that files or decides.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ocop.base.pointers import JsonPath
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.catalogue.folders import META_FOLDER
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import Document, read_document
from ocop.catalogue.texts import say

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

# What other shapes refer to.
SHARED_SHAPES = ("stages", "programme")
KNOWN_BY = ("id", "star", "number", "code", "rule", "stage")  # by which a thing in a list is known
LONGEST_SHOWN = 80  # letters of a value that are shown
CAPITAL = re.compile(r"([A-Z])")


@struct(frozen=True)
class ShapeFault:
    """Where a document does not keep its shape, and why in words."""

    path: JsonPath
    words: str


def meta_schema(shape: str) -> Document:
    """The meta-schema of that name, `schemas/meta/<shape>.schema.json`."""
    document: Document = read_document(schemas_dir() / META_FOLDER.name / f"{shape}.schema.json")
    return document


def broken_shapes(document: object, shape: str, lang: Lang) -> list[ShapeFault]:
    """Every place where a document does not keep its shape."""
    from jsonschema_rs import Draft202012Validator, Registry

    shared = [(str(one["$id"]), dict(one)) for one in map(meta_schema, SHARED_SHAPES)]
    validator = Draft202012Validator(dict(meta_schema(shape)), registry=Registry(shared))
    errors = validator.iter_errors(document)
    return [fault for error in errors for fault in _told(error, lang)]


def meta_faults(document: object, shape: str, lang: Lang = "en") -> list[str]:
    """The same in lines, each with its place; things in lists are told by their names if any."""
    faults = broken_shapes(document, shape, lang)
    return [f"{'/'.join(_named(document, one.path)) or '/'}: {one.words}" for one in faults]


def _named(inner: Any, path: JsonPath) -> Iterator[str]:
    for step in path:
        inner = inner[step]
        known = isinstance(step, int) and isinstance(inner, Mapping)
        own = next((inner[name] for name in KNOWN_BY if name in inner), step) if known else step
        yield str(own)


def _told(error: "ValidationError", lang: Lang) -> Iterator[ShapeFault]:
    """What is wrong in words; where several ways are allowed, in the one that was meant."""
    keyword, value = error.kind.name, error.kind.value
    if keyword in ("anyOf", "oneOf"):
        yield from _of_ways(error, lang)
        return
    limit = value.instance if keyword == "propertyNames" else value
    if keyword == "type":
        limit = [say(lang, f"shapes.type_{one}") for one in value]
    yield _said(error, CAPITAL.sub(r"_\1", keyword).lower(), limit, lang)


def _of_ways(error: "ValidationError", lang: Lang) -> Iterator[ShapeFault]:
    ways = error.kind.value
    lacking = [way[0].kind.value for way in ways if way and way[0].kind.name == "required"]
    meant = [way for way in ways if not any(_another(fault, error) for fault in way)]
    words = [way[0].kind.value for way in ways if way and way[0].kind.name == "enum"]
    if not all(ways):
        yield _said(error, "several_ways", "", lang)
    elif len(lacking) == len(ways):
        yield _said(error, "one_of_these", lacking, lang)
    elif len(words) == len(ways):
        yield _said(error, "enum", [word for way in words for word in way], lang)
    elif len(meant) == 1:
        yield from (fault for one in meant[0] for fault in _told(one, lang))
    else:
        yield _said(error, "no_way", "", lang)


def _another(fault: "ValidationError", of: "ValidationError") -> bool:
    """Whether a fault says that another way was meant: another kind of value, another word for the
    kind of thing.
    """
    here = len(fault.instance_path) == len(of.instance_path)
    return fault.kind.name == "const" or (fault.kind.name == "type" and here)


def _said(error: "ValidationError", name: str, limit: object, lang: Lang) -> ShapeFault:
    words = say(lang, f"shapes.{name}", limit=_shown(limit), given=_shown(error.instance))
    return ShapeFault((*error.instance_path,), words)


def _shown(value: object) -> str:
    """A value of a schema or of a document, as short as a line wants it."""
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
