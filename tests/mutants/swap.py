"""Changed functions put in the place of those that are loaded: nothing has to be loaded again."""

import gc
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import _lru_cache_wrapper, cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType

# Its keys are made at random: they are no answers, and what they signed is checked with them.
KEYS = "tests.support.signing"
OURS = ("ocop", "tests", "infra")
Place = tuple[str, int]


def swap(module: Path, text: str) -> None:
    """Give all functions of a module the code of its changed text, and forget what they answered
    before. `load` has seen the module.

    Raises LookupError when two of them cannot be told apart.
    """
    file = str(module.resolve())
    codes = _by_place(compile(text, file, "exec"))
    for function in _functions()[file]:
        function.__code__ = codes[_place(function.__code__)]
    forget()


def load(module: Path) -> None:
    """Load a module that is loaded only when it is needed: else a test would load it as it was."""
    name = ".".join(module.with_suffix("").parts[1:])
    if name not in sys.modules:
        import_module(name.removesuffix(".__init__"))
        _functions.cache_clear()
        _caches.cache_clear()
    _functions()
    _caches()


def forget() -> None:
    """Empty what functions keep of their answers."""
    for kept in _caches():
        kept.cache_clear()


@cache
def _functions() -> dict[str, list[FunctionType]]:
    """All functions that are loaded, by the file they stand in."""
    found: dict[str, list[FunctionType]] = defaultdict(list)
    for one in gc.get_objects():
        if isinstance(one, FunctionType):
            found[one.__code__.co_filename].append(one)
    return found


@cache
def _caches() -> list["_lru_cache_wrapper[object]"]:
    wrappers = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]
    ours = [one for one in wrappers if one.__module__.partition(".")[0] in OURS]
    return [one for one in ours if one.__module__ not in (KEYS, __name__)]


def _by_place(whole: CodeType) -> dict[Place, CodeType]:
    codes = list(_within(whole))
    if twice := [place for place, n in Counter(map(_place, codes)).items() if n > 1]:
        raise LookupError(twice)
    return {_place(code): code for code in codes}


def _within(code: CodeType) -> Iterator[CodeType]:
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield part
            yield from _within(part)


def _place(code: CodeType) -> Place:
    return code.co_qualname, code.co_firstlineno
