"""Puts submitted data in order before a schema judges it.

What a blank field, a stray space or a composed letter means is the same for every frontend; what
cannot be kept (unknown fields, control characters, a list where a text belongs) is named and left
out, so that everything after this step is bounded by the form.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from math import isfinite
from typing import Any

from ocop.base.errors import Malformed
from ocop.base.pointers import Json, JsonPath, Schema, resolved
from ocop.base.structs import struct
from ocop.base.visible import PLAIN, is_plain, is_seen, tidy
from ocop.forms.read import TextReader, reader_of

ABSENT = object()

# Controls, lone surrogates, marks that turn the writing direction, non-characters, the mark that
# stands where another encoding's letters were lost: nobody types them on purpose, and documents
# made from the data cannot hold them.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd-\uffff\r]"
)
LINE_BREAKS = re.compile("[\t\n]")
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
# A text that holds anything else is looked at letter by letter, and mostly accepted.
ONE_LINE, LINES = f"^[{PLAIN}]*$", f"^[{PLAIN}\t\n]*$"
DEEPEST = 8


@struct(frozen=True)
class Fault:
    """Something that was left out: where, which rule forbids it, what it was."""

    path: JsonPath
    keyword: str
    value: object = None


@struct(frozen=True)
class Cleaned:
    """The data in order and what was left out of it."""

    data: dict[str, Any]
    faults: tuple[Fault, ...]


def clean(schema: Schema, data: object) -> Cleaned:
    """The data as the schema will judge it.

    Strings are brought to what people see of them (`ocop.base.visible`), phones, addresses and
    points to their one form; what is blank then counts as absent, and so do null and an optional
    object without content; an absent required object becomes an empty one, so that its missing
    fields are named one by one; 3.0 in a whole-number field is 3. Raises Malformed when the data is
    no object at all.
    """
    if not isinstance(data, dict):
        raise Malformed("not-an-object")
    cleaning = _Cleaning(schema)
    return Cleaned(cleaning.fields(schema, data, ()), tuple(cleaning.faults))


def is_clean(data: object) -> bool:
    """Whether `clean` would surely change nothing in what the `plain` schema accepts.

    Most submissions are; looking at all texts at once costs a tenth of cleaning one by one.
    """
    texts: list[str] = []
    if not isinstance(data, dict) or not _gather(data, texts, DEEPEST):
        return False
    return all(texts) and list(map(str.strip, texts)) == texts


def plain(schema: Json) -> Json:
    """The schema with its free texts held to plain characters, for use with `is_clean`."""
    if isinstance(schema, list):
        return [plain(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    copy = {key: plain(value) for key, value in schema.items()}
    if schema.get("type") != "string" or "oneOf" in schema:
        return copy
    lines = LINES if schema.get("x-multiline") else ONE_LINE
    reader = reader_of(schema)
    return copy | {"allOf": [{"pattern": reader.ordinary if reader else lines}]}


def _gather(node: Json, texts: list[str], depth: int) -> bool:
    """Collect all texts; False at anything that cleaning may change whatever the texts are."""
    for value in node.values() if type(node) is dict else node:
        kind = type(value)
        if kind is str:
            texts.append(value)
        elif kind is dict or kind is list:
            if depth == 0 or not value or not _gather(value, texts, depth - 1):
                return False
        elif kind is float or value is None:
            return False
    return True


@struct(frozen=True)
class _Cleaning:
    root: Schema
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: JsonPath, keyword: str, value: object = None) -> object:
        self.faults.append(Fault(path, keyword, value))
        return ABSENT

    def value(self, schema: Schema, value: Json, path: JsonPath) -> Json:
        if value is None:
            return ABSENT
        schema = resolved(schema, self.root)
        expected = schema["type"]
        if expected == "object":
            return self.section(schema, value, path)
        if expected == "array":
            return self.array(schema, value, path)
        if isinstance(value, str):
            return self.text(schema, value, path)
        if isinstance(value, (dict, list)):
            return self.fault(path, "type")
        return self.number(value, path) if isinstance(value, float) else value

    def section(self, schema: Schema, value: Json, path: JsonPath) -> Json:
        if not isinstance(value, dict):
            return self.fault(path, "type")
        return self.fields(schema, value, path) or ABSENT

    def fields(self, schema: Schema, data: dict[str, Any], path: JsonPath) -> dict[str, Any]:
        known = schema["properties"]
        kept = {}
        for name, given in data.items():
            if name not in known:
                self.fault((*path, name), "additionalProperties")
            elif (value := self.value(known[name], given, (*path, name))) is not ABSENT:
                kept[name] = value
        for name in schema.get("required", ()):
            if name not in kept and known[name].get("type") == "object":
                kept[name] = self.fields(known[name], {}, (*path, name))
        return kept

    def array(self, schema: Schema, value: Json, path: JsonPath) -> Json:
        if not isinstance(value, list):
            return self.fault(path, "type")
        item = resolved(schema["items"], self.root)
        return [self.row(item, given, (*path, index)) for index, given in enumerate(value)]

    def row(self, item: Schema, given: Json, path: JsonPath) -> dict[str, Any]:
        """A row keeps its place even when nothing of it can be kept: pointers must stay true."""
        if isinstance(given, dict):
            return self.fields(item, given, path)
        self.fault(path, "type")
        return {}

    def text(self, schema: Schema, value: str, path: JsonPath) -> object:
        if reader := reader_of(schema):
            return self.reading(reader, value, path)
        multiline = schema.get("x-multiline", False)
        value = value.replace("\r\n", "\n") if multiline else value
        if _is_forbidden(value, multiline=multiline):
            return self.fault(path, "characters")
        return (value.strip() if is_plain(value) else tidy(value, lines=multiline)) or ABSENT

    def reading(self, reader: TextReader, value: str, path: JsonPath) -> object:
        if not is_seen(value):
            return ABSENT
        if CONTROLS.search(value):
            return self.fault(path, "characters")
        found = reader.read(value)
        return self.fault(path, reader.keyword, value) if found is None else found

    def number(self, value: float, path: JsonPath) -> object:
        if not isfinite(value):
            return self.fault(path, "type")
        return int(value) if value.is_integer() else value


def _is_forbidden(value: str, *, multiline: bool) -> bool:
    found = FORBIDDEN.search(value) or (not multiline and LINE_BREAKS.search(value))
    return bool(found)
