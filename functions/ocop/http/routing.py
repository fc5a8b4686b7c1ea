"""Which answer stands behind an address."""

import re
from collections.abc import Callable, Iterator

from ocop.base.errors import NotFound
from ocop.http.errors import MethodNotAllowed
from ocop.http.reply import Reply

Answer = Callable[..., Reply]
Parts = dict[str, str]
# All that addresses of ours may hold, and the dashes that a word processor makes of a hyphen.
PART = re.compile(r"[-._~()'!*:@,;=+&$%<> \[\]{}|^\w\u2010-\u2015]+")


class Routing:
    """Rules such as `/forms/<form>`, where `<form>` is one part of the path.

    A rule of letters alone goes before one with parts, and then the one that came first.
    """

    def __init__(self) -> None:
        self._fixed: dict[str, dict[str, Answer]] = {}
        self._open: dict[int, list[tuple[list[str], str, Answer]]] = {}

    def add(self, method: str, rule: str, answer: Answer) -> None:
        """Puts an answer behind an address."""
        if "<" not in rule:
            self._fixed.setdefault(rule, {})[method] = answer
            return
        pattern = rule.split("/")
        self._open.setdefault(len(pattern), []).append((pattern, method, answer))

    def find(self, method: str, path: str) -> tuple[Answer, Parts]:
        """The answer and the address's parts by name; raises NotFound, MethodNotAllowed."""
        for kind, answer, parts in self._at(path):
            if kind == method:
                return answer, parts
        allowed = self.allowed(path)
        raise MethodNotAllowed(method, allowed) if allowed else NotFound

    def allowed(self, path: str) -> frozenset[str]:
        """The methods that an address takes; HEAD wherever GET."""
        methods = {method for method, _, _ in self._at(path)}
        return frozenset(methods | {"HEAD"} if "GET" in methods else methods)

    def _at(self, path: str) -> Iterator[tuple[str, Answer, Parts]]:
        for method, answer in self._fixed.get(path, {}).items():
            yield method, answer, {}
        path_parts = path.split("/")
        for pattern, method, answer in self._open.get(len(path_parts), ()):
            parts = _fitting(pattern, path_parts)
            if parts is not None:
                yield method, answer, parts


def _fitting(pattern: list[str], path_parts: list[str]) -> Parts | None:
    parts: Parts = {}
    for rule, part in zip(pattern, path_parts, strict=True):
        if rule.startswith("<"):
            if not PART.fullmatch(part):
                return None
            parts[rule[1:-1]] = part
        elif rule != part:
            return None
    return parts
