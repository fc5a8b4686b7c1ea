"""Reads a posted page form back into the data its schema describes.

The inverse of `ocop.web.render`: field names are JSON Pointers. Blank fields are absent, blank
rows are dropped, numbers are converted where they parse; what does not parse stays text so that
the validator can name the field. Nothing here judges: the schema does.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from ocop.domain.errors import Malformed
from ocop.web.pointers import Json, Schema, join, resolved

MOST_FIELDS = 5000
MOST_ROWS = 500
DO = "_do"
ROWS = "rows:"

GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[ .\u00a0\u202f][0-9]{3})+")
WHOLE = re.compile(r"[+-]?[0-9]{1,300}")
DECIMAL = re.compile(r"[+-]?[0-9]{1,300}(?:[.,][0-9]{1,300})?")
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


@dataclass(frozen=True)
class Posted:
    """`data` by the schema; `rows` how many rows each list showed; `do` the button pressed."""

    data: dict[str, Json]
    rows: Mapping[str, int]
    do: str
    hidden: Mapping[str, str]

    @property
    def adds_rows(self) -> str:
        """The list that should get more rows, or "" when another button was pressed."""
        return self.do.removeprefix(ROWS) if self.do.startswith(ROWS) else ""


def posted_fields(body: bytes) -> dict[str, str]:
    """The fields of an urlencoded body; of a repeated name the last counts.

    Raises Malformed when the body is not UTF-8 or holds more fields than any page of ours.
    """
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise Malformed("malformed-form") from error
    return dict(pairs)


def posted(fields: Mapping[str, str], schema: Schema) -> Posted:
    """What was posted, in the shape of `schema`. Unknown names are left out."""
    reading = _Reading(fields, schema, _lists(fields))
    data = reading.object(schema, "") or reading.hollow(schema)
    shown = {pointer: 1 + max(indices) for pointer, indices in reading.lists.items()}
    do = fields.get(DO, "")
    if do.startswith(ROWS):
        pointer = do.removeprefix(ROWS)
        shown[pointer] = shown.get(pointer, 0) + 3
    hidden = {name: value for name, value in fields.items() if name.startswith("_")}
    return Posted(data, shown, do, hidden)


def _lists(fields: Mapping[str, str]) -> dict[str, list[int]]:
    """Which indices were posted below each pointer, in order."""
    found: dict[str, set[int]] = {}
    for name in fields:
        tokens = name.split("/")
        for place, token in enumerate(tokens):
            if place > 1 and token.isascii() and token.isdigit() and len(token) <= 4:
                found.setdefault("/".join(tokens[:place]), set()).add(int(token))
    return {pointer: sorted(indices)[:MOST_ROWS] for pointer, indices in found.items()}


@dataclass(frozen=True)
class _Reading:
    fields: Mapping[str, str]
    root: Schema
    lists: Mapping[str, Sequence[int]]

    def value(self, schema: Schema, pointer: str) -> Json:
        schema = resolved(schema, self.root)
        if schema.get("readOnly"):
            return None
        if schema.get("type") == "object":
            return self.object(schema, pointer)
        if schema.get("type") == "array":
            return self.array(schema, pointer)
        return scalar(schema, self.fields.get(pointer, ""))

    def object(self, schema: Schema, pointer: str) -> dict[str, Json] | None:
        """The object, or None when every field of it was left blank."""
        found = {
            name: self.value(sub, join(pointer, name))
            for name, sub in schema.get("properties", {}).items()
        }
        if all(value is None for value in found.values()):
            return None
        self.complete(schema, found)
        return {name: value for name, value in found.items() if value is not None}

    def complete(self, schema: Schema, found: dict[str, Json]) -> None:
        """Puts an empty object where a required one was left blank.

        The validator then names the missing children, which have fields on the page.
        """
        for name in schema.get("required", ()):
            sub = resolved(schema["properties"].get(name, {}), self.root)
            if found.get(name) is None and sub.get("type") == "object":
                found[name] = self.hollow(sub)

    def hollow(self, schema: Schema) -> dict[str, Json]:
        inner: dict[str, Json] = {}
        self.complete(schema, inner)
        return inner

    def array(self, schema: Schema, pointer: str) -> list[Json] | None:
        rows = [
            self.value(schema["items"], join(pointer, index))
            for index in self.lists.get(pointer, ())
        ]
        return [row for row in rows if row is not None] or None


def scalar(schema: Schema, text: str) -> Json:
    """One field's value, or None when it was left blank."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if not text:
        return None
    if schema.get("type") == "boolean":
        return True
    if schema.get("type") == "integer":
        return whole_number(text)
    if schema.get("type") == "number":
        return decimal_number(text)
    return iso_day(text) if schema.get("format") == "date" else text


def whole_number(text: str) -> int | str:
    """ "1.500.000" and "1 500 000" as a Vietnamese writes them; other text unchanged."""
    plain = re.sub(r"[ .\u00a0\u202f]", "", text) if GROUPED.fullmatch(text) else text
    return int(plain) if WHOLE.fullmatch(plain) else text


def decimal_number(text: str) -> int | float | str:
    """ "12,5" with the comma of Vietnamese decimals; other text unchanged."""
    whole = whole_number(text)
    if isinstance(whole, int):
        return whole
    head, _, tail = text.partition(",")
    plain = f"{whole_number(head)}.{tail}" if tail else text
    return float(plain) if DECIMAL.fullmatch(plain) else text


def iso_day(text: str) -> str:
    """ "2/9/2026", typed where the browser has no date picker, as "2026-09-02"."""
    found = DAY_FIRST.fullmatch(text)
    if not found:
        return text
    day, month, year = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}"
