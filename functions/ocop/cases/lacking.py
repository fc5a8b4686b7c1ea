"""What the check of a dossier finds left out that its form may leave out: named, and stops nothing.

The office that checks decides by what it has before it, paper included (26/2026/QĐ-TTg, Article
7(2)(a)); the system tells it what the electronic dossier does not say.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.cases.questions import Question
from ocop.forms.form import LooksFor


@struct(frozen=True)
class LeftOut:
    """Fields that a filed form leaves empty, by their titles, and why the check looks for them;
    `article` is "" where that of the rule is another law's than the case's.
    """

    fields: tuple[Text, ...]
    why: Text
    article: str


def left_out(question: Question) -> tuple[LeftOut, ...]:
    """What whoever answers the question should look for, since the case's forms do not say it."""
    return tuple(found for rule in question.form.looks_for for found in _found(question, rule))


def _found(question: Question, rule: LooksFor) -> Iterator[LeftOut]:
    told = question.context.filed(rule.form)
    if not told or not all(_at(told, at) in values for at, values in rule.of.items()):
        return
    schema = question.forms.get(rule.form).schema
    missing = [at for at in rule.fields if not _at(told, at)]
    if missing:
        titles = tuple(_title(schema, at) for at in missing)
        own = rule.article.startswith(question.context.rulebook.decision)
        yield LeftOut(titles, rule.say, rule.article if own else "")


def _at(data: Mapping[str, Any], pointer: str) -> Any:
    value: Any = data
    for name in pointer.strip("/").split("/"):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _title(schema: Mapping[str, Any], pointer: str) -> Text:
    node: Any = schema
    for name in pointer.strip("/").split("/"):
        node = node["properties"][name]
    title: Text = node["title"]
    return title
