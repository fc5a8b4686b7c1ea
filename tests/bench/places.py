"""Where the bench works: the project's folders and an environment that holds both stacks."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra import venvs
from infra.package import (
    RUNTIME,
    compile_templates,
    copy_own_code,
    find_python,
    install_wheels,
)

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = ROOT / "functions"


def bench_python() -> tuple[Path, str]:
    """An interpreter that has our run-time packages and the usual stack's, made when missing, and
    its version: the functions' own where this machine has it, else the present one.

    Raises CalledProcessError when pip fails.
    """
    own = find_python(RUNTIME)
    version = RUNTIME if own else f"{sys.version_info[0]}.{sys.version_info[1]}"
    name = f"bench-{version}"
    venvs.FOLDERS[name] = ROOT / ".venvs" / name
    venvs.REQUIREMENTS[name] = ["requirements.txt", "tests/bench/requirements.txt"]
    venvs.ensure(name, own or Path(sys.executable))
    return venvs.python_of(name), version


@contextmanager
def bench_code(python: Path) -> Iterator[Path]:
    """The functions' folder, put together as it is deployed but for this machine's own platform."""
    wheels = install_wheels((), ROOT / ".build", compiler=None, installer=python)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(wheels, folder, dirs_exist_ok=True)
        copy_own_code(folder)
        compile_templates(folder, wheels, python)
        yield folder
