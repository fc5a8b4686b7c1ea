"""A filed form as its reader sees it: labels and answers, no controls."""

from collections.abc import Mapping

from ocop.base.pointers import Json, Schema, is_choice, resolved
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.catalogue.texts import say
from ocop.html.components.facts import FactGroup, FactLine
from ocop.html.components.files import FileLine
from ocop.html.show import day, grouped


def record_of(
    schema: Schema,
    data: Mapping[str, Json],
    lang: Lang,
    files: Mapping[str, FileLine] | None = None,
) -> tuple[FactGroup, ...]:
    """What was answered, in the form's order and words; `files` are the dossier's uploads by id.

    Plain fields of the form itself come first, in a group without a title.
    """
    whole = _Record(schema, lang, files or {}).group("", schema, data)
    own = (FactGroup(title="", facts=whole.facts),) if whole.facts else ()
    return (*own, *whole.groups)


@struct(frozen=True)
class _Record:
    root: Schema
    lang: Lang
    files: Mapping[str, FileLine]

    def group(self, title: str, schema: Schema, data: Mapping[str, Json]) -> FactGroup:
        facts: list[FactLine] = []
        groups: list[FactGroup] = []
        for name, reference in schema.get("properties", {}).items():
            sub = resolved(reference, self.root)
            label = sub.get("title", name)
            if sub.get("x-folded") and not data.get(name):
                continue
            if sub.get("type") == "object":
                groups.append(self.group(label, sub, data.get(name) or {}))
            elif sub.get("type") == "array" and data.get(name):
                groups.append(self.rows(label, sub, data[name]))
            elif sub.get("type") == "array":
                facts.append(FactLine(label=label))
            else:
                facts.append(self.fact(label, sub, data.get(name)))
        return FactGroup(title=title, facts=tuple(facts), groups=tuple(groups))

    def rows(self, title: str, schema: Schema, items: Json) -> FactGroup:
        item = resolved(schema["items"], self.root)
        label = item.get("title", title)
        named = [(f"{label} {place}", value) for place, value in enumerate(items, 1)]
        if item.get("type") != "object":
            facts = tuple(self.fact(name, item, value) for name, value in named)
            return FactGroup(title=title, facts=facts)
        groups = tuple(self.group(name, item, value) for name, value in named)
        return FactGroup(title=title, groups=groups)

    def fact(self, label: str, schema: Schema, value: Json) -> FactLine:
        if "x-upload" in schema and value in self.files:
            return FactLine(label=label, files=(self.files[value],))
        return FactLine(label=label, value="" if value is None else self.words(schema, value))

    def words(self, schema: Schema, value: Json) -> str:
        if is_choice(schema):
            titles = {
                choice["const"]: choice.get("title", choice["const"]) for choice in schema["oneOf"]
            }
            return str(titles.get(value, value))
        if isinstance(value, bool):
            return say(self.lang, "facts.yes") if value else say(self.lang, "facts.no")
        if isinstance(value, int | float):
            return grouped(value, self.lang)
        return day(value, self.lang) if schema.get("format") == "date" else str(value)
