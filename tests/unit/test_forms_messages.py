"""Every refusal has words, in both languages, short and without codes."""

import ast
import inspect
import string
import subprocess
import sys
from functools import cache
from typing import TypeGuard

import pytest

from ocop.base import errors
from ocop.base.text import LANGS, Lang
from ocop.catalogue.messages import field_text, problem_text
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.texts import word_files

TEXTS = word_files().get("messages")
KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.OcopError)
]


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _is_text(node: ast.expr) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@cache
def calls_anywhere() -> list[ast.Call]:
    """Every call in the code, read once."""
    sources = (schemas_dir().parent / "functions" / "ocop").rglob("*.py")
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sources]
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_refusal_has_words_of_its_own(
    kind: type[errors.OcopError], lang: Lang
) -> None:
    assert kind.default_code in TEXTS["problems"]
    title, detail = problem_text(kind.default_code, lang)
    assert 0 < len(title) <= 50
    assert len(title) < len(detail) <= 200


@pytest.mark.parametrize("code", TEXTS["problems"])
def test_both_languages_say_the_same_parameters(code: str) -> None:
    for text in TEXTS["problems"][code].values():
        assert gaps(text["vi"]) == gaps(text["en"])


MORE = {"link.near": {"names"}}  # records that may have been meant


@pytest.mark.parametrize("key", TEXTS["fields"])
def test_sentences_about_fields_begin_with_the_field(key: str) -> None:
    text = TEXTS["fields"][key]
    assert text["vi"].startswith("{label}: ")
    assert gaps(text["vi"]) == gaps(text["en"]) <= {"label", "limit"} | MORE.get(key, set())


def test_parameters_are_put_in_and_a_missing_one_shows_as_a_gap() -> None:
    _, detail = problem_text("unknown-version", "vi", {"document": "decision", "version": "9"})
    assert detail == "“decision” không có phiên bản 9."
    assert problem_text("too-early", "en")[1] == "This can be done from …."


def test_an_unknown_code_gets_the_general_words() -> None:
    assert problem_text("no-such-code", "en") == problem_text("error", "en")


def test_braces_in_a_parameter_stay_what_they_are() -> None:
    assert "{limit}" in problem_text("unknown-form", "en", {"form": "{limit}"})[1]


def test_every_code_raised_anywhere_has_words() -> None:
    """So that nobody ever reads the general words for a case that was foreseen."""
    names = {kind.__name__ for kind in KINDS}
    calls = [
        call
        for call in calls_anywhere()
        if isinstance(call.func, ast.Name) and call.func.id in names
    ]
    first = [call.args[0].value for call in calls if call.args and _is_text(call.args[0])]
    assert len(first) > 10
    assert {str(code) for code in first} - TEXTS["problems"].keys() == set()


def test_the_most_particular_sentence_wins() -> None:
    keys = ("required.choice", "required", "invalid")
    assert field_text(keys, "vi", {"label": "Xã"}) == "Xã: chưa chọn"
    assert field_text(("required.new", *keys[1:]), "vi", {"label": "Xã"}) == "Xã: chưa điền"


def test_checking_a_form_loads_nothing_heavy() -> None:
    """A cold start pays for each import."""
    code = (
        "import sys; import ocop.forms.forms;"
        "heavy = {'jsonschema', 'boto3', 'botocore', 'pydantic', 'jinja2', 'pynamodb'};"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=schemas_dir().parent / "functions",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "code", [code for code, texts in TEXTS["problems"].items() if gaps(texts["detail"]["vi"])]
)
def test_whoever_says_a_sentence_with_gaps_fills_them(code: str) -> None:
    """A gap that nobody fills is read by people as "…"."""
    texts = TEXTS["problems"][code]
    wanted = gaps(texts["detail"]["vi"]) | gaps(texts["title"]["vi"])
    for call in _saying(code):
        handed = {
            str(key.value)
            for node in ast.walk(call)
            if isinstance(node, ast.Dict)
            for key in node.keys
            if key is not None and _is_text(key)
        }
        elsewhere = [one for one in _parameters(call) if not isinstance(one, ast.Dict)]
        assert wanted <= handed or elsewhere, f"{code}: {ast.unparse(call)}"


def _parameters(call: ast.Call) -> list[ast.expr]:
    """The expressions a call hands its parameters over by."""
    said = getattr(call.func, "id", "") == "sentence"
    by_place = call.args[2:] if said else call.args[1:]
    return [*by_place, *(one.value for one in call.keywords if one.arg == "params")]


def _saying(code: str) -> list[ast.Call]:
    """The calls that may say a sentence: by its code, or by the kind of refusal that has it."""
    kinds = {kind.__name__: kind.default_code for kind in KINDS}
    found = []
    for call in calls_anywhere():
        name = getattr(call.func, "id", "")
        texts = [str(arg.value) for arg in call.args[:1] if _is_text(arg)]
        own = texts or [kinds.get(name, "")]
        if code in own and (name in kinds or name == "sentence"):
            found.append(call)
    return found
