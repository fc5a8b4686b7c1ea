"""The house's sizes: short functions, short files, thin handlers, every name annotated."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("functions/**/*.py"), *ROOT.glob("infra/**/*.py")])
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Function):
            yield node


def size(node: Function) -> int:
    """Lines without the docstring and the decorators."""
    lines = (node.end_lineno or 0) - node.lineno + 1
    if ast.get_docstring(node):
        first = node.body[0]
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_or_function_is_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 300
    assert [n.name for n in functions(path) if size(n) > 40] == []


def test_most_functions_are_a_few_lines() -> None:
    sizes = sorted(size(node) for path in FILES for node in functions(path))
    assert statistics.median(sizes) <= 7
    assert sizes[int(len(sizes) * 0.95)] < 20


def test_handlers_are_thin() -> None:
    for path in ROOT.glob("functions/*.py"):
        for node in functions(path):
            assert size(node) < 15, f"{path.name}:{node.name}"


def test_public_functions_say_what_they_are_for() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in ROOT.glob("functions/ocop/**/*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, Function) and not node.name.startswith("_")
        if not ast.get_docstring(node)
    ]
    assert silent == []
