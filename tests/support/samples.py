"""Made-up but valid documents for any form we serve."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

Schema = Mapping[str, Any]
Fill = Literal["minimal", "full"]

BY_FORMAT = {"date": "2026-08-31", "email": "chuthe@example.vn", "uri": "https://example.vn/a"}
LONG_AGO = "1990-03-12"  # of what lies before any law: when a producer was founded
BEFORE_TODAY = "2026-01-01"  # of what has happened
BY_READER = {"phone": "0900 000 000", "points": "91.5", "registration": "0100109106"}
BY_PATTERN = {
    "^([01][0-9]|2[0-3]):[0-5][0-9]$": "08:00",
    "^[0-9]{8,14}$": "8930000000001",
    "^[0-9A-Za-zĐđ][0-9A-Za-zĐđ ./-]{3,29}$": "0100109106",
    "^[a-z2-7]{16,26}$": "abcdefghij234567abcdefghij",
    "^https://[!-~]+$": "https://example.vn/a",
    # Of versions in the archive.
    "^[+0][0-9 .]{7,14}[0-9]$": "0900 000 000",
    r"^[0-9]{1,3}(\.[0-9]{1,4})?$": "91.5",
}


def sample(
    schema: Schema, fill: Fill = "minimal", values: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A document the schema accepts: only what it requires, or every field filled.

    `values` replace fields of the outermost object. KeyError for a pattern not listed here.
    """
    return {**_Filler(schema, fill).object(schema), **(values or {})}


class _Filler:
    def __init__(self, root: Schema, fill: Fill) -> None:
        self.root = root
        self.full = fill == "full"

    def value(self, schema: Schema) -> Any:
        if "$ref" in schema:
            schema = self.root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        kind: str = schema["type"]
        if kind == "array":
            return [self.value(schema["items"]) for _ in range(self.rows(schema))]
        makers = {"object": self.object, "string": _text, "integer": _integer}
        return makers[kind](schema) if kind in makers else True

    def rows(self, schema: Schema) -> int:
        least: int = schema.get("minItems", 0)
        return max(least, 1) if self.full else least

    def object(self, schema: Schema) -> dict[str, Any]:
        fields = schema["properties"]
        asked = set(fields) if self.full else set(schema.get("required", ()))
        given = {name: self.value(fields[name]) for name in fields if name in asked}
        given |= {name: value for name, value in _conditions(schema) if name in given}
        demanded = _demanded(schema, given)
        return given | {name: self.value(fields[name]) for name in demanded if name not in given}


def _conditions(schema: Schema) -> Iterator[tuple[str, Any]]:
    for name, condition in schema.get("if", {}).get("properties", {}).items():
        yield name, condition["enum"][0] if "enum" in condition else condition["const"]


def _demanded(schema: Schema, given: Mapping[str, Any]) -> list[str]:
    met = all(given.get(name, value) == value for name, value in _conditions(schema))
    arm: Schema = schema.get("then" if met else "else", {})
    return list(arm.get("required", ()))


def _text(schema: Schema) -> str:
    if "oneOf" in schema:
        barred = schema.get("x-rules-out", {})
        return str([c["const"] for c in schema["oneOf"] if c["const"] not in barred][-1])
    if schema.get("x-earliest", LONG_AGO) < LONG_AGO:
        return LONG_AGO
    if schema.get("x-until-today"):
        return BEFORE_TODAY
    if "format" in schema:
        return BY_FORMAT[schema["format"]]
    if "x-reads" in schema:
        return BY_READER[schema["x-reads"]]
    if "pattern" in schema:
        return BY_PATTERN[schema["pattern"]]
    return f"{schema['title']} (mẫu)"[: schema["maxLength"]].strip()


def _integer(schema: Schema) -> int:
    return int(min(schema["maximum"], max(schema["minimum"], 5)))
