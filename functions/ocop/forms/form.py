"""A form as published: one version of it, in both languages, before anything is filled in."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from ocop.base.hashing import digest
from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.catalogue.folders import FORM_FOLDER
from ocop.catalogue.published import Document, Published

FormAudience = Literal["producer", "officer", "member"]


@struct(frozen=True)
class LooksFor:
    """What whoever answers a form looks for in another, `form`, that was filed: `fields` that may
    be left out there, by their places, in dossiers whose answers are `of` these values.
    """

    form: str
    of: Mapping[str, tuple[str, ...]]
    fields: tuple[str, ...]
    say: Text
    article: str


@struct(frozen=True)
class Form:
    """One version of a form, in both languages, before any choices are put in.

    `step`: which of the programme's six steps it belongs to; `articles`: the law it follows;
    `looks_for`: what its answerer is told that an earlier form leaves out.
    """

    id: str
    version: str
    sha256: str
    step: int
    audience: FormAudience
    title: Text
    articles: tuple[str, ...]
    schema: Mapping[str, Any]
    ui: Mapping[str, Any]
    looks_for: tuple[LooksFor, ...] = ()

    @cached_property
    def option_names(self) -> frozenset[str]:
        """The lists of choices that a caller has to hand in to serve this form."""
        return frozenset(_values(self.schema, "x-options")) - {"levels"}

    @cached_property
    def fact_names(self) -> frozenset[str]:
        """The lists that change what the form asks where a caller has them: facts of the case,
        choices that require more fields or have fields asked for their sake alone.
        """
        facts = (rule["fact"] for rules in _values(self.schema, "x-when") for rule in rules)
        demands = (lists for by in _values(self.schema, "x-demands") for lists in by.values())
        demanding = (name for lists in demands for name in lists.values())
        return frozenset((*facts, *demanding, *_values(self.schema, "x-only-for")))

    @cached_property
    def needed_by_choices(self) -> frozenset[str]:
        """Its own fields that are asked for the sake of some choices alone."""
        fields = self.schema["properties"]
        return frozenset(name for name, field in fields.items() if "x-only-for" in field)

    @cached_property
    def per_set(self) -> bool:
        """Whether the form is made for one criteria set."""
        made_from_sets = ("x-per-criterion", "x-score-sheet")
        return any(True for keyword in made_from_sets for _ in _values(self.schema, keyword))


def published_forms(schemas: Path | None = None) -> Published[Form]:
    """The forms of `schemas/`, by id and version."""
    return Published(FORM_FOLDER, form_of, schemas)


def form_of(document: Document) -> Form:
    """The form in a sound document."""
    return Form(
        id=document["id"],
        version=document["version"],
        sha256=digest(document),
        step=document["step"],
        audience=document["audience"],
        title=document["title"],
        articles=tuple(document["articles"]),
        schema=document["schema"],
        ui=document["ui"],
        looks_for=tuple(map(_looks_for, document.get("looks_for", ()))),
    )


def _looks_for(rule: Document) -> LooksFor:
    of = {at: tuple(values) for at, values in rule["of"].items()}
    return LooksFor(rule["form"], of, tuple(rule["fields"]), rule["say"], rule["article"])


def _values(node: object, keyword: str) -> Iterator[Any]:
    if isinstance(node, Mapping):
        if keyword in node:
            yield node[keyword]
        for child in node.values():
            yield from _values(child, keyword)
