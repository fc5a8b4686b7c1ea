"""A register as published: a form whose filled-in copies are kept as rows.

Nothing of the engine knows a register by its name: what differs stands in `schemas/registers/`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Any

from ocop.base.pointers import Schema
from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.catalogue.folders import REGISTER_FOLDER
from ocop.catalogue.published import Document, Published
from ocop.forms.form import Form, form_of
from ocop.forms.uploads import UPLOAD

EACH = "*"  # stands in a pointer for every row of a list
OVER_LINK = "link:"


@struct(frozen=True)
class RegisterField:
    """One question of a register; in `at`, "*" stands for each row of a list."""

    at: str
    schema: Schema
    over: tuple[Text, ...]

    @property
    def in_rows(self) -> bool:
        """Whether a record may answer it several times."""
        return f"/{EACH}/" in self.at

    @property
    def choices(self) -> Mapping[str, Text]:
        """The answers to choose from, by value; none for a field of another kind."""
        return {one["const"]: one["title"] for one in self.schema.get("oneOf", ())}


@struct(frozen=True)
class Register:
    """One version of a register.

    `owners`: roles that fill it in, each for its own unit; `confirms`: roles that confirm a record
    of their unit or below. `readers`: who reads whole records; everybody else in the province
    reads the fields in `public`, if any. `personal` fields are read by those alone who may fill in
    or confirm. `named`: the fields that name a record; `columns` and `filters` make its list.
    `tasks`: its rows that are work for somebody (`ocop.registers.row_tasks`).
    `keys`: fields that two records hardly share; `counted_on`: the day that puts a record in its
    period, or `link:<field>:<day of the record it leads to>`. `is_holding`: its records count as
    long as they hold, to the day in the field `holds_until`, if there is one, or in the newest of
    such rows, where that says what `holds_where` names (`ocop.registers.holding`). `calendar`: the
    first day of what it says is on, where it stands in the calendar. `invites`, `invitation`: what
    invites whom, and what is kept of it (`ocop.registers.inviting`).
    """

    id: str
    version: str
    form: Form
    clauses: tuple[str, ...]
    owners: frozenset[str]
    confirms: frozenset[str]
    readers: frozenset[str]
    public: tuple[str, ...]
    personal: tuple[str, ...]
    named: tuple[str, ...]
    columns: tuple[str, ...]
    filters: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    counted_on: str
    links: Mapping[str, str]
    measures: tuple[Mapping[str, Any], ...]
    tasks: tuple[Mapping[str, Any], ...] = ()
    is_holding: bool = False
    holds_until: str = ""
    holds_where: tuple[Mapping[str, Any], ...] = ()
    calendar: str = ""
    invites: Mapping[str, str] = field(default_factory=dict)
    invitation: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        """The version that a record is kept under."""
        return f"{self.id}@{self.version}"

    @property
    def counts_with(self) -> str:
        """The field that leads to the record whose day it counts on; "" for its own day."""
        return self.counted_on.split(":")[1] if self.counted_on.startswith(OVER_LINK) else ""

    @property
    def list_columns(self) -> tuple[str, ...]:
        """What lists show between a record's name and the day that it counts on."""
        return tuple(at for at in self.columns if at != self.counted_on)

    @property
    def title(self) -> Text:
        """Its name."""
        return self.form.title

    @cached_property
    def fields(self) -> Mapping[str, RegisterField]:
        """Every question with an answer of its own, in the form's order."""
        return {one.at: one for one in _fields(self.form.schema, "", ())}

    @cached_property
    def file_places(self) -> Mapping[str, RegisterField]:
        """The fields for files, by the name of the field or list of the form that they stand in."""
        files = (one for one in self.fields.values() if UPLOAD in one.schema)
        return {one.at.split("/")[1]: one for one in files}

    def holds_files(self, at: str) -> bool:
        """Whether a field stands where files do: it is filled in on pages and by programs, and
        sheets leave it alone.
        """
        return at.split("/")[1] in self.file_places

    @property
    def is_public(self) -> bool:
        """Whether everybody in the province may see its list."""
        return bool(self.public)


def published_registers(schemas: Path | None = None) -> Published[Register]:
    """The registers of `schemas/`, by id and version."""
    return Published(REGISTER_FOLDER, register_of, schemas)


def register_form(document: Document) -> Document:
    """The form in a register's document."""
    return {
        "id": f"register-{document['id']}",
        "version": document["version"],
        "step": document["step"],
        "audience": "officer",
        "title": document["title"],
        "articles": document["clauses"],
        "schema": document["schema"],
        "ui": {"rjsf": {}},
    }


def register_of(document: Document) -> Register:
    """The register in a sound document."""
    return Register(
        id=document["id"],
        version=document["version"],
        form=form_of(register_form(document)),
        clauses=tuple(document["clauses"]),
        owners=frozenset(document["owners"]),
        confirms=frozenset(document.get("confirms", ())),
        readers=frozenset(document["readers"]),
        public=tuple(document["public"]),
        personal=tuple(document.get("personal", ())),
        named=tuple(document["named"]),
        columns=tuple(document["columns"]),
        filters=tuple(document.get("filters", ())),
        keys=tuple(tuple(key) for key in document["keys"]),
        counted_on=document["counted_on"],
        links=document.get("links", {}),
        measures=tuple(document["measures"]),
        tasks=tuple(document.get("tasks", ())),
        is_holding="holds" in document,
        holds_until=document.get("holds", {}).get("until", ""),
        holds_where=tuple(document.get("holds", {}).get("where", ())),
        calendar=document.get("calendar", ""),
        invites=document.get("invites", {}),
        invitation=document.get("invitation", {}),
    )


def _fields(schema: Schema, at: str, over: tuple[Text, ...]) -> Iterator[RegisterField]:
    for name, below in schema["properties"].items():
        place, titles = f"{at}/{name}", (*over, below["title"])
        if below["type"] == "object":
            yield from _fields(below, place, titles)
        elif below["type"] == "array":
            yield from _fields(below["items"], f"{place}/{EACH}", titles)
        else:
            yield RegisterField(place, below, titles)
