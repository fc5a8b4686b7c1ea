"""Build the functions for this machine: its own Python, its own platform."""

import hashlib
import shutil
import zipfile
from pathlib import Path

from infra.local.folders import CACHE, ROOT
from infra.package import compile_all, compile_templates, copy_own_code, install_wheels
from infra.venvs import locked, python_of

# ministack's own Python worker hides the names of exceptions, so that Retry and Catch never match:
# the functions run under the same runtime client as on Lambda.
BOOTSTRAP = """#!/bin/sh
cd "$LAMBDA_TASK_ROOT" || exit 1
export PYTHONPATH="$LAMBDA_TASK_ROOT:$LOCAL_FUNCTION_PATH"
exec "$LOCAL_PYTHON" -m awslambdaric "$_HANDLER"
"""
_MADE = (1980, 1, 1, 0, 0, 0)  # a constant date keeps the zip's hash a hash of its content


def wheels() -> Path:
    """The run-time dependencies for this machine, installed once; all functions share them here."""
    python = python_of("local")
    with locked("wheels"):
        return install_wheels((), CACHE, compiler=python, installer=python, draws=True)


def code_zip() -> Path:
    """The functions' code, zipped once for each state of functions/ and schemas/."""
    python = python_of("local").resolve()
    content = digest(ROOT / "functions", ROOT / "schemas", BOOTSTRAP, str(python))
    target = CACHE / f"code-{content}.zip"
    libraries = wheels()
    with locked("code"):
        if not target.exists():
            _build(target, libraries, python)
    return target


def _build(target: Path, libraries: Path, python: Path) -> None:
    tree = target.with_suffix(".tree")
    shutil.rmtree(tree, ignore_errors=True)
    copy_own_code(tree, draws=True)
    compile_templates(tree, libraries, python)
    (tree / "bootstrap").write_text(BOOTSTRAP)
    (tree / "bootstrap").chmod(0o755)
    compile_all(python_of("local"), tree)
    _zip(tree, target)
    shutil.rmtree(tree)


def digest(*parts: Path | str) -> str:
    """A hash of words, files and whole folders: the same as long as nothing in them changes."""
    found = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            found.update(part.encode())
            continue
        for path in sorted(part.rglob("*")) if part.is_dir() else [part]:
            if path.is_file() and path.suffix != ".pyc":
                found.update(path.name.encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _zip(tree: Path, target: Path) -> None:
    half_made = target.with_suffix(".partial")
    with zipfile.ZipFile(half_made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(p for p in tree.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(str(path.relative_to(tree)), _MADE)
            entry.external_attr = (path.stat().st_mode & 0o777) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    half_made.replace(target)
