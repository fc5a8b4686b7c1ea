"""The lines that belong together: of a statement within a function a tracer sees but some."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def span_of(module: Path, line: int) -> range | None:
    """The lines of the innermost statement around a line; None for one that runs when its module
    is loaded.
    """
    around = [span for span in _spans(module) if line in span]
    return min(around, key=len) if around else None


@cache
def _spans(module: Path) -> tuple[range, ...]:
    tree = ast.parse(module.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    return tuple(span for function in functions for span in _within(function))


def _within(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[range]:
    for statement in function.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
                yield _head(node)


def _head(node: ast.stmt | ast.ExceptHandler | ast.match_case) -> range:
    """A statement's lines, without those of the statements within it."""
    body = getattr(node, "body", None)
    first = node.pattern.lineno if isinstance(node, ast.match_case) else node.lineno
    last = body[0].lineno - 1 if body else getattr(node, "end_lineno", first)
    return range(first, max(first, last) + 1)
