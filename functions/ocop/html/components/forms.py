"""The questions of a form as a page lays them out."""

from collections.abc import Mapping, Sequence
from typing import Literal

from ocop.html.view import Component, View

FieldKind = Literal[
    "text", "long", "date", "integer", "number", "radios", "select", "check", "shown"
]


class FieldChoice(View):
    """One answer to choose."""

    value: str
    label: str
    chosen: bool = False


class PageField(View):
    """One question. `value` is text as typed; `optional` puts "không bắt buộc" beside the label;
    `least` and `most` bound a day.
    """

    pointer: str
    id: str
    label: str
    kind: FieldKind
    value: str = ""
    hint: str = ""
    error: str = ""
    optional: bool = False
    choices: tuple[FieldChoice, ...] = ()
    input_type: str = "text"
    autocomplete: str = ""
    inputmode: str = ""
    max_length: int = 0
    upload: bool = False
    least: str = ""
    most: str = ""
    shape: Literal["field"] = "field"


class FieldGroup(View):
    """A section of fields, or one row of a list. `folded`: out of sight until it is opened, which
    it is at first where `opened`; of those that share `one_of` one is open at a time. `filled`:
    there is something in it, as is said while it is shut; so is that something is `wrong` in it.
    """

    pointer: str
    id: str
    title: str
    nodes: "tuple[FieldNode, ...]"
    hint: str = ""
    error: str = ""
    blank: bool = False
    folded: bool = False
    opened: bool = False
    one_of: str = ""
    filled: bool = False
    wrong: bool = False
    shape: Literal["group"] = "group"


class RowsPart(View):
    """Some rows of a long list, from which to which they are; one such part is open at a time."""

    id: str
    first: int
    last: int
    rows: tuple[FieldGroup, ...]
    opened: bool = False


class FieldRows(View):
    """A list of like groups: the filled ones, then blank ones; `more` when rows can be added.

    `wanted` keeps the blank ones in sight, right after somebody asked for more of them. `pasted`
    names the columns that rows copied from a spreadsheet come in, where the list takes them;
    `unread` is such text that could not be taken. Where the filled ones are many, they are shown
    by `parts`.
    """

    pointer: str
    id: str
    title: str
    rows: tuple[FieldGroup, ...]
    hint: str = ""
    error: str = ""
    more: bool = False
    optional: bool = False
    wanted: bool = False
    pasted: tuple[str, ...] = ()
    unread: str = ""
    parts: tuple[RowsPart, ...] = ()
    shape: Literal["rows"] = "rows"


FieldNode = PageField | FieldGroup | FieldRows


class PageForm(Component):
    """A form to fill in. `hidden` goes back unchanged (version, idempotency key), `submit` "" is
    the common word for sending, `draft` offers to keep it unfinished.
    """

    action: str
    nodes: Sequence[FieldNode]
    hidden: Mapping[str, str] = {}
    submit: str = ""
    draft: bool = False


class Outline(Component):
    """The questions of a form to read, not to answer."""

    nodes: Sequence[FieldNode]
