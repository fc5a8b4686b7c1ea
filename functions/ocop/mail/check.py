"""Checks of the mail templates at publish time and in tests, and previews with sample values."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from ocop.base.text import LANGS, Lang, Text, pick
from ocop.catalogue.shapes import meta_faults
from ocop.mail import letters as mail

_SUBJECT_END = " [{reference}]"


def lint_template(data: Mapping[str, Any]) -> list[str]:
    """Every defect in one template, its shape first."""
    return meta_faults(data, "mail") or [
        *_name_problems(data),
        *_place_problems(data),
        *_text_problems(data),
        *_use_problems(data),
    ]


def samples(template: str, lang: Lang) -> dict[str, object]:
    """A value for everything the template may name, in the form a caller passes it."""
    data, vocabulary = mail.load(template), mail.shared()["values"]
    names = [*data["required"], *data.get("optional", ()), *mail.shared()["always_optional"]]
    values = {name: _sample(vocabulary[name], lang) for name in names}
    due = datetime.fromisoformat(vocabulary["deadline"]["sample"])
    return {**values, "now": due - timedelta(days=21), "working_days": 15}


def preview(template: str, lang: Lang) -> mail.Rendered:
    """The mail with sample values, for whoever edits a template."""
    return mail.render(template, lang, samples(template, lang))


def _sample(entry: Mapping[str, Any], lang: Lang) -> object:
    sample = entry["sample"]
    if entry["kind"] in {"date", "deadline"}:
        return datetime.fromisoformat(sample)
    return sample if isinstance(sample, str) else pick(sample, lang)


def _name_problems(data: Mapping[str, Any]) -> Iterator[str]:
    vocabulary = mail.shared()["values"]
    for name in _allowed(data):
        if name not in vocabulary:
            yield f"value {name} is not in shared.json"
    for name in set(data["required"]) & set(data.get("optional", ())):
        yield f"value {name} is both required and optional"
    if data["button"] and "link" not in _allowed(data):
        yield "has a button, but no link"


def _place_problems(data: Mapping[str, Any]) -> Iterator[str]:
    for lang in LANGS:
        if not data["subject"][lang].endswith(_SUBJECT_END):
            yield f"subject ({lang}) does not end with {_SUBJECT_END.strip()}"
    for name in _used(data["subject"]):
        if _kind(name) != "line":
            yield f"subject uses {name}, which is not a short line"
    for name in data["facts"]:
        if _kind(name) in {"prose", "list"}:
            yield f"{name} is too long for a fact"


def _text_problems(data: Mapping[str, Any]) -> Iterator[str]:
    required = frozenset(data["required"])
    for text, sure in _texts(data, required):
        yield from _placeholder_problems(text, sure)


def _placeholder_problems(text: Text, sure: frozenset[str]) -> Iterator[str]:
    by_lang = [set(mail.PLACEHOLDER.findall(text[lang])) for lang in LANGS]
    if by_lang[0] != by_lang[1]:
        yield f"the languages use different values: {text['en']}"
    for lang in LANGS:
        if set("{}") & set(mail.PLACEHOLDER.sub("", text[lang])):
            yield f"stray brace ({lang}): {text[lang]}"
    for name in sorted(by_lang[0] | by_lang[1]):
        if name not in sure:
            yield f"{name} may be missing where it is used: {text['en']}"
        elif _kind(name) in {"link", "list"}:
            yield f"{name} must stand alone, not in a sentence: {text['en']}"


def _use_problems(data: Mapping[str, Any]) -> Iterator[str]:
    texts = _texts(data, frozenset())
    used = {name for text, _ in texts for name in _used(text)} | set(data["facts"])
    for part in data["body"]:
        used |= {part[key] for key in ("when", "unless", "list") if key in part}
    used |= {"link"} if data["button"] else set()
    allowed = _allowed(data)
    yield from (f"uses {name}, which it does not declare" for name in sorted(used - allowed))
    declared = allowed - set(mail.shared()["always_optional"])
    yield from (f"declares {name}, but never uses it" for name in sorted(declared - used))


def _texts(
    data: Mapping[str, Any], required: frozenset[str]
) -> Iterator[tuple[Text, frozenset[str]]]:
    """Every text with the values that are surely there when it is shown."""
    for key in ("subject", "preheader", "closing"):
        yield data[key], required
    if data["button"]:
        yield data["button"]["label"], frozenset()
    for part in data["body"]:
        if "list" not in part:
            yield part.get("text", part), required | ({part["when"]} if "when" in part else set())


def _allowed(data: Mapping[str, Any]) -> frozenset[str]:
    always: Iterable[str] = mail.shared()["always_optional"]
    return frozenset({*data["required"], *data.get("optional", ()), *always})


def _used(text: Text) -> set[str]:
    return {name for lang in LANGS for name in mail.PLACEHOLDER.findall(text[lang])}


def _kind(name: str) -> str:
    return str(mail.shared()["values"].get(name, {}).get("kind", ""))
