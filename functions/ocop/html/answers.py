"""A filed form as its reader sees it: labels and answers, no controls."""

from collections.abc import Mapping
from dataclasses import dataclass

from ocop.base.pointers import Json, Schema, is_choice, resolved
from ocop.base.text import Lang
from ocop.html.show import day, grouped
from ocop.html.views import Answer, AnswerGroup, Evidence

YES = {"vi": "Có", "en": "Yes"}
NO = {"vi": "Không", "en": "No"}


def answers_of(
    schema: Schema,
    data: Mapping[str, Json],
    lang: Lang,
    files: Mapping[str, Evidence] | None = None,
) -> tuple[AnswerGroup, ...]:
    """What was answered, in the form's order and words; `files` are the dossier's uploads by id.

    Plain fields of the form itself come first, in a group without a title.
    """
    whole = _Reading(schema, lang, files or {}).group("", schema, data)
    own = (AnswerGroup("", whole.answers),) if whole.answers else ()
    return (*own, *whole.groups)


@dataclass(frozen=True)
class _Reading:
    root: Schema
    lang: Lang
    files: Mapping[str, Evidence]

    def group(self, title: str, schema: Schema, data: Mapping[str, Json]) -> AnswerGroup:
        answers: list[Answer] = []
        groups: list[AnswerGroup] = []
        for name, reference in schema.get("properties", {}).items():
            sub = resolved(reference, self.root)
            label = sub.get("title", name)
            if sub.get("type") == "object":
                groups.append(self.group(label, sub, data.get(name) or {}))
            elif sub.get("type") == "array":
                groups.append(self.rows(label, sub, data.get(name) or ()))
            else:
                answers.append(self.answer(label, sub, data.get(name)))
        return AnswerGroup(title, tuple(answers), tuple(groups))

    def rows(self, title: str, schema: Schema, items: Json) -> AnswerGroup:
        item = resolved(schema["items"], self.root)
        label = item.get("title", title)
        if item.get("type") != "object":
            answers = tuple(
                self.answer(f"{label} {place}", item, one) for place, one in enumerate(items, 1)
            )
            return AnswerGroup(title, answers)
        groups = tuple(
            self.group(f"{label} {place}", item, one) for place, one in enumerate(items, 1)
        )
        return AnswerGroup(title, (), groups)

    def answer(self, label: str, schema: Schema, value: Json) -> Answer:
        if "x-upload" in schema and value in self.files:
            return Answer(label, files=(self.files[value],))
        return Answer(label, "" if value is None else self.words(schema, value))

    def words(self, schema: Schema, value: Json) -> str:
        if is_choice(schema):
            titles = {one["const"]: one.get("title", one["const"]) for one in schema["oneOf"]}
            return str(titles.get(value, value))
        if isinstance(value, bool):
            return (YES if value else NO)[self.lang]
        if isinstance(value, int | float):
            return grouped(value, self.lang)
        return day(value, self.lang) if schema.get("format") == "date" else str(value)
