"""Forms as people fill them in: prose of a natural length and make-up in every free text.

Sizes depend on it: a row costs write units by its compressed size, and made-up words or repeated
ones would compress as no real form does.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from random import Random
from typing import Any

from ocop.catalogue.paths import schemas_dir
from tests.support.samples import sample

Schema = Mapping[str, Any]
SHORTEST_SENTENCE = 40
LINE = 36  # a name, a title, an address


def filled(schema: Schema, length: int, seed: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """A valid document with every field filled, in Vietnamese.

    A text of several lines has `length` characters where they fit, one of a single line about as
    many as a name has. `values` replace fields of the outermost object.
    """
    document = sample(schema, "full")
    written = _Writing(schema, length, Random(seed)).rewrite(schema, document)
    spoken = {"language": "vi"} if "language" in schema["properties"] else {}
    return {**written, **spoken, **values}


class _Writing:
    def __init__(self, root: Schema, length: int, random: Random) -> None:
        self.root, self.length = root, length
        self.sentences = _shuffled(random)

    def rewrite(self, schema: Schema, value: Any) -> Any:
        if "$ref" in schema:
            schema = self.root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        if isinstance(value, dict):
            return {name: self.rewrite(schema["properties"][name], v) for name, v in value.items()}
        if isinstance(value, list):
            return [self.rewrite(schema["items"], one) for one in value]
        return self._prose(schema) if _is_free(schema) else value

    def _prose(self, schema: Schema) -> str:
        wanted = min(self.length if schema.get("x-multiline") else LINE, schema["maxLength"])
        text = next(self.sentences)
        while len(text) < wanted:
            text += f" {next(self.sentences)}"
        return text[:wanted].strip()


def _is_free(schema: Schema) -> bool:
    fixed = ("oneOf", "pattern", "format", "x-upload")
    return schema.get("type") == "string" and not any(keyword in schema for keyword in fixed)


def _shuffled(random: Random) -> Iterator[str]:
    while True:
        yield from random.sample(_sentences(), len(_sentences()))


@lru_cache(maxsize=1)
def _sentences() -> tuple[str, ...]:
    """Vietnamese sentences of the trade: those of the criteria sets."""
    found: set[str] = set()
    for path in sorted((schemas_dir() / "criteria").glob("*/*.json")):
        found.update(_vietnamese(json.loads(path.read_bytes())))
    return tuple(sorted(found))


def _vietnamese(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _vietnamese(item)
    elif isinstance(node, dict):
        text = node.get("vi")
        if isinstance(text, str) and len(text) >= SHORTEST_SENTENCE:
            yield text
        for value in node.values():
            yield from _vietnamese(value)
