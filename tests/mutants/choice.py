"""Which tests judge a change: those that name the module first, then all that play cases."""

import re
from functools import cache
from pathlib import Path

# What judges the repository and not its behaviour, or takes more time than it is worth here.
LEFT_OUT = {
    "test_docs.py",
    "test_house.py",
    "test_imports.py",
    "test_kills.py",
    "test_package.py",
    "test_takeover.py",
    "test_texts.py",
}
LAYERS = ("unit", "integration", "faults")


def stages(root: Path, module: Path) -> list[list[str]]:
    """The unit tests that import a module, in seconds; the others that do; and all there are."""
    likely = _naming(root, module)
    unit = [path for path in likely if path.startswith("tests/unit/")]
    played = [path for path in likely if path not in unit]
    rest = [path for layer in ("integration", "faults", "unit") for path in _files(root, layer)]
    return [unit, played, [path for path in rest if path not in likely]]


def _naming(root: Path, module: Path) -> list[str]:
    """The tests that import a module, those called like it first."""
    name = ".".join(module.with_suffix("").parts[1:])
    imports = re.compile(rf"^\s*(from|import) {re.escape(name)}\b", re.MULTILINE)
    paths = [path for layer in LAYERS for path in _files(root, layer)]
    naming = [path for path in paths if imports.search(_text(root / path))]
    return sorted(naming, key=lambda path: not _alike(Path(path).stem, module))


def _alike(test: str, module: Path) -> bool:
    return any(part.rstrip("s") in test for part in (module.stem, module.parent.name))


@cache
def _files(root: Path, layer: str) -> list[str]:
    found = sorted((root / "tests" / layer).glob("test_*.py"))
    return [str(path.relative_to(root)) for path in found if path.name not in LEFT_OUT]


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")
