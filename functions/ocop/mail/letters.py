"""Mails from `schemas/mail/`: one source becomes the subject, the plain part and the HTML part.

Both parts are made from one filled letter, so they cannot say different things. Values come from
strangers (a product's name is typed by anybody), so they are cleaned here, once, for both parts.
"""

import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ocop.base.errors import MailRefused
from ocop.base.text import Lang, Text, pick
from ocop.catalogue.folders import MAIL_FOLDER
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import Document, Published, as_it_is
from ocop.mail import values as mail_values
from ocop.mail.deadline import deadline_words

if TYPE_CHECKING:
    from jinja2 import Template as Layout

__all__ = ["Rendered", "deadline_words", "load", "render", "shared", "template_ids"]

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_NOT_TEMPLATES = frozenset({"shared"})
_WIDTH = 72  # columns of the plain part, as mail readers expect
_LONGEST_SUBJECT, _LONGEST_REFERENCE = 150, 80  # letters


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail ready to send, with what its headers and its delivery record need."""

    subject: str
    text: str
    html: str
    template: str
    version: int
    lang: Lang
    reference: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or with `listed` a list of one line each."""

    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of label and value."""

    label: str
    value: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A template with its values filled in, before it becomes text or HTML."""

    lang: Lang
    subject: str
    title: str
    preheader: str
    greeting: tuple[str, ...]
    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...]
    link: str
    button: str
    link_hint: str
    link_care: str
    closing: str
    footer: tuple[str, ...]


@lru_cache(maxsize=1)
def template_ids() -> frozenset[str]:
    """All templates there are."""
    return frozenset(_mails().ids()) - _NOT_TEMPLATES


def load(template: str) -> Mapping[str, Any]:
    """A template's data; MailRefused when there is none of that name."""
    if template not in template_ids():
        raise MailRefused("mail-unknown-template", {"template": template})
    return _mails().get(template)


def shared() -> Mapping[str, Any]:
    """Greeting, footer and the vocabulary of values (`schemas/mail/shared.json`)."""
    return _mails().get("shared")


def render(template: str, lang: Lang, values: Mapping[str, object]) -> Rendered:
    """The mail of a template in one language.

    `values` may hold more than the template names. Strings are taken as they are; texts in two
    languages are picked from; `deadline` may be an aware datetime, then `now` must be one too and
    `working_days` may say how many of them are left.
    Raises MailRefused if the template is unknown, a required value missing, or a link not http(s).
    """
    data = load(template)
    filled = mail_values.prepare(shared()["values"], values, lang)
    missing = sorted(set(data["required"]) - filled.keys())
    if missing:
        raise MailRefused("mail-incomplete", {"template": template, "missing": ", ".join(missing)})
    letter = _letter(data, lang, filled)
    return Rendered(
        subject=letter.subject,
        text=_text(letter),
        html=_layout().render({name: getattr(letter, name) for name in Letter.__slots__}),
        template=template,
        version=data["version"],
        lang=lang,
        reference=filled["reference"],
    )


@lru_cache(maxsize=1)
def _mails() -> Published[Document]:
    return Published(MAIL_FOLDER, as_it_is)


def _letter(data: Mapping[str, Any], lang: Lang, filled: Mapping[str, str]) -> Letter:
    words = shared()
    subject = _subject(_fill(data["subject"], lang, filled))
    return Letter(
        lang=lang,
        subject=subject,
        title=subject.rpartition(" [")[0],
        preheader=_preheader(data, lang, filled),
        greeting=_lines(words["greeting"], lang, filled),
        blocks=tuple(_blocks(data["body"], lang, filled)),
        facts=tuple(_facts(data, lang, filled)),
        link=filled.get("link", "") if data["button"] else "",
        button=pick(data["button"]["label"], lang) if data["button"] else "",
        link_hint=pick(words["link_hint"], lang),
        link_care=pick(words["link_care"], lang),
        closing=_fill(data["closing"], lang, filled),
        footer=_lines(words["footer"], lang, filled),
    )


def _fill(text: Text, lang: Lang, filled: Mapping[str, str]) -> str:
    """One pass: braces inside a value stay what they are."""
    return PLACEHOLDER.sub(lambda match: filled[match[1]], pick(text, lang))


def _subject(text: str) -> str:
    """The matter first, shortened where it must be; the reference in brackets whole, where it is no
    name as long as a subject.
    """
    matter, _, reference = text.rpartition(" [")
    named = _cut(reference.removesuffix("]"), _LONGEST_REFERENCE)
    return f"{_cut(matter, _LONGEST_SUBJECT - len(named) - 3)} [{named}]"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _preheader(data: Mapping[str, Any], lang: Lang, filled: Mapping[str, str]) -> str:
    """The template's line, and the deadline where the mail asks for something by a date."""
    line = _fill(data["preheader"], lang, filled)
    if "deadline" not in data["facts"] or "deadline" not in filled:
        return line
    label = pick(shared()["values"]["deadline"]["label"], lang)
    return f"{line} {label}: {filled['deadline']}."


def _shown(part: Mapping[str, Any], filled: Mapping[str, str]) -> bool:
    needed = part.get("when", part.get("list"))
    return (needed is None or needed in filled) and part.get("unless") not in filled


def _blocks(
    parts: Iterable[Mapping[str, Any]], lang: Lang, filled: Mapping[str, str]
) -> Iterable[Block]:
    for part in parts:
        if not _shown(part, filled):
            continue
        if "list" in part:
            yield Block(tuple(filled[part["list"]].splitlines()), listed=True)
        else:
            yield Block(tuple(_fill(part.get("text", part), lang, filled).splitlines()))


def _lines(
    parts: Iterable[Mapping[str, Any]], lang: Lang, filled: Mapping[str, str]
) -> tuple[str, ...]:
    return tuple(line for block in _blocks(parts, lang, filled) for line in block.lines)


def _facts(data: Mapping[str, Any], lang: Lang, filled: Mapping[str, str]) -> Iterable[Fact]:
    vocabulary, own = shared()["values"], data.get("labels", {})
    for name in data["facts"]:
        if name in filled:
            entry = vocabulary[name]
            label = pick(own.get(name, entry["label"]), lang)
            yield Fact(label, filled[name], entry["kind"] == "link")


def _text(letter: Letter) -> str:
    sections = [*letter.greeting, *(_text_block(block) for block in letter.blocks)]
    if letter.facts:
        sections.append("\n".join(_text_fact(fact) for fact in letter.facts))
    if letter.link:
        sections += [f"{letter.button}:\n{letter.link}", _wrap(letter.link_care)]
    sections += [_wrap(letter.closing), "\n".join(_wrap(line) for line in ("--", *letter.footer))]
    return "\n\n".join(sections) + "\n"


def _text_block(block: Block) -> str:
    bullet, indent = ("- ", "  ") if block.listed else ("", "")
    return "\n".join(_wrap(bullet + line, indent) for line in block.lines)


def _text_fact(fact: Fact) -> str:
    if fact.is_link:
        return f"{fact.label}:\n{fact.value}"
    return _wrap(f"{fact.label}: {fact.value}", "  ")


def _wrap(line: str, indent: str = "") -> str:
    return textwrap.fill(
        line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


@lru_cache(maxsize=1)
def _layout() -> "Layout":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(schemas_dir() / "mail"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("layout.html.j2")
