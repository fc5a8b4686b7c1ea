"""Reads a posted page form back into the data its schema describes.

The inverse of `ocop.html.render`: field names are JSON Pointers. Blank fields are absent, blank
rows are dropped, numbers and days are read as people of the page's language write them; what
cannot be read stays as typed so that the validator can name the field. Nothing here judges: the
schema does.
"""

from collections.abc import Mapping, Sequence

from ocop.base.digits import plain_number
from ocop.base.pointers import Json, Schema, join, resolved
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.html.pasting import PASTE_FIELD, PASTE_ORDER, read_paste, takes_paste
from ocop.html.reading import scalar

MOST_ROWS = 500
MORE_ROWS = 3
LONGEST_INDEX = 4  # digits
MOST_TOKENS = 16  # of a field's name; no form goes half as deep
DO_FIELD = "_do"
KEY_FIELD = "_key"
ROWS_ORDER = "rows:"


@struct(frozen=True)
class Posted:
    """`data` by the schema; `rows` of the list that should get more; `do` the button pressed;
    `unread` lists whose pasted text is not in `data`, by the columns that its first line lacks.
    """

    data: dict[str, Json]
    rows: Mapping[str, int]
    do: str
    hidden: Mapping[str, str]
    unread: Mapping[str, tuple[str, ...]]

    @property
    def adds_rows(self) -> str:
        """The list that should get more rows, or "" when another button was pressed."""
        orders = (ROWS_ORDER, PASTE_ORDER)
        return self.do.partition(":")[2] if self.do.startswith(orders) else ""


def posted(fields: Mapping[str, str], schema: Schema, lang: Lang = "vi") -> Posted:
    """What was posted, in the shape of `schema`. Unknown names are left out."""
    reading = _Reading(fields, schema, _lists(fields), lang, {})
    data = reading.object(schema, "") or reading.hollow(schema)
    do = fields.get(DO_FIELD, "")
    rows = {}
    if do.startswith(ROWS_ORDER):
        pointer = do.removeprefix(ROWS_ORDER)
        rows[pointer] = max(reading.lists.get(pointer, [-1])) + 1 + MORE_ROWS
    hidden = {name: value for name, value in fields.items() if name.startswith("_")}
    return Posted(data, rows, do, hidden, reading.unread)


def _lists(fields: Mapping[str, str]) -> dict[str, list[int]]:
    """Which indices were posted below each pointer, in order."""
    indices_of: dict[str, set[int]] = {}
    for name in fields:
        tokens = name.split("/", MOST_TOKENS)
        for place, token in enumerate(tokens[2:], 2):
            if (index := plain_number(token, LONGEST_INDEX)) is not None:
                indices_of.setdefault("/".join(tokens[:place]), set()).add(index)
    return {pointer: sorted(indices)[:MOST_ROWS] for pointer, indices in indices_of.items()}


@struct(frozen=True)
class _Reading:
    fields: Mapping[str, str]
    root: Schema
    lists: Mapping[str, Sequence[int]]
    lang: Lang
    unread: dict[str, tuple[str, ...]]

    def value(self, schema: Schema, pointer: str) -> Json:
        schema = resolved(schema, self.root)
        if schema.get("readOnly"):
            return None
        if schema.get("type") == "object":
            return self.object(schema, pointer)
        if schema.get("type") == "array":
            return self.array(schema, pointer)
        return scalar(schema, self.fields.get(pointer, ""), self.lang)

    def object(self, schema: Schema, pointer: str) -> dict[str, Json] | None:
        """The object, or None when every field of it was left blank."""
        values = {
            name: self.value(sub, join(pointer, name))
            for name, sub in schema.get("properties", {}).items()
        }
        if all(value is None for value in values.values()):
            return None
        self.complete(schema, values)
        return {name: value for name, value in values.items() if value is not None}

    def complete(self, schema: Schema, values: dict[str, Json]) -> None:
        """Puts an empty object where a required one was left blank.

        The validator then names the missing children, which have fields on the page.
        """
        for name in schema.get("required", ()):
            sub = resolved(schema["properties"].get(name, {}), self.root)
            if values.get(name) is None and sub.get("type") == "object":
                values[name] = self.hollow(sub)

    def hollow(self, schema: Schema) -> dict[str, Json]:
        inner: dict[str, Json] = {}
        self.complete(schema, inner)
        return inner

    def array(self, schema: Schema, pointer: str) -> list[Json] | None:
        rows = [
            self.value(schema["items"], join(pointer, index))
            for index in self.lists.get(pointer, ())
        ]
        if takes_paste(schema):
            rows += self.pasted(schema, pointer)
        return [row for row in rows if row is not None] or None

    def pasted(self, schema: Schema, pointer: str) -> Sequence[Json]:
        text = self.fields.get(f"{PASTE_FIELD}{pointer}", "")
        paste = read_paste(text, schema, self.root, self.lang)
        if paste.lacks:
            self.unread[pointer] = paste.lacks
        return paste.rows
