"""Every sentence that people read stands in schemas/texts, in both languages, and is used."""

import ast
import json
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes
from jsonschema import Draft202012Validator

from ocop.catalogue.texts import load_phrases, say

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "schemas" / "texts"
GROUPS = sorted(path.stem for path in TEXTS.glob("*.json") if path.stem != "messages")
TEMPLATES = sorted((ROOT / "functions" / "ocop" / "html" / "templates").glob("*.j2"))
MODULES = sorted(ROOT.glob("functions/**/*.py"))
NAME = re.compile(r"[a-z_]+\.[a-z0-9_-]+")
SPEAKERS = {"say", "phrase"}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_keeps_the_rules_of_texts(group: str) -> None:
    schema = json.loads((ROOT / "schemas" / "meta" / "texts.schema.json").read_bytes())
    phrases: dict[str, Any] = json.loads((TEXTS / f"{group}.json").read_bytes())
    Draft202012Validator(schema).validate(phrases)
    for name, text in phrases.items():
        assert placeholders(text["vi"]) == placeholders(text["en"]), f"{group}.{name}"


def test_a_sentence_is_said_in_the_readers_language_with_its_values() -> None:
    assert say("vi", "progress.step", n=2) == "Bước 2"
    assert say("en", "progress.step", n=2) == "Step 2"
    with pytest.raises(KeyError):
        say("vi", "progress.no_such_sentence")


Use = tuple[str, str, set[str] | None]  # where, the name, the placeholders given


def in_templates() -> Iterator[Use]:
    for path in TEMPLATES:
        for call in Environment().parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "say":
                [name, *_] = call.args
                assert isinstance(name, nodes.Const), f"{path.name}:{call.lineno}"
                yield f"{path.name}:{call.lineno}", name.value, {one.key for one in call.kwargs}


def in_python() -> Iterator[Use]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            where = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call) and spoken(node):
                yield where, spoken(node), given(node)


def spoken(call: ast.Call) -> str:
    """The name of the sentence that a call says, or "" when it is put together as it runs."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    called = called or getattr(call.func, "id", "")
    named = [str(arg.value) for arg in call.args if isinstance(arg, ast.Constant)]
    return next((one for one in named if called in SPEAKERS and NAME.fullmatch(one)), "")


def given(call: ast.Call) -> set[str] | None:
    """The placeholders a call fills; None where they are not written out."""
    names = {word.arg for word in call.keywords}
    fetched = getattr(call.func, "id", getattr(call.func, "attr", "")) == "phrase"
    return None if fetched or None in names else {str(name) for name in names}


@cache
def uses() -> list[Use]:
    return [*in_templates(), *in_python()]


def test_every_sentence_that_is_said_exists_and_gets_its_placeholders() -> None:
    for where, name, filled in uses():
        group, _, own = name.partition(".")
        assert group in GROUPS, f"{where} says {name}"
        assert own in load_phrases(group), f"{where} says {name}"
        if filled is not None:
            assert filled == placeholders(load_phrases(group)[own]["vi"]), f"{where} says {name}"


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that are no docstrings, each with its line."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def test_every_sentence_is_said_somewhere() -> None:
    """By its whole name, or by its group where the name is put together as the program runs."""
    said = {name for _, name, _ in uses()}
    pieces = {text for path in MODULES for _, text in strings(path)}
    starts = {piece for piece in pieces if re.fullmatch(r"[a-z_]+\.[a-z_]*", piece)}
    silent = [
        f"{group}.{name}"
        for group in GROUPS
        if group not in pieces  # read whole
        for name in load_phrases(group)
        if f"{group}.{name}" not in said | pieces
        if not any(f"{group}.{name}".startswith(start) for start in starts)
    ]
    assert silent == []


# What people write, which these modules read; no sentence of ours.
READ = {
    "aws/phrases.py",
    "base/collation.py",
    "base/days.py",
    "base/figures.py",
    "base/visible.py",
    "scoring/criteria.py",
}
LETTERS = re.compile(r"[À-ÖØ-öø-ỹ]")
OURS = [path for path in MODULES if not str(path).endswith(tuple(READ))]


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT / "functions")))
def test_no_sentence_stands_in_python(path: Path) -> None:
    assert [line for line, text in strings(path) if LETTERS.search(text)] == []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Dict):
            keys = {getattr(key, "value", None) for key in node.keys}
            assert not {"vi", "en"} <= keys, f"line {node.lineno}"


def test_what_is_read_is_still_read() -> None:
    """Otherwise the exceptions above would hide sentences."""
    for name in READ:
        texts = strings(ROOT / "functions" / "ocop" / name)
        assert any(LETTERS.search(text) for _, text in texts), name


JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
SAID_OF = re.compile(r"(?:alt|aria-label|title|placeholder|data-[a-z]+|content)=\"([^\"]*)\"")
NO_WORDS = re.compile(r"[\s\d·()/.:,#=;-]*|width=device-width, initial-scale=1")
DRAWINGS = re.compile(r"\{% set paths.*?%\}", re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_sentence_stands_in_a_template(path: Path) -> None:
    """Neither between tags nor in an attribute that is read to somebody."""
    source = JINJA.sub("", DRAWINGS.sub("", path.read_text("utf-8")))
    for words in SAID_OF.findall(source):
        assert NO_WORDS.fullmatch(words) or re.fullmatch(r"#[0-9a-f]{6}", words), words
    attributes_alone = re.sub(r"<[^>]*>|[a-z-]+=\"[^\"]*\"", " ", source)
    assert NO_WORDS.fullmatch(attributes_alone.replace("<!doctype html>", "")), source
