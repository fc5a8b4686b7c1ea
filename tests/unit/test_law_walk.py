"""The law walked article by article: each rule has a test by name, and each article stands in it.

`tests/samples/law_walk.json` is the list: by whom the rule is made, its article, what it says, and
the test that shows it. A test that is renamed or gone leaves a rule unshown, and this one fails.
"""

import ast
import json
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
WALK: dict[str, list[tuple[str, str, str]]] = json.loads(
    (TESTS / "samples/law_walk.json").read_text("utf-8")
)
ROWS = [(law, *row) for law, rows in WALK.items() for row in rows]
DECISION = (
    *("2.2", "2.3", "3.1", "3.3", "4.1a", "4.1b", "4.3", "5.1", "5.2", "6.1a", "6.1b", "6.1c"),
    *(
        "6.2a",
        "6.2b",
        "6.2d",
        "6.3a",
        "6.3b",
        "7.1",
        "7.2",
        "7.3a",
        "7.3b",
        "7.3c",
        "7.3d",
        "7.3đ",
        "7.3e",
    ),
    *(
        "7.3g",
        "7.4",
        "7.4g",
        "7.5",
        "7.6a",
        "7.6c",
        "7.6d",
        "7.6g",
        "8.1",
        "8.2",
        "8.3",
        "8.4",
        "9",
    ),
    *("10.1b", "11.1", "11.2", "12.1", "12.2", "12.3"),
)


@cache
def _named(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("law", "article", "rule", "test"), ROWS)
def test_every_rule_has_its_test(law: str, article: str, rule: str, test: str) -> None:
    file, _, name = test.partition("::")
    assert name in _named(file), f"{law} {article}, {rule}: no such test as {test}"


def test_no_article_of_the_decision_is_left_out() -> None:
    walked = {article.removeprefix("Điều ") for article, _, _ in WALK["26-2026"]}
    assert set(DECISION) <= walked


def test_no_rule_is_listed_twice() -> None:
    rules = [(law, article, rule) for law, article, rule, _ in ROWS]
    assert len(set(rules)) == len(rules)
