"""The house's sizes: short functions, short files, thin handlers, every name annotated."""

import ast
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from infra.house import PICTURE, drawn_house

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


OWN = {"logger", "T"}  # every module has its own


def defined(path: Path) -> Iterator[str]:
    """The public names that a module defines at its top."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, Function | ast.ClassDef):
            yield node.name
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        for target in targets:
            for name in target.elts if isinstance(target, ast.Tuple) else [target]:
                if isinstance(name, ast.Name):
                    yield name.id


def homes() -> dict[str, set[str]]:
    """For each public name the modules that define it."""
    found: dict[str, set[str]] = {}
    for path in ROOT.glob("functions/ocop/**/*.py"):
        for name in defined(path):
            if not name.startswith("_") and name not in OWN:
                place = path.relative_to(ROOT / "functions/ocop").as_posix()
                found.setdefault(name, set()).add(place)
    return found


def test_a_public_name_is_defined_once_in_the_house() -> None:
    twice = {name: sorted(places) for name, places in homes().items() if len(places) > 1}
    assert twice == {}


MODULES = sorted(path.parent for path in ROOT.glob("functions/ocop/**/__init__.py"))


def shows(package: Path) -> set[str]:
    """What a package names in its `__all__`: modules that others may import."""
    for node in ast.parse((package / "__init__.py").read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            return set(ast.literal_eval(node.value)) if node.targets[0].id == "__all__" else set()
    return set()


@cache
def entered() -> dict[Path, set[str]]:
    """For each package the modules of it that files outside import."""
    found: dict[Path, set[str]] = {package: set() for package in MODULES}
    for path in (*ROOT.glob("functions/**/*.py"), *ROOT.glob("infra/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("ocop."):
                for alias in node.names:
                    _enter(found, path, f"{node.module}.{alias.name}")
    return found


def _enter(found: dict[Path, set[str]], path: Path, dotted: str) -> None:
    place = ROOT / "functions" / Path(*dotted.split("."))
    module = place if place.with_suffix(".py").is_file() else place.parent
    if module.with_suffix(".py").is_file() and module.parent not in path.parents:
        found[module.parent].add(module.name)


@pytest.mark.parametrize("package", MODULES, ids=lambda p: p.name)
def test_a_package_shows_the_modules_that_others_import(package: Path) -> None:
    """Its other modules are its own: nobody reaches behind the face."""
    name = package.relative_to(ROOT / "functions/ocop").as_posix().replace("/", ".")
    if name.startswith(FACES):
        return
    assert ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8")))
    if name != ".":
        assert shows(package) == entered()[package]


def test_the_picture_of_the_house_is_the_house() -> None:
    assert PICTURE.read_text("utf-8") == drawn_house()


FACES = ("html", "http", "web.asking", "web.reading", "web.showing")


@pytest.mark.parametrize("package", FACES)
def test_a_package_shows_what_its_face_names_and_nothing_else(package: str) -> None:
    face = ROOT / "functions" / "ocop" / package.replace(".", "/") / "__init__.py"
    shown = import_module(f"ocop.{package}")
    imported = {
        alias.name
        for node in ast.walk(ast.parse(face.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(f"ocop.{package}")
        for alias in node.names
    }
    assert imported == set(shown.__all__)
    for name in shown.__all__:
        assert getattr(shown, name) is not None
    with pytest.raises(AttributeError):
        shown.no_such_name  # noqa: B018


@pytest.mark.parametrize("package", FACES)
def test_nobody_reaches_past_a_face(package: str) -> None:
    own = ROOT / "functions" / "ocop" / package.replace(".", "/")
    past = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in ROOT.glob("functions/**/*.py")
        if own not in path.parents
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        if str(node.module).startswith(f"ocop.{package}.")
    ]
    assert past == []


def test_lines_of_log_have_one_shape() -> None:
    """The library's, with the request and the cold start; plain `logging` knows neither."""
    plain = [str(path.relative_to(ROOT)) for path in ROOT.glob("functions/**/*.py")
             if "import logging" in path.read_text("utf-8")]  # fmt: skip
    assert plain == []


def test_no_failure_is_logged_whole() -> None:
    """Its words may hold somebody's address: `ocop.links.failures` blots them out."""
    logged = re.compile(r"\blog(?:ger)?\.exception\(|exc_info=")
    found = [path for path in FILES if logged.search(path.read_text("utf-8"))]
    assert [str(one) for one in found if one.is_relative_to(ROOT / "functions")] == []


def test_numbers_in_addresses_are_read_in_one_way() -> None:
    """`ocop.base.digits` bounds them: as many digits as an address holds are more than Python
    reads, and the page would break.
    """
    by_hand = [
        f"{path.relative_to(ROOT)}:{number}"
        for package in ("web", "html", "http")
        for path in ROOT.glob(f"functions/ocop/{package}/**/*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\.is(?:digit|decimal|numeric)\(", line)
    ]
    assert by_hand == []


def test_nothing_is_defined_that_nobody_names() -> None:
    """Counted as a word in the code, its tests and its templates; what is private is the linter's
    to see.
    """
    kinds = ("functions/**/*.py", "infra/**/*.py", "tests/**/*.py", "functions/**/*.j2")
    text = "\n".join(path.read_text("utf-8") for kind in kinds for path in ROOT.glob(kind))
    words = Counter(re.findall(r"\w+", text))
    alone = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in ROOT.glob("functions/ocop/**/*.py")
        for name in _defined(ast.parse(path.read_text("utf-8")))
        if words[name] == 1
    ]
    assert alone == []


def _defined(module: ast.Module) -> Iterator[str]:
    """What a module defines at its top."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (one.id for one in node.targets if isinstance(one, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
